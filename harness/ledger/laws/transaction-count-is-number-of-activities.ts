import { accountsOf, recordsOf } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * `transactionCount` is the number of activities of the account, pending and posted. Source: S-SUB; DOC-057
 * (ASSUMPTION).
 */
export const transactionCountIsNumberOfActivities: Law = {
  name: 'transaction-count-is-number-of-activities',
  requirementIds: ['L20'],
  provenance: 'inferred',
  check: ({ after }) =>
    accountsOf(after).flatMap((account) => {
      const count = recordsOf(after, account, 'activities').length;
      if (count === account.transactionCount) return [];
      return [
        {
          message: `Transaction count of ${account.kind} ${account.accountNumber} is not the number of its activities`,
          expected: String(count),
          actual: String(account.transactionCount),
        },
      ];
    }),
};
