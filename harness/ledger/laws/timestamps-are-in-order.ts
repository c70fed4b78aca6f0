import { instantOf } from '../bank-days.ts';
import { type Activity, everyRecord, type Transaction } from '../books.ts';
import type { Law, LawDeviation } from '../law.ts';

/**
 * A transaction is proposed, executed, recorded and perhaps modified, in this order; the times may be equal. Source:
 * S-ACCT, Transactions (X14).
 */
export const timestampsAreInOrder: Law = {
  name: 'timestamps-are-in-order',
  requirementIds: ['X14'],
  provenance: 'source',
  check: ({ after }) => [
    ...[...after.transactions.values()].flatMap(checkTransaction),
    ...everyRecord(after, 'activities').flatMap((activity) =>
      checkActivity(activity, after.transactions.get(activity.transactionId)),
    ),
    ...everyRecord(after, 'postingExceptions').flatMap(({ id, transactionId, createdAt, lastModifiedAt }) => {
      const proposedAt = after.transactions.get(transactionId)?.proposedAt;
      return checkOrder(`posting exception ${id}`, { proposedAt, createdAt, lastModifiedAt });
    }),
  ],
};

function checkTransaction({ traceNumber, proposedAt, executedAt, lastModifiedAt }: Transaction): LawDeviation[] {
  return checkOrder(`transaction ${traceNumber}`, { proposedAt, executedAt, lastModifiedAt });
}

function checkActivity({ id, executedAt, createdAt, lastModifiedAt }: Activity, transaction?: Transaction) {
  const proposedAt = transaction?.proposedAt;
  return checkOrder(`activity ${id}`, { proposedAt, executedAt, createdAt, lastModifiedAt });
}

/** Checks the order of times; absent ones are skipped. */
function checkOrder(what: string, times: Readonly<Record<string, string | undefined>>): LawDeviation[] {
  const known = Object.entries(times).flatMap(([name, time]) => (time === undefined ? [] : [{ name, time }]));
  const isInOrder = known.every(({ time }, index) => {
    const earlier = known[index - 1];
    return earlier === undefined || instantOf(earlier.time) <= instantOf(time);
  });
  if (isInOrder) return [];
  return [
    {
      message: `Times of ${what} are not in order`,
      expected: known.map(({ name }) => name).join(' <= '),
      actual: known.map(({ name, time }) => `${name} ${time}`).join(', '),
    },
  ];
}
