import { stat } from 'node:fs/promises';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { printable, renderOperatingError } from '../../core/printable.ts';
import type { RunReport } from '../../core/run-event.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import { type Checkpoint, createCustomerGenerator, loadTarget, runWorkflow } from '../../harness/index.ts';
import {
  type CheckpointFile,
  claimCheckpoint,
  dueMs,
  parkAgain,
  readCheckpoints,
  releaseCheckpoint,
  removeCheckpoint,
} from './checkpoint-files.ts';
import { describeError } from './describe-error.ts';
import { checkGiven } from './given.ts';
import { listenForInterrupts } from './interrupts.ts';
import { createProgress } from './progress.ts';
import { clearReports, exitCodeOf, writeJunit, writeRun } from './reports.ts';
import { callsCos, noTarget, withOrigin } from './run-once.ts';
import { findRunnable, parseInputs, parseServers, type Runnable } from './runnable.ts';

export interface ResumeCommandOptions {
  readonly input: readonly string[];
  readonly server: readonly string[];
  /** The address of the target; `COS_BASE_URL` without it, never the checkpoint's alone. */
  readonly target?: string;
  readonly despiteChanges?: true;
}

/**
 * `crosscheck resume [FILE...]`: goes on with parked runs, all that are due here unless files are named, one after the other. What
 * is not due stays parked; what can not be gone on with is told, and in nobody's way. A checkpoint that has come to its end is
 * removed. Gives the exit code.
 */
export async function resumeCommand(files: readonly string[], options: ResumeCommandOptions): Promise<number> {
  const { parked, errors } = await readCheckpoints(files);
  for (const error of errors) console.error(describeError(error));
  const due = parked.filter((one) => dueMs(one) <= wallClock.nowMs());
  for (const { file, checkpoint } of parked.filter((one) => !due.includes(one)))
    console.log(printable(`Not due yet: ${file}, due ${checkpoint.due.at}`));
  if (due.length === 0) console.log('Nothing is due');
  const { reports, isBroken } = await resumeAll(due, options);
  const code = exitCodeOf(reports);
  return code === 0 && (isBroken || errors.length > 0) ? 2 : code;
}

async function resumeAll(
  due: readonly CheckpointFile[],
  options: ResumeCommandOptions,
): Promise<{ reports: RunReport[]; isBroken: boolean }> {
  const interrupts = listenForInterrupts();
  const reports: RunReport[] = [];
  let isBroken = false;
  try {
    for (const one of due) {
      if (interrupts.signal.aborted) break;
      try {
        await resume(one, { options, signal: interrupts.signal, reports });
      } catch (error) {
        isBroken = true;
        console.error(`${printable(one.file)}: ${describeError(error)}`);
      }
    }
  } finally {
    interrupts.stop();
  }
  return { reports, isBroken };
}

interface Resuming {
  readonly options: ResumeCommandOptions;
  readonly signal: AbortSignal;
  /** The reports of this command so far. */
  readonly reports: RunReport[];
}

/** Goes on with one run. Whatever its end, its state is written before its report: nothing that was done is done again. */
async function resume(one: CheckpointFile, { options, signal, reports }: Resuming): Promise<void> {
  const { file, checkpoint } = one;
  const prepared = await prepare(checkpoint, options);
  await claimCheckpoint(one);
  let next: Checkpoint | undefined;
  const report = await goOn(checkpoint, { ...prepared, options, signal }, (written) => {
    next = written;
  }).catch(async (error: unknown) => {
    // An operating error that is thrown was there before anything was sent; after a crash nobody knows.
    if (error instanceof CrosscheckError) await releaseCheckpoint(file);
    throw error;
  });
  if (next) await parkAgain(file, next);
  if (reports.length === 0) await clearReports();
  reports.push(report);
  await writeRun(`run-${checkpoint.label}`, report);
  await writeRun('run', report);
  await writeJunit(reports);
  if (report.stopped) console.error(renderOperatingError(report.stopped));
  if (next) console.log(printable(`Parked again: ${file}, due ${next.due.at}`));
  else if (report.outcome !== 'stopped') await removeCheckpoint(file);
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
  const target = findTarget(checkpoint, runnable, options);
  const { seed, label } = checkpoint;
  const inputs = runnable.buildInputs({ target, customers: createCustomerGenerator(seed, target.partnerId), label });
  return { runnable, target, inputs };
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
  checkpoint: Checkpoint,
  { runnable, target, inputs, options, signal }: Prepared & Pick<Resuming, 'options' | 'signal'>,
  onCheckpoint: (checkpoint: Checkpoint) => void,
): Promise<RunReport> {
  const { seed, label, workflowId, given } = checkpoint;
  return await runWorkflow(withOrigin(runnable), {
    ...{ target, workflowId, seed, label, signal, newIdempotencyKey: systemGuid },
    inputs,
    observesBooks: checkpoint.audited !== undefined,
    resumes: checkpoint,
    ...(given ? { given: { ...given, servers: runnable.given.servers } } : {}),
    ...(options.despiteChanges ? { despiteChanges: true } : {}),
    onEvent: createProgress(process.stdout),
    onCheckpoint,
  });
}
