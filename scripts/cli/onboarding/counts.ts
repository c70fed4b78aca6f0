import type { Journal } from '../../../harness/index.ts';

/** How many customers have ended how; `open` are those that have not. */
export interface Counts {
  readonly total: number;
  readonly accepted: number;
  readonly refused: number;
  readonly failed: number;
  readonly open: number;
}

/** Which customers are meant, and whether they are to have accounts. */
export interface Asked {
  readonly first: number;
  readonly last: number;
  readonly opensAccounts: boolean;
}

/** Counts what a journal knows. A customer counts as accepted once all that was asked for is. */
export function countCustomers(journal: Pick<Journal, 'outcomeOf'>, { first, last, opensAccounts }: Asked): Counts {
  const counts = { total: 0, accepted: 0, refused: 0, failed: 0, open: 0 };
  for (let n = first; n <= last; n += 1) {
    const customer = journal.outcomeOf(n, 'customer');
    const outcome = opensAccounts && customer === 'accepted' ? journal.outcomeOf(n, 'accounts') : customer;
    counts[outcome ?? 'open'] += 1;
    counts.total += 1;
  }
  return counts;
}
