import { parseBankTimestamp, renderEastern } from '../../core/business-day.ts';

/** The largest delay of an event in seconds; the bank groups events about every 30 seconds (P-HOOKS). */
export const MOST_SECONDS = 120;

/** The begin and end of a change, in milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Compares an event's time with its change: near it, near it if read as Eastern time (DOC-054), or neither. */
export function nearness(createdAt: string, span: Span): 'near' | 'eastern-as-utc' | 'far' | undefined {
  const createdMs = instantOf(createdAt);
  if (createdMs === undefined) return undefined;
  if (isWithin(createdMs, span)) return 'near';
  return isWithin(createdMs - easternOffsetMs(span.toMs), span) ? 'eastern-as-utc' : 'far';
}

function isWithin(createdMs: number, { fromMs, toMs }: Span): boolean {
  return createdMs >= fromMs && createdMs <= toMs + MOST_SECONDS * 1000;
}

/** Returns the offset; negative, because Eastern time is behind UTC. */
function easternOffsetMs(epochMs: number): number {
  const [, sign = '-', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(renderEastern(epochMs)) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Parses an instant; undefined for other texts, which `event-envelope-is-valid` reports. */
function instantOf(text: string): number | undefined {
  try {
    return parseBankTimestamp(text);
  } catch {
    return undefined;
  }
}
