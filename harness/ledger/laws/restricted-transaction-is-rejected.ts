import { inCents, type Law, type LawContext } from '../law.ts';
import { restrictionsOn } from '../matching-restrictions.ts';
import { newTransactions, sidesOf } from '../transactions.ts';

/**
 * A transaction that matches a restriction of one of its accounts is rejected. One restriction that was in force during
 * the whole step is enough, unless a flag lifts it (RES, FRC). Source: S-ACCT, Creating restrictions; P-REF for flags.
 */
export const restrictedTransactionIsRejected: Law = {
  name: 'restricted-transaction-is-rejected',
  requirementIds: ['R03', 'R04', 'R05', 'R07', 'R08'],
  provenance: 'source',
  check: (context) =>
    newTransactions(context)
      .filter(
        ({ status, flags = [] }) => status === 'Complete' && !flags.some((flag) => flag === 'RES' || flag === 'FRC'),
      )
      .flatMap((transaction) =>
        sidesOf(transaction).flatMap((side) => {
          const [restriction] = standingRestrictions(context, { transaction, side });
          if (!restriction) return [];
          const { traceNumber, amount, rail } = transaction;
          return [
            {
              message: `${side.transactionType} of ${rail} transaction ${traceNumber} on ${side.subAccountNumber} passed despite restriction ${restriction.id}`,
              expected: 'RES, nothing moves',
              actual: `${side.result.code}, ${inCents(amount)} moved`,
            },
          ];
        }),
      ),
};

/** Lists the restrictions of both readings, before and after the step. */
function standingRestrictions({ before, after }: LawContext, side: Parameters<typeof restrictionsOn>[1]) {
  const still = new Set(restrictionsOn(after, side).map(({ id }) => id));
  return restrictionsOn(before, side).filter(({ id }) => still.has(id));
}
