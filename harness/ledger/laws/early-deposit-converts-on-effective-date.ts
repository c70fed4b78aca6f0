import type { Books } from '../books.ts';
import { type AnnouncedDeposit, earlyDeposits } from '../early-deposits.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';

/**
 * Once the posting day of its effective date is open, an early deposit has no memo post and one activity of the same
 * amount; before that, its memo post is active. If the account refuses the credit, a posting exception with its
 * `railId` replaces the activity. The bank may then hide the payment (D26), so the payment of the last reading is used.
 * Source: S-ACCT, Early Direct Deposit ("replaced seamlessly by a full transfer").
 */
export const earlyDepositConvertsOnEffectiveDate: Law = {
  name: 'early-deposit-converts-on-effective-date',
  requirementIds: ['E04', 'M08'],
  provenance: 'source',
  needs: ['bank-time'],
  check({ before, after }) {
    const payments = new Map([...before.payments, ...after.payments]);
    return earlyDeposits({ ...after, payments }).flatMap((deposit) => checkDeposit(after, deposit));
  },
};

function checkDeposit({ postingDay = '' }: Books, deposit: AnnouncedDeposit): LawDeviation[] {
  const { payment, memoPost, activities, exceptions } = deposit;
  const isDue = payment.effectiveDate <= postingDay;
  const amounts = activities.map(({ amount }) => amount);
  const isConverted = memoPost.status !== 'Active' && amounts.length === 1 && amounts[0] === memoPost.amount;
  const isWaiting = memoPost.status === 'Active' && amounts.length === 0;
  const isRefused = memoPost.status === 'Expired' && amounts.length === 0 && exceptions.length > 0;
  if (isDue ? isConverted || isRefused : isWaiting) return [];
  return [
    {
      message: `Early deposit ${memoPost.railId} with effective date ${payment.effectiveDate} on posting day ${postingDay}`,
      expected: isDue
        ? `no active memo post, one activity of ${inCents(memoPost.amount)}`
        : 'an active memo post, no activity',
      actual: `memo post ${memoPost.status} over ${inCents(memoPost.amount)}, activity ${amounts.map(inCents).join(' and ') || 'none'}`,
    },
  ];
}
