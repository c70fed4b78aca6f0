import { access, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { type Checkpoint, parseCheckpoint } from '../workflow/engine/checkpoint.ts';
import { isLocked, lockFile } from './file-lock.ts';
import { createFile, fileNameOf, replaceFile } from './report-file.ts';

/** The folder of parked runs, seen from the current one. Only a run that ends, or a person, removes anything there. */
export const PARKED = 'reports/parked';

/** A checkpoint, and the file that it stands in. */
export interface CheckpointFile {
  readonly file: string;
  readonly checkpoint: Checkpoint;
}

/** The checkpoints that can be read, and what is wrong with the others. */
export interface ReadCheckpoints {
  readonly parked: readonly CheckpointFile[];
  readonly errors: readonly CrosscheckError[];
}

/** A checkpoint that this process resumes; each of its functions ends that. */
export interface ClaimedCheckpoint {
  /** Puts it back as it was: nothing was sent. */
  release(): Promise<void>;
  /** Writes the new state of the run over the one that it was resumed from. */
  parkAgain(checkpoint: Checkpoint): Promise<void>;
  /** Removes it: the run has come to its end. */
  remove(): Promise<void>;
  /** Leaves it to a person, who looks at the bank first. */
  leave(): Promise<void>;
}

/** The ending of a checkpoint while its run is resumed. */
const RUNNING = '.running';

/**
 * Writes the first checkpoint of a run and returns the file's name, which is `name`, or that with a number where another run has it;
 * default: workflow and label.
 */
export async function writeCheckpoint(checkpoint: Checkpoint, name?: string): Promise<string> {
  const base = name ?? fileNameOf(`${checkpoint.workflowId}-${checkpoint.label}`);
  for (let nth = 1; ; nth += 1) {
    const file = join(PARKED, `${nth === 1 ? base : `${base}-${nth}`}.json`);
    if (!(await exists(`${file}${RUNNING}`)) && (await createFile(file, textOf(checkpoint), 'The run is parked')))
      return file;
  }
}

/** Reads the named checkpoints, or all that are parked here, the first due first; an invalid one does not stop the others. */
export async function readCheckpoints(files: readonly string[]): Promise<ReadCheckpoints> {
  const named = files.length > 0 ? files : await listParked('.json');
  const read = await Promise.allSettled(named.map(readCheckpoint));
  const parked = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const reasons = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const crash = reasons.find((reason) => !(reason instanceof CrosscheckError));
  if (crash) throw crash;
  return { parked: parked.sort((a, b) => dueMs(a) - dueMs(b)), errors: reasons as CrosscheckError[] };
}

/** The checkpoints here that another process resumes, or that a killed one left. */
export async function findRunning(): Promise<string[]> {
  return await listParked(`.json${RUNNING}`);
}

/** The files of a name that `writeCheckpoint` was given, in their order, with those that are resumed right now. */
export async function findParked(name: string): Promise<string[]> {
  const isNamed = (file: string) => /^(?:-\d+)?\.json$/.test(file.slice(join(PARKED, name).length));
  const running = (await findRunning()).map((file) => file.slice(0, -RUNNING.length));
  const files = [...new Set([...(await listParked('.json')), ...running])];
  return files.filter((file) => file.startsWith(join(PARKED, name)) && isNamed(file)).sort();
}

/** Returns whether a living process resumes a checkpoint. */
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

/** Reads a checkpoint. Throws a CrosscheckError when there is none, when it is not valid, and while it is resumed. */
export async function readCheckpoint(file: string): Promise<CheckpointFile> {
  if (file.endsWith(RUNNING)) throw takenBySomebody(file.slice(0, -RUNNING.length));
  const text = await readFile(file, 'utf8').catch(async (cause: unknown) => {
    if (await exists(`${file}${RUNNING}`)) throw takenBySomebody(file);
    throw new CrosscheckError({
      code: 'usage',
      message: `There is no checkpoint "${file}"`,
      remedy: `\`npx crosscheck due\` lists those in ${PARKED}`,
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
 * Takes a checkpoint for this process alone, by a lock and by its name: of several that want it one can rename it. Throws a
 * CrosscheckError for the others, and when it is no longer what was read.
 */
export async function claimCheckpoint({ file, checkpoint }: CheckpointFile): Promise<ClaimedCheckpoint> {
  const lock = await lockFile(file).catch(async (cause: unknown) => {
    throw (await isLocked(file)) ? takenBySomebody(file, cause) : cause;
  });
  const running = `${file}${RUNNING}`;
  try {
    await rename(file, running).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? takenBySomebody(file, cause) : notRenamed(file, cause);
    });
    const text = await readFile(running, 'utf8');
    if (!text.includes(checkpoint.digest)) {
      await rename(running, file);
      throw takenBySomebody(file);
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

/** When a checkpoint is due, in milliseconds since 1970. */
export function dueMs({ checkpoint }: Pick<CheckpointFile, 'checkpoint'>): number {
  return Date.parse(checkpoint.due.at);
}

function takenBySomebody(file: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}" as somebody else goes on with it, or has`,
    remedy: `If "${file}${RUNNING}" is there and nobody does, that session was killed: look at the bank, then remove it or rename it back`,
    cause,
  });
}

function notRenamed(file: string, cause: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot go on with "${file}" as it cannot be renamed to "${file}${RUNNING}"`,
    remedy: 'Make its folder writable: the state of the run is written there',
    cause,
  });
}
