import { addBusinessDays, easternDateOf, easternInstant } from '../../../core/business-day.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { ageAccounts } from '../accounts/account-status.ts';
import { openPayments } from '../ach/ach-lifecycle.ts';
import { cutOffs, findLateCutOff } from '../ach/ach-windows.ts';
import { type Bank, closeTime, openPostingDay, renderDay, writeSetting } from '../bank.ts';
import { emitEvent, hasRegistrationFor } from '../events/emit-event.ts';
import { closeInterest } from '../interest/close-interest.ts';
import { type Rejection, reject } from '../rejection.ts';
import { updateTimeDeposits } from '../time-deposits/open-time-deposit.ts';
import { executeTransaction } from './execute-transaction.ts';
import { expireHolds } from './holds.ts';
import { expireMemoPosts } from './memo-post-operations.ts';
import { IN_POSTING_ORDER } from './posting-order.ts';

type PostingDayClose = EmulatorSchemas['PostingDayClose'];

/** Returns the instant at which the open posting day closes automatically. */
export function nextCloseMs(bank: Bank): number {
  return easternInstant(openPostingDay(bank), closeTime(bank));
}

/** Sets the Eastern time at which posting days close automatically, starting with the open day. */
export function configurePostingDay(
  bank: Bank,
  settings: EmulatorSchemas['PostingDaySettings'],
): EmulatorSchemas['PostingDaySettings'] | Rejection {
  const problem = findLateCutOff(cutOffs(bank), settings.closeTime);
  if (problem) return problem;
  writeSetting(bank.store, 'close-time', settings.closeTime);
  return settings;
}

/** Returns true if the calendar has reached the open posting day, so that it can be closed. */
export function hasReachedPostingDay(bank: Bank): boolean {
  return easternDateOf(bank.clock.nowMs()) >= openPostingDay(bank);
}

/**
 * Closes the open posting day and opens the next business day, in one commit. Accrues interest, orders and posts the
 * activity, ends due holds and memo posts, sweeps the GLs, then executes the payments of the opening day. Rejects the
 * close, without any change, if a GL balance is not zero. Source: S-ACCT, Account activity record, General Ledgers
 * (X06, X08, G02); books.md, section 4.
 */
export function closePostingDay(bank: Bank): PostingDayClose | Rejection {
  return bank.store.atomically(() => {
    const closingDay = openPostingDay(bank);
    const open = listOpenLedgers(bank);
    if (open.length > 0) return reject('general-ledger-not-zero', ...open);
    const nextPostingDay = addBusinessDays(closingDay, 1);
    closeInterest(bank, closingDay, nextPostingDay);
    const postedActivities = postActivities(bank, closingDay);
    sweepTransit(bank);
    expireHolds(bank, nextPostingDay);
    writeSetting(bank.store, 'posting-day', nextPostingDay);
    updateTimeDeposits(bank, nextPostingDay);
    expireMemoPosts(bank, nextPostingDay);
    openPayments(bank, nextPostingDay);
    ageAccounts(bank);
    return { closedPostingDay: closingDay, postedActivities, nextPostingDay };
  });
}

const PENDING = `r.status = 'Pending' AND r.posting_day <= ?`;
const SIGNED = `CASE r.type WHEN 'Credit' THEN r.amount ELSE -r.amount END`;

/** The activity that the close posts. Without the named index, SQLite reads the activity of every past day, too. */
const PENDING_ACTIVITY = 'activity r INDEXED BY activity_pending';

const CARRY_BALANCES = `
  UPDATE account SET posted = posted + o.moved, turnover = 0
  FROM (SELECT r.master, sum(${SIGNED}) AS moved FROM ${PENDING_ACTIVITY} WHERE ${PENDING} GROUP BY r.master) o
  WHERE account.number = o.master`;

/** The running balance starts from the account's posted balance, which already includes this day. */
const POST = `
  UPDATE activity SET status = 'Posted', sequence = o.number, balance = o.running, posted_ms = ?, modified_ms = ?
  FROM (
    SELECT r.seq AS key, row_number() OVER w AS number,
      a.posted - sum(${SIGNED}) OVER (PARTITION BY r.master) + sum(${SIGNED}) OVER w AS running
    FROM ${PENDING_ACTIVITY} JOIN account a ON a.number = r.master JOIN product p ON p.id = a.product_id WHERE ${PENDING}
    WINDOW w AS (${IN_POSTING_ORDER} ROWS UNBOUNDED PRECEDING)) o
  WHERE activity.seq = o.key`;

/**
 * Numbers each master's activity from 1 without a gap, sets its running balance and makes it final. Returns the number
 * of records.
 */
function postActivities(bank: Bank, closingDay: string): number {
  const { store, clock } = bank;
  const now = clock.nowMs();
  const sql = `SELECT count(*) AS count FROM activity r WHERE ${PENDING}`;
  const count = store.get<{ count: number }>(sql, closingDay)?.count ?? 0;
  emitPosted(bank, closingDay);
  store.run(CARRY_BALANCES, closingDay);
  store.run(POST, now, now, closingDay);
  return count;
}

interface PostedActivityRow {
  readonly id: string;
  readonly transaction_id: string;
  readonly master: string;
  readonly sub: string;
  readonly activity_type: string;
  readonly amount: number;
  readonly posting_day: string;
  readonly code: string;
  readonly partner_id: string | null;
}

const POSTED_ACTIVITIES = `SELECT r.*, t.code, a.partner_id FROM activity r JOIN account a ON a.number = r.master
  JOIN ledger_transaction t ON t.id = r.transaction_id WHERE ${PENDING} ORDER BY r.seq`;

/** Emits an event for each activity that becomes final. */
function emitPosted(bank: Bank, closingDay: string): void {
  if (!hasRegistrationFor(bank, 'Core.Activity.Posted')) return;
  for (const row of bank.store.all<PostedActivityRow>(POSTED_ACTIVITIES, closingDay)) {
    emitEvent(bank, 'Core.Activity.Posted', {
      partnerId: row.partner_id,
      path: { accountNumber: row.master, activityId: row.id },
      details: () => ({
        activityId: row.id,
        transactionId: row.transaction_id,
        masterAccountNumber: row.master,
        subAccountNumber: row.sub,
        activityType: row.activity_type,
        transactionCode: row.code,
        amount: row.amount,
        postingDate: renderDay(row.posting_day),
      }),
    });
  }
}

/**
 * Settles the GLs of the rails. ASSUMPTION: a GL settles by one transaction at the close, with a code of its own that
 * no partner sees. Source: books.md, section 1.
 */
function sweepTransit(bank: Bank): void {
  const ledgers = bank.store.all<{ number: string; title: string; sweeps_to: string; current: number }>(
    `SELECT number, title, sweeps_to, current FROM account WHERE class = 'GeneralLedger' AND current <> 0 AND sweeps_to IS NOT NULL`,
  );
  for (const { number, title, sweeps_to, current } of ledgers) {
    const [debit, credit] = current > 0 ? [number, sweeps_to] : [sweeps_to, number];
    executeTransaction(bank, {
      partnerId: null,
      debit: { internal: debit },
      credit: { internal: credit },
      amount: Math.abs(current),
      code: 'Settlement',
      description: `Settlement of ${title}`,
      rail: 'Internal',
    });
  }
}

/**
 * Lists the general ledgers that do not settle and have a balance, with a message for each; the day cannot close while
 * there is one.
 */
export function listOpenLedgers({ store }: Bank): string[] {
  return store
    .all<{ number: string; title: string; current: number }>(
      `SELECT number, title, current FROM account WHERE class = 'GeneralLedger' AND current <> 0 AND sweeps_to IS NULL ORDER BY number`,
    )
    .map(
      ({ number, title, current }) =>
        `General ledger ${number} (${title}) has a balance of ${current} cents, expected 0`,
    );
}
