import { isUnchanged, showValue } from '../../masking/sealed-value.ts';
import { type Activity, signedAmount } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';

/** The only field that changes after posting: in S-ACCT's example it becomes false when all the money is available. */
const CHANGES_LATER = 'isClearing';

/** A Posted activity is never removed, and its fields do not change. Source: S-ACCT, Account activity record. */
export const postedActivityNeverChanges: Law = {
  name: 'posted-activity-never-changes',
  requirementIds: ['X07'],
  provenance: 'source',
  comparesTexts: true,
  check: ({ before, after }) =>
    [...after.records].flatMap(([master, { activities }]) => {
      const earlier = before.records.get(master)?.activities ?? [];
      if (earlier === activities) return [];
      const now = new Map(activities.map((activity) => [activity.id, activity]));
      return earlier
        .filter(({ status }) => status === 'Posted')
        .flatMap((posted) => compare(posted, now.get(posted.id)));
    }),
};

function compare(posted: Activity, now: Activity | undefined): LawDeviation[] {
  const message = `Posted activity ${posted.id} on ${posted.subAccountNumber}`;
  if (!now) {
    return [{ message: `${message} was removed`, expected: inCents(signedAmount(posted)), actual: 'no activity' }];
  }
  const [was, is] = [new Map(Object.entries(posted)), new Map(Object.entries(now))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => field !== CHANGES_LATER && !isUnchanged(was.get(field), is.get(field)))
    .map((field) => ({
      message: `The field "${field}" changed: ${message}`,
      expected: showValue(was.get(field)),
      actual: showValue(is.get(field)),
    }));
}
