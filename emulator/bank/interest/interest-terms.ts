import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** The terms by which an account accrues interest. */
export type InterestTerms = Omit<EmulatorSchemas['InterestTerms'], 'fromDay' | 'throughDay'>;

/** The days for which terms apply, as Eastern dates. */
export interface TermDays {
  readonly fromDay: string;
  /** The last day that accrues; null or absent: until other terms apply. */
  readonly lastDay?: string | null;
}

/**
 * Sets the terms by which an account accrues interest from a day on. Earlier days keep their terms. Must run inside a
 * commit.
 */
export function setInterestTerms(
  { store }: Bank,
  accountNumber: string,
  terms: InterestTerms,
  { fromDay, lastDay = null }: TermDays,
): void {
  const text = JSON.stringify(terms);
  store.run(
    `INSERT INTO interest (account, terms, last_day) VALUES (?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET terms = excluded.terms, last_day = excluded.last_day`,
    accountNumber,
    text,
    lastDay,
  );
  store.run('INSERT OR REPLACE INTO interest_terms VALUES (?, ?, ?, ?)', accountNumber, fromDay, lastDay, text);
}

/** Returns the interest terms of any partner's account with the days of each, oldest first. */
export function getInterestTerms(
  { store }: Bank,
  accountNumber: string,
): EmulatorSchemas['InterestTermsHistory'] | Rejection {
  if (!store.get(`SELECT 1 FROM account WHERE number = ? AND class = 'Deposit'`, accountNumber))
    return reject('not-found', 'Account not found');
  const rows = store.all<{ from_day: string; last_day: string | null; terms: string }>(
    'SELECT from_day, last_day, terms FROM interest_terms WHERE account = ? ORDER BY from_day',
    accountNumber,
  );
  return {
    terms: rows.map(({ from_day, last_day, terms }) => ({
      fromDay: from_day,
      ...(last_day === null ? {} : { throughDay: last_day }),
      ...(JSON.parse(terms) as InterestTerms),
    })),
  };
}
