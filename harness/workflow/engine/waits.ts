import {
  addBusinessDays,
  businessDayOnOrAfter,
  easternDateOf,
  easternInstant,
  isCalendarDate,
  parseTimestamp,
  renderEastern,
} from '../../../core/business-day.ts';
import type { SendInput } from '../../client/client.ts';

/** The wait of a step that moves the bank's clock. */
export type Wait =
  | { readonly kind: 'close' }
  | { readonly kind: 'instant'; readonly epochMs: number; readonly text: string }
  | { readonly kind: 'seconds'; readonly seconds: number };

/**
 * Returns the wait of a step if it is complete: `advanceClock` and `closePostingDay` are the operations that move a
 * bank's clock.
 */
export function waitOf(operationId: string, { body }: SendInput): Wait | undefined {
  if (operationId === 'closePostingDay') return { kind: 'close' };
  if (operationId !== 'advanceClock') return undefined;
  const { to, bySeconds } = (body ?? {}) as { to?: unknown; bySeconds?: unknown };
  if (to === undefined)
    return typeof bySeconds === 'number' && bySeconds >= 0 ? { kind: 'seconds', seconds: bySeconds } : undefined;
  const epochMs = instantOf(String(to));
  return epochMs === undefined ? undefined : { kind: 'instant', epochMs, text: String(to) };
}

/** Returns an instant; a date means its Eastern midnight. */
function instantOf(text: string): number | undefined {
  if (isCalendarDate(text)) return easternInstant(text);
  try {
    return parseTimestamp(text);
  } catch {
    return undefined;
  }
}

/** Returns the due time of a wait without control of the clock, in milliseconds since 1970. */
export function dueAtMs(wait: Wait, nowMs: number): number {
  if (wait.kind === 'instant') return wait.epochMs;
  return wait.kind === 'seconds' ? nowMs + wait.seconds * 1000 : nextCloseMs(nowMs);
}

/** Timestamps have years of four digits. */
const LAST_MS = Date.parse('9999-12-31T00:00:00Z');

/** Returns the reason why a wait is impossible; undefined if it ends by the year 9999. */
export function problemOfWait(wait: Wait, nowMs: number): string | undefined {
  const dueMs = dueAtMs(wait, nowMs);
  if (dueMs <= LAST_MS) return undefined;
  const until = wait.kind === 'instant' ? `until ${wait.text}` : 'for a number of seconds that ends';
  return `Nothing was sent: the step waits ${until}, after the year 9999`;
}

/** ASSUMPTION: a posting day closes at 21:00 Eastern; no document says the hour. Source: `docs/books.md`. */
const CLOSE_TIME = '21:00';

function nextCloseMs(nowMs: number): number {
  const day = businessDayOnOrAfter(easternDateOf(nowMs));
  const closeMs = easternInstant(day, CLOSE_TIME);
  return closeMs > nowMs ? closeMs : easternInstant(addBusinessDays(day, 1), CLOSE_TIME);
}

/** Describes a wait for the user whose run is parked. */
export function describeWait(wait: Wait, dueMs: number): string {
  if (wait.kind === 'close') return `waits for the open posting day to close, due ${renderEastern(dueMs)}`;
  return wait.kind === 'instant' ? `waits until ${wait.text}` : `waits until ${renderEastern(dueMs)}`;
}
