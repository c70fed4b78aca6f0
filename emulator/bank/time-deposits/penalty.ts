import { addCalendarMonths } from '../../../core/business-day.ts';
import type { CoreSchemas } from '../../../generated/types/index.ts';
import { findMaster } from '../accounts/find-master.ts';
import { type Bank, openPostingDay, renderDay } from '../bank.ts';
import { daysOfYear } from '../interest/accrual.ts';
import { isRejection, type Rejection } from '../rejection.ts';
import { findInactive } from './find-inactive.ts';
import { rateOf } from './rate-periods.ts';
import { findTimeDeposit, type TimeDepositRow } from './time-deposit-row.ts';

/** The penalty of a withdrawal on one posting day. */
interface Penalty {
  readonly feeDays: number;
  readonly cents: number;
}

/**
 * Returns the penalty of an early withdrawal on a posting day: simple interest for the fee days of the first tier whose
 * months are not over. ASSUMPTION: a penalty is interest on the principal at the present rate, by the product's
 * day count, rounded down to the cent. Source: S-ACCT (T04, T09 to T11).
 */
export function penaltyOn(deposit: TimeDepositRow, day: string): Penalty {
  const { terms, funded_day, principal, day_count } = deposit;
  if (funded_day === null) return { feeDays: 0, cents: 0 };
  const tier = terms.penaltyTiers.find(({ months }) => day < addCalendarMonths(funded_day, months));
  const feeDays = tier?.feeDays ?? 0;
  const yearly = BigInt(principal) * BigInt(rateOf(deposit));
  const days = daysOfYear({ dayCount: day_count }, day);
  return { feeDays, cents: Number((yearly * BigInt(feeDays)) / BigInt(10_000 * days)) };
}

/**
 * Returns the penalty of a withdrawal on the open posting day, and the amount that can be withdrawn then: the balance
 * less the penalty. Only an active CD has one. Source: S-ACCT (T14); P-ACCTAPI (D23); P-TDTUT.
 */
export function getPenaltyFee(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
): CoreSchemas['PenaltyFee'] | Rejection {
  const deposit = findTimeDeposit(bank, partnerId, accountNumber);
  if (isRejection(deposit)) return deposit;
  const inactive = findInactive(deposit);
  if (inactive) return inactive;
  const day = openPostingDay(bank);
  const { feeDays, cents } = penaltyOn(deposit, day);
  const currentBalance = findMaster(bank, partnerId, accountNumber)?.current ?? 0;
  return {
    accountNumber,
    postingDate: renderDay(day),
    feeDays,
    penaltyFee: cents,
    currentBalance,
    withdrawalAmount: currentBalance - cents,
  };
}
