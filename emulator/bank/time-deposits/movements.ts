import { addCalendarDays, addCalendarMonths } from '../../../core/business-day.ts';
import type { PostableSubledger } from '../accounts/find-subledger.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { setInterestTerms } from '../interest/interest-terms.ts';
import { isFunding } from './lock.ts';
import { penaltyOn } from './penalty.ts';
import { rateOf } from './rate-periods.ts';
import { changeTimeDeposit, readTimeDeposit, type TimeDepositRow } from './time-deposit-row.ts';

/**
 * Records a credit that a CD has accepted: its funding starts the term on the open posting day. ASSUMPTION: a CD
 * accrues from the posting date of its funding until the day before its maturity. Must run inside a commit.
 */
export function recordDepositCredit(bank: Bank, { master }: PostableSubledger, amount: number): void {
  const deposit = readTimeDeposit(bank, master);
  const day = openPostingDay(bank);
  if (!deposit || !isFunding(deposit, amount, day)) return;
  const maturityDay = addCalendarMonths(day, deposit.terms.termMonths);
  changeTimeDeposit(bank, master, {
    status: 'Active',
    funded_day: day,
    maturity_day: maturityDay,
    rate_starts: JSON.stringify([day]),
    principal: amount,
  });
  setRate(bank, { ...deposit, maturity_day: maturityDay, rate_starts: [day] }, day);
}

/**
 * Records a debit of an active CD and returns the penalty to charge, in cents. A withdrawal without a waiver ends the
 * CD; with a waiver the rest stays locked, and the request is fulfilled. `before` is the balance of the master before
 * the debit. Must run inside a commit. Source: P-TD, P-TDTUT (D24).
 */
export function recordDepositDebit(
  bank: Bank,
  { master, master_current: before }: PostableSubledger,
  amount: number,
): number {
  const deposit = readTimeDeposit(bank, master);
  if (deposit?.status !== 'Active') return 0;
  const penalty = penaltyOn(deposit, openPostingDay(bank)).cents;
  const isCharged = deposit.withdrawal === 'Penalty' && amount === before - penalty;
  const rest = isCharged ? 0 : before - amount;
  const principal = Math.min(deposit.principal, Math.max(rest, 0));
  const isFulfilled = isCharged || deposit.withdrawal === 'Waived';
  changeTimeDeposit(bank, master, {
    principal,
    ...(rest === 0 ? { status: 'Withdrawn' } : {}),
    ...(isFulfilled || rest === 0 ? { withdrawal: null, requested_ms: null } : {}),
  });
  return isCharged ? penalty : 0;
}

/** Sets the interest of a CD to the rate of its present period, until the day before its maturity. */
export function setRate(bank: Bank, deposit: TimeDepositRow, fromDay: string): void {
  const { account, day_count, maturity_day } = deposit;
  const tiers = [{ fromAmount: 0, rateBasisPoints: rateOf(deposit) }];
  const lastDay = maturity_day === null ? null : addCalendarDays(maturity_day, -1);
  const terms = { dayCount: day_count, balance: 'Closing' as const, minimumBalance: 0, tiers };
  setInterestTerms(bank, account, terms, { fromDay, lastDay });
}
