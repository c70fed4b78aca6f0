import type { Transaction } from '../books.ts';
import { inCents, type Law, type LawContext } from '../law.ts';
import { nearMissesOn, type RestrictedSide, restrictionsOn } from '../matching-restrictions.ts';
import { newTransactions, otherSideOf, sidesOf } from '../transactions.ts';

/**
 * What no restriction of its account matches is not refused with RES. A policy of the product, which a partner does not see,
 * answers RES too, and so does the monthly limit of a savings account (Regulation D). So only checking accounts are asked
 * about, not where the step declares the refusal, and only where something speaks against a policy: the same kind of transaction
 * over no less passed on the account before, or a restriction misses by a hair (the amount is its threshold, it was removed, it
 * is not in force). ASSUMPTION: no policy changes within a run, and none happens to refuse just what a restriction misses.
 * Source: inferred from S-ACCT, Creating restrictions.
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
          message: `${transactionType} of ${transaction.rail} transaction ${transaction.traceNumber} on ${subAccountNumber} was refused, and no restriction of the account matches it`,
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

/** Whether an earlier transaction passed that every policy matches which matches the refused one. */
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
