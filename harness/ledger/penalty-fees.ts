import { addCalendarMonths } from '../../core/business-day.ts';
import { dayOf } from './bank-days.ts';
import type { Activity, ObservedTimeDeposit } from './books.ts';
import { yearDays } from './interest.ts';
import type { LawContext } from './law.ts';

/**
 * Computes the penalty of a withdrawal on a posting day, in cents: simple interest on the principal for the fee days of
 * the first tier whose months are not over. Returns undefined for a CD that is not funded.
 */
export function computePenalty(deposit: ObservedTimeDeposit, day: string): number | undefined {
  const { fundedOn, penaltyTiers, principalAmount, rateBasisPoints, dayCount } = deposit;
  if (fundedOn === undefined) return undefined;
  const tier = penaltyTiers.find(({ months }) => day < addCalendarMonths(fundedOn, months));
  const numerator = BigInt(principalAmount) * BigInt(rateBasisPoints) * BigInt(tier?.feeDays ?? 0);
  return Number(numerator / BigInt(10_000 * yearDays(dayCount, day)));
}

/** The penalty of an early withdrawal that a step has made. */
export interface ChargedPenalty {
  readonly master: string;
  /** The CD before the step. */
  readonly deposit: ObservedTimeDeposit;
  /** The posting day of the withdrawal, `yyyy-mm-dd`. */
  readonly day: string;
  /** The sum of the fees in cents; 0: the withdrawal was free. */
  readonly charged: number;
  /** True if the request has waived the fee. */
  readonly isWaived: boolean;
}

/**
 * Lists the penalties that a step has charged to active CDs, and the withdrawals of whole CDs that should have been
 * charged one but were free.
 */
export function chargedPenalties({ before, after }: Pick<LawContext, 'before' | 'after'>): ChargedPenalty[] {
  return [...(before.timeDeposits ?? [])].flatMap(([master, deposit]) => {
    if (deposit?.status !== 'Active') return [];
    const known = new Set(before.records.get(master)?.activities.map(({ id }) => id));
    const debits = (after.records.get(master)?.activities ?? []).filter(
      ({ id, transactionType }) => !known.has(id) && transactionType === 'Debit',
    );
    const fees = debits.filter(isFee);
    const waiver = deposit.waivesPenaltyFee;
    const isFree = waiver === false && after.timeDeposits?.get(master)?.status === 'Withdrawn';
    const [debit] = fees.length > 0 || !isFree ? fees : debits;
    if (!debit) return [];
    const charged = fees.reduce((sum, { amount }) => sum + amount, 0);
    return [{ master, deposit, day: dayOf(debit.postingDate), charged, isWaived: waiver === true }];
  });
}

function isFee({ transactionCode }: Activity): boolean {
  return /^fee$/i.test(transactionCode);
}
