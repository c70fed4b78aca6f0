import { accountsOf, recordsOf, signedAmount } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The current balance of an account is the sum of its credits minus its debits, pending and posted. Source: books.md,
 * 2.
 */
export const currentBalanceIsSumOfActivity: Law = {
  name: 'current-balance-is-sum-of-activity',
  requirementIds: ['X03', 'L18'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after).flatMap((account) => {
      const activities = recordsOf(after, account, 'activities');
      const sum = activities.reduce((total, activity) => total + signedAmount(activity), 0);
      if (sum === account.currentBalance) return [];
      return [
        {
          message: `Current balance of ${account.kind} ${account.accountNumber} is not the sum of its activities`,
          expected: inCents(sum),
          actual: inCents(account.currentBalance),
        },
      ];
    }),
};
