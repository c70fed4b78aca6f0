import { everyRecord } from '../books.ts';
import { inCents, type Law } from '../law.ts';
import { activitiesByTransaction } from '../transactions.ts';

/**
 * A posting exception moves no money: its transaction has no activity on the account. Source: S-ACCT, Posting
 * exceptions.
 */
export const exceptionMovesNothing: Law = {
  name: 'exception-moves-nothing',
  requirementIds: ['P02'],
  provenance: 'source',
  check({ after }) {
    const activities = activitiesByTransaction(after);
    return everyRecord(after, 'postingExceptions').flatMap(({ id, transactionId, subAccountNumber, result }) =>
      (activities.get(transactionId) ?? [])
        .filter((activity) => activity.subAccountNumber === subAccountNumber)
        .map(({ transactionType, amount }) => ({
          message: `Posting exception ${id} (${result.code}) on ${subAccountNumber} has moved money`,
          expected: 'no activity',
          actual: `${transactionType} of ${inCents(amount)}`,
        })),
    );
  },
};
