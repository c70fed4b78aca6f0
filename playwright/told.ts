import type { Location } from '@playwright/test';
import { CrosscheckError } from '../core/errors.ts';
import { renderOperatingError } from '../core/printable.ts';

/** An error that is told by its message alone: where in Crosscheck it was thrown helps nobody. */
export class Told extends Error {
  /** `at` is where the spec called, which Playwright then shows. */
  constructor(message: string, { location }: { readonly location?: Location } = {}) {
    super(message);
    const { file, line, column } = location ?? {};
    this.stack = file === undefined ? message : `${message}\n    at ${file}:${line}:${column}`;
  }
}

/** Throws an operating error with what to do, which Playwright would not show; every other error as it is. */
export function tell(error: unknown): never {
  throw error instanceof CrosscheckError ? new Told(renderOperatingError(error)) : error;
}
