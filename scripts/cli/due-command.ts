import { wallClock } from '../../core/clock.ts';
import { dueMs, readCheckpoints } from './checkpoint-files.ts';
import { PARKED } from './reports.ts';

/** `crosscheck due [FILE...]`: which parked run is due when, the earliest first. Gives the exit code. */
export async function dueCommand(files: readonly string[]): Promise<number> {
  const parked = (await readCheckpoints(files)).sort((a, b) => dueMs(a) - dueMs(b));
  if (parked.length === 0) console.log(`No run is parked in ${PARKED}`);
  for (const one of parked) {
    const { workflowId, target, due } = one.checkpoint;
    const when = dueMs(one) <= wallClock.nowMs() ? 'due now' : 'later  ';
    console.log(`${when}  ${due.at}  ${workflowId}  ${target.baseUrl}  ${one.file}\n         ${due.why}`);
  }
  return 0;
}
