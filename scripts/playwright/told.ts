import { CrosscheckError } from '../../core/errors.ts';

/** An error that is told by its message alone: where in Crosscheck it was thrown helps nobody. */
export class Told extends Error {
  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}

/** Throws an operating error with what to do, which Playwright would not show; every other error as it is. */
export function tell(error: unknown): never {
  throw error instanceof CrosscheckError ? new Told(`${error.message}\n${error.remedy}`) : error;
}
