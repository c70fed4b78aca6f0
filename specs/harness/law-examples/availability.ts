import { books, guid, hold, MAIN } from '../sample-books.ts';

import {
  debited,
  deposit,
  depositBooks,
  heldUntil,
  type LawExamples,
  ofMain,
  TUESDAY,
  transfer,
} from './sample-records.ts';

/** Builds the deposit and its holds without `railId`. */
const withoutRailId = (postingDay: string, amounts: readonly number[]) => {
  const { railId: _ofHold, ...held } = heldUntil(TUESDAY);
  const { railId: _ofCredit, ...credit } = deposit();
  const holds = amounts.map((amount) => ({ ...held, amount }));
  return books({ records: { [MAIN]: { activities: [credit], holds } }, postingDay });
};

/** Accepted and rejected examples of this group of laws. */
export const availability: Record<string, LawExamples> = {
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
      'no railId, and an operator holds more for the same reason': {
        after: withoutRailId('2026-03-03', [2_700, 30]),
      },
      'no railId, all of it available, and an operator still holds': { after: withoutRailId('2026-03-04', [30]) },
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
      'no railId, and less held than is not yet available': { after: withoutRailId('2026-03-03', [2_699]) },
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
};
