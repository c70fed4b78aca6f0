import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { monotonicMs } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { auditTogether, BankClock, type JointAudit, loadTarget, renderJunit } from '../../harness/index.ts';
import { renderRun, renderRuns } from './render-runs.ts';
import { exitCodeOf, REPORTS, write, writeCheckpoint } from './reports.ts';
import { commandFor, type RunCommandOptions } from './run-options.ts';
import { type EndedRun, runSeeds } from './run-seeds.ts';
import type { WorkerTask } from './run-worker.ts';
import type { Runnable } from './runnable.ts';
import type { RunLine, RunsReport } from './runs-report.ts';

/** What many runs are made from. */
export interface ManyRuns {
  readonly options: RunCommandOptions;
  readonly files: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Runs a workflow many times, each with a seed of its own, one more than the one before. Embedded, each has its own bank, and
 * worker threads share the work; on a target all are made here, and wait for each other where its clock has to be moved.
 */
export async function runMany(runnable: Runnable, many: ManyRuns): Promise<number> {
  const { options, signal } = many;
  const startedMs = monotonicMs();
  const ended: EndedRun[] = [];
  const lines: RunLine[] = [];
  const onEnded = (run: EndedRun) => {
    ended.push(run);
    lines.push(describeRun(runnable, options, run));
    if (!options.json) console.log(renderRun(lines.at(-1) as RunLine, lines.length, options.repeat));
  };
  const seeds = Array.from({ length: options.repeat }, (_, at) => options.seed + at);
  let together: JointAudit | undefined;
  if (options.target === undefined) await runInThreads(many, seeds, onEnded);
  else {
    const bankClock = new BankClock();
    await runSeeds(runnable, options, seeds, { parallel: options.parallel, signal, bankClock, onEnded });
    together = await auditAll(options, ended);
  }
  const { workflowId, summary } = runnable;
  const report: RunsReport = {
    ...{ workflowId, summary, durationMs: monotonicMs() - startedMs, asked: options.repeat },
    runs: await writeRuns(ended, lines),
    ...(together ? { together } : {}),
  };
  await write(`${REPORTS}/runs.json`, `${JSON.stringify(report, null, 2)}\n`, 'The runs have ended');
  await write(`${REPORTS}/junit.xml`, renderJunit(...ended.map((run) => run.report)), 'The runs have ended');
  console.log(options.json ? JSON.stringify(report, null, 2) : renderRuns(report));
  const isBroken = together?.findings.some(({ severity }) => severity === 'failure');
  const code = exitCodeOf([...lines, ...(isBroken ? [{ outcome: 'failed' as const }] : [])]);
  return code === 0 && ended.length < options.repeat ? 2 : code;
}

/** A finding of the joint audit is one of all runs. */
async function auditAll(
  { target, books }: RunCommandOptions,
  ended: readonly EndedRun[],
): Promise<JointAudit | undefined> {
  const known = ended.flatMap(({ audited }) => (audited && audited.accounts.length > 0 ? [audited] : []));
  if (!books || target === undefined || known.length === 0) return undefined;
  return await auditTogether(loadTarget({ url: target }), known);
}

async function runInThreads(
  { options, files, signal }: ManyRuns,
  seeds: readonly number[],
  onEnded: (run: EndedRun) => void,
): Promise<void> {
  const threads = Math.min(options.parallel, seeds.length, availableParallelism());
  const parallel = Math.ceil(options.parallel / threads);
  await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      const own = seeds.filter((_seed, at) => at % threads === thread);
      return runInThread({ options, files, seeds: own, parallel }, signal, onEnded);
    }),
  );
}

async function runInThread(task: WorkerTask, signal: AbortSignal, onEnded: (run: EndedRun) => void): Promise<void> {
  const worker = new Worker(new URL('./run-worker.ts', import.meta.url), { workerData: task });
  const interrupt = () => worker.postMessage('interrupt');
  signal.addEventListener('abort', interrupt);
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', onEnded).on('error', reject).on('exit', resolve);
    });
  } catch (error) {
    throw asOperatingError(error);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

/** An error that has come from a thread is no instance of its class any more. */
function asOperatingError(error: unknown): unknown {
  const { name, code, message, remedy } = error as Partial<CrosscheckError>;
  if (name !== 'CrosscheckError' || !code || !message || !remedy) return error;
  return new CrosscheckError({ code, message, remedy, cause: error });
}

function describeRun(runnable: Runnable, options: RunCommandOptions, { seed, report }: EndedRun): RunLine {
  const { outcome, durationMs, steps } = report;
  const failures = steps.flatMap(({ stepId, reason, findings, outcome: of }) => [
    ...(of === 'failed' && reason ? [`${stepId}: ${reason}`] : []),
    ...findings
      .filter(({ severity }) => severity === 'failure')
      .map(({ rule, message }) => `${stepId}: ${rule}: ${message}`),
  ]);
  const why = report.stopped ? [...failures, report.stopped.message] : failures;
  const isClean = outcome === 'passed' || outcome === 'parked';
  const command = isClean ? {} : { command: commandFor(runnable, options, seed) };
  return { seed, outcome, durationMs, steps: steps.length, failures: why, ...command };
}

/** Writes the whole report of each run that did not pass, and the checkpoints. */
async function writeRuns(ended: readonly EndedRun[], lines: readonly RunLine[]): Promise<RunLine[]> {
  const written: RunLine[] = [];
  for (const [at, { seed, report, checkpoint }] of ended.entries()) {
    const file = `${REPORTS}/run-${seed}.json`;
    if (report.outcome !== 'passed')
      await write(file, `${JSON.stringify(report, null, 2)}\n`, `The run ended ${report.outcome}`);
    const parked = checkpoint ? { checkpoint: await writeCheckpoint(checkpoint) } : {};
    written.push({ ...(lines[at] as RunLine), ...(report.outcome === 'passed' ? {} : { report: file }), ...parked });
  }
  return written;
}
