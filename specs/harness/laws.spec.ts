import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import { askLaw } from '../../harness/ledger/auditor.ts';
import type { Activity, Books } from '../../harness/ledger/books.ts';
import type { LawContext } from '../../harness/ledger/law.ts';
import { laws } from '../../harness/ledger/laws.ts';
import { proves } from '../requirement.ts';
import {
  account,
  activity,
  books,
  guid,
  hold,
  LEDGER,
  MAIN,
  memoPost,
  POT,
  payment,
  postingException,
  restriction,
  SECOND,
  transaction,
  trialBalance,
} from './sample-books.ts';

type Example = Partial<LawContext> & { after: Books };

interface LawExamples {
  readonly accepted: Example;
  readonly rejected: Example;
  /** What the finding on the rejected example says: expected and actual. */
  readonly finds: readonly [expected: string, actual: string];
  /** Further good books, by what they show. */
  readonly alsoAccepted?: Readonly<Record<string, Example>>;
  /** Further bad books, by what they show. */
  readonly alsoRejected?: Readonly<Record<string, Example>>;
}

const master = (currentBalance: number, facts: object = {}) =>
  account('master', { accountNumber: MAIN, currentBalance, availableBalance: currentBalance, ...facts });
const own = (currentBalance: number, facts: object = {}) =>
  account('implicit', { accountNumber: MAIN, currentBalance, availableBalance: currentBalance, ...facts });
const pot = (currentBalance: number, facts: object = {}) =>
  account('subledger', { accountNumber: POT, masterAccountNumber: MAIN, currentBalance, ...facts });
const transfer = transaction({ number: 1, debit: MAIN, credit: SECOND, cents: 10_000 });
const second = account('implicit', { accountNumber: SECOND });
const debited = activity({ transaction: 1, cents: -10_000 });
const credited = activity({ transaction: 1, master: SECOND, cents: 10_000 });
const inbound = { rail: 'Ach' as const, railId: `payment/${guid(600)}` };
const payday = activity({ transaction: 4, cents: 125_000, ...inbound, postingDate: '2026-03-04T00:00:00-05:00' });
const early = (status: 'Active' | 'Converted', facts: object = {}) =>
  books({
    accounts: [master(0), own(0)],
    records: { [MAIN]: { memoPosts: [memoPost({ status })] } },
    payments: [payment()],
    postingDay: '2026-03-02',
    ...facts,
  });

const TUESDAY = '2026-03-03T00:00:00-05:00';
const posted = (number: number, cents: number, balance: number, facts: object = {}) =>
  activity({
    ...{ transaction: number, cents, status: 'Posted', sequenceNumber: number, balance },
    ...{ postedAt: '2026-03-02T21:00:00-05:00', ...facts },
  });
const ofMain = (activities: readonly Activity[]) => ({ [MAIN]: { activities } });

/** A check of 27.00 on the main account, free on the third posting day: the example of S-ACCT. */
const SCHEDULE = [0, 0, 2_700];
const clearing = { schedule: SCHEDULE, isClearing: true };
const checkRail = { rail: 'Check' as const, railId: `payment/${guid(610)}` };
const deposit = (facts: object = {}) => activity({ transaction: 5, cents: 2_700, ...checkRail, ...clearing, ...facts });
const deposited = (more: object = {}) =>
  transaction({ number: 5, debit: LEDGER, credit: MAIN, cents: 2_700, more: { ...checkRail, ...clearing, ...more } });
const heldUntil = (expiresAt: string, facts: object = {}) =>
  hold({ ...checkRail, reason: 'Availability', holdType: 'Internal', amount: 2_700, expiresAt, ...facts });
const depositBooks = (postingDay: string, { credit = {}, holds = [heldUntil(TUESDAY)], more = {} } = {}) =>
  books({
    records: { [MAIN]: { activities: [deposit(credit)], holds } },
    transactions: [deposited(more)],
    postingDay,
  });

const refusedBy = (debitCode: 'NSF' | 'RES', cents = 10_001) =>
  transaction({ number: 9, debit: MAIN, credit: SECOND, cents, debitCode, more: { rail: 'Ach' } });
const refusalOf = (code: 'NSF' | 'RES', facts: object = {}) =>
  postingException({ rail: 'Ach', result: { success: false, code }, ...facts });
/** The example of S-ACCT: ACH debits over $100.00. */
const overHundred = restriction({ rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000 });
const restrictedBy = (restrictions: ReturnType<typeof restriction>[], parts: object = {}) =>
  books({ accounts: [master(50_000)], records: { [MAIN]: { restrictions } }, ...parts });
/** An ACH debit of the main account that goes through under a restriction. */
const passing = (limit: ReturnType<typeof restriction>, cents: number, more: object = {}): Example => ({
  before: restrictedBy([limit]),
  after: restrictedBy([limit], {
    transactions: [transaction({ number: 9, debit: MAIN, credit: LEDGER, cents, more: { rail: 'Ach', ...more } })],
  }),
});
/** An ACH debit of the main account that is refused with RES under a restriction. */
const refusing = (limit: ReturnType<typeof restriction>, cents: number, context: object = {}): Example => ({
  before: restrictedBy([limit]),
  after: restrictedBy([limit], { transactions: [refusedBy('RES', cents)] }),
  ...context,
});
const cardAuthorization = {
  transactionType: 'Debit',
  rail: 'Card',
  railId: `payment/${guid(620)}`,
  amount: 5_000,
} as const;
const { railId: _railId, ...withoutRailId } = memoPost();
const internal = restriction({ restrictionType: 'Internal' });

const exchangeOf = (operationId: string, body: object = {}, facts: object = {}): Exchange => ({
  operationId,
  request: { method: 'POST', url: `http://127.0.0.1/${operationId}`, headers: {} },
  response: { statusCode: 200, headers: {}, body },
  durationMs: 1,
  ...facts,
});
const replayed = (body: object = {}) => ({
  response: { statusCode: 200, headers: { 'original-request-id': guid(1) }, body },
});

const examples: Record<string, LawExamples> = {
  'transaction-has-equal-debit-and-credit': {
    accepted: {
      after: books({
        accounts: [own(0), second],
        records: { [MAIN]: { activities: [debited] }, [SECOND]: { activities: [credited] } },
        transactions: [transfer],
      }),
    },
    rejected: {
      after: books({
        accounts: [own(0), second],
        records: { [MAIN]: { activities: [debited] } },
        transactions: [transfer],
      }),
    },
    finds: ['one Credit of 10000 cents', 'none'],
  },
  'failed-transaction-moves-nothing': {
    accepted: {
      after: books({
        records: { [MAIN]: { activities: [debited] } },
        transactions: [transaction({ number: 2, debit: MAIN, credit: SECOND, cents: 5, debitCode: 'NSF' })],
      }),
    },
    rejected: {
      after: books({
        records: { [SECOND]: { activities: [activity({ transaction: 2, master: SECOND, cents: 5 })] } },
        transactions: [transaction({ number: 2, debit: MAIN, credit: SECOND, cents: 5, debitCode: 'NSF' })],
      }),
    },
    finds: ['no activity', 'Credit of 5 cents'],
  },
  'money-is-conserved': {
    accepted: { after: books({ trialBalance: trialBalance({ deposit: 40_000, gl: -50_000, settlement: 10_000 }) }) },
    rejected: { after: books({ trialBalance: trialBalance({ deposit: 40_000, gl: -50_000, settlement: 0 }) }) },
    finds: ['0 cents', '-10000 cents'],
  },
  'current-balance-is-sum-of-activity': {
    accepted: { after: books({ accounts: [master(-10_000)], records: { [MAIN]: { activities: [debited] } } }) },
    rejected: { after: books({ accounts: [master(-9_999)], records: { [MAIN]: { activities: [debited] } } }) },
    finds: ['-10000 cents', '-9999 cents'],
  },
  'available-balance-follows-holds-and-memo-posts': {
    accepted: {
      after: books({
        accounts: [master(5_000, { availableBalance: 129_000 })],
        records: {
          [MAIN]: {
            holds: [hold(), hold({ status: 'Released', amount: 7 })],
            memoPosts: [memoPost(), memoPost({ affectsAvailability: false }), memoPost({ status: 'Converted' })],
          },
        },
      }),
    },
    rejected: {
      after: books({
        accounts: [master(5_000)],
        records: { [MAIN]: { holds: [hold()] } },
      }),
    },
    finds: ['4000 cents (5000 - 1000 + 0)', '5000 cents'],
  },
  'hold-amount-is-sum-of-active-holds': {
    accepted: {
      after: books({
        accounts: [master(0, { holdAmount: 1_000 })],
        records: { [MAIN]: { holds: [hold(), hold({ status: 'Expired' })] } },
      }),
    },
    rejected: {
      after: books({
        accounts: [master(0, { holdAmount: 1_000 })],
        records: { [MAIN]: { holds: [hold({ status: 'Expired' })] } },
      }),
    },
    finds: ['0 cents', '1000 cents'],
  },
  'subledgers-sum-to-master': {
    accepted: { after: books({ accounts: [master(40_000), own(37_500), pot(2_500)] }) },
    rejected: { after: books({ accounts: [master(40_000), own(40_000), pot(2_500)] }) },
    finds: ['42500 cents', '40000 cents'],
  },
  'only-allowed-accounts-go-negative': {
    accepted: {
      after: books({ accounts: [master(0), own(-2_500), pot(-1), pot(5, { accountNumber: '310000000011' })] }),
    },
    rejected: { after: books({ accounts: [master(0), pot(-1, { ledgerType: 'Direct' })] }) },
    finds: ['0 cents or more', '-1 cents'],
    alsoAccepted: {
      'a GL may be overdrawn': {
        after: books({ accounts: [master(-1, { accountNumber: LEDGER, accountType: 'GeneralLedger' })] }),
      },
      'a master is overdrawn by a forced transaction': {
        after: books({
          accounts: [master(-1)],
          transactions: [transaction({ number: 1, debit: MAIN, credit: LEDGER, cents: 1, more: { flags: ['FRC'] } })],
        }),
      },
    },
    alsoRejected: {
      'a forced transaction of another account': {
        after: books({
          accounts: [master(-1)],
          transactions: [transaction({ number: 1, debit: SECOND, credit: LEDGER, cents: 1, more: { flags: ['FRC'] } })],
        }),
      },
    },
  },
  'gl-is-zero-at-close': {
    accepted: {
      moment: 'close',
      closedPostingDay: '2026-03-03',
      after: books({
        records: { [MAIN]: { activities: [payday] } },
        trialBalance: trialBalance({ deposit: 125_000, gl: -125_000, settlement: 0 }),
      }),
    },
    rejected: {
      moment: 'close',
      closedPostingDay: '2026-03-04',
      after: books({
        records: { [MAIN]: { activities: [payday] } },
        trialBalance: trialBalance({ deposit: 125_000, gl: -125_000, settlement: 0 }),
      }),
    },
    finds: ['0 cents', '-125000 cents'],
    alsoAccepted: {
      'a rail has moved money on a GL of the partner: two GLs that even out': {
        moment: 'close',
        closedPostingDay: '2026-03-03',
        after: books({
          accounts: [
            account('master', { accountNumber: LEDGER, accountType: 'GeneralLedger', currentBalance: 125_000 }),
          ],
          records: { [LEDGER]: { activities: [{ ...payday, masterAccountNumber: LEDGER, subAccountNumber: LEDGER }] } },
          trialBalance: {
            accounts: [
              { accountNumber: LEDGER, accountClass: 'GeneralLedger', currentBalance: 125_000 },
              { accountNumber: 'GL-ACH', accountClass: 'GeneralLedger', currentBalance: -125_000 },
            ],
            total: 0,
          },
        }),
      },
    },
  },
  'transaction-count-is-number-of-activities': {
    accepted: {
      after: books({ accounts: [master(0, { transactionCount: 1 })], records: { [MAIN]: { activities: [debited] } } }),
    },
    rejected: {
      after: books({ accounts: [master(0, { transactionCount: 2 })], records: { [MAIN]: { activities: [debited] } } }),
    },
    finds: ['1', '2'],
  },
  'only-declared-effects-happen': {
    accepted: {
      before: books({ accounts: [master(50_000), own(50_000), pot(0)] }),
      effects: [
        { kind: 'moves', accountNumber: MAIN, cents: -2_500 },
        { kind: 'moves', accountNumber: POT, cents: 2_500 },
      ],
      after: books({
        accounts: [
          master(50_000, { transactionCount: 2 }),
          own(47_500, { transactionCount: 1 }),
          pot(2_500, { transactionCount: 1, availableBalance: 2_500 }),
        ],
      }),
    },
    rejected: {
      before: books({ accounts: [master(50_000)] }),
      after: books({ accounts: [master(50_000, { currentBalance: 49_999 })] }),
    },
    finds: ['50000 cents', '49999 cents'],
  },
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
  'schedule-sums-to-amount': {
    accepted: { after: depositBooks('2026-03-02') },
    rejected: { after: depositBooks('2026-03-02', { credit: { schedule: [0, 0, 2_699] } }) },
    finds: ['2700 cents, no element negative', '2699 cents: [0, 0, 2699]'],
    alsoRejected: {
      'cumulative (DOC-012, variant B)': {
        after: depositBooks('2026-03-02', { more: { schedule: [700, 1_700, 2_700] } }),
      },
      'a negative element': { after: depositBooks('2026-03-02', { credit: { schedule: [-300, 3_000] } }) },
    },
  },
  'schedule-agrees-on-transaction-and-activity': {
    accepted: { after: depositBooks('2026-03-02') },
    rejected: { after: depositBooks('2026-03-02', { credit: { schedule: [2_700] } }) },
    finds: ['[0, 0, 2700]', '[2700]'],
    alsoRejected: {
      'only on the transaction': { after: depositBooks('2026-03-02', { credit: { schedule: undefined } }) },
      'on the debit side': {
        after: books({ records: ofMain([{ ...debited, schedule: [10_000] }]), transactions: [transfer] }),
      },
    },
  },
  'hold-covers-what-is-not-yet-available': {
    accepted: { after: depositBooks('2026-03-03') },
    rejected: { after: depositBooks('2026-03-03', { holds: [] }) },
    finds: ['2700 cents', '0 cents in 0 active holds'],
    alsoAccepted: {
      'all of it is available': {
        after: depositBooks('2026-03-04', { holds: [heldUntil(TUESDAY, { status: 'Expired' })] }),
      },
      'part of it is available each day, over a weekend': {
        after: depositBooks('2026-03-09', {
          credit: { postingDate: '2026-03-05T00:00:00-05:00', schedule: [100, 200, 300, 2_100] },
          holds: [
            heldUntil('2026-03-05T00:00:00-05:00', { amount: 200, status: 'Expired' }),
            heldUntil('2026-03-06T00:00:00-05:00', { amount: 300, status: 'Expired' }),
            heldUntil('2026-03-09T00:00:00-04:00', { amount: 2_100 }),
          ],
        }),
      },
      'the payment went back': {
        after: depositBooks('2026-03-03', { holds: [heldUntil(TUESDAY, { status: 'Released' })] }),
      },
      'a hold that a partner called Availability': {
        after: books({ records: { [MAIN]: { holds: [heldUntil(TUESDAY, { holdType: 'Partner' })] } } }),
      },
    },
    alsoRejected: {
      'held a day too long': { after: depositBooks('2026-03-04') },
      'free a day too early': {
        after: depositBooks('2026-03-03', {
          holds: [heldUntil('2026-03-02T00:00:00-05:00', { status: 'Expired' })],
        }),
      },
      'of another railId': {
        after: depositBooks('2026-03-03', { holds: [heldUntil(TUESDAY, { railId: `payment/${guid(611)}` })] }),
      },
      'two holds for one element': {
        after: depositBooks('2026-03-03', { holds: [heldUntil(TUESDAY), heldUntil(TUESDAY)] }),
      },
    },
  },
  'hold-lasts-through-its-posting-day': {
    accepted: {
      after: depositBooks('2026-03-03', {
        holds: [heldUntil(TUESDAY), heldUntil('2026-03-02T00:00:00-05:00', { status: 'Expired' }), hold()],
      }),
    },
    rejected: { after: depositBooks('2026-03-03', { holds: [heldUntil(TUESDAY, { status: 'Expired' })] }) },
    finds: ['Active', 'Expired'],
    alsoAccepted: {
      'one until a Saturday ends when Friday closes': {
        after: depositBooks('2026-03-09', { holds: [heldUntil('2026-03-07T00:00:00-05:00', { status: 'Expired' })] }),
      },
    },
    alsoRejected: { 'active on the next posting day': { after: depositBooks('2026-03-04') } },
  },
  'is-clearing-follows-schedule': {
    accepted: { after: depositBooks('2026-03-03') },
    rejected: { after: depositBooks('2026-03-04') },
    finds: ['isClearing false', 'isClearing true'],
    alsoAccepted: {
      'false once the last of it is available': {
        after: depositBooks('2026-03-04', { credit: { isClearing: false }, more: { isClearing: false } }),
      },
      'available at once': {
        after: depositBooks('2026-03-02', {
          credit: { schedule: [2_700, 0], isClearing: undefined },
          more: { isClearing: false },
        }),
      },
    },
    alsoRejected: {
      'false too early, on the transaction': { after: depositBooks('2026-03-03', { more: { isClearing: false } }) },
    },
  },
  'expired-hold-never-returns': {
    accepted: {
      before: books({ records: { [MAIN]: { holds: [hold(), hold({ id: guid(701), status: 'Released' })] } } }),
      after: books({
        records: { [MAIN]: { holds: [hold({ status: 'Expired' }), hold({ id: guid(701), status: 'Released' })] } },
      }),
    },
    rejected: {
      before: books({ records: { [MAIN]: { holds: [hold({ status: 'Expired' })] } } }),
      after: books({ records: { [MAIN]: { holds: [hold()] } } }),
    },
    finds: ['Expired', 'Active'],
    alsoRejected: {
      'one that expired is released': {
        before: books({ records: { [MAIN]: { holds: [hold({ status: 'Expired' })] } } }),
        after: books({ records: { [MAIN]: { holds: [hold({ status: 'Released' })] } } }),
      },
    },
  },
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
      'one without a payment': {
        after: books({ records: { [MAIN]: { memoPosts: [{ ...withoutRailId, status: 'Converted' }] } } }),
      },
    },
    alsoRejected: {
      'neither memo post nor activity': {
        after: books({ records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted' })] } } }),
      },
      'converted at another amount': {
        after: books({
          records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted', amount: 1 })], activities: [payday] } },
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
  'exception-only-on-failing-side': {
    accepted: {
      after: books({
        records: { [MAIN]: { postingExceptions: [refusalOf('NSF')] }, [SECOND]: {} },
        transactions: [refusedBy('NSF'), transfer],
      }),
    },
    rejected: { after: books({ records: { [MAIN]: {}, [SECOND]: {} }, transactions: [refusedBy('NSF')] }) },
    finds: ['NSF', 'none'],
    alsoAccepted: {
      'a test only, with the flag AUTH': {
        after: books({ records: { [MAIN]: {} } }),
        exchange: exchangeOf('createTransaction', { ...refusedBy('NSF'), flags: ['AUTH'] }),
      },
      'the records are older than the transaction': {
        ...(() => {
          const { records } = books({ records: { [MAIN]: {} } });
          return {
            before: { ...books({}), records },
            after: { ...books({ transactions: [refusedBy('NSF')] }), records },
          };
        })(),
      },
    },
    alsoRejected: {
      'another code': {
        after: books({
          records: { [MAIN]: { postingExceptions: [refusalOf('RES')] } },
          transactions: [refusedBy('NSF')],
        }),
      },
      'also on the side that did not fail': {
        after: books({
          records: {
            [MAIN]: { postingExceptions: [refusalOf('NSF')] },
            [SECOND]: {
              postingExceptions: [
                refusalOf('NSF', {
                  ...{ id: guid(801), masterAccountNumber: SECOND, subAccountNumber: SECOND },
                  transactionType: 'Credit',
                }),
              ],
            },
          },
          transactions: [refusedBy('NSF')],
        }),
      },
      'none for a transfer that the bank answers as failed': {
        after: books({ records: { [MAIN]: {} } }),
        exchange: exchangeOf('createTransfer', refusedBy('NSF')),
      },
      'on an account that is no side of it': {
        after: books({
          records: { [MAIN]: { postingExceptions: [refusalOf('NSF'), refusalOf('NSF', { subAccountNumber: POT })] } },
          transactions: [refusedBy('NSF')],
        }),
      },
    },
  },
  'exception-moves-nothing': {
    accepted: {
      after: books({ records: { [MAIN]: { postingExceptions: [refusalOf('NSF')], activities: [debited] } } }),
    },
    rejected: {
      after: books({
        records: {
          [MAIN]: { postingExceptions: [refusalOf('NSF')], activities: [activity({ transaction: 9, cents: -10_001 })] },
        },
      }),
    },
    finds: ['no activity', 'Debit of 10001 cents'],
  },
  'restricted-transaction-is-rejected': {
    accepted: passing(overHundred, 10_000),
    rejected: passing(overHundred, 10_001),
    finds: ['RES, nothing moves', 'OK, 10001 cents moved'],
    alsoAccepted: {
      'another rail': passing(overHundred, 10_001, { rail: 'Internal' }),
      'another code': passing(restriction({ transactionCode: 'Outgoing ACH' }), 1),
      'between deposit accounts only': passing(restriction({ otherAccountType: 'Deposit' }), 1),
      'only on the subledgers': passing(restriction({ appliesTo: 'SubAccounts' }), 1),
      'only on a subledger that is named': passing(restriction({ appliesTo: 'Account', subAccountNumber: POT }), 1),
      'not yet in force': passing(restriction({ startsAt: '2026-03-02T09:00:01-05:00' }), 1),
      'in force no more': passing(restriction({ expiresAt: '2026-03-02T09:00:00-05:00' }), 1),
      'a flag lifts it': passing(restriction(), 1, { flags: ['RES'] }),
      'placed within the step': { after: passing(restriction(), 1).after },
      'refused for want of funds': {
        before: restrictedBy([restriction()]),
        after: restrictedBy([restriction()], { transactions: [refusedBy('NSF')] }),
      },
    },
    alsoRejected: {
      'a freeze of the account': passing(restriction(), 1),
      'both directions of a rail': passing(restriction({ rail: 'Ach' }), 1),
      'one of two restrictions': {
        before: restrictedBy([restriction({ id: guid(901), rail: 'Wire' }), restriction()]),
        after: restrictedBy([restriction({ id: guid(901), rail: 'Wire' }), restriction()], {
          transactions: [transfer],
        }),
      },
      'the credit side': {
        before: books({ records: { [SECOND]: { restrictions: [restriction({ masterAccountNumber: SECOND })] } } }),
        after: books({
          records: { [SECOND]: { restrictions: [restriction({ masterAccountNumber: SECOND })] } },
          transactions: [transfer],
        }),
      },
    },
  },
  'unrestricted-transaction-passes': {
    accepted: refusing(overHundred, 10_001),
    rejected: refusing(overHundred, 10_000),
    finds: ['OK, 10000 cents moved', 'RES'],
    alsoAccepted: {
      'the step declares it': refusing(overHundred, 10_000, { effects: [{ kind: 'refused', code: 'RES' }] }),
      'the account has no restriction, so a policy has to be': {
        after: restrictedBy([], { transactions: [refusedBy('RES')] }),
      },
      'a savings account has a monthly limit': {
        before: restrictedBy([overHundred]),
        after: restrictedBy([overHundred], {
          accounts: [master(0, { accountType: 'Savings' })],
          transactions: [refusedBy('RES', 10_000)],
        }),
      },
      'removed within the step': {
        before: restrictedBy([overHundred]),
        after: restrictedBy([restriction({ id: guid(901), rail: 'Wire' })], { transactions: [refusedBy('RES')] }),
      },
    },
    alsoRejected: {
      'a restriction of another rail': refusing(restriction({ rail: 'Wire' }), 1),
      'a restriction of credits': refusing(restriction({ transactionType: 'Credit' }), 1),
      'a restriction of a subledger': refusing(restriction({ appliesTo: 'Account', subAccountNumber: POT }), 1),
    },
  },
  'internal-restriction-outlives-partner': {
    accepted: {
      before: restrictedBy([internal, restriction({ id: guid(901) })]),
      after: restrictedBy([internal]),
      exchange: exchangeOf('removeRestriction'),
    },
    rejected: {
      before: restrictedBy([internal]),
      after: restrictedBy([]),
      exchange: exchangeOf('removeRestriction'),
    },
    finds: ['Active, appliesTo All', 'not listed'],
    alsoAccepted: {
      'the operator removes it': {
        before: restrictedBy([internal]),
        after: restrictedBy([]),
        exchange: exchangeOf('removeAnyRestriction'),
      },
      'its time is over': {
        before: restrictedBy([{ ...internal, expiresAt: '2026-03-02T12:00:00-05:00' }]),
        after: restrictedBy([], { now: '2026-03-02T12:00:00-05:00' }),
      },
      'the operator releases a hold, a payment that went back another': {
        before: books({
          records: { [MAIN]: { holds: [hold({ holdType: 'Internal' }), heldUntil(TUESDAY, { id: guid(701) })] } },
        }),
        after: books({
          records: {
            [MAIN]: {
              holds: [
                hold({ holdType: 'Internal', status: 'Released' }),
                heldUntil(TUESDAY, { id: guid(701), status: 'Released' }),
              ],
            },
          },
        }),
        exchange: exchangeOf('releaseInternalHold'),
      },
    },
    alsoRejected: {
      'gone before its time': {
        before: restrictedBy([{ ...internal, expiresAt: '2026-03-02T12:00:00-05:00' }]),
        after: restrictedBy([], { now: '2026-03-02T11:59:59-05:00' }),
      },
      'with another threshold': {
        before: restrictedBy([internal]),
        after: restrictedBy([{ ...internal, amountThreshold: 99_999_999 }]),
      },
      'a partner releases an internal hold': {
        before: books({ records: { [MAIN]: { holds: [hold({ holdType: 'Internal' })] } } }),
        after: books({ records: { [MAIN]: { holds: [hold({ holdType: 'Internal', status: 'Released' })] } } }),
        exchange: exchangeOf('releaseHold'),
      },
    },
  },
  'account-number-is-well-formed': {
    accepted: { after: books({ accounts: [master(0), own(0), pot(0)] }) },
    rejected: { after: books({ accounts: [account('master', { accountNumber: '2100000006' })] }) },
    finds: ['2, eight digits, Luhn check digit', '2100000006'],
    alsoAccepted: {
      'a GL': {
        after: books({ accounts: [account('master', { accountNumber: LEDGER, accountType: 'GeneralLedger' })] }),
      },
    },
    alsoRejected: {
      'a deposit account with the number of a GL': {
        after: books({ accounts: [account('master', { accountNumber: LEDGER })] }),
      },
    },
  },
  'account-number-is-never-reassigned': {
    accepted: {
      before: books({ accounts: [master(0)] }),
      after: books({ accounts: [master(0), account('master', { accountNumber: SECOND })] }),
      exchange: exchangeOf('openAccount', { accountNumber: SECOND }),
    },
    rejected: {
      before: books({ accounts: [master(0, { status: 'Closed', title: 'First' })] }),
      after: books({ accounts: [master(0)] }),
      exchange: exchangeOf('openAccount', { accountNumber: MAIN }),
    },
    finds: ['a number that no account has had', `${MAIN}, the number of the Closed master account "First"`],
    alsoAccepted: {
      'the replay of its own opening': {
        before: books({ accounts: [master(0)] }),
        after: books({ accounts: [master(0)] }),
        exchange: exchangeOf('openAccount', {}, replayed({ accountNumber: MAIN })),
      },
    },
    alsoRejected: {
      'of a subledger': {
        before: books({ accounts: [pot(0)] }),
        after: books({ accounts: [pot(0)] }),
        exchange: exchangeOf('createSubaccount', { accountNumber: POT, masterAccountNumber: SECOND }),
      },
    },
  },
  'idempotent-replay-has-one-effect': {
    accepted: {
      before: books({ accounts: [master(500)] }),
      after: books({ accounts: [master(500)] }),
      exchange: exchangeOf('createTransfer', {}, replayed()),
    },
    rejected: {
      before: books({ accounts: [master(500)] }),
      after: books({ accounts: [master(400, { transactionCount: 1 })] }),
      exchange: exchangeOf('createTransfer', {}, replayed()),
    },
    finds: [
      'current 500, available 500, held 0 cents, 0 transactions',
      'current 400, available 400, held 0 cents, 1 transactions',
    ],
    alsoAccepted: {
      'a first request': {
        before: books({ accounts: [master(500)] }),
        after: books({ accounts: [master(400)] }),
        exchange: exchangeOf('createTransfer'),
      },
      'the answer to the first try was lost': {
        before: books({ accounts: [master(500)] }),
        after: books({ accounts: [master(400)] }),
        exchange: exchangeOf(
          'createTransfer',
          {},
          {
            ...replayed(),
            retries: [{ reason: 'connection lost', waitedMs: 1, isUnsure: true }],
          },
        ),
      },
    },
  },
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

function complete(context: Partial<LawContext> & { after: Books }): LawContext {
  return { before: books({}), effects: [], moment: 'step', ...context };
}

test('the registry of laws has an accepted and a rejected example for each, and no other', () => {
  expect(Object.keys(examples)).toEqual(laws.map(({ name }) => name));
});

for (const law of laws) {
  const { accepted, rejected, finds, alsoAccepted = {}, alsoRejected = {} } = examples[law.name] as LawExamples;

  test(`${law.name} accepts good books`, () => {
    expect(askLaw(law, complete(accepted))).toEqual([]);
  });

  test(`${law.name} finds bad books and tells the figures`, proves(...law.requirementIds), () => {
    const [found] = askLaw(law, complete(rejected));
    expect(found).toMatchObject({
      rule: law.name,
      expected: finds[0],
      actual: finds[1],
      requirementIds: law.requirementIds,
    });
  });

  for (const [what, example] of Object.entries(alsoAccepted)) {
    test(`${law.name} accepts: ${what}`, () => {
      expect(askLaw(law, complete(example))).toEqual([]);
    });
  }

  for (const [what, example] of Object.entries(alsoRejected)) {
    test(`${law.name} finds: ${what}`, () => {
      expect(askLaw(law, complete(example))).not.toEqual([]);
    });
  }
}

test.describe('only-declared-effects-happen', () => {
  const law = laws.find(({ name }) => name === 'only-declared-effects-happen');
  const ask = (context: Partial<LawContext> & { after: Books }) => (law ? askLaw(law, complete(context)) : []);
  const still = [master(100), own(100)];

  const cases = [
    { effect: 'memo', cents: 70, changed: { availableBalance: 170 } },
    { effect: 'settles', cents: 70, changed: { currentBalance: 170, transactionCount: 1 } },
    { effect: 'holds', cents: 70, changed: { availableBalance: 30, holdAmount: 70 } },
    { effect: 'moves', cents: -70, changed: { currentBalance: 30, availableBalance: 30, transactionCount: 1 } },
  ] as const;
  for (const { effect, cents, changed } of cases) {
    test(`${effect}(account, ${cents}) changes just its own figures, on the subledger and its master`, () => {
      const effects = [{ kind: effect, accountNumber: MAIN, cents }];
      const before = books({ accounts: still });
      const after = books({ accounts: [master(100, changed), own(100, changed)] });
      expect(ask({ before, after, effects })).toEqual([]);
      expect(ask({ before, after: before, effects })).toHaveLength(2 * Object.keys(changed).length);
      expect(ask({ before, after })).toHaveLength(2 * Object.keys(changed).length);
    });
  }

  test('a declared refusal wants exactly one posting exception with its code', proves('P01'), () => {
    const before = books({ accounts: still });
    const after = books({ accounts: still, records: { [MAIN]: { postingExceptions: [postingException()] } } });
    const effects = [{ kind: 'refused', code: 'RES' }] as const;
    expect(ask({ before, after, effects })).toEqual([]);
    expect(ask({ before, after: before, effects })).toMatchObject([{ expected: 'RES', actual: 'none' }]);
    expect(ask({ before, after })).toMatchObject([{ expected: 'none', actual: `RES on ${MAIN} over 10001 cents` }]);
    expect(ask({ before, after, effects: [{ kind: 'refused', code: 'NSF' }] })).toHaveLength(1);
  });

  test('a new account starts at zero', () => {
    expect(ask({ after: books({ accounts: [account('master', { accountNumber: MAIN })] }) })).toEqual([]);
    expect(
      ask({ after: books({ accounts: [account('master', { accountNumber: MAIN, currentBalance: 1 })] }) }),
    ).toHaveLength(1);
  });

  test('an effect on an account that the run has not opened is a finding', () => {
    const effects = [{ kind: 'moves', accountNumber: SECOND, cents: 1 }] as const;
    expect(ask({ after: books({ accounts: [account('master', { accountNumber: MAIN })] }), effects })).toMatchObject([
      { actual: SECOND },
    ]);
  });
});
