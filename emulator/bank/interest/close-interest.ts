import { addCalendarDays } from '../../../core/business-day.ts';
import type { Bank } from '../bank.ts';
import { type Accrued, addInterest } from './accrual.ts';
import type { InterestTerms } from './interest-terms.ts';
import { lowestBalances } from './lowest-balances.ts';
import { payInterest } from './pay-interest.ts';

/**
 * Accrues the interest of a closing posting day, before its activity is numbered: for every calendar day until the next
 * posting day, from the day of a credit whatever the holds (V10). In the last close of a month the days of that month
 * accrue first, then the interest is paid, then the days of the next month accrue on the balance that includes it.
 * ASSUMPTION: a weekend or holiday accrues with the close before it. Must run inside the commit of the close. Source:
 * P-RATES; S-ACCT, Availability schedules.
 */
export function closeInterest(bank: Bank, closingDay: string, nextPostingDay: string): void {
  if (!bank.store.get('SELECT 1 FROM interest LIMIT 1')) return;
  const days: string[] = [];
  for (let day = closingDay; day < nextPostingDay; day = addCalendarDays(day, 1)) days.push(day);
  const month = closingDay.slice(0, 7);
  accrue(
    bank,
    days.filter((day) => day.startsWith(month)),
    closingDay,
  );
  if (nextPostingDay.startsWith(month)) return;
  payInterest(bank);
  accrue(
    bank,
    days.filter((day) => !day.startsWith(month)),
    closingDay,
  );
}

interface InterestRow {
  readonly account: string;
  readonly terms: string;
  readonly last_day: string | null;
  readonly accrued: number;
  readonly fraction: number;
  /** The current balance, with the activity of the closing day. */
  readonly current: number;
}

/** In the order of `interest` (CROSS JOIN keeps it), so that the writes do not jump through the table. */
const EARNING = `SELECT i.account, i.terms, i.last_day, i.accrued, i.fraction, a.current
  FROM interest i CROSS JOIN account a ON a.number = i.account WHERE a.current > 0 AND a.status <> 'Closed'`;
const WRITE = 'UPDATE interest SET accrued = ?, fraction = ? WHERE account = ?';

/** Accrues calendar days for every open account with a positive balance. A negative balance accrues nothing. */
function accrue(bank: Bank, days: readonly string[], closingDay: string): void {
  if (days.length === 0) return;
  const known = new Map<string, InterestTerms>();
  const termsOf = (text: string) => {
    const terms = known.get(text) ?? (JSON.parse(text) as InterestTerms);
    known.set(text, terms);
    return terms;
  };
  const lowest = days.includes(closingDay) ? lowestBalances(bank, closingDay) : new Map<string, number>();
  for (const row of bank.store.all<InterestRow>(EARNING)) {
    const terms = termsOf(row.terms);
    const { last_day } = row;
    const earning = last_day === null ? days : days.filter((day) => day <= last_day);
    const { cents, fraction } = accrueRow(row, terms, earning, terms.balance === 'Lowest' ? lowest : undefined);
    if (cents !== row.accrued || fraction !== row.fraction) bank.store.run(WRITE, cents, fraction, row.account);
  }
}

/** Accrues the days of one account. The lowest balance applies to the closing day only: later nothing moves. */
function accrueRow(
  { account, accrued, fraction, current }: InterestRow,
  terms: InterestTerms,
  days: readonly string[],
  lowest: ReadonlyMap<string, number> | undefined,
): Accrued {
  const before = { cents: accrued, fraction };
  const [first = '', ...later] = days;
  const low = lowest?.get(account);
  if (low === undefined || first === '') return addInterest(before, current, terms, days);
  return addInterest(addInterest(before, low, terms, [first]), current, terms, later);
}
