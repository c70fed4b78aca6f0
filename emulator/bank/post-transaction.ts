import { type Bank, openPostingDay } from './bank.ts';
import { bookTransit } from './internal-accounts.ts';
import type { SubledgerRow } from './subledgers.ts';

/** A side that is authorized: a deposit subledger, or an internal account. */
export type Party = { readonly subledger: SubledgerRow } | { readonly internal: string };

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
 * The single place that changes current balances. Every guard has been passed: from here it must succeed. Two deposit
 * sides meet in a GL (debit payer, credit GL, debit GL, credit payee); a rail's own GL is a side itself. Belongs inside
 * a commit. Source: G01, X01, X02; books.md, section 1.
 */
export function postTransaction(bank: Bank, { transactionId, amount, debit, credit }: Posting): void {
  const transit: Party = { internal: bookTransit.number };
  const passesThroughTransit = 'subledger' in debit && 'subledger' in credit;
  const legs: readonly Leg[] = [
    { party: debit, amount: -amount },
    ...(passesThroughTransit
      ? [
          { party: transit, amount },
          { party: transit, amount: -amount },
        ]
      : []),
    { party: credit, amount },
  ];
  for (const leg of legs) postLeg(bank, transactionId, leg);
  const facts = { transactionId, activityType: activityTypeOf(debit, credit), postingDay: openPostingDay(bank) };
  for (const { party, amount: signed } of legs) {
    if ('subledger' in party) writeActivity(bank, { ...facts, subledger: party.subledger, amount: signed });
  }
}

/** Internal: two subledgers of one master; External: everything else. Source: D04. */
export function activityTypeOf(debit: Party, credit: Party): 'Internal' | 'External' {
  const isInternal =
    'subledger' in debit && 'subledger' in credit && debit.subledger.master === credit.subledger.master;
  return isInternal ? 'Internal' : 'External';
}

/** Writes one ledger entry and moves the balances that it touches. */
function postLeg({ store, clock }: Bank, transactionId: string, { party, amount }: Leg): void {
  const [account, subledger] =
    'subledger' in party ? [party.subledger.master, party.subledger.number] : [party.internal, null];
  const now = clock.nowMs();
  const counts = subledger === null ? 0 : 1;
  store.run(
    'INSERT INTO ledger_entry (transaction_id, account, subledger, amount) VALUES (?, ?, ?, ?)',
    ...[transactionId, account, subledger, amount],
  );
  store.run(
    'UPDATE account SET current = current + ?, activities = activities + ?, transacted_ms = ? WHERE number = ?',
    amount,
    counts,
    now,
    account,
  );
  if (subledger === null) return;
  store.run(
    'UPDATE subledger SET current = current + ?, activities = activities + 1, transacted_ms = ? WHERE number = ?',
    amount,
    now,
    subledger,
  );
}

interface NewActivity {
  readonly transactionId: string;
  readonly subledger: SubledgerRow;
  readonly amount: number;
  readonly activityType: 'Internal' | 'External';
  readonly postingDay: string;
}

function writeActivity(bank: Bank, { transactionId, subledger, amount, activityType, postingDay }: NewActivity): void {
  const now = bank.clock.nowMs();
  bank.store.run(
    `INSERT INTO activity (id, transaction_id, master, sub, type, activity_type, amount, status, posting_day, created_ms, modified_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'Pending', ?, ?, ?)`,
    ...[bank.newId(), transactionId, subledger.master, subledger.number, amount < 0 ? 'Debit' : 'Credit', activityType],
    ...[Math.abs(amount), postingDay, now, now],
  );
}
