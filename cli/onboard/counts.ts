import type { Journal } from '../../harness/host.ts';

/** How many customers have ended how; `open` are those that have not, undecided ones included. */
export interface Counts {
  readonly total: number;
  /** Who is at the bank, with or without accounts. */
  readonly onboarded: number;
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
  const counts = { total: 0, onboarded: 0, accepted: 0, refused: 0, failed: 0, open: 0, undecided: 0 };
  for (let n = first; n <= last; n += 1) {
    const customer = journal.outcomeOf(n, 'customer');
    const outcome = opensAccounts && customer === 'accepted' ? journal.outcomeOf(n, 'accounts') : customer;
    counts[outcome ?? 'open'] += 1;
    counts.total += 1;
    if (customer === 'accepted') counts.onboarded += 1;
  }
  const { undecided, ...told } = counts;
  return { ...told, open: told.open + undecided };
}

/** How many customers a session has still to bring to the bank, or to open the accounts of. */
export function countToDo(
  journal: Pick<Journal, 'outcomeOf'>,
  phase: 'customer' | 'accounts',
  { first, last }: Pick<Asked, 'first' | 'last'>,
): number {
  let count = 0;
  for (let n = first; n <= last; n += 1) {
    const outcome = journal.outcomeOf(n, phase);
    const isPossible = phase === 'customer' || journal.outcomeOf(n, 'customer') === 'accepted';
    if (isPossible && outcome !== 'accepted' && outcome !== 'refused') count += 1;
  }
  return count;
}
