import { readFileSync } from 'node:fs';
import { CrosscheckError } from '../../core/errors.ts';

/** Reads the file that a variable of the environment names; undefined where it is not set. */
export function readConfigured(variable: string): string | undefined {
  const path = process.env[variable];
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CrosscheckError({
      code: 'configuration',
      message: `Cannot read "${path}", which ${variable} names: ${(cause as NodeJS.ErrnoException).code}`,
      remedy: `Set ${variable} to a file that can be read, or leave it empty`,
      cause,
    });
  }
}
