import { dayOf } from '../bank-days.ts';
import { type Activity, signedAmount } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';

/**
 * The Posted activities of a master are numbered 1, 2, 3 ... on each posting day. In this order each running balance is
 * the one before plus the credit or minus the debit. Source: S-ACCT, Account activity record; P-ACTRPT; D05.
 */
export const postingSequenceIsDensePerDay: Law = {
  name: 'posting-sequence-is-dense-per-day',
  requirementIds: ['X06', 'X08', 'D05'],
  provenance: 'source',
  check: ({ after }) =>
    [...after.records].flatMap(([master, { activities }]) => {
      const posted = activities.filter(({ status }) => status === 'Posted');
      const days = [...Map.groupBy(posted, ({ postingDate }) => dayOf(postingDate))]
        .sort(([day], [other]) => (day < other ? -1 : 1))
        .map(([day, records]) => [day, records.sort((a, b) => numberOf(a) - numberOf(b))] as const);
      return [
        ...days.flatMap(([day, records]) => checkNumbers(`${master} on ${day}`, records)),
        ...checkBalances(days.flatMap(([, records]) => records)),
      ];
    }),
};

function numberOf({ sequenceNumber = 0 }: Activity): number {
  return sequenceNumber;
}

function checkNumbers(what: string, records: readonly Activity[]): LawDeviation[] {
  const expected = records.map((_, index) => index + 1).join(', ');
  const actual = records.map(numberOf).join(', ');
  return actual === expected
    ? []
    : [{ message: `Posting sequence of ${what} has a gap or a duplicate`, expected, actual }];
}

/** Checks each balance against the one that the bank reported before it, so that one wrong balance is found once. */
function checkBalances(records: readonly Activity[]): LawDeviation[] {
  let running = 0;
  return records.flatMap((activity) => {
    const expected = running + signedAmount(activity);
    running = activity.balance ?? expected;
    if (running === expected) return [];
    return [
      {
        message: `Running balance of ${activity.masterAccountNumber} at number ${numberOf(activity)} of ${dayOf(activity.postingDate)} is not the one before plus the amount`,
        expected: inCents(expected),
        actual: inCents(running),
      },
    ];
  });
}
