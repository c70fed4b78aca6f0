import { everyRecord } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * The activity on the credit side has the availability schedule of the transaction, or none if that has none; a debit
 * has no schedule. Source: S-ACCT, Availability schedules.
 */
export const scheduleAgreesOnTransactionAndActivity: Law = {
  name: 'schedule-agrees-on-transaction-and-activity',
  requirementIds: ['V04'],
  provenance: 'source',
  check: ({ after }) =>
    everyRecord(after, 'activities').flatMap((activity) => {
      const transaction = after.transactions.get(activity.transactionId);
      if (!transaction) return [];
      const expected = describe(activity.transactionType === 'Credit' ? transaction.schedule : undefined);
      const actual = describe(activity.schedule);
      if (actual === expected) return [];
      const message = `Schedule of the ${activity.transactionType} activity ${activity.id} differs from that of transaction ${transaction.traceNumber}`;
      return [{ message, expected, actual }];
    }),
};

function describe(schedule: readonly number[] | undefined): string {
  return schedule ? `[${schedule.join(', ')}]` : 'none';
}
