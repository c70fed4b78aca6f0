import { printable, renderOperatingError } from '../../core/printable.ts';
import { describeStop } from '../../core/stopped.ts';
import { wrapText } from '../../core/wrap-text.ts';

/**
 * Renders an error, or the data of an error of another thread, for a person. `place` is the file that the error is
 * about.
 */
export function describeError(error: unknown, place?: string): string {
  const { message, remedy, problems } = error as Error & { remedy?: string; problems?: readonly string[] };
  const described = remedy === undefined ? describeStop(error) : { message, remedy, ...(problems ? { problems } : {}) };
  const text = renderOperatingError(described);
  return wrapText(place === undefined ? text : `${printable(place)}: ${text}`);
}
