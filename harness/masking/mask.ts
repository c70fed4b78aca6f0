/** The text in place of whatever is not shown. */
export const MASK = '***';

/** Returns whether a value, or anything in it, was masked. */
export function containsMask(value: unknown): boolean {
  if (value === MASK) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsMask);
}

/** Returns the address of a webhook handler without user, path and query, each of which may be a secret. */
export function maskUrlPath(url: string): string {
  if (!URL.canParse(url)) return MASK;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}/${MASK}`;
}
