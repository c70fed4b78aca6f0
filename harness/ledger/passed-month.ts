import { dayOf } from './bank-days.ts';
import type { Books } from './books.ts';

/** Returns the first and the latest day of an account that the books show, `yyyy-mm-dd`; undefined without activity. */
export function daysOf(books: Books, master: string): { readonly first: string; readonly latest: string } | undefined {
  const days = (books.records.get(master)?.activities ?? []).map(({ postingDate }) => dayOf(postingDate)).sort();
  const [first] = days;
  if (first === undefined) return undefined;
  return { first, latest: books.postingDay ?? days.at(-1) ?? first };
}

/** Returns true if the month of an account's first activity is over, so that it may have a statement. */
export function hasPassedMonth(books: Books, master: string): boolean {
  const days = daysOf(books, master);
  return days !== undefined && days.first.slice(0, 7) < days.latest.slice(0, 7);
}
