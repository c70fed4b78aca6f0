import { accountsOf, recordsOf } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * `holdAmount` is the sum of the active holds; for a master over all its subledgers. Source: S-SUB; books.md, section
 * 2.
 */
export const holdAmountIsSumOfActiveHolds: Law = {
  name: 'hold-amount-is-sum-of-active-holds',
  requirementIds: ['V11', 'L19'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after).flatMap((account) => {
      const active = recordsOf(after, account, 'holds').filter(({ status }) => status === 'Active');
      const sum = active.reduce((total, { amount }) => total + amount, 0);
      if (sum === account.holdAmount) return [];
      return [
        {
          message: `Hold amount of ${account.kind} ${account.accountNumber} is not the sum of its active holds`,
          expected: inCents(sum),
          actual: inCents(account.holdAmount),
        },
      ];
    }),
};
