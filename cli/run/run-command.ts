import { CrosscheckError } from '../../core/errors.ts';
import { printable, renderJson, renderOperatingError } from '../../core/printable.ts';
import type { RunEvent } from '../../core/run-event.ts';
import { stopBy } from '../../core/stopped.ts';
import { loadWorkflowFolder } from '../../harness/host.ts';
import { writeCheckpoint } from '../../harness/runs/checkpoint-files.ts';
import { exitCodeOf, verdictOf } from '../../harness/runs/exit-code.ts';
import { RunFolder } from '../../harness/runs/run-folder.ts';
import { LAST_SEED } from '../shared/integer-option.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { createProgress } from './progress.ts';
import { buildStoppedReport, drawLabel, type Ended, findTarget, runOnce } from './run-once.ts';
import { commandFor, type RunCommandOptions, resumeCommandFor, setupOf } from './run-options.ts';
import { filesOfRuns, filesOfStopped, publishFiles, Writing } from './run-report-files.ts';
import { findRunnableOf, OWN_FOLDER, type Runnable } from './runnable.ts';

/**
 * `crosscheck run [FILE]`: a workflow, once or many times, against the embedded bank or the target that is named. Returns the
 * exit code.
 */
export async function runCommand(options: RunCommandOptions, files: readonly string[]): Promise<number> {
  if (options.list) return await listWorkflows(options);
  checkSeeds(options);
  const runnable = await findRunnableOf(options, files);
  const target = findTarget(runnable, options.target);
  const interrupts = listenForInterrupts();
  try {
    if (options.repeat > 1) {
      const { runMany } = await import('./run-many.ts');
      return await runMany(runnable, { options, files, target, signal: interrupts.signal });
    }
    const { seed } = options;
    const label = drawLabel({ seed, target });
    const folder = await RunFolder.begin({
      command: 'run',
      label,
      buildStopped: (stopped) => filesOfRuns({ run: buildStoppedReport(runnable, { seed, target }, stopped) }),
    });
    const progress = createProgress(process.stdout);
    let isStopPrinted = false;
    const onEvent = (event: RunEvent) => {
      progress(event);
      isStopPrinted ||= event.type === 'run-finished';
    };
    const ended = await runOnce(runnable, label, {
      ...setupOf(options),
      seed,
      target,
      signal: interrupts.signal,
      ...(options.json ? {} : { onEvent }),
    });
    return await conclude(runnable, ended, { options, folder, isStopPrinted });
  } finally {
    interrupts.stop();
  }
}

/** The last run's seed has to be one that the command line takes, so that it can be run alone. */
function checkSeeds({ seed, repeat }: RunCommandOptions): void {
  if (seed + repeat - 1 <= LAST_SEED) return;
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot run ${repeat} times from seed ${seed} as the last seed is ${LAST_SEED}`,
    remedy: `Begin with --seed ${LAST_SEED - repeat + 1} or lower`,
  });
}

async function listWorkflows({ workflows }: RunCommandOptions): Promise<number> {
  for (const { workflowId, summary } of await loadWorkflowFolder(workflows ?? OWN_FOLDER))
    console.log(`${printable(workflowId).padEnd(36)} ${printable(summary)}`);
  return 0;
}

interface Conclusion {
  readonly options: RunCommandOptions;
  readonly folder: RunFolder;
  /** Whether a person has been shown already what stopped the run. */
  readonly isStopPrinted: boolean;
}

/** Prints and writes how a run has ended. What cannot be written does not keep the rest from it. Returns the exit code. */
async function conclude(
  runnable: Runnable,
  { report, checkpoint }: Ended,
  { options, folder, isStopPrinted }: Conclusion,
): Promise<number> {
  const writing = new Writing();
  const file = checkpoint && (await writing.attempt(() => writeCheckpoint(checkpoint)));
  const what = `The run ended ${report.outcome}`;
  await writing.attempt(
    () => publishFiles(folder, filesOfRuns({ run: report }), what),
    (error) => publishFiles(folder, filesOfStopped(stopBy(report, error)), what),
  );
  if (report.stopped && !isStopPrinted) console.error(renderOperatingError(report.stopped));
  if (options.json) console.log(renderJson(report));
  else if (report.outcome === 'failed')
    console.log(printable(`Run it again with: ${commandFor(runnable, options, report.seed)}`));
  if (file !== undefined && !options.json)
    console.log(printable(`Go on with it, when it is due, by: ${resumeCommandFor(file, options)}`));
  const verdict = verdictOf([report]);
  return exitCodeOf({ ...verdict, isStopped: verdict.isStopped || writing.hasFailed });
}
