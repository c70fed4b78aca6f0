import { monotonicMs } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { renderJson } from '../../core/printable.ts';
import type { RunEvent, RunReport } from '../../core/run-event.ts';
import { describeStop, type Stopped } from '../../core/stopped.ts';
import type { Target } from '../../core/target.ts';
import { listWorkflowFolder, loadWorkflowFile } from '../../harness/host.ts';
import { writeCheckpoint } from '../../harness/runs/checkpoint-files.ts';
import { exitCodeOf, verdictOf } from '../../harness/runs/exit-code.ts';
import { type ReportFiles, RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from '../shared/describe-error.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { parseServers } from '../shared/server-option.ts';
import type { AllReport, WorkflowLine } from './all-report.ts';
import { checkNames, type FoundWorkflow, isEntry, OWN_FOLDER, parseWords, sourceNamesOf } from './find-workflow.ts';
import { createProgress } from './progress.ts';
import { renderAll } from './render-all.ts';
import { buildStoppedReport, drawLabel, findTarget, type RunResult, runOnce } from './run-once.ts';
import { type RunCommandOptions, resumeCommandFor, setupOf } from './run-options.ts';
import { fileOfRun, filesOfRuns, publishFiles, renderJsonFile, Writing } from './run-report-files.ts';
import { describeRun } from './runs-log.ts';

/**
 * `crosscheck run --all`: runs every workflow of the folder or file, one after the other, each on its own embedded bank
 * or on the target. A workflow that another one of its document calls is not run by itself. Writes a report for each
 * run and a summary, `workflows.json`. A file that cannot be loaded and a run that breaks do not stop the others.
 * Returns the exit code.
 */
export async function runAllWorkflows(options: RunCommandOptions, words: readonly string[]): Promise<number> {
  checkTogether(options, words);
  const { workflows, errors } = await findAll(options, words);
  const targets = workflows.map((workflow) => findTarget(workflow, options.target));
  const startedMs = monotonicMs();
  const runs = new AllRuns(options);
  const folder = await RunFolder.begin({
    command: 'run',
    label: 'all',
    buildStopped: (stopped) => runs.files(stopped),
  });
  const interrupts = listenForInterrupts();
  const writing = new Writing();
  try {
    for (const [at, workflow] of workflows.entries()) {
      if (interrupts.signal.aborted) break;
      const ended = await runs.run(workflow, targets[at], interrupts.signal);
      await writing.attempt(() => runs.write(folder, workflow, ended));
    }
  } finally {
    interrupts.stop();
  }
  const report: AllReport = {
    schemaVersion: 2,
    durationMs: monotonicMs() - startedMs,
    requestedRuns: workflows.length,
    runs: runs.lines,
    errors: errors.map(({ message, remedy }) => ({ message, remedy })),
  };
  const files = { ...runs.files(), 'workflows.json': () => renderJsonFile(report) };
  await writing.attempt(() => publishFiles(folder, files, 'The runs have ended'));
  console.log(options.json ? renderJson(report) : renderAll(report));
  for (const error of errors) console.error(describeError(error));
  const verdict = verdictOf(runs.lines);
  const isIncomplete = errors.length > 0 || runs.lines.length < workflows.length || writing.hasFailed;
  return exitCodeOf({ ...verdict, isStopped: verdict.isStopped || isIncomplete });
}

/** The runs of the command so far, in the order in which they ended. */
class AllRuns {
  readonly lines: WorkflowLine[] = [];
  private readonly reports = new Map<string, RunReport>();
  private readonly options: RunCommandOptions;
  private underWay: { readonly workflow: FoundWorkflow; readonly target: Target | undefined } | undefined;

  constructor(options: RunCommandOptions) {
    this.options = options;
  }

  /** Runs a workflow. An error that the workflow could not begin with becomes the report of a run that was stopped. */
  async run(workflow: FoundWorkflow, target: Target | undefined, signal: AbortSignal): Promise<RunResult> {
    const { json, seed } = this.options;
    this.underWay = { workflow, target };
    let isStopPrinted = false;
    const progress = createProgress(process.stdout);
    const onEvent = (event: RunEvent) => {
      progress(event);
      isStopPrinted ||= event.type === 'run-finished';
    };
    const setup = { ...setupOf(this.options), seed, target, signal, ...(json ? {} : { onEvent }) };
    const ended = await runOnce(workflow, drawLabel({ seed, target }), setup).catch((error: unknown): RunResult => {
      if (!(error instanceof CrosscheckError)) throw error;
      return { report: buildStoppedReport(workflow, { seed, target }, describeStop(error)) };
    });
    if (ended.report.stopped && !isStopPrinted) console.error(describeError(ended.report.stopped));
    if (!json) console.log('');
    return ended;
  }

  /** Writes the report and the checkpoint of a run that has ended, and adds its line to the summary. */
  async write(folder: RunFolder, workflow: FoundWorkflow, { report, checkpoint }: RunResult): Promise<void> {
    const { workflowId } = workflow;
    this.reports.set(workflowId, report);
    this.underWay = undefined;
    const line = { workflowId, ...describeRun(workflow, this.options, { seed: report.seed, report }) };
    const position = this.lines.push(line) - 1;
    const file = checkpoint && (await writeCheckpoint(checkpoint));
    const resumed = file === undefined ? {} : { checkpointFile: file, command: resumeCommandFor(file, this.options) };
    this.lines[position] = { ...line, ...resumed };
    const what = `The run of "${workflowId}" ended ${report.outcome}`;
    const path = await folder.write(fileOfRun(`run-${workflowId}`), renderJsonFile(report), what);
    this.lines[position] = { ...line, ...resumed, reportFile: path };
  }

  /** Builds the files of the reports so far; with `stopped` also that of the run which an error has stopped. */
  files(stopped?: Stopped): ReportFiles {
    const reports = new Map(this.reports);
    if (stopped && this.underWay) {
      const { workflow, target } = this.underWay;
      const { seed } = this.options;
      reports.set(workflow.workflowId, buildStoppedReport(workflow, { seed, target }, stopped));
    }
    return filesOfRuns(Object.fromEntries([...reports].map(([id, report]) => [`run-${id}`, report])));
  }
}

async function findAll(
  { workflows: folder, server, workflow }: RunCommandOptions,
  words: readonly string[],
): Promise<{ workflows: FoundWorkflow[]; errors: readonly CrosscheckError[] }> {
  const servers = parseServers(server);
  const { file } = parseWords(words, workflow);
  const origin = file ?? folder;
  const { workflows, errors } =
    file === undefined
      ? await listWorkflowFolder(folder ?? OWN_FOLDER, { servers })
      : { workflows: await loadWorkflowFile(file, { servers }), errors: [] };
  const names = new Set(workflows.flatMap(sourceNamesOf));
  checkNames('source', Object.keys(servers), [...names]);
  const found = workflows.filter(isEntry).map((loaded) => {
    const own = sourceNamesOf(loaded);
    const used = Object.fromEntries(Object.entries(servers).filter(([name]) => own.includes(name)));
    return { ...loaded, ...(origin === undefined ? {} : { origin }), runArguments: { inputs: {}, servers: used } };
  });
  return { workflows: found, errors };
}

/** Throws a CrosscheckError for what belongs to one workflow only. */
function checkTogether({ repeat, parallel, input, workflow }: RunCommandOptions, words: readonly string[]): void {
  const name = parseWords(words, workflow).workflow;
  const others = [
    ...(name === undefined ? [] : [`the workflow "${name}"`]),
    ...(repeat > 1 ? ['--repeat'] : []),
    ...(parallel > 1 ? ['--parallel'] : []),
    ...(input.length > 0 ? ['--input'] : []),
  ];
  if (others.length === 0) return;
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot combine --all with ${others.join(', ')}`,
    remedy: 'Use --all alone, or run one workflow with: npx crosscheck run NAME',
  });
}
