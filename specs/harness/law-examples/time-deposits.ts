import type { ObservedPenalty, ObservedTimeDeposit } from '../../../harness/ledger/books.ts';
import { activity, books, MAIN } from '../sample-books.ts';
import { exchangeOf, type LawExamples, ofMain } from './sample-records.ts';

/** A CD of $1,000.00 over twelve months, with a tier of 90 fee days before month 6 and one of 30 before month 12. */
const cd: ObservedTimeDeposit = {
  status: 'Active',
  fundingAmount: 100_000,
  fundingDueDate: '2026-03-12',
  fundedOn: '2026-03-02',
  maturityDate: '2027-03-02',
  rateBasisPoints: 300,
  dayCount: 'Actual365',
  ratePeriods: [{ startsOn: '2026-03-02', rateBasisPoints: 300 }],
  penaltyTiers: [
    { months: 6, feeDays: 90 },
    { months: 12, feeDays: 30 },
  ],
  principalAmount: 100_000,
};
const funding = activity({ transaction: 1, cents: 100_000 });
const interest = activity({ transaction: 2, cents: 246, transactionCode: 'Interest' });
const deposits = (facts: Partial<ObservedTimeDeposit> = {}) => ({
  timeDeposits: new Map([[MAIN, { ...cd, ...facts }]]),
});
const credited = (...activities: ReturnType<typeof activity>[]) => ({
  after: books({ ...deposits(), records: ofMain(activities) }),
});

const rated = (rateBasisPoints: number) => books(deposits({ rateBasisPoints }));
const raised = { before: rated(300), after: rated(325) };
const bumpUp = (accountNumber: string) =>
  exchangeOf(
    'bumpUpTimeDeposit',
    {},
    {
      request: {
        method: 'POST',
        url: `http://127.0.0.1/core/v1/dda/accounts/${accountNumber}/time-deposit/bump-up`,
        headers: {},
      },
    },
  );

const penalty = (penaltyFee: number, day = '2026-03-02'): ObservedPenalty => ({
  postingDate: `${day}T00:00:00-05:00`,
  penaltyFee,
});
const projected = (penaltyFee: number, day?: string) => ({
  after: books({ ...deposits(), penaltyFees: new Map([[MAIN, penalty(penaltyFee, day)]]) }),
});
/** Returns books around a withdrawal with a fee; 0 cents: none. The fee of 739 cents was projected on `day`. */
const charged = (cents: number, { day = '2026-03-02', waivesPenaltyFee = false } = {}) => {
  const fees = cents === 0 ? [] : [activity({ transaction: 3, cents: -cents, transactionCode: 'Fee' })];
  const withdrawal = activity({ transaction: 4, cents: cents - 100_000 });
  const penaltyFees = new Map([[MAIN, penalty(739, day)]]);
  return {
    before: books({ ...deposits({ waivesPenaltyFee }), penaltyFees, records: ofMain([funding]) }),
    after: books({ ...deposits({ status: 'Withdrawn' }), records: ofMain([funding, withdrawal, ...fees]) }),
  };
};
const waived = { waivesPenaltyFee: true };

/** Accepted and rejected examples of this group of laws. */
export const timeDeposits: Record<string, LawExamples> = {
  'locked-time-deposit-rejects-credit': {
    accepted: credited(funding, interest),
    rejected: credited(funding, activity({ transaction: 3, cents: 500 })),
    finds: ['no credit after the funding', '500 cents'],
    alsoRejected: {
      'a funding that is a cent short': credited(activity({ transaction: 1, cents: 99_999 })),
      'a funding after the window': credited(
        activity({ transaction: 1, cents: 100_000, postingDate: '2026-03-13T00:00:00-04:00' }),
      ),
    },
  },
  'rate-rises-only-on-request': {
    accepted: { ...raised, exchange: bumpUp(MAIN) },
    rejected: raised,
    finds: ['300 basis points', '325 basis points'],
    alsoRejected: { 'a request for another account': { ...raised, exchange: bumpUp('2200000004') } },
  },
  'penalty-is-fee-days-of-simple-interest': {
    accepted: projected(739),
    rejected: projected(740),
    finds: ['739 cents', '740 cents'],
    alsoAccepted: {
      'the last day of the first tier': projected(739, '2026-09-01'),
      'the first day of the second tier': projected(246, '2026-09-02'),
      'the last day of the second tier': projected(246, '2027-03-01'),
      'after the last tier': projected(0, '2027-03-02'),
      'the charged fee': charged(739),
      'no fee with a waiver': charged(0, waived),
    },
    alsoRejected: {
      'the first tier on the day of the second': projected(739, '2026-09-02'),
      'a charged fee that is a cent too much': charged(740),
      'a withdrawal without a fee': charged(0),
    },
  },
  'projected-penalty-is-charged-penalty': {
    accepted: charged(739),
    rejected: charged(740),
    finds: ['739 cents', '740 cents'],
    alsoAccepted: {
      'a fee on a later business day': charged(740, { day: '2026-02-27' }),
      'no fee with a waiver': charged(0, waived),
    },
    alsoRejected: { 'no fee': charged(0), 'a fee in spite of a waiver': charged(739, waived) },
  },
};
