import { renderOperatingError } from '../../core/printable.ts';
import { describeStop } from '../../core/stopped.ts';

/** Describes one of several errors for a person; also one that has come from another thread. */
export function describeError(error: unknown): string {
  const { message, remedy, problems } = error as Error & { remedy?: string; problems?: readonly string[] };
  if (remedy === undefined) return renderOperatingError(describeStop(error));
  return renderOperatingError({ message, remedy, ...(problems ? { problems } : {}) });
}
