import { checkPayments } from '../interest.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The interest that is paid at the end of a month, or on closing, is what has accrued: by the account's terms on its
 * posted balances, for each calendar day, with the rest of a cent carried. Source: P-RATES (daily, monthly, tiers); the
 * rounding is an ASSUMPTION.
 */
export const interestPaidIsInterestAccrued: Law = {
  name: 'interest-paid-is-interest-accrued',
  requirementIds: ['T03', 'A11'],
  provenance: 'inferred',
  check: (context) =>
    checkPayments(context, (master, { day, expected, actual }) => {
      if (expected === actual) return undefined;
      return {
        message: `Interest paid on account ${master} on ${day} is not the interest that has accrued`,
        expected: inCents(expected),
        actual: inCents(actual),
      };
    }),
};
