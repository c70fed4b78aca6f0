import { checkPayments } from '../interest.ts';
import { inCents, type Law } from '../law.ts';

/**
 * Interest accrues on the whole balance from the date of the credit, also while a part of it is held. Source: S-ACCT,
 * Availability schedules ("Interest accrual is not affected by availability schedules").
 */
export const interestAccruesWhateverTheHolds: Law = {
  name: 'interest-accrues-whatever-the-holds',
  requirementIds: ['V10'],
  provenance: 'source',
  check: (context) =>
    checkPayments(context, (master, { day, expected, actual, withoutHeld }) => {
      if (withoutHeld === undefined || actual < withoutHeld || actual >= expected) return undefined;
      return {
        message: `Interest paid on account ${master} on ${day} is less than that of the whole balance; without the held part it would be ${inCents(withoutHeld)}`,
        expected: inCents(expected),
        actual: inCents(actual),
      };
    }),
};
