import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';

/** The mode of files that hold personal data: only their owner reads and writes them. Windows has no such modes and ignores it. */
export const OWNER_ONLY = 0o600;

/** Writes a file as a whole or not at all: a reader sees the old text or the new one. */
export async function replaceFile(file: string, text: string, what: string): Promise<void> {
  await attempt(file, what, async () => {
    await writeForOwner(`${file}.new`, text);
    await rename(`${file}.new`, file);
  });
}

/** Writes a new file, or returns false when there is one of that name already. */
export async function createFile(file: string, text: string, what: string): Promise<boolean> {
  return await attempt(file, what, async () => {
    try {
      await writeFile(file, text, { flag: 'wx', mode: OWNER_ONLY });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Writes a file that only its owner can read. One that was there keeps its mode until it is changed. */
async function writeForOwner(file: string, text: string): Promise<void> {
  await writeFile(file, '', { mode: OWNER_ONLY });
  await chmod(file, OWNER_ONLY);
  await writeFile(file, text);
}

/**
 * Does something to a file of a report, whose folder is created before. Throws a CrosscheckError that opens with `what`, the part
 * of the command that was done until then.
 */
export async function attempt<T>(file: string, what: string, act: () => Promise<T>): Promise<T> {
  try {
    await mkdir(dirname(file), { recursive: true });
    return await act();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new CrosscheckError({
      code: 'report-file',
      message: `${what}, but "${file}" cannot be written: ${code ?? message}`,
      remedy: 'Make room, or run in a folder where files can be created and written',
      cause,
    });
  }
}

/** Returns a file name that stays in its folder, whatever a document calls its workflows. */
export function fileNameOf(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '_').slice(-MOST_CHARACTERS);
}

const MOST_CHARACTERS = 120;
