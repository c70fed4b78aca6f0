import { wallClock } from '../../core/clock.ts';
import { printable } from '../../core/printable.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { registrationsOf } from '../../harness/host.ts';
import { dueMs, findRunning, PARKED, readCheckpoints } from '../../harness/runs/checkpoint-files.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import { describeError } from '../shared/describe-error.ts';

/** `crosscheck due [FILE...]`: lists the parked runs, the earliest first. Returns the exit code. */
export async function dueCommand(files: readonly string[]): Promise<number> {
  const { parked, errors } = await readCheckpoints(files);
  const running = files.length === 0 ? await findRunning() : [];
  if (parked.length + errors.length + running.length === 0) console.log(`No run is parked in ${PARKED}`);
  for (const run of parked) {
    const { workflowId, target, due } = run.checkpoint;
    const state = dueMs(run) <= wallClock.nowMs() ? 'due now' : 'later  ';
    console.log(printable(`${state}  ${due.at}  ${workflowId}`));
    printDetail(target.baseUrl);
    printDetail(run.file);
    printDetail(due.reason);
    for (const { id, name } of registrationsOf(run.checkpoint)) printDetail(`Keeps the registration ${id} for ${name}`);
  }
  for (const file of running) {
    console.log(`running  ${printable(file)}`);
    printDetail('It is being resumed now, or its resume was killed');
    printDetail('If it was killed, check the bank, then remove the file or rename it back to .json');
  }
  for (const error of errors) console.error(describeError(error));
  return exitCodeOf({ isStopped: errors.length > 0 });
}

function printDetail(text: string): void {
  console.log(wrapText(`         ${printable(text)}`));
}
