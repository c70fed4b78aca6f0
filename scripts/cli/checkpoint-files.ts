import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { type Checkpoint, parseCheckpoint } from '../../harness/index.ts';
import { PARKED } from './reports.ts';

/** A checkpoint, and the file that it stands in. */
export interface CheckpointFile {
  readonly file: string;
  readonly checkpoint: Checkpoint;
}

/** Reads the named checkpoints, or all that are parked here. Throws a CrosscheckError for what is none, or was edited. */
export async function readCheckpoints(files: readonly string[]): Promise<CheckpointFile[]> {
  const named = files.length > 0 ? files : await findParked();
  return await Promise.all(named.map(readCheckpoint));
}

async function findParked(): Promise<string[]> {
  const names = await readdir(PARKED).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(PARKED, name));
}

async function readCheckpoint(file: string): Promise<CheckpointFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CrosscheckError({
      code: 'usage',
      message: `There is no checkpoint "${file}"`,
      remedy: `\`npx crosscheck due\` lists those in ${PARKED}`,
      cause,
    });
  });
  return { file, checkpoint: parseCheckpoint(text, file) };
}

/** When a checkpoint is due, in milliseconds since 1970. */
export function dueMs({ checkpoint }: CheckpointFile): number {
  return Date.parse(checkpoint.due.at);
}
