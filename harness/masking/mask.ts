/** The text in place of whatever is not shown. */
export const MASK = '***';

/** Returns whether a value, or anything in it, was masked. */
export function containsMask(value: unknown): boolean {
  if (value === MASK) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsMask);
}
