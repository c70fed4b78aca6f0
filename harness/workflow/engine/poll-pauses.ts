import { describeLimit, type Limits } from '../../../core/limits.ts';

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

/** The three forms of a date in HTTP begin with a day of the week. Source: RFC 9110, section 5.6.7. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * Returns the pause that an answer's `Retry-After` asks for, in seconds (Infinity for a number beyond all numbers): a number, or a
 * date, which may be over. Undefined for anything else. Source: RFC 9110, section 10.2.3.
 */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const epochMs = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isFinite(epochMs) ? Math.max((epochMs - nowMs) / 1000, 0) : undefined;
}

/** Returns why a pause before a retry is not kept; undefined for one within the limit. */
export function problemOfPause(seconds: number, isAsked: boolean, limits: Limits): string | undefined {
  if (seconds <= limits.pauseSeconds) return undefined;
  const who = isAsked ? 'the answer (Retry-After)' : 'the workflow (retryAfter)';
  return `Cannot try again: ${who} asks for a pause of ${seconds} seconds, and one pause is ${describeLimit('pauseSeconds', limits)}`;
}
