import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';

/** The mode of files with personal data: only their owner can read and write them. Windows ignores it. */
export const OWNER_ONLY = 0o600;

/** Writes a file completely or not at all: a reader sees the old text or the new one. */
export async function replaceFile(file: string, text: string, what: string): Promise<void> {
  await attempt(file, what, async () => {
    await writeForOwner(`${file}.new`, text);
    await rename(`${file}.new`, file);
  });
}

/** Writes a new file; returns false if the file exists already. */
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

/** Writes a file that only its owner can read. The mode of an existing file is changed before the text is written. */
async function writeForOwner(file: string, text: string): Promise<void> {
  await writeFile(file, '', { mode: OWNER_ONLY });
  await chmod(file, OWNER_ONLY);
  await writeFile(file, text);
}

/**
 * Creates the folder of a report file, then calls `act`. Throws a CrosscheckError if that fails; its message opens with
 * `what`, the part of the command that was done before.
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
      remedy: 'Free disk space, or run in a folder where files can be created and written',
      cause,
    });
  }
}

/** Returns a safe file name for an id of a document: it cannot lead out of its folder. */
export function fileNameOf(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '_').slice(-MOST_CHARACTERS);
}

const MOST_CHARACTERS = 120;
