import { stat } from 'node:fs/promises';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import { printable } from '../../core/printable.ts';
import type { RunReport } from '../../core/run-event.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { describeStop, type Stopped } from '../../core/stopped.ts';
import type { Target } from '../../core/target.ts';
import { type Checkpoint, loadTarget, runWorkflow } from '../../harness/host.ts';
import { type CheckpointFile, claimCheckpoint, dueMs, readCheckpoints } from '../../harness/runs/checkpoint-files.ts';
import { exitCodeOf, verdictOf } from '../../harness/runs/exit-code.ts';
import { type ReportFiles, RunFolder } from '../../harness/runs/run-folder.ts';
import { checkGiven } from '../run/given.ts';
import { createProgress } from '../run/progress.ts';
import { buildInputs, callsCos, noTarget, withOrigin } from '../run/run-once.ts';
import { fileOfRun, filesOfRuns, publishFiles, renderJsonFile } from '../run/run-report-files.ts';
import { findRunnable, parseInputs, parseServers, type Runnable } from '../run/runnable.ts';
import { describeError } from '../shared/describe-error.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { withLimits } from '../shared/target-limits.ts';

export interface ResumeCommandOptions {
  readonly input: readonly string[];
  readonly server: readonly string[];
  /** The address of the target; `COS_BASE_URL` without it, never the checkpoint's alone. */
  readonly target?: string;
  readonly despiteChanges?: true;
  /** Bounds that `--limit` changes. */
  readonly limit: Partial<Limits>;
}

/**
 * `crosscheck resume [FILE...]`: resumes parked runs, all that are due here unless files are named, one after the other. A run that is
 * not due stays parked; one that cannot be resumed is reported, and does not stop the others. A checkpoint whose run has come to
 * its end is removed. Returns the exit code.
 */
export async function resumeCommand(files: readonly string[], options: ResumeCommandOptions): Promise<number> {
  const { parked, errors } = await readCheckpoints(files);
  for (const error of errors) console.error(describeError(error));
  const due = parked.filter((one) => dueMs(one) <= wallClock.nowMs());
  for (const { file, checkpoint } of parked.filter((one) => !due.includes(one)))
    console.log(printable(`Not due yet: ${file}, due ${checkpoint.due.at}`));
  if (due.length === 0) console.log('Nothing is due');
  const { reports, isBroken } = await resumeAll(due, options);
  const verdict = verdictOf([...reports.values()]);
  return exitCodeOf({
    hasFindings: verdict.hasFindings,
    isStopped: verdict.isStopped || isBroken || errors.length > 0,
    isParked: verdict.isParked || due.length < parked.length,
  });
}

/** The reports of the runs that were resumed, by label. */
type Reports = Map<string, RunReport>;

async function resumeAll(
  due: readonly CheckpointFile[],
  options: ResumeCommandOptions,
): Promise<{ reports: Reports; isBroken: boolean }> {
  const reports: Reports = new Map();
  if (due.length === 0) return { reports, isBroken: false };
  const interrupts = listenForInterrupts();
  let isBroken = false;
  try {
    const prepared = await prepareAll(due, options, () => {
      isBroken = true;
    });
    if (prepared.length === 0) return { reports, isBroken };
    const folder = await RunFolder.begin({
      command: 'resume',
      label: prepared.length === 1 ? (prepared[0]?.checkpoint.label ?? '') : 'all',
      buildStopped: (stopped) => filesOf(reports, prepared, stopped),
    });
    for (const one of prepared) {
      if (interrupts.signal.aborted) break;
      try {
        await resume(one, { options, signal: interrupts.signal, reports, folder });
      } catch (error) {
        isBroken = true;
        console.error(`${printable(one.file)}: ${describeError(error)}`);
      }
    }
    if (reports.size > 0) await publishFiles(folder, filesOf(reports, prepared), 'The runs have ended');
    else await RunFolder.discardAll();
  } catch (error) {
    if (!(error instanceof CrosscheckError)) throw error;
    isBroken = true;
    console.error(describeError(error));
    await RunFolder.discardAll();
  } finally {
    interrupts.stop();
  }
  return { reports, isBroken };
}

/** A parked run with all that it is resumed with. */
type Resumable = CheckpointFile & Prepared;

async function prepareAll(
  due: readonly CheckpointFile[],
  options: ResumeCommandOptions,
  onBroken: () => void,
): Promise<Resumable[]> {
  const prepared: Resumable[] = [];
  for (const one of due)
    try {
      prepared.push({ ...one, ...(await prepare(one.checkpoint, options)) });
    } catch (error) {
      onBroken();
      console.error(`${printable(one.file)}: ${describeError(error)}`);
    }
  return prepared;
}

/** The files of the report: each run by its label, and the last one, or the one that an error stopped, as `run.json`. */
function filesOf(reports: Reports, prepared: readonly Resumable[], stopped?: Stopped): ReportFiles {
  const underWay = stopped && prepared.find(({ checkpoint }) => !reports.has(checkpoint.label));
  const all = new Map(reports);
  if (underWay) all.set(underWay.checkpoint.label, buildStoppedResume(underWay, stopped));
  const last = [...all.values()].at(-1);
  const named = Object.fromEntries([...all].map(([label, report]) => [`run-${label}`, report]));
  return last ? filesOfRuns({ ...named, run: last }) : {};
}

function buildStoppedResume({ checkpoint, runnable, target }: Resumable, stopped: Stopped): RunReport {
  const { workflowId, seed, report } = checkpoint;
  const { kind, baseUrl } = target;
  const about = { workflowId, summary: runnable.summary, seed, target: { kind, baseUrl } };
  const ended = { outcome: 'stopped', stopped, balances: [], notObservable: [] } as const;
  return { schemaVersion: 2, ...about, ...report, ...ended };
}

interface Resuming {
  readonly options: ResumeCommandOptions;
  readonly signal: AbortSignal;
  /** The reports of this command so far. */
  readonly reports: Reports;
  readonly folder: RunFolder;
}

/** Resumes one run. Whatever its end, its state is written before its report: nothing that was done is done again. */
async function resume(one: Resumable, { options, signal, reports, folder }: Resuming): Promise<void> {
  const { file, checkpoint } = one;
  const claimed = await claimCheckpoint(one);
  let next: Checkpoint | undefined;
  const report = await goOn(one, { options, signal }, (written) => {
    next = written;
  }).catch(async (error: unknown) => {
    // An operating error that is thrown was there before anything was sent; after another one that is not known.
    if (error instanceof CrosscheckError) await claimed.release();
    else {
      await claimed.leave();
      reports.set(checkpoint.label, buildStoppedResume(one, describeStop(error)));
    }
    throw error;
  });
  reports.set(checkpoint.label, report);
  const isOver = !next && report.outcome !== 'stopped';
  if (next) await claimed.parkAgain(next);
  await folder
    .write(fileOfRun(`run-${checkpoint.label}`), renderJsonFile(report), `The run ended ${report.outcome}`)
    .catch(async (error: unknown) => {
      if (!next) await claimed.leave();
      throw error;
    });
  if (isOver) await claimed.remove();
  else if (!next) await claimed.leave();
  if (next) console.log(printable(`Parked again: ${file}, due ${next.due.at}`));
}

interface Prepared {
  readonly runnable: Runnable;
  readonly target: Target;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Finds what is gone on with, and where. Throws a CrosscheckError when a person has to say more; nothing is sent. */
async function prepare(checkpoint: Checkpoint, options: ResumeCommandOptions): Promise<Prepared> {
  const servers = { ...checkpoint.given?.servers, ...parseServers(options.server) };
  const given = { inputs: await parseInputs(options.input), servers, workflow: checkpoint.workflowId };
  checkGiven(checkpoint, given);
  const runnable = await findRunnable({ ...given, ...(await placeOf(checkpoint)) });
  const target = withLimits(findTarget(checkpoint, runnable, options), options.limit);
  const { seed, label } = checkpoint;
  const built = buildInputs(runnable, { target, seed, label });
  if ('error' in built) throw built.error;
  return { runnable, target, inputs: built.inputs };
}

/** A file or a folder; the project's own workflows stand in neither. */
async function placeOf({ file }: Checkpoint): Promise<{ file?: string; workflows?: string }> {
  if (file === undefined) return {};
  const found = await stat(file).catch(() => undefined);
  return found?.isDirectory() ? { workflows: file } : { file };
}

/** The target that a person names: a checkpoint is anybody's file, and no reason to send credentials to an address in it. */
function findTarget({ target: { baseUrl } }: Checkpoint, runnable: Runnable, { target: url }: ResumeCommandOptions) {
  if (!callsCos(runnable)) return { ...noTarget(runnable), baseUrl };
  const target = loadTarget(url === undefined ? {} : { url });
  if (target.baseUrl === baseUrl) return target;
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `The checkpoint is of a run at "${baseUrl}", and ${url === undefined ? 'COS_BASE_URL' : '--target'} says "${target.baseUrl}"`,
    remedy: `Nothing was sent; if you know that address, and the credentials are for it: --target ${baseUrl}`,
  });
}

async function goOn(
  { checkpoint, runnable, target, inputs }: Resumable,
  { options, signal }: Pick<Resuming, 'options' | 'signal'>,
  onCheckpoint: (checkpoint: Checkpoint) => void,
): Promise<RunReport> {
  const { seed, label, workflowId, given } = checkpoint;
  return await runWorkflow(withOrigin(runnable), {
    target,
    workflowId,
    seed,
    label,
    signal,
    newIdempotencyKey: systemGuid,
    inputs,
    observesBooks: checkpoint.audited !== undefined,
    resumes: checkpoint,
    ...(given ? { given: { ...given, servers: runnable.given.servers } } : {}),
    ...(options.despiteChanges ? { despiteChanges: true } : {}),
    onEvent: createProgress(process.stdout),
    onCheckpoint,
  });
}
