import { wallClock } from '../../core/clock.ts';
import { printable } from '../../core/printable.ts';
import { registrationsOf } from '../../harness/host.ts';
import { dueMs, findRunning, PARKED, readCheckpoints } from '../../harness/runs/checkpoint-files.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import { describeError } from '../shared/describe-error.ts';

/** `crosscheck due [FILE...]`: which parked run is due when, the earliest first. Gives the exit code. */
export async function dueCommand(files: readonly string[]): Promise<number> {
  const { parked, errors } = await readCheckpoints(files);
  const running = files.length === 0 ? await findRunning() : [];
  if (parked.length + errors.length + running.length === 0) console.log(`No run is parked in ${PARKED}`);
  for (const one of parked) {
    const { workflowId, target, due } = one.checkpoint;
    const when = dueMs(one) <= wallClock.nowMs() ? 'due now' : 'later  ';
    console.log(printable(`${when}  ${due.at}  ${workflowId}  ${target.baseUrl}  ${one.file}`));
    console.log(`         ${printable(due.reason)}`);
    for (const { id, name } of registrationsOf(one.checkpoint))
      console.log(printable(`         keeps the registration ${id} for ${name}`));
  }
  for (const file of running)
    console.log(
      `running  ${printable(file)}\n         is being resumed now, or its resume was killed: look at the bank, then remove it or rename it back`,
    );
  for (const error of errors) console.error(describeError(error));
  return exitCodeOf({ isStopped: errors.length > 0 });
}
