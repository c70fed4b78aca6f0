import { activity, books, guid, MAIN, memoPost, payment, SECOND } from '../sample-books.ts';

import { cardAuthorization, type LawExamples, master, own, payday, withoutRailId } from './sample-records.ts';

/** Accepted and rejected examples of this group of laws. */
export const memoPosts: Record<string, LawExamples> = {
  'memo-post-has-one-side': {
    accepted: {
      after: books({
        records: {
          [MAIN]: { memoPosts: [memoPost()] },
          [SECOND]: {
            memoPosts: [memoPost({ id: guid(501), subAccountNumber: SECOND, railId: `payment/${guid(601)}` })],
          },
        },
      }),
    },
    rejected: {
      after: books({
        records: {
          [MAIN]: { memoPosts: [memoPost()] },
          [SECOND]: { memoPosts: [memoPost({ id: guid(501), subAccountNumber: SECOND, transactionType: 'Debit' })] },
        },
      }),
    },
    finds: ['one side', `Credit on ${MAIN} and Debit on ${SECOND}`],
    alsoRejected: {
      'one id on two accounts': {
        after: books({
          records: {
            [MAIN]: { memoPosts: [memoPost()] },
            [SECOND]: { memoPosts: [memoPost({ subAccountNumber: SECOND, status: 'Expired' })] },
          },
        }),
      },
    },
  },
  'memo-post-never-changes-current': {
    accepted: {
      before: books({ accounts: [master(0), own(0)] }),
      after: books({
        accounts: [master(500), own(500)],
        records: { [MAIN]: { memoPosts: [memoPost()], activities: [activity({ transaction: 1, cents: 500 })] } },
      }),
    },
    rejected: {
      before: books({ accounts: [master(0)] }),
      after: books({ accounts: [master(125_000)], records: { [MAIN]: { memoPosts: [memoPost()] } } }),
    },
    finds: ['0 cents of new activity', '125000 cents'],
    alsoRejected: {
      'current falls when one falls off': {
        before: books({ accounts: [own(125_000)], records: { [MAIN]: { memoPosts: [memoPost()] } } }),
        after: books({ accounts: [own(0)], records: { [MAIN]: { memoPosts: [memoPost({ status: 'Expired' })] } } }),
      },
    },
  },
  'memo-conversion-is-seamless': {
    accepted: {
      after: books({
        records: {
          [MAIN]: {
            activities: [payday],
            memoPosts: [memoPost({ status: 'Converted' }), memoPost({ id: guid(501), railId: `payment/${guid(601)}` })],
          },
        },
      }),
    },
    rejected: { after: books({ records: { [MAIN]: { memoPosts: [memoPost()], activities: [payday] } } }) },
    finds: ['no activity', 'activity of 125000 cents'],
    alsoAccepted: {
      'a card captured at another amount, and one that fell off': {
        after: books({
          records: {
            [MAIN]: {
              activities: [activity({ transaction: 8, cents: -4_150, rail: 'Card', railId: `payment/${guid(620)}` })],
              memoPosts: [
                memoPost({ ...cardAuthorization, status: 'Converted' }),
                memoPost({ ...cardAuthorization, id: guid(502), railId: `payment/${guid(621)}`, status: 'Expired' }),
              ],
            },
          },
        }),
      },
      'a check captured at another amount': {
        after: books({
          records: {
            [MAIN]: {
              activities: [activity({ transaction: 8, cents: -700, rail: 'Check', railId: `payment/${guid(620)}` })],
              memoPosts: [memoPost({ ...cardAuthorization, rail: 'Check', amount: 500, status: 'Converted' })],
            },
          },
        }),
      },
      'on the rail ACH, with no payment behind it, captured at another amount': {
        after: books({
          records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted', amount: 1 })], activities: [payday] } },
        }),
      },
      'one without a payment': {
        after: books({ records: { [MAIN]: { memoPosts: [{ ...withoutRailId, status: 'Converted' }] } } }),
      },
    },
    alsoRejected: {
      'neither memo post nor activity': {
        after: books({ records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted' })] } } }),
      },
      'an ACH payment converted at another amount': {
        after: books({
          payments: [payment()],
          records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted', amount: 1 })], activities: [payday] } },
        }),
      },
      'a check captured twice': {
        after: books({
          records: {
            [MAIN]: {
              activities: [8, 9].map((number) =>
                activity({ transaction: number, cents: -500, rail: 'Check', railId: `payment/${guid(620)}` }),
              ),
              memoPosts: [memoPost({ ...cardAuthorization, rail: 'Check', amount: 500, status: 'Converted' })],
            },
          },
        }),
      },
      'a card that is captured and still authorized': {
        after: books({
          records: {
            [MAIN]: {
              activities: [activity({ transaction: 8, cents: -4_150, rail: 'Card', railId: `payment/${guid(620)}` })],
              memoPosts: [memoPost(cardAuthorization)],
            },
          },
        }),
      },
    },
  },
};
