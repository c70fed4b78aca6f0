import { guid, MAIN, memoPost, payment, postingException } from '../sample-books.ts';

import { early, type LawExamples, payday } from './sample-records.ts';

const due = (facts: object) => early('Active', { postingDay: '2026-03-04', ...facts });
const fallenOff = memoPost({ status: 'Expired' });
const refusal = postingException({ rail: 'Ach', railId: `payment/${guid(600)}`, transactionType: 'Credit' });
const refused = { records: { [MAIN]: { memoPosts: [fallenOff], postingExceptions: [refusal] } } };

/** Accepted and rejected examples of this group of laws. */
export const earlyDeposits: Record<string, LawExamples> = {
  'early-deposit-raises-available-only': {
    accepted: { after: early('Active') },
    rejected: { after: early('Active', { records: { [MAIN]: { memoPosts: [memoPost()], activities: [payday] } } }) },
    finds: ['a memo post of 125000 cents, no activity', 'the memo post, and activity of 125000 cents'],
  },
  'early-deposit-is-at-most-two-business-days-early': {
    accepted: { after: early('Active') },
    rejected: { after: early('Active', { payments: [payment({ effectiveDate: '2026-03-05' })] }) },
    finds: ['effective date 2026-03-04 or before', '2026-03-05'],
  },
  'early-deposit-converts-on-effective-date': {
    accepted: {
      after: early('Converted', {
        postingDay: '2026-03-04',
        records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted' })], activities: [payday] } },
      }),
    },
    rejected: { after: early('Active', { postingDay: '2026-03-04' }) },
    finds: ['no active memo post, one activity of 125000 cents', 'memo post Active over 125000 cents, activity none'],
    alsoAccepted: {
      'refused, and no longer shown': { before: early('Active'), after: due({ ...refused, payments: [] }) },
      'refused, and still shown': { before: early('Active'), after: due(refused) },
    },
    alsoRejected: {
      'shown no more, and no trace of a refusal': {
        before: early('Active'),
        after: due({ records: { [MAIN]: { memoPosts: [fallenOff] } }, payments: [] }),
      },
      'fallen off, and another payment refused': {
        after: due({ records: { [MAIN]: { memoPosts: [fallenOff], postingExceptions: [postingException()] } } }),
      },
      'refused before its day': { before: early('Active'), after: due({ ...refused, postingDay: '2026-03-03' }) },
      'refused and still announced': {
        after: due({ records: { [MAIN]: { ...refused.records[MAIN], memoPosts: [memoPost()] } } }),
      },
    },
  },
};
