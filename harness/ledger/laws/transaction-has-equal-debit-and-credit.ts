import type { Activity, Books, Transaction } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { sidesOf, type TransactionSide } from '../transactions.ts';

/**
 * A completed transaction has one debit and one credit of the same amount: each known side has exactly one activity
 * with the transaction's amount. Source: S-ACCT, Transactions.
 */
export const transactionHasEqualDebitAndCredit: Law = {
  name: 'transaction-has-equal-debit-and-credit',
  requirementIds: ['X01', 'X02'],
  provenance: 'source',
  check({ after }) {
    const known = { after, activities: activitiesBySide(after) };
    return [...after.transactions.values()]
      .filter(({ status }) => status === 'Complete')
      .flatMap((transaction) => sidesOf(transaction).flatMap((side) => checkSide(known, transaction, side)));
  },
};

type ActivitiesBySide = ReadonlyMap<string, readonly Activity[]>;

interface Known {
  readonly after: Books;
  readonly activities: ActivitiesBySide;
}

/** Groups the activities of the known masters by master, subledger, transaction and type. */
function activitiesBySide({ records }: Books): ActivitiesBySide {
  const listed = [...records].flatMap(([master, { activities }]) =>
    activities.map((activity) => [master, activity] as const),
  );
  const groups = Map.groupBy(listed, ([master, activity]) => keyOf(master, activity.transactionId, activity));
  return new Map([...groups].map(([key, group]) => [key, group.map(([, activity]) => activity)]));
}

function keyOf(
  master: string,
  transactionId: string,
  { subAccountNumber, transactionType }: Pick<Activity, 'subAccountNumber' | 'transactionType'>,
): string {
  return [master, subAccountNumber, transactionId, transactionType].join();
}

function checkSide({ after, activities }: Known, transaction: Transaction, side: TransactionSide): LawDeviation[] {
  const { accounts } = after;
  const { masterAccountNumber, subAccountNumber, transactionType } = side;
  if (accounts.get(`subledger:${subAccountNumber}`)?.masterAccountNumber !== masterAccountNumber) return [];
  const found = activities.get(keyOf(masterAccountNumber, transaction.id, side)) ?? [];
  const amounts = found.map(({ amount }) => amount);
  if (amounts.length === 1 && amounts[0] === transaction.amount) return [];
  return [
    {
      message: `${transactionType} side of transaction ${transaction.traceNumber} on ${subAccountNumber} differs from the transaction`,
      expected: `one ${transactionType} of ${inCents(transaction.amount)}`,
      actual: amounts.length === 0 ? 'none' : amounts.map(inCents).join(' and '),
    },
  ];
}
