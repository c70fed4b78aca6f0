import { dayOf } from '../bank-days.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { chargedPenalties, computePenalty } from '../penalty-fees.ts';

/**
 * The penalty fee, projected or charged, is simple interest on the principal for the fee days of the first tier whose
 * months are not over, and nothing after the last tier or with a waiver. Source: S-ACCT, Certificates of deposit ("how
 * many days of simple interest to assess as a penalty"); base, day count and rounding are ASSUMPTIONS.
 */
export const penaltyIsFeeDaysOfSimpleInterest: Law = {
  name: 'penalty-is-fee-days-of-simple-interest',
  requirementIds: ['T04', 'T09', 'T10', 'T11'],
  provenance: 'inferred',
  check: ({ before, after }) => [
    ...[...(after.penaltyFees ?? [])].flatMap(([master, { postingDate, penaltyFee }]) => {
      const deposit = after.timeDeposits?.get(master);
      const day = dayOf(postingDate);
      const expected = deposit ? computePenalty(deposit, day) : undefined;
      return compare(`Projected penalty fee of time deposit ${master} on ${day}`, expected, penaltyFee);
    }),
    ...chargedPenalties({ before, after }).flatMap(({ master, deposit, day, charged, isWaived }) => {
      const expected = isWaived ? 0 : computePenalty(deposit, day);
      return compare(`Penalty fee of time deposit ${master} on ${day}`, expected, charged);
    }),
  ],
};

function compare(what: string, expected: number | undefined, actual: number): LawDeviation[] {
  if (expected === undefined || expected === actual) return [];
  return [
    {
      message: `${what} is not its fee days of simple interest`,
      expected: inCents(expected),
      actual: inCents(actual),
    },
  ];
}
