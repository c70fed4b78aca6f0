import type { Transaction } from '../books.ts';
import { inCents, type Law } from '../law.ts';
import { knownTransactions } from '../transactions.ts';

/**
 * A transaction with a failed side has no activity on any account. Source: S-ACCT, Transactions, Posting exceptions.
 */
export const failedTransactionMovesNothing: Law = {
  name: 'failed-transaction-moves-nothing',
  requirementIds: ['X02', 'B08', 'P02', 'P03'],
  provenance: 'source',
  check(context) {
    const failed = new Set(
      knownTransactions(context)
        .filter(hasFailed)
        .map(({ id }) => id),
    );
    const activities = [...context.after.records.values()].flatMap((records) => records.activities);
    return activities
      .filter(({ transactionId }) => failed.has(transactionId))
      .map(({ transactionId, transactionType, subAccountNumber, amount }) => ({
        message: `Transaction ${transactionId} failed, but has an activity on account ${subAccountNumber}`,
        expected: 'no activity',
        actual: `${transactionType} of ${inCents(amount)}`,
      }));
  },
};

function hasFailed({ debit, credit }: Transaction): boolean {
  return !debit.result.success || !credit.result.success;
}
