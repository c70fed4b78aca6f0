import { CrosscheckError } from '../../core/errors.ts';
import { printable, renderJson, renderOperatingError } from '../../core/printable.ts';
import { loadWorkflowFolder } from '../../harness/index.ts';
import { listenForInterrupts } from './interrupts.ts';
import { createProgress } from './progress.ts';
import { clearReports, exitCodeOf, writeCheckpoint, writeReport } from './reports.ts';
import { type Ended, runOnce } from './run-once.ts';
import { commandFor, LAST_SEED, type RunCommandOptions, resumeCommandFor, setupOf } from './run-options.ts';
import { findRunnableOf, OWN_FOLDER, type Runnable } from './runnable.ts';

/**
 * `crosscheck run [FILE]`: a workflow, once or many times, against the embedded bank or the target that is named. Gives the
 * exit code.
 */
export async function runCommand(options: RunCommandOptions, files: readonly string[]): Promise<number> {
  if (options.list) return await listWorkflows(options);
  checkSeeds(options);
  const runnable = await findRunnableOf(options, files);
  const interrupts = listenForInterrupts();
  try {
    if (options.repeat > 1) {
      const { runMany } = await import('./run-many.ts');
      return await runMany(runnable, { options, files, signal: interrupts.signal });
    }
    const ended = await runOnce(runnable, {
      ...setupOf(options),
      seed: options.seed,
      signal: interrupts.signal,
      ...(options.json ? {} : { onEvent: createProgress(process.stdout) }),
    });
    return await tell(runnable, ended, options);
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

async function tell(runnable: Runnable, { report, checkpoint }: Ended, options: RunCommandOptions): Promise<number> {
  const file = checkpoint && (await writeCheckpoint(checkpoint));
  await clearReports();
  await writeReport(report);
  if (options.json) console.log(renderJson(report));
  else if (report.outcome === 'failed')
    console.log(printable(`Run it again with: ${commandFor(runnable, options, report.seed)}`));
  if (file !== undefined && !options.json)
    console.log(printable(`Go on with it, when it is due, by: ${resumeCommandFor(file, options)}`));
  if (report.stopped) console.error(renderOperatingError(report.stopped));
  return exitCodeOf([report]);
}
