import type { PostableSubledger } from '../accounts/find-subledger.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { bookTransit, isSettlementAccount } from './internal-accounts.ts';

/** An authorized side: a deposit subledger, or an internal account. */
export type Party = { readonly subledger: PostableSubledger } | { readonly internal: string };

export interface Posting {
  readonly transactionId: string;
  readonly amount: number;
  readonly debit: Party;
  readonly credit: Party;
}

interface Leg {
  readonly party: Party;
  /** Cents; a credit is positive. */
  readonly amount: number;
}

/**
 * Posts a transaction. It is the single place that changes current balances. Every guard has passed: from here it must
 * succeed. Two deposit sides, or one and a settlement account, meet in a GL (debit payer, credit GL, debit GL, credit
 * payee) whose balance stays zero; a rail's own GL is a side itself. Must run inside a commit. Source: G01, X01, X02;
 * books.md, section 1.
 */
export function postTransaction(bank: Bank, { transactionId, amount, debit, credit }: Posting): void {
  const sides: readonly Leg[] = [
    { party: debit, amount: -amount },
    { party: credit, amount },
  ];
  const transit: Party = { internal: bookTransit.number };
  const hasLedgerSide = isRailLedger(debit) || isRailLedger(credit);
  const passage: readonly Leg[] = !hasLedgerSide
    ? [
        { party: transit, amount },
        { party: transit, amount: -amount },
      ]
    : [];
  writeEntries(bank, transactionId, [...sides.slice(0, 1), ...passage, ...sides.slice(1)]);
  for (const side of sides) moveBalances(bank, side);
  writeActivities(bank, { transactionId, sides, activityType: activityTypeOf(debit, credit) });
}

function isRailLedger(party: Party): boolean {
  return 'internal' in party && !isSettlementAccount(party.internal);
}

/** Returns Internal for two subledgers of one master, else External. Source: D04. */
export function activityTypeOf(debit: Party, credit: Party): 'Internal' | 'External' {
  const isInternal =
    'subledger' in debit && 'subledger' in credit && debit.subledger.master === credit.subledger.master;
  return isInternal ? 'Internal' : 'External';
}

/**
 * Returns a function that renders an INSERT of a number of rows. Each text is built once, because it is also the key
 * of its prepared statement.
 */
function insertOf(head: string, row: string): (count: number) => string {
  const statements: string[] = [];
  return (count) => (statements[count] ??= `${head} VALUES ${Array(count).fill(row).join(', ')}`);
}

const insertEntries = insertOf('INSERT INTO ledger_entry (transaction_id, account, subledger, amount)', '(?, ?, ?, ?)');

function writeEntries({ store }: Bank, transactionId: string, legs: readonly Leg[]): void {
  const values = legs.flatMap(({ party, amount }) =>
    'subledger' in party
      ? [transactionId, party.subledger.master, party.subledger.number, amount]
      : [transactionId, party.internal, null, amount],
  );
  store.run(insertEntries(legs.length), ...values);
}

const CHANGE = 'SET current = current + ?, activities = activities + 1, transacted_ms = ? WHERE number = ?';
const MOVE_SUBLEDGER = `UPDATE subledger ${CHANGE}`;
const MOVE_MASTER = `UPDATE account SET turnover = turnover + abs(?), ${CHANGE.slice('SET '.length)}`;
const MOVE_INTERNAL = 'UPDATE account SET current = current + ?, transacted_ms = ? WHERE number = ?';

function moveBalances({ store, clock }: Bank, { party, amount }: Leg): void {
  const now = clock.nowMs();
  if ('internal' in party) {
    store.run(MOVE_INTERNAL, amount, now, party.internal);
    return;
  }
  store.run(MOVE_SUBLEDGER, amount, now, party.subledger.number);
  store.run(MOVE_MASTER, amount, amount, now, party.subledger.master);
}

const insertActivities = insertOf(
  `INSERT INTO activity (id, transaction_id, master, ordinal, sub, type, activity_type, amount, status, posting_day, created_ms, modified_ms)`,
  `(?, ?, ?, ?, ?, ?, ?, ?, 'Pending', ?, ?, ?)`,
);

interface NewActivities {
  readonly transactionId: string;
  readonly sides: readonly Leg[];
  readonly activityType: 'Internal' | 'External';
}

/**
 * Writes one record for each deposit side, Pending until its posting day closes (X05), numbered after the master's
 * existing records.
 */
function writeActivities(bank: Bank, { transactionId, sides, activityType }: NewActivities): void {
  const now = bank.clock.nowMs();
  const postingDay = openPostingDay(bank);
  const records = sides.flatMap(({ party, amount }, place) => {
    if ('internal' in party) return [];
    const { master, number, master_activities } = party.subledger;
    const ordinal = master_activities + (activityType === 'Internal' ? place + 1 : 1);
    const type = amount < 0 ? 'Debit' : 'Credit';
    const about = [bank.newId(), transactionId, master, ordinal, number, type, activityType];
    return [[...about, Math.abs(amount), postingDay, now, now]];
  });
  if (records.length === 0) return;
  bank.store.run(insertActivities(records.length), ...records.flat());
}
