import { parseBankTimestamp, renderEastern } from '../../core/business-day.ts';

/** Events are grouped about every 30 seconds (P-HOOKS); an event may be created so long after its change. */
export const MOST_SECONDS = 120;

/** From when to when a change happened, in milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How an event's time stands to its change: near it, near it if it is Eastern time that is called UTC (DOC-054), or neither. */
export function nearness(createdAt: string, span: Span): 'near' | 'eastern-as-utc' | 'far' | undefined {
  const createdMs = instantOf(createdAt);
  if (createdMs === undefined) return undefined;
  if (isWithin(createdMs, span)) return 'near';
  return isWithin(createdMs - easternOffsetMs(span.toMs), span) ? 'eastern-as-utc' : 'far';
}

function isWithin(createdMs: number, { fromMs, toMs }: Span): boolean {
  return createdMs >= fromMs && createdMs <= toMs + MOST_SECONDS * 1000;
}

/** Below zero: Eastern time is behind UTC. */
function easternOffsetMs(epochMs: number): number {
  const [, sign = '-', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(renderEastern(epochMs)) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** What is no instant, `event-envelope-is-valid` tells. */
function instantOf(text: string): number | undefined {
  try {
    return parseBankTimestamp(text);
  } catch {
    return undefined;
  }
}
