import { dayOf } from '../bank-days.ts';
import { isInterest } from '../interest-activity.ts';
import { inCents, type Law } from '../law.ts';

/**
 * A time deposit accepts one credit, its funding: exactly the funding amount, within the window. Afterwards it is
 * locked to every credit but the bank's interest. Source: S-ACCT, Certificates of deposit ("customers cannot add any
 * more money and the account is locked").
 */
export const lockedTimeDepositRejectsCredit: Law = {
  name: 'locked-time-deposit-rejects-credit',
  requirementIds: ['T01', 'T02'],
  provenance: 'source',
  check: ({ after }) =>
    [...(after.timeDeposits ?? [])].flatMap(([master, deposit]) => {
      if (!deposit) return [];
      const { fundingAmount, fundingDueDate } = deposit;
      const credits = (after.records.get(master)?.activities ?? []).filter(
        (activity) => activity.transactionType === 'Credit' && !isInterest(activity),
      );
      return credits.flatMap(({ amount, postingDate }, at) => {
        const isFunding = at === 0 && amount === fundingAmount && dayOf(postingDate) <= fundingDueDate;
        if (isFunding) return [];
        return [
          {
            message: `Time deposit ${master} accepted a credit on ${dayOf(postingDate)} that is not its funding`,
            expected: at === 0 ? `${inCents(fundingAmount)} by ${fundingDueDate}` : 'no credit after the funding',
            actual: inCents(amount),
          },
        ];
      });
    }),
};
