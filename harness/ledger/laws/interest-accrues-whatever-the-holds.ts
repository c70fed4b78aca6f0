import { paymentsOf } from '../interest.ts';
import { inCents, type Law } from '../law.ts';
import { NotObservable } from '../law-view.ts';

/**
 * Interest accrues on the whole balance from the date of the credit, also while a part of it is held. Source: S-ACCT,
 * Availability schedules ("Interest accrual is not affected by availability schedules").
 */
export const interestAccruesWhateverTheHolds: Law = {
  name: 'interest-accrues-whatever-the-holds',
  requirementIds: ['V10'],
  provenance: 'source',
  check: ({ before, after }) =>
    paymentsOf(before, after, notShown).flatMap(({ master, payments }) =>
      payments
        .filter(({ expected, actual, withoutHeld }) => actual !== expected && actual === withoutHeld)
        .map(({ day, expected, actual }) => ({
          message: `Interest paid on account ${master} on ${day} leaves out what was held`,
          expected: inCents(expected),
          actual: inCents(actual),
        })),
    ),
};

function notShown(master: string): never {
  throw new NotObservable(`the target does not show the interest rates of account ${master}`);
}
