import { printable, renderOperatingError } from '../../core/printable.ts';

/** What stopped one of several things, as a person is told it; also of an error that has come from another thread. */
export function describeError(error: unknown): string {
  const { name, message, remedy, problems } = error as Error & { remedy?: string; problems?: readonly string[] };
  if (remedy === undefined) return printable(`${name}: ${message}`);
  return renderOperatingError({ message, remedy, ...(problems ? { problems } : {}) });
}
