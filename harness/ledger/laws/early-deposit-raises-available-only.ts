import { earlyDeposits } from '../early-deposits.ts';
import { inCents, type Law } from '../law.ts';

/**
 * Until its effective date an early deposit is only a memo post: no activity has its railId, so the current balance
 * does not change. Source: S-ACCT, Early Direct Deposit ("a memo post is added to the available balance").
 */
export const earlyDepositRaisesAvailableOnly: Law = {
  name: 'early-deposit-raises-available-only',
  requirementIds: ['E03', 'E12', 'M01', 'M07'],
  provenance: 'source',
  check: ({ after }) =>
    earlyDeposits(after)
      .filter(({ memoPost, activities }) => memoPost.status === 'Active' && activities.length > 0)
      .map(({ memoPost, activities }) => ({
        message: `Early deposit ${memoPost.railId} on ${memoPost.subAccountNumber} is on the books twice: as active memo post and as activity`,
        expected: `a memo post of ${inCents(memoPost.amount)}, no activity`,
        actual: `the memo post, and activity of ${activities.map(({ amount }) => inCents(amount)).join(' and ')}`,
      })),
};
