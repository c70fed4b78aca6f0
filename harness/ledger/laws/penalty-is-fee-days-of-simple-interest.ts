import { addCalendarMonths } from '../../../core/business-day.ts';
import { dayOf } from '../bank-days.ts';
import type { ObservedTimeDeposit } from '../books.ts';
import { yearDays } from '../interest.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The penalty fee is simple interest on the principal for the fee days of the first tier whose months are not over, and
 * nothing after the last tier. Source: S-ACCT, Certificates of deposit ("how many days of simple interest to assess as
 * a penalty"); base, day count and rounding are ASSUMPTIONS.
 */
export const penaltyIsFeeDaysOfSimpleInterest: Law = {
  name: 'penalty-is-fee-days-of-simple-interest',
  requirementIds: ['T09', 'T10', 'T11'],
  provenance: 'inferred',
  check: ({ after }) =>
    [...(after.penaltyFees ?? [])].flatMap(([master, penalty]) => {
      const deposit = after.timeDeposits?.get(master);
      const day = dayOf(penalty.postingDate);
      const expected = deposit ? computePenalty(deposit, day) : undefined;
      if (expected === undefined || expected === penalty.penaltyFee) return [];
      return [
        {
          message: `Projected penalty fee of time deposit ${master} on ${day} is not its fee days of simple interest`,
          expected: inCents(expected),
          actual: inCents(penalty.penaltyFee),
        },
      ];
    }),
};

function computePenalty(deposit: ObservedTimeDeposit, day: string): number | undefined {
  const { fundedOn, penaltyTiers, principalAmount, rateBasisPoints, dayCount } = deposit;
  if (fundedOn === undefined) return undefined;
  const tier = penaltyTiers.find(({ months }) => day < addCalendarMonths(fundedOn, months));
  const numerator = BigInt(principalAmount) * BigInt(rateBasisPoints) * BigInt(tier?.feeDays ?? 0);
  return Number(numerator / BigInt(10_000 * yearDays(dayCount, day)));
}
