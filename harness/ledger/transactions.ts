import { type Activity, type Books, everyRecord, type Transaction } from './books.ts';
import type { LawContext } from './law.ts';

/** One side of a transaction, as the partner sees it. */
export type TransactionSide = Transaction['debit'];

/** Both sides, the debit first. */
export function sidesOf({ debit, credit }: Transaction): readonly [TransactionSide, TransactionSide] {
  return [debit, credit];
}

/** The side that is not this one. */
export function otherSideOf({ debit, credit }: Transaction, side: TransactionSide): TransactionSide {
  return side === debit ? credit : debit;
}

/** The transactions that the run did not know before the step. */
export function newTransactions({ before, after }: Pick<LawContext, 'before' | 'after'>): Transaction[] {
  return [...after.transactions.values()].filter(({ id }) => !before.transactions.has(id));
}

/** Every transaction known after the step, that which the step's own answer tells included: a failed one may stand nowhere else. */
export function knownTransactions({ after, exchange }: Pick<LawContext, 'after' | 'exchange'>): Transaction[] {
  const answer = exchange?.response.body;
  const isNew = isTransaction(answer) && !after.transactions.has(answer.id);
  return isNew ? [...after.transactions.values(), answer] : [...after.transactions.values()];
}

function isTransaction(value: unknown): value is Transaction {
  return typeof value === 'object' && value !== null && 'debit' in value && 'credit' in value && 'id' in value;
}

/** When a transaction was executed, or proposed where it failed. */
export function momentOf({ executedAt, proposedAt }: Transaction): string {
  return executedAt ?? proposedAt;
}

/** The activities of the known masters by the transaction that they name. */
export function activitiesByTransaction(books: Books): Map<string, Activity[]> {
  return Map.groupBy(everyRecord(books, 'activities'), ({ transactionId }) => transactionId);
}

/** The masters whose records were read after the step; those of the others are as old as their last figures. */
export function freshMasters({ before, after }: Pick<LawContext, 'before' | 'after'>): Set<string> {
  return new Set(
    [...after.records].flatMap(([master, records]) => (before.records.get(master) === records ? [] : [master])),
  );
}
