import { addBusinessDays, easternDateOf, easternInstant } from '../../core/business-day.ts';
import type { EmulatorSchemas } from '../../generated/types/index.ts';
import { type Bank, CLOSE_TIME, openPostingDay, writeSetting } from './bank.ts';
import { expireHolds } from './holds.ts';
import { openPayments } from './inbound-ach.ts';
import { postTransaction } from './post-transaction.ts';
import { type Rejection, reject } from './rejection.ts';

type PostingDayClose = EmulatorSchemas['PostingDayClose'];

/** The instant at which the open posting day closes by itself. */
export function nextCloseMs(bank: Bank): number {
  return easternInstant(openPostingDay(bank), CLOSE_TIME);
}

/** Whether the calendar has reached the open posting day, so that it can be closed. */
export function hasReachedPostingDay(bank: Bank): boolean {
  return easternDateOf(bank.clock.nowMs()) >= openPostingDay(bank);
}

/**
 * Closes the open posting day and opens the next business day, in one commit: orders and posts the activity, ends the
 * holds that are due, sweeps the GLs and wants all of them at zero, then executes what takes effect on the day that
 * opens. When a GL is not at zero nothing of it happens. Source: S-ACCT, Account activity record, General Ledgers (X06,
 * X08, G02); books.md, section 4.
 */
export function closePostingDay(bank: Bank): PostingDayClose | Rejection {
  return bank.store.atomically(() => {
    const closingDay = openPostingDay(bank);
    const postedActivities = postActivities(bank, closingDay);
    sweepTransit(bank);
    const open = listOpenLedgers(bank);
    if (open.length > 0) return reject('general-ledger-not-zero', ...open);
    const nextPostingDay = addBusinessDays(closingDay, 1);
    expireHolds(bank, nextPostingDay);
    writeSetting(bank.store, 'posting-day', nextPostingDay);
    openPayments(bank, nextPostingDay);
    return { closedPostingDay: closingDay, postedActivities, nextPostingDay };
  });
}

interface PendingActivity {
  readonly seq: number;
  readonly master: string;
  readonly type: 'Debit' | 'Credit';
  readonly amount: number;
}

/** ASSUMPTION: credits before debits, then in the order of execution; each account's own agreement decides. Source: books.md, 4. */
const POSTING_ORDER = `
  SELECT seq, master, type, amount FROM activity WHERE status = 'Pending' AND posting_day <= ?
  ORDER BY master, type = 'Debit', seq`;

/** Numbers each master's activity from 1 without a gap, with its running balance, and makes it final. */
function postActivities(bank: Bank, closingDay: string): number {
  const { store, clock } = bank;
  const now = clock.nowMs();
  const pending = store.all<PendingActivity>(POSTING_ORDER, closingDay);
  let master = '';
  let sequence = 0;
  let balance = 0;
  for (const activity of pending) {
    if (activity.master !== master) {
      master = activity.master;
      sequence = 0;
      balance = store.get<{ posted: number }>('SELECT posted FROM account WHERE number = ?', master)?.posted ?? 0;
    }
    sequence += 1;
    balance += activity.type === 'Credit' ? activity.amount : -activity.amount;
    store.run(
      `UPDATE activity SET status = 'Posted', sequence = ?, balance = ?, posted_ms = ?, modified_ms = ? WHERE seq = ?`,
      ...[sequence, balance, now, now, activity.seq],
    );
    store.run('UPDATE account SET posted = ? WHERE number = ?', balance, master);
  }
  return pending.length;
}

/** Moves what a rail's GL holds to where it settles. Source: books.md, section 1. */
function sweepTransit(bank: Bank): void {
  const ledgers = bank.store.all<{ number: string; sweeps_to: string; current: number }>(
    `SELECT number, sweeps_to, current FROM account WHERE class = 'GeneralLedger' AND sweeps_to IS NOT NULL AND current <> 0`,
  );
  for (const { number, sweeps_to, current } of ledgers) {
    const [debit, credit] = current > 0 ? [number, sweeps_to] : [sweeps_to, number];
    postTransaction(bank, {
      transactionId: bank.newId(),
      amount: Math.abs(current),
      debit: { internal: debit },
      credit: { internal: credit },
    });
  }
}

function listOpenLedgers({ store }: Bank): string[] {
  return store
    .all<{ number: string; title: string; current: number }>(
      `SELECT number, title, current FROM account WHERE class = 'GeneralLedger' AND current <> 0 ORDER BY number`,
    )
    .map(({ number, title, current }) => `General ledger ${number} (${title}) is at ${current} cents, wanted 0`);
}
