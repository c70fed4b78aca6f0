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
}

const paid = (
  activities: readonly ReturnType<typeof activity>[],
  { terms = [flat], holds = [], postingDay = '2026-04-01' }: Paid = {},
) => ({
  after: books({
    accounts: [master(1_000_000)],
    interestTerms: new Map([[MAIN, terms]]),
    records: { [MAIN]: { activities: [funding, ...activities], holds } },
    postingDay,
  }),
});
const held = hold({ reason: 'Availability', amount: 400_000, expiresAt: '2026-03-04T00:00:00-05:00' });
const tiered = { ...flat, tiers: [...flat.tiers, { fromAmount: 500_000, rateBasisPoints: 800 }] };
const raised = { ...flat, fromDay: '2026-03-16', tiers: [{ fromAmount: 0, rateBasisPoints: 500 }] };
const may = { postingDay: '2026-05-01' };

/** Accepted and rejected examples of this group of laws. */
export const interest: Record<string, LawExamples> = {
  'interest-accrues-whatever-the-holds': {
    accepted: paid([march(3_287)], { holds: [held] }),
    rejected: paid([march(3_156)], { holds: [held] }),
    finds: ['3287 cents', '3156 cents'],
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
    },
    alsoRejected: {
      'nothing is paid': paid([]),
      'the rest of a cent is lost': paid([march(3_287), april(3_298)], may),
      'the highest tier on the whole balance': paid([march(6_575)], { terms: [tiered] }),
    },
  },
};
