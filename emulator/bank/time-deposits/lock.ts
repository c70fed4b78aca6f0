import { type Bank, openPostingDay } from '../bank.ts';
import type { AccountSide } from '../ledger/transaction-side.ts';
import { penaltyOn } from './penalty.ts';
import { readTimeDeposit, type TimeDepositRow } from './time-deposit-row.ts';

/**
 * Returns true if a CD does not accept one side of a transaction. It accepts one credit of exactly the funding amount
 * within the window, and no other. Before maturity it accepts a debit only after a request: of exactly the balance less
 * the penalty, or, if the penalty is waived, of any part. ASSUMPTION: a CD rejects with RES, and no flag of a partner
 * lifts its lock. Source: S-ACCT (T01, T02, T15); P-TD, P-TDTUT (D24).
 */
export function isLocked(bank: Bank, { type, subledger, amount }: AccountSide): boolean {
  const deposit = readTimeDeposit(bank, subledger.master);
  if (!deposit) return false;
  const day = openPostingDay(bank);
  if (type === 'Credit') return !isFunding(deposit, amount, day);
  if (deposit.status === 'Matured' || deposit.status === 'Withdrawn') return false;
  if (deposit.withdrawal === 'Waived') return amount > subledger.master_current;
  return deposit.withdrawal === null || amount !== subledger.master_current - penaltyOn(deposit, day).cents;
}

/** Returns true if a credit is the funding that a CD waits for. */
export function isFunding(
  { status, terms, funding_due_day }: Pick<TimeDepositRow, 'status' | 'terms' | 'funding_due_day'>,
  amount: number,
  day: string,
): boolean {
  return status === 'AwaitingFunding' && amount === terms.fundingAmount && day <= funding_due_day;
}
