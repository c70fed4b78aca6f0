import { addCalendarMonths } from '../../../core/business-day.ts';
import type { Bank } from '../bank.ts';
import type { TimeDepositRow } from './time-deposit-row.ts';

/** Returns the present yearly rate in basis points: each bump-up started another period. */
export function rateOf({ terms, rate_starts }: TimeDepositRow): number {
  return terms.ratesBasisPoints[Math.max(rate_starts.length - 1, 0)] ?? 0;
}

/** Returns true if bump-ups of a CD can be requested. */
export function isBumpUpOffered({ variants }: Bank, { terms }: Pick<TimeDepositRow, 'terms'>): boolean {
  return terms.bumpUpOffered && variants['DOC-033'] !== 'B';
}

/** Returns the first day on which the next bump-up is accepted; undefined without a further period or a funding. */
export function nextBumpUpDay({ terms, funded_day, rate_starts }: TimeDepositRow): string | undefined {
  if (funded_day === null || rate_starts.length >= terms.ratesBasisPoints.length) return undefined;
  return addCalendarMonths(funded_day, rate_starts.length * terms.periodMonths);
}
