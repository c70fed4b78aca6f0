import { everyRecord } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The elements of an availability schedule add up to the amount; each is what becomes available on its day, and none is
 * negative (DOC-012, variant A). Source: S-ACCT, Availability schedules.
 */
export const scheduleSumsToAmount: Law = {
  name: 'schedule-sums-to-amount',
  requirementIds: ['V03'],
  provenance: 'source',
  discrepancy: 'DOC-012',
  check: ({ after }) =>
    [...after.transactions.values(), ...everyRecord(after, 'activities')].flatMap((record) => {
      const { schedule, amount } = record;
      if (!schedule || (sumOf(schedule) === amount && schedule.every((cents) => cents >= 0))) return [];
      const what = 'transactionId' in record ? 'activity' : 'transaction';
      return [
        {
          message: `Schedule of ${what} ${record.traceNumber} does not add up to its amount`,
          expected: `${inCents(amount)}, no element negative`,
          actual: `${inCents(sumOf(schedule))}: [${schedule.join(', ')}]`,
        },
      ];
    }),
};

function sumOf(schedule: readonly number[]): number {
  return schedule.reduce((sum, cents) => sum + cents, 0);
}
