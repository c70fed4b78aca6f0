import { MAIN, memoPost, payment } from '../sample-books.ts';

import { early, type LawExamples, payday } from './sample-records.ts';

/** What the laws of this group accept and reject. */
export const earlyDeposits: Record<string, LawExamples> = {
  'early-deposit-raises-available-only': {
    accepted: { after: early('Active') },
    rejected: { after: early('Active', { records: { [MAIN]: { memoPosts: [memoPost()], activities: [payday] } } }) },
    finds: ['a memo post of 125000 cents, no activity', 'the memo post and 125000 cents of activity'],
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
  },
};
