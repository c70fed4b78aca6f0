import { addBusinessDays } from '../../../core/business-day.ts';
import { earlyDeposits, postingDayOf } from '../early-deposits.ts';
import type { Law } from '../law.ts';

/**
 * An early deposit raises the available balance at most two business days before its effective date. Source: S-ACCT,
 * Early Direct Deposit ("up to 2 days before the effective date"); business days are an ASSUMPTION.
 */
export const earlyDepositIsAtMostTwoBusinessDaysEarly: Law = {
  name: 'early-deposit-is-at-most-two-business-days-early',
  requirementIds: ['E01'],
  provenance: 'source',
  check({ before, after }) {
    const seen = new Set(earlyDeposits(before).map(({ memoPost }) => memoPost.id));
    return earlyDeposits(after)
      .filter(({ memoPost }) => !seen.has(memoPost.id))
      .flatMap(({ payment, memoPost }) => {
        const seenOn = after.postingDay ?? postingDayOf(memoPost.createdAt, after.closeTime);
        const latest = addBusinessDays(seenOn, 2);
        if (payment.effectiveDate <= latest) return [];
        return [
          {
            message: `Early deposit ${memoPost.railId} is available on posting day ${seenOn}, too long before its effective date`,
            expected: `effective date ${latest} or before`,
            actual: payment.effectiveDate,
          },
        ];
      });
  },
};
