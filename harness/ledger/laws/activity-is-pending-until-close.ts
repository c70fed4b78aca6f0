import { dayOf } from '../bank-days.ts';
import { type Activity, everyRecord } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * An activity is Pending, without sequence number and running balance, until its posting day closes. Then it is Posted,
 * with both and `postedAt`. When a Pending activity gets `postedAt` is open (DOC-023). Source: S-ACCT, Account activity
 * record; D05.
 */
export const activityIsPendingUntilClose: Law = {
  name: 'activity-is-pending-until-close',
  requirementIds: ['X05', 'X06', 'D05'],
  provenance: 'source',
  needs: ['bank-time'],
  check: ({ after }) => {
    const { postingDay = '' } = after;
    return everyRecord(after, 'activities')
      .filter((activity) => (isOpen(activity, postingDay) ? !isPending(activity) : !isFinal(activity)))
      .map((activity) => ({
        message: `Activity ${activity.id} on ${activity.subAccountNumber} of posting day ${dayOf(activity.postingDate)}, while ${postingDay} is open`,
        expected: isOpen(activity, postingDay)
          ? 'Pending, no sequenceNumber, no balance'
          : 'Posted, with sequenceNumber, balance and postedAt',
        actual: describe(activity),
      }));
  },
};

function isOpen({ postingDate }: Activity, postingDay: string): boolean {
  return dayOf(postingDate) >= postingDay;
}

function isPending({ status, sequenceNumber, balance }: Activity): boolean {
  return status === 'Pending' && sequenceNumber === undefined && balance === undefined;
}

function isFinal({ status, sequenceNumber, balance, postedAt }: Activity): boolean {
  return status === 'Posted' && sequenceNumber !== undefined && balance !== undefined && postedAt !== undefined;
}

function describe(activity: Activity): string {
  const fields = (['sequenceNumber', 'balance', 'postedAt'] as const).map((field) =>
    activity[field] === undefined ? `no ${field}` : `${field} ${activity[field]}`,
  );
  return [activity.status, ...fields].join(', ');
}
