/** The text that replaces a hidden value. */
export const MASK = '***';

/** Returns true if a value, or anything in it, was masked. */
export function containsMask(value: unknown): boolean {
  if (value === MASK) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsMask);
}
