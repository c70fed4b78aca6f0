import { renderOperatingError } from '../../core/printable.ts';
import { describeStop } from '../../core/stopped.ts';
import { wrapText } from '../../core/wrap-text.ts';

/** Renders an error, or what an error of another thread left, for a person: wrapped, the remedy last. */
export function describeError(error: unknown): string {
  const { message, remedy, problems } = error as Error & { remedy?: string; problems?: readonly string[] };
  const described = remedy === undefined ? describeStop(error) : { message, remedy, ...(problems ? { problems } : {}) };
  return wrapText(renderOperatingError(described));
}
