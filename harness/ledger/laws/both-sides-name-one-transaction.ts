import type { Activity, Books, Transaction } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { activitiesByTransaction, sidesOf, type TransactionSide } from '../transactions.ts';

/**
 * The activities that name a completed transaction are its sides on the known masters, exactly one for each side. They
 * agree with it in accounts, amount, code, rail, railId and trace number; the rail is Internal only between subledgers
 * of one master. The side of a GL that the run has not opened is not visible. Source: S-ACCT, Transactions, Account
 * activity record; D04.
 */
export const bothSidesNameOneTransaction: Law = {
  name: 'both-sides-name-one-transaction',
  requirementIds: ['X01', 'X09', 'D04'],
  provenance: 'source',
  check({ after }) {
    const activities = activitiesByTransaction(after);
    return [...after.transactions.values()]
      .filter(({ status }) => status === 'Complete')
      .flatMap((transaction) => compare(after, transaction, activities.get(transaction.id) ?? []));
  },
};

function compare(books: Books, transaction: Transaction, activities: readonly Activity[]): LawDeviation[] {
  const expected = sidesOf(transaction)
    .filter(({ masterAccountNumber }) => books.records.has(masterAccountNumber))
    .map((side) => describe(activityOf(transaction, side)))
    .sort();
  const actual = activities.map(describe).sort();
  if (actual.join() === expected.join()) return [];
  return [
    {
      message: `The activities of transaction ${transaction.traceNumber} do not match its sides`,
      expected: expected.join('; ') || 'no activity',
      actual: actual.join('; ') || 'no activity',
    },
  ];
}

type SharedFacts = Pick<
  Activity,
  | 'transactionType'
  | 'activityType'
  | 'masterAccountNumber'
  | 'subAccountNumber'
  | 'amount'
  | 'transactionCode'
  | 'rail'
  | 'traceNumber'
> & { readonly railId?: string };

/** Returns the expected activity of a side. */
function activityOf({ debit, credit, ...transaction }: Transaction, side: TransactionSide): SharedFacts {
  const isInternal = debit.masterAccountNumber === credit.masterAccountNumber;
  return { ...transaction, ...side, activityType: isInternal ? 'Internal' : 'External' };
}

function describe({ transactionType, amount, subAccountNumber, masterAccountNumber, ...facts }: SharedFacts): string {
  const about = [facts.transactionCode, facts.rail, facts.railId ?? 'no railId', facts.traceNumber, facts.activityType];
  return `${transactionType} of ${inCents(amount)} on ${subAccountNumber} of ${masterAccountNumber} (${about.join(', ')})`;
}
