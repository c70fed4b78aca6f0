import { heldCredits, notYetAvailable, wentBack } from '../availability.ts';
import type { Activity, Transaction } from '../books.ts';
import type { Law, LawDeviation } from '../law.ts';

/**
 * `isClearing` of a scheduled credit and of its transaction is true while some of the money becomes available only
 * after the open posting day, and false afterwards; for a returned payment it is open. Source: S-ACCT, Availability
 * schedules ("8/1").
 */
export const isClearingFollowsSchedule: Law = {
  name: 'is-clearing-follows-schedule',
  requirementIds: ['V05'],
  provenance: 'source',
  discrepancy: 'DOC-012',
  needs: ['bank-time'],
  check({ after }) {
    const { postingDay = '' } = after;
    const credits = heldCredits(after).flatMap((held) => (wentBack(held) ? [] : held.credits));
    return credits.flatMap((credit) => {
      const expected = notYetAvailable(credit, postingDay) > 0;
      const records = [credit, after.transactions.get(credit.transactionId)];
      return records.flatMap((record) => (record ? checkRecord(record, { expected, postingDay }) : []));
    });
  },
};

function checkRecord(
  record: Activity | Transaction,
  { expected, postingDay }: { expected: boolean; postingDay: string },
): LawDeviation[] {
  const { isClearing = false, schedule = [], traceNumber } = record;
  if (isClearing === expected) return [];
  const what = 'transactionId' in record ? 'activity' : 'transaction';
  const message = `Clearing of ${what} ${traceNumber} with schedule [${schedule.join(', ')}] on posting day ${postingDay}`;
  return [{ message, expected: `isClearing ${expected}`, actual: `isClearing ${isClearing}` }];
}
