import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { monotonicMs } from '../../core/clock.ts';
import { renderJson } from '../../core/printable.ts';
import type { Target } from '../../core/target.ts';
import { auditTogether, BankClock, type JointAudit, maskReport, renderJunit } from '../../harness/host.ts';
import { exitCodeOf, verdictOf } from '../../harness/runs/exit-code.ts';
import { RunFolder } from '../../harness/runs/run-folder.ts';
import { withLimits } from '../shared/target-limits.ts';
import type { FoundWorkflow } from './find-workflow.ts';
import { renderRuns } from './render-runs.ts';
import { buildStoppedReport, callsCos } from './run-once.ts';
import type { RunCommandOptions } from './run-options.ts';
import { filesOfRuns, publishFiles, renderJsonFile, Writing } from './run-report-files.ts';
import { type EndedRun, runSeeds } from './run-seeds.ts';
import type { WorkerMessage, WorkerTask } from './run-worker.ts';
import { RunsLog } from './runs-log.ts';
import type { RunsReport } from './runs-report.ts';

/** The options of many runs. */
export interface ManyRuns {
  readonly options: RunCommandOptions;
  /** The arguments of the command that are not options. */
  readonly words: readonly string[];
  /** The bank that the runs share; without it each has its own. */
  readonly target: Target | undefined;
  readonly signal: AbortSignal;
}

/**
 * Runs a workflow many times with consecutive seeds. Without a target, each run has its own embedded bank and the runs
 * are distributed over worker threads. On a target, all runs are in this thread and share the bank's clock. An error in
 * one run does not prevent the report of the others. Returns the exit code.
 */
export async function runMany(workflow: FoundWorkflow, many: ManyRuns): Promise<number> {
  const { options, target } = many;
  const { seed, repeat } = options;
  const startedMs = monotonicMs();
  const folder = await RunFolder.begin({
    command: 'run',
    label: `seeds-${seed}-${seed + repeat - 1}`,
    buildStopped: (stopped) => filesOfRuns({ run: buildStoppedReport(workflow, { seed, target }, stopped) }),
  });
  const log = new RunsLog(workflow, options, folder);
  const jointAudit = await runAll(workflow, many, log);
  const errors = await log.close();
  const { workflowId, summary } = workflow;
  const report: RunsReport = {
    schemaVersion: 2,
    workflowId,
    summary,
    durationMs: monotonicMs() - startedMs,
    requestedRuns: repeat,
    runs: log.lines,
    ...(jointAudit ? { jointAudit } : {}),
  };
  const writing = new Writing();
  const files = {
    'runs.json': () => renderJsonFile(report),
    'junit.xml': () => renderJunit(...log.ended.map((run) => run.report)),
  };
  await writing.attempt(() => publishFiles(folder, files, 'The runs have ended'));
  console.log(options.json ? renderJson(report) : renderRuns(report));
  for (const error of errors) console.error(error);
  const isUnsound = jointAudit?.findings.some(({ severity }) => severity === 'failure') === true;
  const verdict = verdictOf(log.lines);
  const isIncomplete = errors.length > 0 || log.ended.length < repeat || writing.hasFailed;
  return exitCodeOf({
    ...verdict,
    hasFindings: verdict.hasFindings || isUnsound,
    isStopped: verdict.isStopped || isIncomplete,
  });
}

async function runAll(workflow: FoundWorkflow, many: ManyRuns, log: RunsLog): Promise<JointAudit | undefined> {
  const { options, target, signal } = many;
  const seeds = Array.from({ length: options.repeat }, (_, at) => options.seed + at);
  const listeners = { onEnded: (run: EndedRun) => log.add(run), onBroken: (error: unknown) => log.fail(error) };
  if (!target) {
    await runInThreads(many, seeds, listeners);
    return undefined;
  }
  const bankClock = new BankClock();
  await runSeeds(workflow, options, seeds, { parallel: options.parallel, target, signal, bankClock, ...listeners });
  try {
    return options.books && callsCos(workflow)
      ? await auditAll(withLimits(target, options.limit), log.ended)
      : undefined;
  } catch (error) {
    log.fail(error);
    return undefined;
  }
}

/** Checks the accounts of all runs together; masks the secrets of every run. */
async function auditAll(target: Target, ended: readonly EndedRun[]): Promise<JointAudit | undefined> {
  const known = ended.flatMap(({ audited }) => (audited && audited.accounts.length > 0 ? [audited] : []));
  if (known.length === 0) return undefined;
  const audit = await auditTogether(target, known);
  return ended.reduce((masked, { secrets }) => (secrets ? maskReport(masked, secrets) : masked), audit);
}

interface RunListeners {
  readonly onEnded: (run: EndedRun) => void;
  readonly onBroken: (error: unknown) => void;
}

async function runInThreads(
  { options, words, signal }: ManyRuns,
  seeds: readonly number[],
  listeners: RunListeners,
): Promise<void> {
  const threads = Math.min(options.parallel, seeds.length, availableParallelism());
  const parallel = Math.ceil(options.parallel / threads);
  await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      const own = seeds.filter((_seed, at) => at % threads === thread);
      return runInThread({ options, words, seeds: own, parallel }, signal, listeners);
    }),
  );
}

/** Runs a thread to its end. Messages that the thread has sent before an error arrive after the error. */
async function runInThread(task: WorkerTask, signal: AbortSignal, { onEnded, onBroken }: RunListeners): Promise<void> {
  const worker = new Worker(new URL('./run-worker.ts', import.meta.url), { workerData: task });
  const interrupt = () => worker.postMessage('interrupt');
  signal.addEventListener('abort', interrupt);
  worker.on('error', onBroken).on('message', ({ ended, broken }: WorkerMessage) => {
    if (ended) onEnded(ended);
    if (broken) onBroken(broken);
  });
  await new Promise<void>((resolve) => {
    worker.on('exit', () => resolve());
  });
  signal.removeEventListener('abort', interrupt);
}
