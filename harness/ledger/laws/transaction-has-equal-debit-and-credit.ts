import { accountsOf, type Books, recordsOf, type Transaction } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';

/**
 * A completed transaction has one debit and one credit of the same amount: on each side that the run knows there is
 * exactly one activity record, with the transaction's amount. Source: S-ACCT, Transactions.
 */
export const transactionHasEqualDebitAndCredit: Law = {
  name: 'transaction-has-equal-debit-and-credit',
  requirementIds: ['X01', 'X02'],
  provenance: 'source',
  check: ({ after }) =>
    [...after.transactions.values()]
      .filter(({ status }) => status === 'Complete')
      .flatMap((transaction) => [
        ...checkSide(after, transaction, transaction.debit),
        ...checkSide(after, transaction, transaction.credit),
      ]),
};

function checkSide(books: Books, transaction: Transaction, side: Transaction['debit']): LawDeviation[] {
  const subledger = accountsOf(books, 'implicit', 'subledger').find(
    ({ accountNumber, masterAccountNumber }) =>
      accountNumber === side.subAccountNumber && masterAccountNumber === side.masterAccountNumber,
  );
  if (!subledger) return [];
  const amounts = recordsOf(books, subledger)
    .activities.filter(
      ({ transactionId, transactionType }) =>
        transactionId === transaction.id && transactionType === side.transactionType,
    )
    .map(({ amount }) => amount);
  if (amounts.length === 1 && amounts[0] === transaction.amount) return [];
  return [
    {
      message: `${side.transactionType} side of transaction ${transaction.traceNumber} on ${side.subAccountNumber} is not what the transaction says`,
      expected: `one ${side.transactionType} of ${inCents(transaction.amount)}`,
      actual: amounts.length === 0 ? 'none' : amounts.map(inCents).join(' and '),
    },
  ];
}
