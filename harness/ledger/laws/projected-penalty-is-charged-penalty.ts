import { dayOf } from '../bank-days.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The penalty fee that an early withdrawal costs is the one that was projected on the same business day. Source:
 * S-ACCT, Account Management APIs ("Returns the projected penalty fee if you make an early withdrawal").
 */
export const projectedPenaltyIsChargedPenalty: Law = {
  name: 'projected-penalty-is-charged-penalty',
  requirementIds: ['T14', 'T04', 'D23'],
  provenance: 'source',
  check: ({ before, after }) =>
    [...(before.penaltyFees ?? [])].flatMap(([master, { penaltyFee, postingDate }]) => {
      const known = new Set(before.records.get(master)?.activities.map(({ id }) => id));
      const fees = (after.records.get(master)?.activities ?? []).filter(
        ({ id, transactionCode, transactionType }) =>
          !known.has(id) && transactionType === 'Debit' && /^fee$/i.test(transactionCode),
      );
      return fees
        .filter((fee) => dayOf(fee.postingDate) === dayOf(postingDate) && fee.amount !== penaltyFee)
        .map(({ amount }) => ({
          message: `Penalty fee of time deposit ${master} is not the one projected on ${dayOf(postingDate)}`,
          expected: inCents(penaltyFee),
          actual: inCents(amount),
        }));
    }),
};
