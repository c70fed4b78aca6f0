import { activity, books, guid, MAIN, POT, postingException, SECOND, transaction } from '../sample-books.ts';

import {
  credited,
  debited,
  deposit,
  deposited,
  type LawExamples,
  ofMain,
  payday,
  posted,
  refusalOf,
  refusedBy,
  TUESDAY,
  transfer,
} from './sample-records.ts';

/** Accepted and rejected examples of this group of laws. */
export const posting: Record<string, LawExamples> = {
  'activity-is-pending-until-close': {
    accepted: {
      after: books({ postingDay: '2026-03-03', records: ofMain([posted(1, 500, 500), { ...payday }]) }),
    },
    rejected: { after: books({ postingDay: '2026-03-03', records: ofMain([debited]) }) },
    finds: ['Posted, with sequenceNumber, balance and postedAt', 'Pending, no sequenceNumber, no balance, no postedAt'],
    alsoAccepted: {
      'postedAt is there from the start (DOC-023, variant A)': {
        after: books({ postingDay: '2026-03-02', records: ofMain([{ ...debited, postedAt: debited.createdAt }]) }),
      },
    },
    alsoRejected: {
      'posted before the close': { after: books({ postingDay: '2026-03-02', records: ofMain([posted(1, 5, 5)]) }) },
      'pending with a number': {
        after: books({ postingDay: '2026-03-02', records: ofMain([{ ...debited, sequenceNumber: 1 }]) }),
      },
      'posted without a balance': {
        after: books({
          postingDay: '2026-03-03',
          records: ofMain([{ ...debited, status: 'Posted', sequenceNumber: 1 }]),
        }),
      },
    },
  },
  'posted-activity-never-changes': {
    accepted: {
      before: books({ records: ofMain([posted(1, 500, 500, { isClearing: true }), debited]) }),
      after: books({ records: ofMain([posted(1, 500, 500, { isClearing: false }), { ...debited, status: 'Posted' }]) }),
    },
    rejected: {
      before: books({ records: ofMain([posted(1, 500, 500)]) }),
      after: books({ records: ofMain([posted(1, 500, 499)]) }),
    },
    finds: ['500', '499'],
    alsoRejected: {
      'it is gone': {
        before: books({ records: ofMain([posted(1, 500, 500)]) }),
        after: books({ records: ofMain([]) }),
      },
      'a field is new': {
        before: books({ records: ofMain([posted(1, 500, 500)]) }),
        after: books({ records: ofMain([posted(1, 500, 500, { schedule: [500] })]) }),
      },
    },
  },
  'posting-sequence-is-dense-per-day': {
    accepted: {
      after: books({
        records: ofMain([
          posted(2, -200, 300),
          posted(1, 500, 500),
          posted(1, 25, 325, { postingDate: TUESDAY }),
          activity({ transaction: 7, cents: 9, postingDate: TUESDAY }),
        ]),
      }),
    },
    rejected: { after: books({ records: ofMain([posted(1, 500, 500), posted(3, -200, 300)]) }) },
    finds: ['1, 2', '1, 3'],
    alsoRejected: {
      'a number given twice': { after: books({ records: ofMain([posted(1, 500, 500), posted(1, -200, 300)]) }) },
      'a balance that is not running on': {
        after: books({ records: ofMain([posted(1, 500, 500), posted(1, 25, 25, { postingDate: TUESDAY })]) }),
      },
    },
  },
  'posting-date-is-eastern-midnight': {
    accepted: {
      after: books({
        records: ofMain([debited, { ...debited, postingDate: '2026-07-02T00:00:00-04:00' }]),
      }),
    },
    rejected: { after: books({ records: ofMain([{ ...debited, postingDate: '2026-07-02T00:00:00-05:00' }]) }) },
    finds: ['2026-07-02T00:00:00-04:00', '2026-07-02T00:00:00-05:00'],
    alsoAccepted: {
      'no offset, and Z (DOC-009)': {
        after: books({
          records: ofMain([
            { ...debited, postingDate: '2026-07-02T00:00:00.000' },
            { ...debited, postingDate: '2026-07-02T04:00:00.0000000Z' },
          ]),
        }),
      },
    },
    alsoRejected: {
      'midnight of another zone on a posting exception': {
        after: books({
          records: { [MAIN]: { postingExceptions: [postingException({ postingDate: '2026-03-02T00:00:00Z' })] } },
        }),
      },
    },
  },
  'timestamps-are-in-order': {
    accepted: {
      after: books({
        records: ofMain([{ ...debited, lastModifiedAt: '2026-03-02T21:00:00.5000000-05:00' }]),
        transactions: [{ ...transfer, proposedAt: '2026-03-02T13:59:58Z' }],
      }),
    },
    rejected: {
      after: books({ records: ofMain([{ ...debited, createdAt: '2026-03-02T08:59:59-05:00' }]) }),
    },
    finds: [
      'executedAt <= createdAt <= lastModifiedAt',
      'executedAt 2026-03-02T09:00:00-05:00, createdAt 2026-03-02T08:59:59-05:00, lastModifiedAt 2026-03-02T09:00:00-05:00',
    ],
    alsoRejected: {
      'executed before it was proposed': {
        after: books({ transactions: [{ ...transfer, executedAt: '2026-03-02T08:59:59.999-05:00' }] }),
      },
      'an exception before its transaction': {
        after: books({
          records: { [MAIN]: { postingExceptions: [refusalOf('NSF', { createdAt: '2026-03-02T08:00:00-05:00' })] } },
          transactions: [refusedBy('NSF')],
        }),
      },
    },
  },
  'trace-number-tells-execution-time': {
    accepted: { after: books({ transactions: [transfer, refusedBy('NSF')] }) },
    rejected: { after: books({ transactions: [{ ...transfer, traceNumber: 'T2606114000000001' }] }) },
    finds: ['T26061090000 and 5 characters, 5 seconds more or less', 'T2606114000000001'],
    alsoAccepted: {
      'two seconds after it was drawn': {
        after: books({ transactions: [{ ...transfer, executedAt: '2026-03-02T09:00:02-05:00' }] }),
      },
    },
    alsoRejected: {
      'sixteen characters': { after: books({ transactions: [{ ...transfer, traceNumber: 'T260610900000001' }] }) },
      'Greenwich time': { after: books({ transactions: [{ ...transfer, traceNumber: 'T2606114000000001' }] }) },
    },
  },
  'trace-number-is-unique': {
    accepted: { after: books({ transactions: [transfer, refusedBy('NSF')] }) },
    rejected: {
      after: books({ transactions: [transfer, { ...refusedBy('NSF'), traceNumber: transfer.traceNumber }] }),
    },
    finds: ['1 transaction', `2 transactions: ${guid(1)}, ${guid(9)}`],
  },
  'both-sides-name-one-transaction': {
    accepted: {
      after: books({
        records: { [MAIN]: { activities: [debited, deposit()] }, [SECOND]: { activities: [credited] } },
        transactions: [transfer, deposited()],
      }),
    },
    rejected: {
      after: books({
        records: { [MAIN]: { activities: [debited] }, [SECOND]: { activities: [{ ...credited, amount: 9_999 }] } },
        transactions: [transfer],
      }),
    },
    finds: [
      [
        `Credit of 10000 cents on ${SECOND} of ${SECOND} (Account Transfer, Internal, no railId, T2606109000000001, External)`,
        `Debit of 10000 cents on ${MAIN} of ${MAIN} (Account Transfer, Internal, no railId, T2606109000000001, External)`,
      ].join('; '),
      [
        `Credit of 9999 cents on ${SECOND} of ${SECOND} (Account Transfer, Internal, no railId, T2606109000000001, External)`,
        `Debit of 10000 cents on ${MAIN} of ${MAIN} (Account Transfer, Internal, no railId, T2606109000000001, External)`,
      ].join('; '),
    ],
    alsoAccepted: {
      'Internal between two subledgers of one master': {
        after: books({
          records: ofMain([
            activity({ transaction: 6, cents: -5, activityType: 'Internal' }),
            activity({ transaction: 6, cents: 5, sub: POT, activityType: 'Internal' }),
          ]),
          transactions: [transaction({ number: 6, debit: MAIN, credit: POT, cents: 5 })],
        }),
      },
    },
    alsoRejected: {
      'another trace number': {
        after: books({
          records: ofMain([{ ...debited, traceNumber: 'T2606109000000002' }]),
          transactions: [transfer],
        }),
      },
      'the railId is missing': {
        after: books({ records: ofMain([deposit({ railId: undefined })]), transactions: [deposited()] }),
      },
      'External within one master': {
        after: books({
          records: ofMain([activity({ transaction: 6, cents: -5 }), activity({ transaction: 6, cents: 5, sub: POT })]),
          transactions: [transaction({ number: 6, debit: MAIN, credit: POT, cents: 5 })],
        }),
      },
    },
  },
};
