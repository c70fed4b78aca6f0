import type { InterestTerms } from '../../../harness/ledger/books.ts';
import { activity, books, hold, MAIN } from '../sample-books.ts';
import { type LawExamples, master } from './sample-records.ts';

/** Four percent on the whole balance. */
const flat: InterestTerms = {
  fromDay: '2026-03-02',
  dayCount: 'Actual365',
  balance: 'Closing',
  minimumBalance: 0,
  tiers: [{ fromAmount: 0, rateBasisPoints: 400 }],
};
const funding = activity({ transaction: 1, cents: 1_000_000, status: 'Posted', sequenceNumber: 1 });
const paidOn = (postingDate: string, cents: number, transaction: number) =>
  activity({ transaction, cents, postingDate, transactionCode: 'Interest', status: 'Posted', sequenceNumber: 1 });
const march = (cents: number) => paidOn('2026-03-31T00:00:00-04:00', cents, 2);
const april = (cents: number) => paidOn('2026-04-30T00:00:00-04:00', cents, 3);

interface Paid {
  readonly terms?: readonly InterestTerms[];
  readonly holds?: readonly ReturnType<typeof hold>[];
  readonly postingDay?: string;
  readonly status?: string;
}

const paid = (
  activities: readonly ReturnType<typeof activity>[],
  { terms = [flat], holds = [], postingDay = '2026-04-01', status = 'Active' }: Paid = {},
) => ({
  after: books({
    accounts: [master(1_000_000, { status })],
    interestTerms: new Map([[MAIN, terms]]),
    records: { [MAIN]: { activities: [funding, ...activities], holds } },
    postingDay,
  }),
});
const held = hold({ reason: 'Availability', amount: 400_000, expiresAt: '2026-03-04T00:00:00-05:00' });
const tiered = { ...flat, tiers: [...flat.tiers, { fromAmount: 500_000, rateBasisPoints: 800 }] };
const raised = { ...flat, fromDay: '2026-03-16', tiers: [{ fromAmount: 0, rateBasisPoints: 500 }] };
const may = { postingDay: '2026-05-01' };
/** From 1 August on, a Saturday. */
const fromSaturday = { terms: [{ ...flat, fromDay: '2026-08-01' }], postingDay: '2026-09-01' };
const august = (cents: number) => paidOn('2026-08-31T00:00:00-04:00', cents, 2);
/** A debit and a credit of the same day, in posting sequence. */
const thereAndBack = [-900_000, 900_000].map((cents, at) =>
  activity({
    transaction: 4 + at,
    cents,
    postingDate: '2026-03-10T00:00:00-04:00',
    status: 'Posted',
    sequenceNumber: at + 1,
  }),
);
const lowest = { terms: [{ ...flat, balance: 'Lowest' as const }] };
/** The account is emptied and closed on 10 March. */
const closing = { postingDay: '2026-03-10', status: 'Closed' };
const closedWith = (cents: number) =>
  [-1_000_000, cents, -cents].map((amount, at) =>
    activity({
      transaction: 4 + at,
      cents: amount,
      postingDate: '2026-03-10T00:00:00-04:00',
      transactionCode: ['Account Transfer', 'Interest', 'Withdrawal'][at] ?? '',
    }),
  );
const fundedAgain = activity({ transaction: 8, cents: 1_000_000, postingDate: '2026-03-10T00:00:00-04:00' });
const released = hold({
  reason: 'Review',
  amount: 400_000,
  status: 'Released',
  lastModifiedAt: '2026-03-05T09:00:00-05:00',
});

/** Accepted and rejected examples of this group of laws. */
export const interest: Record<string, LawExamples> = {
  'interest-accrues-whatever-the-holds': {
    accepted: paid([march(3_287)], { holds: [held] }),
    rejected: paid([march(3_156)], { holds: [held] }),
    finds: ['3287 cents', '3156 cents'],
    alsoAccepted: {
      'a wrong figure without a hold': paid([march(3_156)]),
      'less than the part that was not held': paid([march(3_000)], { holds: [held] }),
    },
    alsoRejected: {
      'the held part earns from its second day on': paid([march(3_243)], { holds: [held] }),
      'a hold that was released leaves its days out': paid([march(3_156)], { holds: [released] }),
    },
  },
  'interest-paid-is-interest-accrued': {
    // 10,000.00 at 4 percent for 30 of 365 days: 32.8767.
    accepted: paid([march(3_287)]),
    rejected: paid([march(3_288)]),
    finds: ['3287 cents', '3288 cents'],
    alsoAccepted: {
      'the month is not over': paid([], { postingDay: '2026-03-31' }),
      // 10,032.87 at 4 percent for 30 days, and the rest of March: 32.9848 + 0.0067.
      'the rest of a cent is carried': paid([march(3_287), april(3_299)], may),
      // 5,000.00 at 4 percent and 5,000.00 at 8 percent.
      'tiers on the parts of the balance': paid([march(4_931)], { terms: [tiered] }),
      // 14 days at 4 percent and 16 at 5 percent.
      'a rate change in mid-month': paid([march(3_726)], { terms: [flat, raised] }),
      'a balance below the minimum': paid([], { terms: [{ ...flat, minimumBalance: 1_000_001 }] }),
      // 31 days from a Saturday on.
      'terms that start on a weekend': paid([august(3_397)], fromSaturday),
      // 28 days on 10,000.00 and one on 1,000.00; on the day of the funding 0.00 is the lowest: 30.7945.
      'the lowest balance of a day': paid([...thereAndBack, march(3_079)], lowest),
      'the closing balance of that day': paid([...thereAndBack, march(3_287)]),
      // 8 days until the day before the closing: 8.767.
      'the payment of a closing': paid(closedWith(876), closing),
      // The same, and 22 days on 10,000.00 after the account was reopened and funded again: 24.1096.
      'the month of a reopening': paid([...closedWith(876), fundedAgain, march(2_410)]),
      // 30 days of 360: 33.3333.
      'a year of 360 days': paid([march(3_333)], { terms: [{ ...flat, dayCount: 'Actual360' }] }),
    },
    alsoRejected: {
      'nothing is paid': paid([]),
      'interest without terms': paid([march(3_287)], { terms: [] }),
      'interest before the end of the month': paid([paidOn('2026-03-16T00:00:00-04:00', 1, 2), march(3_287)]),
      'interest before the terms apply': paid([march(3_287), august(3_397)], fromSaturday),
      'a day too much at the closing': paid(closedWith(986), closing),
      'nothing is paid at the closing': paid(closedWith(0).slice(0, 1), closing),
      'the rest of a cent is lost': paid([march(3_287), april(3_298)], may),
      'the highest tier on the whole balance': paid([march(6_575)], { terms: [tiered] }),
    },
  },
};
