import type { Books, Transaction } from '../books.ts';
import { inCents, type Law, type LawContext } from '../law.ts';
import { restrictionsOn } from '../matching-restrictions.ts';
import { newTransactions, sidesOf, type TransactionSide } from '../transactions.ts';

/**
 * What no restriction of a restricted account matches is not refused with RES. Only asked of checking accounts that have a
 * restriction, and not where the step declares the refusal: policies of the product and the monthly limit of a savings
 * account (Regulation D) answer RES too, and a partner does not see them. Source: inferred from S-ACCT, Creating restrictions.
 */
export const unrestrictedTransactionPasses: Law = {
  name: 'unrestricted-transaction-passes',
  requirementIds: ['R04', 'R05', 'R06'],
  provenance: 'inferred',
  check(context) {
    if (context.effects.some((effect) => effect.kind === 'refused' && effect.code === 'RES')) return [];
    return newTransactions(context).flatMap((transaction) =>
      sidesOf(transaction)
        .filter((side) => side.result.code === 'RES' && isUnmatched(context, transaction, side))
        .map(({ transactionType, subAccountNumber }) => ({
          message: `${transactionType} of ${transaction.rail} transaction ${transaction.traceNumber} on ${subAccountNumber} was refused, and no restriction of the account matches it`,
          expected: `OK, ${inCents(transaction.amount)} moved`,
          actual: 'RES',
        })),
    );
  },
};

function isUnmatched({ before, after }: LawContext, transaction: Transaction, side: TransactionSide): boolean {
  const { masterAccountNumber } = side;
  const { accountType } = after.accounts.get(`master:${masterAccountNumber}`) ?? {};
  const isRestricted = (books: Books) => (books.records.get(masterAccountNumber)?.restrictions ?? []).length > 0;
  return (
    accountType === 'Checking' &&
    [before, after].some(isRestricted) &&
    [before, after].every((books) => restrictionsOn(books, { transaction, side }).length === 0)
  );
}
