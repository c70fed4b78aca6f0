import { dayOf } from '../bank-days.ts';
import { inCents, type Law } from '../law.ts';
import { chargedPenalties } from '../penalty-fees.ts';

/**
 * The penalty fee that an early withdrawal costs is the one that was projected on the same business day. Source:
 * S-ACCT, Account Management APIs ("Returns the projected penalty fee if you make an early withdrawal").
 */
export const projectedPenaltyIsChargedPenalty: Law = {
  name: 'projected-penalty-is-charged-penalty',
  requirementIds: ['T14', 'T04', 'D23'],
  provenance: 'source',
  check: ({ before, after }) =>
    chargedPenalties({ before, after }).flatMap(({ master, day, charged, isWaived }) => {
      const projection = before.penaltyFees?.get(master);
      if (!projection || dayOf(projection.postingDate) !== day) return [];
      const expected = isWaived ? 0 : projection.penaltyFee;
      if (charged === expected) return [];
      return [
        {
          message: `Penalty fee of time deposit ${master} is not the one projected on ${day}`,
          expected: inCents(expected),
          actual: inCents(charged),
        },
      ];
    }),
};
