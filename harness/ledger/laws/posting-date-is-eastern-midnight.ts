import { instantOf, midnightOf } from '../bank-days.ts';
import { everyRecord } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * The posting date of an activity or posting exception is midnight in Eastern time, with the offset of that date if it
 * shows one (DOC-009 also allows no offset, and Z). Source: S-ACCT, Account activity record.
 */
export const postingDateIsEasternMidnight: Law = {
  name: 'posting-date-is-eastern-midnight',
  requirementIds: ['X13'],
  provenance: 'source',
  check: ({ after }) =>
    [...everyRecord(after, 'activities'), ...everyRecord(after, 'postingExceptions')]
      .filter(({ postingDate }) => !isEasternMidnight(postingDate))
      .map(({ id, subAccountNumber, postingDate }) => ({
        message: `Posting date of record ${id} on ${subAccountNumber} is not midnight in Eastern time`,
        expected: midnightOf(postingDate),
        actual: postingDate,
      })),
};

function isEasternMidnight(postingDate: string): boolean {
  const midnight = midnightOf(postingDate);
  const [offset] = /[+-]\d{2}:\d{2}$/.exec(postingDate) ?? [];
  return instantOf(postingDate) === instantOf(midnight) && (offset === undefined || midnight.endsWith(offset));
}
