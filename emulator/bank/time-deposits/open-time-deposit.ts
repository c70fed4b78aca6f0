import { addCalendarDays } from '../../../core/business-day.ts';
import type { Product } from '../accounts/products.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { TimeDepositTerms } from './terms.ts';

/** Returns a rejection if an account cannot be opened on a time deposit product, because it has no terms. */
export function findTermsProblem({ kind, time_deposit }: Product): Rejection | undefined {
  return kind === 'TimeDeposit' && time_deposit === null ? reject('time-deposit-without-terms') : undefined;
}

/**
 * Opens the CD of a new account with the present terms of its product, which later changes of the product do not
 * affect. ASSUMPTION: the window for the funding is counted in calendar days from the opening; the bank says only
 * "within the predefined time frame". Must run inside a commit. Source: S-ACCT (T01, T03).
 */
export function openTimeDeposit(bank: Bank, accountNumber: string, { time_deposit, day_count }: Product): void {
  if (time_deposit === null) return;
  const { fundingWindowDays } = JSON.parse(time_deposit) as TimeDepositTerms;
  bank.store.run(
    `INSERT INTO time_deposit (account, status, terms, day_count, funding_due_day, rate_starts, principal)
     VALUES (?, 'AwaitingFunding', ?, ?, ?, '[]', 0)`,
    accountNumber,
    time_deposit,
    day_count,
    addCalendarDays(openPostingDay(bank), fundingWindowDays),
  );
}

/**
 * Ends the windows for funding and matures CDs, on the posting day that opens. ASSUMPTION: a CD that is not funded in
 * time stays open without a term; it accepts no money and can be closed. ASSUMPTION: a CD that matures on a day that is
 * not a business day is free on the next one. Must run inside the commit of the close. Source: S-ACCT (T01, T15).
 */
export function updateTimeDeposits({ store }: Bank, nextPostingDay: string): void {
  store.run(
    `UPDATE time_deposit SET status = 'FundingExpired' WHERE status = 'AwaitingFunding' AND funding_due_day < ?`,
    nextPostingDay,
  );
  store.run(
    `UPDATE time_deposit SET status = 'Matured', withdrawal = NULL, requested_ms = NULL
     WHERE status = 'Active' AND maturity_day <= ?`,
    nextPostingDay,
  );
}
