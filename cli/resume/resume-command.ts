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
import { type FoundWorkflow, findWorkflow } from '../run/find-workflow.ts';
import { createProgress } from '../run/progress.ts';
import { checkArguments } from '../run/run-arguments.ts';
import { buildInputs, callsCos, noTarget, withOrigin } from '../run/run-once.ts';
import { fileOfRun, filesOfRuns, publishFiles, renderJsonFile } from '../run/run-report-files.ts';
import { describeError } from '../shared/describe-error.ts';
import { parseInputs } from '../shared/input-option.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { parseServers } from '../shared/server-option.ts';
import { withLimits } from '../shared/target-limits.ts';

export interface ResumeCommandOptions {
  readonly input: readonly string[];
  readonly server: readonly string[];
  /** The base URL of the target; default: `COS_BASE_URL`. The one in the checkpoint alone is never used. */
  readonly target?: string;
  readonly despiteChanges?: true;
  /** The limits that `--limit` changes. */
  readonly limit: Partial<Limits>;
}

/**
 * `crosscheck resume [FILE...]`: resumes the runs of these checkpoints, or of all in reports/parked, one after the
 * other. A run that is not due stays parked. A run that cannot be resumed is reported and does not stop the others. The
 * checkpoint of a run that has ended is removed. Returns the exit code.
 */
export async function resumeCommand(files: readonly string[], options: ResumeCommandOptions): Promise<number> {
  const { parked, errors } = await readCheckpoints(files);
  for (const error of errors) console.error(describeError(error));
  const due = parked.filter((one) => dueMs(one) <= wallClock.nowMs());
  for (const { file, checkpoint } of parked.filter((one) => !due.includes(one)))
    console.log(printable(`Not due until ${checkpoint.due.at}: ${file}`));
  if (due.length === 0) console.log('No parked run is due');
  const { reports, isBroken } = await resumeAll(due, options);
  const verdict = verdictOf([...reports.values()]);
  return exitCodeOf({
    hasFindings: verdict.hasFindings,
    isStopped: verdict.isStopped || isBroken || errors.length > 0,
    isParked: verdict.isParked || due.length < parked.length,
  });
}

/** The reports of the resumed runs, by label. */
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
        console.error(describeError(error, one.file));
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

/** A parked run with its workflow, target and inputs. */
type PreparedRun = CheckpointFile & RunParts;

async function prepareAll(
  due: readonly CheckpointFile[],
  options: ResumeCommandOptions,
  onBroken: () => void,
): Promise<PreparedRun[]> {
  const prepared: PreparedRun[] = [];
  for (const one of due)
    try {
      prepared.push({ ...one, ...(await prepare(one.checkpoint, options)) });
    } catch (error) {
      onBroken();
      console.error(describeError(error, one.file));
    }
  return prepared;
}

/**
 * Builds the files of the report: one for each run by its label, and `run.json` for the last run or the one that an
 * error stopped.
 */
function filesOf(reports: Reports, prepared: readonly PreparedRun[], stopped?: Stopped): ReportFiles {
  const underWay = stopped && prepared.find(({ checkpoint }) => !reports.has(checkpoint.label));
  const all = new Map(reports);
  if (underWay) all.set(underWay.checkpoint.label, buildStoppedResume(underWay, stopped));
  const last = [...all.values()].at(-1);
  const named = Object.fromEntries([...all].map(([label, report]) => [`run-${label}`, report]));
  return last ? filesOfRuns({ ...named, run: last }) : {};
}

function buildStoppedResume({ checkpoint, workflow, target }: PreparedRun, stopped: Stopped): RunReport {
  const { workflowId, seed, report } = checkpoint;
  const { kind, baseUrl } = target;
  const about = { workflowId, summary: workflow.summary, seed, target: { kind, baseUrl } };
  const ended = { outcome: 'stopped', stopped, balances: [], notObservable: [] } as const;
  return { schemaVersion: 2, ...about, ...report, ...ended };
}

interface ResumeContext {
  readonly options: ResumeCommandOptions;
  readonly signal: AbortSignal;
  /** The reports so far. */
  readonly reports: Reports;
  readonly folder: RunFolder;
}

/** Resumes a run. Its state is written before its report, so that no step that was done is repeated. */
async function resume(one: PreparedRun, { options, signal, reports, folder }: ResumeContext): Promise<void> {
  const { file, checkpoint } = one;
  const claimed = await claimCheckpoint(one);
  let next: Checkpoint | undefined;
  const report = await resumeWorkflow(one, { options, signal }, (written) => {
    next = written;
  }).catch(async (error: unknown) => {
    // A CrosscheckError is thrown before anything is sent. After any other error, requests may have been sent.
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
  if (next) console.log(printable(`Parked again until ${next.due.at}: ${file}`));
}

interface RunParts {
  readonly workflow: FoundWorkflow;
  readonly target: Target;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * Finds the workflow, the target and the inputs of a checkpoint. Sends nothing. Throws a CrosscheckError if one is
 * missing or differs.
 */
async function prepare(checkpoint: Checkpoint, options: ResumeCommandOptions): Promise<RunParts> {
  const servers = { ...checkpoint.given?.servers, ...parseServers(options.server) };
  const runArguments = { inputs: await parseInputs(options.input), servers };
  checkArguments(checkpoint, runArguments);
  const choice = { ...(await originOf(checkpoint)), workflow: checkpoint.workflowId };
  const workflow = await findWorkflow(choice, runArguments);
  const target = withLimits(findTarget(checkpoint, workflow, options), options.limit);
  const { seed, label } = checkpoint;
  const built = buildInputs(workflow, { target, seed, label });
  if ('error' in built) throw built.error;
  return { workflow, target, inputs: built.inputs };
}

/** Returns the file or folder of the workflow; neither for a built-in workflow. */
async function originOf({ file }: Checkpoint): Promise<{ file?: string; workflows?: string }> {
  if (file === undefined) return {};
  const found = await stat(file).catch(() => undefined);
  return found?.isDirectory() ? { workflows: file } : { file };
}

/**
 * Returns the target that the user names. The address in a checkpoint, which anyone may have written, is never sent
 * credentials.
 */
function findTarget(
  { target: { baseUrl } }: Checkpoint,
  workflow: FoundWorkflow,
  { target: url }: ResumeCommandOptions,
) {
  if (!callsCos(workflow)) return { ...noTarget(workflow), baseUrl };
  const target = loadTarget(url === undefined ? {} : { url });
  if (target.baseUrl === baseUrl) return target;
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot resume the run: it began at "${baseUrl}", but ${url === undefined ? 'COS_BASE_URL' : '--target'} is "${target.baseUrl}"`,
    remedy: `Nothing was sent. If you know that address and the credentials are for it, add --target ${baseUrl}`,
  });
}

async function resumeWorkflow(
  { checkpoint, workflow, target, inputs }: PreparedRun,
  { options, signal }: Pick<ResumeContext, 'options' | 'signal'>,
  onCheckpoint: (checkpoint: Checkpoint) => void,
): Promise<RunReport> {
  const { seed, label, workflowId, given } = checkpoint;
  return await runWorkflow(withOrigin(workflow), {
    target,
    workflowId,
    seed,
    label,
    signal,
    newIdempotencyKey: systemGuid,
    inputs,
    observesBooks: checkpoint.audited !== undefined,
    resumes: checkpoint,
    ...(given ? { given: { ...given, servers: workflow.runArguments.servers } } : {}),
    ...(options.despiteChanges ? { despiteChanges: true } : {}),
    onEvent: createProgress(process.stdout),
    onCheckpoint,
  });
}
