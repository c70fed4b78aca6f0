import { dayOf } from '../bank-days.ts';
import { everyRecord, type Hold } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * A hold is active until the close of the posting day of its `expiresAt`, and Expired once the next day is open
 * (DOC-011, variant B). Source: S-ACCT, Availability schedules ("blocks through the close of 7/31").
 */
export const holdLastsThroughItsPostingDay: Law = {
  name: 'hold-lasts-through-its-posting-day',
  requirementIds: ['V08'],
  provenance: 'source',
  discrepancy: 'DOC-011',
  needs: ['bank-time'],
  check({ after }) {
    const { postingDay = '' } = after;
    return everyRecord(after, 'holds')
      .filter((hold) => hold.status !== 'Released' && hold.expiresAt !== undefined)
      .filter((hold) => hold.status !== statusOn(postingDay, hold))
      .map((hold) => ({
        message: `Hold ${hold.id} on ${hold.subAccountNumber} with expiresAt ${hold.expiresAt} on posting day ${postingDay}`,
        expected: statusOn(postingDay, hold),
        actual: hold.status,
      }));
  },
};

function statusOn(postingDay: string, { expiresAt = '' }: Hold): 'Active' | 'Expired' {
  return dayOf(expiresAt) >= postingDay ? 'Active' : 'Expired';
}
