import { everyRecord, type PostingException, type Transaction } from '../books.ts';
import type { Law, LawContext, LawDeviation } from '../law.ts';
import { freshMasters, knownTransactions, sidesOf, type TransactionSide } from '../transactions.ts';

/**
 * Each failed side of a transaction has exactly one posting exception with its code; other sides have none. An unknown
 * account number (ANF) has no account for an exception. The documents do not say if an authorization test (AUTH) leaves
 * one. Source: S-ACCT, Posting exceptions.
 */
export const exceptionOnlyOnFailingSide: Law = {
  name: 'exception-only-on-failing-side',
  requirementIds: ['P01', 'P03'],
  provenance: 'source',
  check(context) {
    const exceptions = Map.groupBy(everyRecord(context.after, 'postingExceptions'), keyOf);
    const fresh = freshMasters(context);
    const sides = knownTransactions(context)
      .filter(({ flags = [] }) => !flags.includes('AUTH'))
      .flatMap((transaction) =>
        sidesOf(transaction)
          .filter((side) => fresh.has(side.masterAccountNumber))
          .flatMap((side) => checkSide(transaction, side, exceptions)),
      );
    return [...sides, ...checkStrangers(context)];
  },
};

type Exceptions = ReadonlyMap<string, readonly PostingException[]>;

type SideOfTransaction = { readonly transactionId: string } & Pick<
  TransactionSide,
  'transactionType' | 'masterAccountNumber' | 'subAccountNumber'
>;

function keyOf({ transactionId, transactionType, masterAccountNumber, subAccountNumber }: SideOfTransaction): string {
  return [transactionId, transactionType, masterAccountNumber, subAccountNumber].join();
}

function checkSide(transaction: Transaction, side: TransactionSide, exceptions: Exceptions): LawDeviation[] {
  const { success, code } = side.result;
  const codes = (exceptions.get(keyOf({ ...side, transactionId: transaction.id })) ?? []).map(
    ({ result }) => result.code,
  );
  const expected = success || code === 'ANF' ? '' : code;
  if (codes.join() === expected) return [];
  return [
    {
      message: `Posting exceptions of the ${side.transactionType} side of transaction ${transaction.traceNumber} on ${side.subAccountNumber} (${code})`,
      expected: expected || 'none',
      actual: codes.join(', ') || 'none',
    },
  ];
}

/** Reports exceptions on accounts that are not a side of their transaction. */
function checkStrangers({ after }: LawContext): LawDeviation[] {
  const sides = new Set(
    [...after.transactions.values()].flatMap((transaction) =>
      sidesOf(transaction).map((side) => keyOf({ ...side, transactionId: transaction.id })),
    ),
  );
  return everyRecord(after, 'postingExceptions')
    .filter((exception) => after.transactions.has(exception.transactionId) && !sides.has(keyOf(exception)))
    .map(({ id, transactionId, transactionType, subAccountNumber, result }) => ({
      message: `Posting exception ${id} is not on a side of its transaction ${transactionId}`,
      expected: 'none',
      actual: `${result.code} on the ${transactionType} side of ${subAccountNumber}`,
    }));
}
