import { describeLimit, type Limits } from '../../core/limits.ts';

/** The growth of the pauses between two polls. */
export const PAUSE_GROWTH = 1.5;

/**
 * Returns the next pause of a poll in whole seconds, or undefined after the deadline. Pauses grow; the last one ends
 * exactly at the deadline. `polledSeconds` is the time polled so far, `pauses` the number of pauses.
 */
export function nextPollPause(
  { firstSeconds, deadlineSeconds }: { readonly firstSeconds: number; readonly deadlineSeconds: number },
  { polledSeconds, pauses }: { readonly polledSeconds: number; readonly pauses: number },
): number | undefined {
  const left = deadlineSeconds - polledSeconds;
  if (left <= 0) return undefined;
  return Math.min(Math.ceil(firstSeconds * PAUSE_GROWTH ** pauses), left);
}

/** The first letters of the three forms of an HTTP date, a day of the week. Source: RFC 9110, section 5.6.7. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * Parses `Retry-After` to seconds: a number (Infinity if too large), or a date, which may be past. Returns undefined
 * for other text. Source: RFC 9110, section 10.2.3.
 */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const epochMs = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isFinite(epochMs) ? Math.max((epochMs - nowMs) / 1000, 0) : undefined;
}

/** Returns the reason why a pause is too long; undefined within the limit. */
export function problemOfPause(seconds: number, isFromResponse: boolean, limits: Limits): string | undefined {
  if (seconds <= limits.pauseSeconds) return undefined;
  const who = isFromResponse ? 'the response (Retry-After)' : 'the workflow (retryAfter)';
  return `Cannot retry: ${who} asks for a pause of ${seconds} seconds, and one pause is ${describeLimit('pauseSeconds', limits)}`;
}
