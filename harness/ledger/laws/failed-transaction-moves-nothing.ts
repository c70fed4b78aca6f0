import type { Transaction } from '../books.ts';
import { inCents, type Law, type LawContext } from '../law.ts';

/** A transaction of which a side failed leaves no activity on any account. Source: S-ACCT, Transactions, Posting exceptions. */
export const failedTransactionMovesNothing: Law = {
  name: 'failed-transaction-moves-nothing',
  requirementIds: ['X02', 'B08', 'P02', 'P03'],
  provenance: 'source',
  check(context) {
    const failed = failedTransactions(context);
    const activities = [...context.after.records.values()].flatMap((records) => records.activities);
    return activities
      .filter(({ transactionId }) => failed.has(transactionId))
      .map(({ transactionId, transactionType, subAccountNumber, amount }) => ({
        message: `Transaction ${transactionId} failed and is on account ${subAccountNumber} all the same`,
        expected: 'no activity',
        actual: `${transactionType} of ${inCents(amount)}`,
      }));
  },
};

function failedTransactions({ after, exchange }: LawContext): Set<string> {
  const failed = [...after.transactions.values()].filter(hasFailed).map(({ id }) => id);
  const answer = exchange?.response.body;
  return new Set(isTransaction(answer) && hasFailed(answer) ? [...failed, answer.id] : failed);
}

function isTransaction(value: unknown): value is Transaction {
  return typeof value === 'object' && value !== null && 'debit' in value && 'credit' in value && 'id' in value;
}

function hasFailed({ debit, credit }: Transaction): boolean {
  return !debit.result.success || !credit.result.success;
}
