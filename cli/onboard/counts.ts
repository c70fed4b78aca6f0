import type { ProgressLog } from '../../harness/host.ts';

/** The number of customers by result. */
export interface Counts {
  readonly total: number;
  /** Customers at the bank, with or without accounts. */
  readonly onboarded: number;
  readonly accepted: number;
  readonly refused: number;
  readonly failed: number;
  /** Customers without a final result, including those under manual review. */
  readonly unfinished: number;
}

/** The customers of an onboarding, and whether accounts are opened for them. */
export interface OnboardingScope {
  readonly first: number;
  readonly last: number;
  readonly opensAccounts: boolean;
}

/**
 * Counts the results in a progress log. With accounts, a customer counts as accepted once all its accounts are open.
 */
export function countCustomers(
  progressLog: Pick<ProgressLog, 'outcomeOf'>,
  { first, last, opensAccounts }: OnboardingScope,
): Counts {
  const counts = { total: 0, onboarded: 0, accepted: 0, refused: 0, failed: 0, unfinished: 0, undecided: 0 };
  for (let n = first; n <= last; n += 1) {
    const customer = progressLog.outcomeOf(n, 'customer');
    const outcome = opensAccounts && customer === 'accepted' ? progressLog.outcomeOf(n, 'accounts') : customer;
    counts[outcome ?? 'unfinished'] += 1;
    counts.total += 1;
    if (customer === 'accepted') counts.onboarded += 1;
  }
  const { undecided, ...others } = counts;
  return { ...others, unfinished: others.unfinished + undecided };
}

/** Counts the customers for which a session still has to send this phase. */
export function countRemaining(
  progressLog: Pick<ProgressLog, 'outcomeOf'>,
  phase: 'customer' | 'accounts',
  { first, last }: Pick<OnboardingScope, 'first' | 'last'>,
): number {
  let count = 0;
  for (let n = first; n <= last; n += 1) {
    const outcome = progressLog.outcomeOf(n, phase);
    const isPossible = phase === 'customer' || progressLog.outcomeOf(n, 'customer') === 'accepted';
    if (isPossible && outcome !== 'accepted' && outcome !== 'refused') count += 1;
  }
  return count;
}
