import { paymentsOf } from '../interest.ts';
import { inCents, type Law } from '../law.ts';
import { NotObservable } from '../law-view.ts';

/**
 * The interest that is paid at the end of a month, or on closing, is what has accrued: by the account's terms on its
 * posted balances, for each calendar day, with the rest of a cent carried. Source: P-RATES (daily, monthly, tiers); the
 * rounding is an ASSUMPTION.
 */
export const interestPaidIsInterestAccrued: Law = {
  name: 'interest-paid-is-interest-accrued',
  requirementIds: ['T03', 'A11'],
  provenance: 'inferred',
  check: ({ before, after }) =>
    paymentsOf(before, after, notShown).flatMap(({ master, payments }) =>
      payments
        .filter(({ expected, actual }) => expected !== actual)
        .map(({ day, expected, actual }) => ({
          message: `Interest paid on account ${master} on ${day} is not the interest that has accrued`,
          expected: inCents(expected),
          actual: inCents(actual),
        })),
    ),
};

function notShown(master: string): never {
  throw new NotObservable(`the target does not show the interest rates of account ${master}`);
}
