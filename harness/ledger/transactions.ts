import { type Activity, type Books, everyRecord, type Transaction } from './books.ts';
import type { LawContext } from './law.ts';

/** One side of a transaction, as the partner sees it. */
export type TransactionSide = Transaction['debit'];

/** Returns both sides, the debit first. */
export function sidesOf({ debit, credit }: Transaction): readonly [TransactionSide, TransactionSide] {
  return [debit, credit];
}

/** Returns the opposite side. */
export function otherSideOf({ debit, credit }: Transaction, side: TransactionSide): TransactionSide {
  return side === debit ? credit : debit;
}

/** Returns the transactions that the run did not know before the step. */
export function newTransactions({ before, after }: Pick<LawContext, 'before' | 'after'>): Transaction[] {
  return [...after.transactions.values()].filter(({ id }) => !before.transactions.has(id));
}

/**
 * Returns every transaction known after the step, including the one in its response: a failed one may be nowhere else.
 */
export function knownTransactions({ after, exchange }: Pick<LawContext, 'after' | 'exchange'>): Transaction[] {
  const answer = exchange?.response.body;
  const isNew = isTransaction(answer) && !after.transactions.has(answer.id);
  return isNew ? [...after.transactions.values(), answer] : [...after.transactions.values()];
}

function isTransaction(value: unknown): value is Transaction {
  return typeof value === 'object' && value !== null && 'debit' in value && 'credit' in value && 'id' in value;
}

/** Returns the time of execution, or of the proposal of a failed transaction. */
export function momentOf({ executedAt, proposedAt }: Transaction): string {
  return executedAt ?? proposedAt;
}

/** Groups the activities of the known masters by their transaction. */
export function activitiesByTransaction(books: Books): Map<string, Activity[]> {
  return Map.groupBy(everyRecord(books, 'activities'), ({ transactionId }) => transactionId);
}

/** Returns the masters whose records were read after the step; other records are older. */
export function freshMasters({ before, after }: Pick<LawContext, 'before' | 'after'>): Set<string> {
  return new Set(
    [...after.records].flatMap(([master, records]) => (before.records.get(master) === records ? [] : [master])),
  );
}
