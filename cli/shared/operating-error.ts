import { CrosscheckError } from '../../core/errors.ts';

/** Builds the error for an option or argument that is missing, unknown or invalid. */
export function usageError(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy });
}

/** Builds the error for a file that cannot be read or written as the command needs. */
export function fileError(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'report-file', message, remedy });
}
