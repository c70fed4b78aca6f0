/** Each pause of a poll is half as long again as the one before. */
const GROWTH = 1.5;

/**
 * Tells how many seconds a poll pauses next: a whole number, growing, the last one cut so that the deadline is met to the
 * second; undefined once the deadline is reached. `polledSeconds` is what lies behind, `pauses` how many pauses that were.
 */
export function nextPollPause(
  { firstSeconds, deadlineSeconds }: { readonly firstSeconds: number; readonly deadlineSeconds: number },
  { polledSeconds, pauses }: { readonly polledSeconds: number; readonly pauses: number },
): number | undefined {
  const left = deadlineSeconds - polledSeconds;
  if (left <= 0) return undefined;
  return Math.min(Math.ceil(firstSeconds * GROWTH ** pauses), left);
}

/** Nobody waits longer than a year. */
const LONGEST_SECONDS = 366 * 86_400;

/** What an answer's `Retry-After` asks for, in seconds, as a number or a date. Source: RFC 9110, section 10.2.3. */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_SECONDS) : undefined;
}
