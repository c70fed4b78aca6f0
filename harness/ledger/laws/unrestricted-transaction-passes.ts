import type { Transaction } from '../books.ts';
import { inCents, type Law, type LawContext } from '../law.ts';
import { nearMissesOn, type RestrictedSide, restrictionsOn } from '../matching-restrictions.ts';
import { newTransactions, otherSideOf, sidesOf } from '../transactions.ts';

/**
 * A transaction that matches no restriction of its account is not refused with RES. A product policy, which a partner
 * does not see, also answers RES, as does the monthly limit of a savings account (Regulation D). So the law covers only
 * checking accounts without a declared refusal, and only if a policy is unlikely: the same kind of transaction of at
 * least this amount passed on the account before, or a restriction nearly matches (the amount equals its threshold, it
 * was removed, it is not in force). ASSUMPTION: no policy changes within a run, and none refuses exactly what a
 * restriction misses. Source: inferred from S-ACCT, Creating restrictions.
 */
export const unrestrictedTransactionPasses: Law = {
  name: 'unrestricted-transaction-passes',
  requirementIds: ['R04', 'R05', 'R06'],
  provenance: 'inferred',
  check(context) {
    if (context.effects.some((effect) => effect.kind === 'refused' && effect.code === 'RES')) return [];
    return newTransactions(context).flatMap((transaction) =>
      sidesOf(transaction)
        .filter((side) => side.result.code === 'RES' && isUnmatched(context, { transaction, side }))
        .map(({ transactionType, subAccountNumber }) => ({
          message: `${transactionType} of ${transaction.rail} transaction ${transaction.traceNumber} on ${subAccountNumber} was refused, but no restriction of the account matches it`,
          expected: `OK, ${inCents(transaction.amount)} moved`,
          actual: 'RES',
        })),
    );
  },
};

function isUnmatched({ before, after }: LawContext, refused: RestrictedSide): boolean {
  const { accountType } = after.accounts.get(`master:${refused.side.masterAccountNumber}`) ?? {};
  const looks = [before, after];
  return (
    accountType === 'Checking' &&
    looks.every((books) => restrictionsOn(books, refused).length === 0) &&
    (looks.some((books) => nearMissesOn(books, refused).length > 0) ||
      [...before.transactions.values()].some((earlier) => isPolicyClear(earlier, refused)))
  );
}

/** Returns true if an earlier transaction passed that every policy with the refused one would also match. */
function isPolicyClear(earlier: Transaction, { transaction, side }: RestrictedSide): boolean {
  const { status, rail, transactionCode, amount, flags = [] } = earlier;
  return (
    status === 'Complete' &&
    !flags.some((flag) => flag === 'RES' || flag === 'FRC') &&
    rail === transaction.rail &&
    transactionCode === transaction.transactionCode &&
    amount >= transaction.amount &&
    sidesOf(earlier).some(
      (own) =>
        own.masterAccountNumber === side.masterAccountNumber &&
        own.transactionType === side.transactionType &&
        otherSideOf(earlier, own).accountType === otherSideOf(transaction, side).accountType,
    )
  );
}
