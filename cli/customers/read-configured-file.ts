import { readFileSync } from 'node:fs';
import { CrosscheckError } from '../../core/errors.ts';

/** Reads the file that an environment variable names; undefined if it is not set. */
export function readConfiguredFile(variable: string): string | undefined {
  const path = process.env[variable];
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CrosscheckError({
      code: 'configuration',
      message: `Cannot read the file "${path}" of ${variable}: ${(cause as NodeJS.ErrnoException).code}`,
      remedy: `Set ${variable} to a readable file, or leave it empty`,
      cause,
    });
  }
}
