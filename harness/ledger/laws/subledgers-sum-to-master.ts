import { accountsOf } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/** The subledgers of a master, the implicit one included, add up to the master's current balance. Source: L-SUB. */
export const subledgersSumToMaster: Law = {
  name: 'subledgers-sum-to-master',
  requirementIds: ['D02'],
  provenance: 'public',
  check: ({ after }) =>
    accountsOf(after, 'master').flatMap((master) => {
      const subledgers = accountsOf(after, 'implicit', 'subledger').filter(
        ({ masterAccountNumber }) => masterAccountNumber === master.accountNumber,
      );
      const sum = subledgers.reduce((total, { currentBalance }) => total + currentBalance, 0);
      if (sum === master.currentBalance) return [];
      return [
        {
          message: `Master ${master.accountNumber} is not the sum of its subledgers`,
          expected: inCents(sum),
          actual: inCents(master.currentBalance),
        },
      ];
    }),
};
