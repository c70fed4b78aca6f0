import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';

/** Writes a file as a whole or not at all: a reader sees the old text or the new one. */
export async function replaceFile(file: string, text: string, what: string): Promise<void> {
  await attempt(file, what, async () => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  });
}

/** Writes a new file, or returns false when there is one of that name already. */
export async function createFile(file: string, text: string, what: string): Promise<boolean> {
  return await attempt(file, what, async () => {
    try {
      await writeFile(file, text, { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  });
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
