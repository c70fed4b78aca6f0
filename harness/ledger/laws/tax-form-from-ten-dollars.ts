import { addCalendarMonths, easternDateOf } from '../../../core/business-day.ts';
import { dayOf, instantOf } from '../bank-days.ts';
import type { Books, ObservedTaxForms } from '../books.ts';
import { isInterest } from '../interest-activity.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { NotObservable } from '../law-view.ts';

const SMALLEST_INTEREST = 1_000;

/**
 * A customer has a form 1099-INT for a year exactly if the interest over all accounts is $10.00 or more, and the form
 * shows that interest. The list is empty until the account is over a year old. Source: S-ACCT, Tax document retrieval
 * ("a 1099 is only generated if that customer's earnings are $10.00 or more"); P-ACCTAPI.
 */
export const taxFormFromTenDollars: Law = {
  name: 'tax-form-from-ten-dollars',
  requirementIds: ['TX1', 'TX2'],
  provenance: 'source',
  check: ({ after }) => [...(after.taxForms ?? [])].flatMap(([master, forms]) => checkForms(after, master, forms)),
};

function checkForms(books: Books, master: string, { forms, unknownAccounts }: ObservedTaxForms): LawDeviation[] {
  const owner = books.accounts.get(`master:${master}`);
  if (unknownAccounts.length > 0)
    throw new NotObservable(`customer ${owner?.customerId} has accounts that the run does not know`);
  const masters = [...books.accounts.values()].filter(
    ({ kind, customerId }) => kind === 'master' && customerId === owner?.customerId,
  );
  const earned = interestByYear(
    books,
    masters.map(({ accountNumber }) => accountNumber),
  );
  const known = new Map(forms.map((form) => [form.year, form]));
  const years = new Set([...earned.keys(), ...known.keys()]);
  return [...years].sort().flatMap((year) => {
    const cents = earned.get(year) ?? 0;
    const form = known.get(year);
    if (!form) return isMissing(books, owner?.openedAt, year, cents) ? [deviation(master, year, cents, 'no form')] : [];
    if (cents < SMALLEST_INTEREST) return [deviation(master, year, cents, `a form ${form.status}`)];
    const { document } = form;
    if ('unreadable' in document) throw new NotObservable(`cannot read tax form ${form.id}: ${document.unreadable}`);
    return document.content === cents ? [] : [deviation(master, year, cents, inCents(document.content))];
  });
}

/** Returns true if a form is due: the year is over, the account is over a year old, and $10.00 were earned. */
function isMissing({ now }: Books, openedAt: string | undefined, year: number, cents: number): boolean {
  if (now === undefined || openedAt === undefined || cents < SMALLEST_INTEREST) return false;
  const today = easternDateOf(instantOf(now));
  return today > addCalendarMonths(dayOf(openedAt), 12) && Number(today.slice(0, 4)) > year;
}

function deviation(master: string, year: number, cents: number, actual: string): LawDeviation {
  const expected = cents < SMALLEST_INTEREST ? `no form for ${inCents(cents)}` : inCents(cents);
  return { message: `Form 1099-INT of ${year} for the customer of account ${master} is wrong`, expected, actual };
}

/** Adds up the posted interest of accounts by year. Throws NotObservable if interest was reversed. */
function interestByYear({ records }: Books, masters: readonly string[]): Map<number, number> {
  const earned = new Map<number, number>();
  for (const activity of masters.flatMap((master) => records.get(master)?.activities ?? [])) {
    if (/^interest ?reversal$/i.test(activity.transactionCode))
      throw new NotObservable('the books do not show which year a reversal of interest belongs to');
    if (!isInterest(activity) || activity.status !== 'Posted') continue;
    const year = Number(dayOf(activity.postingDate).slice(0, 4));
    earned.set(year, (earned.get(year) ?? 0) + activity.amount);
  }
  return earned;
}
