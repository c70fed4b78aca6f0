import type { Activity, Books, Transaction } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { sidesOf, type TransactionSide } from '../transactions.ts';

/**
 * A completed transaction has one debit and one credit of the same amount: on each side that the run knows there is
 * exactly one activity record, with the transaction's amount. Source: S-ACCT, Transactions.
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

/** The activities as the known masters list them, by master, subledger, transaction and type. */
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
      message: `${transactionType} side of transaction ${transaction.traceNumber} on ${subAccountNumber} is not what the transaction says`,
      expected: `one ${transactionType} of ${inCents(transaction.amount)}`,
      actual: amounts.length === 0 ? 'none' : amounts.map(inCents).join(' and '),
    },
  ];
}
