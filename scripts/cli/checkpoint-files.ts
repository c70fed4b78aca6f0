import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { type Checkpoint, parseCheckpoint } from '../../harness/index.ts';
import { PARKED, replace } from './reports.ts';

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

/** How a checkpoint is called while somebody goes on with it. */
const RUNNING = '.running';

/** Reads the named checkpoints, or all that are parked here, the one first that is due first; one that is none is in nobody's way. */
export async function readCheckpoints(files: readonly string[]): Promise<ReadCheckpoints> {
  const named = files.length > 0 ? files : await listParked('.json');
  const read = await Promise.allSettled(named.map(readCheckpoint));
  const parked = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const reasons = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const crash = reasons.find((reason) => !(reason instanceof CrosscheckError));
  if (crash) throw crash;
  return { parked: parked.sort((a, b) => dueMs(a) - dueMs(b)), errors: reasons as CrosscheckError[] };
}

/** The checkpoints here that somebody goes on with, or that a session left behind which was killed. */
export async function findRunning(): Promise<string[]> {
  return await listParked(`.json${RUNNING}`);
}

async function listParked(ending: string): Promise<string[]> {
  const names = await readdir(PARKED).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(PARKED, name));
}

async function readCheckpoint(file: string): Promise<CheckpointFile> {
  if (file.endsWith(RUNNING)) throw takenBySomebody(file.slice(0, -RUNNING.length));
  const text = await readFile(file, 'utf8').catch(async (cause: unknown) => {
    if (await isRunning(file)) throw takenBySomebody(file);
    throw new CrosscheckError({
      code: 'usage',
      message: `There is no checkpoint "${file}"`,
      remedy: `\`npx crosscheck due\` lists those in ${PARKED}`,
      cause,
    });
  });
  return { file, checkpoint: parseCheckpoint(text, file) };
}

async function isRunning(file: string): Promise<boolean> {
  return await readFile(`${file}${RUNNING}`).then(
    () => true,
    () => false,
  );
}

/**
 * Takes a checkpoint for this process alone: of several that want it one can rename it. Throws a CrosscheckError for the
 * others, and when it is not any more what was read.
 */
export async function claimCheckpoint({ file, checkpoint }: CheckpointFile): Promise<void> {
  await rename(file, `${file}${RUNNING}`).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? takenBySomebody(file, cause) : notRenamed(file, cause);
  });
  const text = await readFile(`${file}${RUNNING}`, 'utf8');
  if (text.includes(checkpoint.digest)) return;
  await releaseCheckpoint(file);
  throw takenBySomebody(file);
}

/** Gives a checkpoint back as it was: nothing was sent. */
export async function releaseCheckpoint(file: string): Promise<void> {
  await rename(`${file}${RUNNING}`, file);
}

/** Writes the new state of a run over the one that it went on from. */
export async function parkAgain(file: string, checkpoint: Checkpoint): Promise<void> {
  await replace(`${file}${RUNNING}`, `${JSON.stringify(checkpoint, null, 2)}\n`, 'The run is parked');
  await releaseCheckpoint(file);
}

/** Removes the checkpoint of a run that has come to its end. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(`${file}${RUNNING}`, { force: true });
}

/** When a checkpoint is due, in milliseconds since 1970. */
export function dueMs({ checkpoint }: CheckpointFile): number {
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
    message: `Cannot go on with "${file}" as it can not be renamed to "${file}${RUNNING}"`,
    remedy: 'Make its folder writable: the state of the run is written there',
    cause,
  });
}
