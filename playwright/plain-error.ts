import type { Location } from '@playwright/test';
import { CrosscheckError } from '../core/errors.ts';
import { renderOperatingError } from '../core/printable.ts';

/** An error that is printed with its message alone, because its position in Crosscheck does not help. */
export class PlainError extends Error {
  /** `location` is the call in the spec, which Playwright then shows. */
  constructor(message: string, { location }: { readonly location?: Location } = {}) {
    super(message);
    const { file, line, column } = location ?? {};
    this.stack = file === undefined ? message : `${message}\n    at ${file}:${line}:${column}`;
  }
}

/** Throws an operating error with its remedy, which Playwright would not show, and every other error unchanged. */
export function rethrowReadable(error: unknown): never {
  throw error instanceof CrosscheckError ? new PlainError(renderOperatingError(error)) : error;
}
