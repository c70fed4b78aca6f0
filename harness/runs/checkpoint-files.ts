import { access, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { type Checkpoint, parseCheckpoint } from '../workflow/engine/checkpoint.ts';
import { isLocked, lockFile } from './file-lock.ts';
import { createFile, fileNameOf, replaceFile } from './report-file.ts';

/**
 * The folder of parked runs, relative to the current folder. Only a run that ends, or the user, removes a file there.
 */
export const PARKED = 'reports/parked';

/** A checkpoint with its file. */
export interface CheckpointFile {
  readonly file: string;
  readonly checkpoint: Checkpoint;
}

/** The checkpoints that could be read, and an error for each of the others. */
export interface ReadCheckpoints {
  readonly parked: readonly CheckpointFile[];
  readonly errors: readonly CrosscheckError[];
}

/** A checkpoint that this process resumes. Each function ends the claim. */
export interface ClaimedCheckpoint {
  /** Puts the unchanged checkpoint back, because nothing was sent. */
  release(): Promise<void>;
  /** Replaces the checkpoint by the new state of the run. */
  parkAgain(checkpoint: Checkpoint): Promise<void>;
  /** Removes the checkpoint, because the run has ended. */
  remove(): Promise<void>;
  /** Leaves the `.running` file, because the state at the bank is unknown: the user must check it. */
  leave(): Promise<void>;
}

/** The suffix of a checkpoint file while its run is being resumed. */
const RUNNING = '.running';

/**
 * Writes the first checkpoint of a run and returns its file. The file is named after `name` (default: workflow and
 * label), with a number if another run has that name.
 */
export async function writeCheckpoint(checkpoint: Checkpoint, name?: string): Promise<string> {
  const base = name ?? fileNameOf(`${checkpoint.workflowId}-${checkpoint.label}`);
  for (let nth = 1; ; nth += 1) {
    const file = join(PARKED, `${nth === 1 ? base : `${base}-${nth}`}.json`);
    if (!(await exists(`${file}${RUNNING}`)) && (await createFile(file, textOf(checkpoint), 'The run is parked')))
      return file;
  }
}

/** Reads these checkpoints, or all parked ones, sorted by due time. An invalid file becomes an error of the result. */
export async function readCheckpoints(files: readonly string[]): Promise<ReadCheckpoints> {
  const named = files.length > 0 ? files : await listParked('.json');
  const read = await Promise.allSettled(named.map(readCheckpoint));
  const parked = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const reasons = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const crash = reasons.find((reason) => !(reason instanceof CrosscheckError));
  if (crash) throw crash;
  return { parked: parked.sort((a, b) => dueMs(a) - dueMs(b)), errors: reasons as CrosscheckError[] };
}

/** Lists the checkpoints that another process is resuming, or that a killed process has left. */
export async function findRunning(): Promise<string[]> {
  return await listParked(`.json${RUNNING}`);
}

/**
 * Lists the checkpoint files that `writeCheckpoint` named after `name`, in order, including those that are being
 * resumed.
 */
export async function findParked(name: string): Promise<string[]> {
  const isNamed = (file: string) => /^(?:-\d+)?\.json$/.test(file.slice(join(PARKED, name).length));
  const running = (await findRunning()).map((file) => file.slice(0, -RUNNING.length));
  const files = [...new Set([...(await listParked('.json')), ...running])];
  return files.filter((file) => file.startsWith(join(PARKED, name)) && isNamed(file)).sort();
}

/** Returns true if a living process is resuming a checkpoint. */
export async function isResumed(file: string): Promise<boolean> {
  return await isLocked(file);
}

async function listParked(ending: string): Promise<string[]> {
  const names = await readdir(PARKED).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(PARKED, name));
}

/** Reads a checkpoint. Throws a CrosscheckError if the file is missing, invalid, or being resumed. */
export async function readCheckpoint(file: string): Promise<CheckpointFile> {
  if (file.endsWith(RUNNING)) throw claimedElsewhere(file.slice(0, -RUNNING.length));
  const text = await readFile(file, 'utf8').catch(async (cause: unknown) => {
    if (await exists(`${file}${RUNNING}`)) throw claimedElsewhere(file);
    throw new CrosscheckError({
      code: 'usage',
      message: `Cannot find the checkpoint "${file}"`,
      remedy: 'List the parked runs with: npx crosscheck due',
      cause,
    });
  });
  return { file, checkpoint: parseCheckpoint(text, file) };
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

/**
 * Claims a checkpoint for this process, by a lock and by renaming it, which only one process can do. Throws a
 * CrosscheckError if another process has claimed it, or if it has changed since it was read.
 */
export async function claimCheckpoint({ file, checkpoint }: CheckpointFile): Promise<ClaimedCheckpoint> {
  const lock = await lockFile(file).catch(async (cause: unknown) => {
    throw (await isLocked(file)) ? claimedElsewhere(file, cause) : cause;
  });
  const running = `${file}${RUNNING}`;
  try {
    await rename(file, running).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? claimedElsewhere(file, cause) : notRenamed(file, cause);
    });
    const text = await readFile(running, 'utf8');
    if (!text.includes(checkpoint.digest)) {
      await rename(running, file);
      throw claimedElsewhere(file);
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
  const end = (act: () => Promise<void>) => act().finally(() => lock.release());
  return {
    release: () => end(() => rename(running, file)),
    parkAgain: (next) =>
      end(async () => {
        await replaceFile(running, textOf(next), 'The run is parked');
        await rename(running, file);
      }),
    remove: () => end(() => rm(running, { force: true })),
    leave: () => end(() => Promise.resolve()),
  };
}

function textOf(checkpoint: Checkpoint): string {
  return `${JSON.stringify(checkpoint, null, 2)}\n`;
}

/** Returns the time when a checkpoint is due, in milliseconds since 1970. */
export function dueMs({ checkpoint }: Pick<CheckpointFile, 'checkpoint'>): number {
  return Date.parse(checkpoint.due.at);
}

function claimedElsewhere(file: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot resume "${file}": another process is resuming it, or has resumed it`,
    remedy: `If "${file}${RUNNING}" exists and no process is resuming it, that process was killed: check the bank, then remove the file or rename it back`,
    cause,
  });
}

function notRenamed(file: string, cause: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot resume "${file}": it cannot be renamed to "${file}${RUNNING}"`,
    remedy: 'Make its folder writable: the state of the run is written there',
    cause,
  });
}
