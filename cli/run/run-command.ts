import { CrosscheckError } from '../../core/errors.ts';
import { printable, renderJson } from '../../core/printable.ts';
import type { RunEvent } from '../../core/run-event.ts';
import { stopBy } from '../../core/stopped.ts';
import { writeCheckpoint } from '../../harness/runs/checkpoint-files.ts';
import { exitCodeOf, verdictOf } from '../../harness/runs/exit-code.ts';
import { RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from '../shared/describe-error.ts';
import { LAST_SEED } from '../shared/integer-option.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { type FoundWorkflow, findWorkflowOf } from './find-workflow.ts';
import { listWorkflows } from './list-workflows.ts';
import { createProgress } from './progress.ts';
import { buildStoppedReport, drawLabel, findTarget, type RunResult, runOnce } from './run-once.ts';
import { commandFor, type RunCommandOptions, resumeCommandFor, setupOf } from './run-options.ts';
import { filesOfRuns, filesOfStopped, publishFiles, Writing } from './run-report-files.ts';

/**
 * `crosscheck run [NAME | FILE [NAME]]`: runs a workflow once, many times or every workflow, on the embedded bank or
 * the target of `--target`. `words` are the arguments that are not options. Returns the exit code.
 */
export async function runCommand(options: RunCommandOptions, words: readonly string[]): Promise<number> {
  if (options.workflow !== undefined)
    console.error(printable(`--workflow is deprecated: write "crosscheck run ${options.workflow}" instead`));
  if (options.list) return await listWorkflows(options, words);
  if (options.all) {
    const { runAllWorkflows } = await import('./run-all.ts');
    return await runAllWorkflows(options, words);
  }
  checkSeeds(options);
  const workflow = await findWorkflowOf(options, words);
  const target = findTarget(workflow, options.target);
  const interrupts = listenForInterrupts();
  try {
    if (options.repeat > 1) {
      const { runMany } = await import('./run-many.ts');
      return await runMany(workflow, { options, words, target, signal: interrupts.signal });
    }
    const { seed } = options;
    const label = drawLabel({ seed, target });
    const folder = await RunFolder.begin({
      command: 'run',
      label,
      buildStopped: (stopped) => filesOfRuns({ run: buildStoppedReport(workflow, { seed, target }, stopped) }),
    });
    const progress = createProgress(process.stdout);
    let isStopPrinted = false;
    const onEvent = (event: RunEvent) => {
      progress(event);
      isStopPrinted ||= event.type === 'run-finished';
    };
    const ended = await runOnce(workflow, label, {
      ...setupOf(options),
      seed,
      target,
      signal: interrupts.signal,
      ...(options.json ? {} : { onEvent }),
    });
    return await conclude(workflow, ended, { options, folder, isStopPrinted });
  } finally {
    interrupts.stop();
  }
}

/**
 * Throws a CrosscheckError if the seed of the last run is too large for `--seed`: that run could not be repeated alone.
 */
function checkSeeds({ seed, repeat }: RunCommandOptions): void {
  if (seed + repeat - 1 <= LAST_SEED) return;
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot run ${repeat} times from seed ${seed}: the last seed is ${LAST_SEED}`,
    remedy: `Begin with --seed ${LAST_SEED - repeat + 1} or lower`,
  });
}

interface Conclusion {
  readonly options: RunCommandOptions;
  readonly folder: RunFolder;
  /** True if the reason why the run stopped has been printed already. */
  readonly isStopPrinted: boolean;
}

/**
 * Writes the report of a run and prints its last lines. An error in one file does not stop the others. Returns the exit
 * code.
 */
async function conclude(
  workflow: FoundWorkflow,
  { report, checkpoint }: RunResult,
  { options, folder, isStopPrinted }: Conclusion,
): Promise<number> {
  const writing = new Writing();
  const file = checkpoint && (await writing.attempt(() => writeCheckpoint(checkpoint)));
  const what = `The run ended ${report.outcome}`;
  await writing.attempt(
    () => publishFiles(folder, filesOfRuns({ run: report }), what),
    (error) => publishFiles(folder, filesOfStopped(stopBy(report, error)), what),
  );
  if (report.stopped && !isStopPrinted) console.error(describeError(report.stopped));
  if (options.json) console.log(renderJson(report));
  else if (report.outcome === 'failed')
    console.log(printable(`Run it again with: ${commandFor(workflow, options, report.seed)}`));
  if (file !== undefined && !options.json)
    console.log(printable(`Resume it when it is due: ${resumeCommandFor(file, options)}`));
  const verdict = verdictOf([report]);
  return exitCodeOf({ ...verdict, isStopped: verdict.isStopped || writing.hasFailed });
}
