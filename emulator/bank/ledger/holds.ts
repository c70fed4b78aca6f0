import type { CoreSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import { findAnySubledger, findSubledger, type PostableSubledger } from '../accounts/find-subledger.ts';
import { type Bank, renderDay, renderInstant } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';
import { LARGEST_VOLUME } from './authorization.ts';
import { checkLastDay } from './last-day.ts';

type Hold = CoreSchemas['Hold'];

/** A hold as it is stored, with its master's partner. */
export interface HoldRow {
  readonly id: string;
  readonly master: string;
  readonly sub: string;
  readonly status: 'Active' | 'Released' | 'Expired';
  readonly hold_type: 'Partner' | 'Internal';
  readonly reason: string;
  readonly rail: CoreSchemas['Rail'] | null;
  readonly rail_id: string | null;
  readonly amount: number;
  /** The last posting day of the hold, which ends when that day closes (DOC-011, variant B). */
  readonly last_day: string | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

/** A hold before it is placed. */
export interface NewHold {
  readonly master: string;
  readonly sub: string;
  readonly type: 'Partner' | 'Internal';
  readonly amount: number;
  readonly reason: string;
  readonly lastDay?: string | undefined;
  readonly rail?: string | undefined;
  readonly railId?: string | undefined;
}

/**
 * Places a partner hold on a master (its own share) or one of its subledgers. It reduces the available balance, never
 * the current balance. ASSUMPTION: a partner's hold cannot exceed the available balance. Source: S-ACCT, Partner vs.
 * internal (V13); paths and fields inferred.
 */
export function placePartnerHold(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  request: CoreSchemas['HoldRequest'],
): Hold | Rejection {
  const sub = request.subAccountNumber ?? accountNumber;
  const subledger = findSubledger(bank, partnerId, sub);
  if (subledger?.master !== accountNumber) return reject('not-found', 'Account not found');
  if (subledger.status !== 'Active' || subledger.master_status !== 'Active') return reject('account-not-active');
  if (!canHold(subledger, request.amount)) return reject('hold-exceeds-available');
  return placeUntil(bank, subledger, { type: 'Partner', ...request });
}

function canHold({ master_available, available, ledger_type }: PostableSubledger, amount: number): boolean {
  return master_available >= amount && (ledger_type === 'Passthrough' || available >= amount);
}

/**
 * Places an internal hold on any partner's master (its own share) or subledger, as bank staff would; it may exceed the
 * balance. Source: S-ACCT, Partner vs. internal (V13).
 */
export function placeInternalHold(
  bank: Bank,
  accountNumber: string,
  request: EmulatorSchemas['InternalHoldRequest'],
): EmulatorSchemas['InternalHold'] | Rejection {
  const subledger = findAnySubledger(bank, accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  if (subledger.status === 'Closed' || subledger.master_status === 'Closed') return reject('account-closed');
  if (subledger.volume + request.amount > LARGEST_VOLUME) return reject('figure-too-large');
  return placeUntil(bank, subledger, { type: 'Internal', ...request }) as EmulatorSchemas['InternalHold'] | Rejection;
}

interface TimedHold {
  readonly type: 'Partner' | 'Internal';
  readonly amount: number;
  readonly reason: string;
  /** An Eastern date. */
  readonly expiresAt?: string;
}

function placeUntil(bank: Bank, { master, number }: PostableSubledger, hold: TimedHold): Hold | Rejection {
  const { expiresAt, ...rest } = hold;
  const problem = checkLastDay(bank, expiresAt);
  if (problem) return problem;
  return bank.store.atomically(() => {
    const id = placeHold(bank, { ...rest, master, sub: number, ...(expiresAt ? { lastDay: expiresAt } : {}) });
    return renderHold(findHold(bank, id) as HoldRow & { partner_id: string });
  });
}

/** Places a hold, reduces the available balance by it and returns its id. Must run inside a commit. */
export function placeHold(bank: Bank, { master, sub, type, amount, reason, lastDay, rail, railId }: NewHold): string {
  const now = bank.clock.nowMs();
  const id = bank.newId();
  bank.store.run(
    `INSERT INTO hold (id, master, sub, status, hold_type, reason, rail, rail_id, amount, last_day, created_ms, modified_ms)
     VALUES (?, ?, ?, 'Active', ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    master,
    sub,
    type,
    reason,
    rail ?? null,
    railId ?? null,
    amount,
    lastDay ?? null,
    now,
    now,
  );
  changeHeld(bank, { master, sub, amount });
  return id;
}

/** Releases an active partner hold; a partner cannot release an internal one. An ended hold is `not-found` (V12). */
export function releasePartnerHold(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  holdId: string,
): Hold | Rejection {
  const row = findHold(bank, holdId);
  if (!row || row.partner_id !== partnerId || row.master !== accountNumber || row.status !== 'Active')
    return reject('not-found', 'Hold not found');
  if (row.hold_type === 'Internal') return reject('set-by-the-bank');
  return release(bank, row);
}

/**
 * Releases an active internal hold of an account. An ended hold is `not-found`, because its status changes only once
 * (V12).
 */
export function releaseInternalHold(
  bank: Bank,
  accountNumber: string,
  holdId: string,
): EmulatorSchemas['InternalHold'] | Rejection {
  const row = findHold(bank, holdId);
  if (row?.sub !== accountNumber || row.status !== 'Active' || row.hold_type !== 'Internal')
    return reject('not-found', 'Hold not found');
  return release(bank, row) as EmulatorSchemas['InternalHold'];
}

function release(bank: Bank, row: HoldRow & { partner_id: string }): Hold {
  return bank.store.atomically(() => {
    endHold(bank, row, 'Released');
    return renderHold({ ...row, status: 'Released', modified_ms: bank.clock.nowMs() });
  });
}

/** Releases the holds of a returned payment. Must run inside a commit. */
export function releaseHoldsOf(bank: Bank, railId: string): void {
  const sql = `SELECT * FROM hold WHERE status = 'Active' AND rail_id = ? ORDER BY seq`;
  for (const row of bank.store.all<HoldRow>(sql, railId)) endHold(bank, row, 'Released');
}

/**
 * Ends the holds whose last day has closed. On side A of DOC-011, a hold ends at the start of its date. Must run
 * inside the commit of the close.
 */
export function expireHolds(bank: Bank, openingDay: string): void {
  const isOver = bank.variants['DOC-011'] === 'A' ? 'last_day <= ?' : 'last_day < ?';
  const sql = `SELECT * FROM hold WHERE status = 'Active' AND ${isOver} ORDER BY seq`;
  for (const row of bank.store.all<HoldRow>(sql, openingDay)) endHold(bank, row, 'Expired');
}

function endHold(bank: Bank, { id, master, sub, amount }: HoldRow, status: 'Released' | 'Expired'): void {
  bank.store.run('UPDATE hold SET status = ?, modified_ms = ? WHERE id = ?', status, bank.clock.nowMs(), id);
  changeHeld(bank, { master, sub, amount: -amount });
}

function changeHeld({ store }: Bank, { master, sub, amount }: { master: string; sub: string; amount: number }): void {
  store.run('UPDATE subledger SET hold = hold + ? WHERE number = ?', amount, sub);
  store.run('UPDATE account SET hold = hold + ? WHERE number = ?', amount, master);
}

function findHold({ store }: Bank, id: string): (HoldRow & { partner_id: string }) | undefined {
  const sql = 'SELECT h.*, a.partner_id FROM hold h JOIN account a ON a.number = h.master WHERE h.id = ?';
  return store.get<HoldRow & { partner_id: string }>(sql, id.toLowerCase());
}

/** Renders a hold. Source: S-ACCT's sample. */
export function renderHold(row: HoldRow & { readonly partner_id: string }): Hold {
  return {
    id: row.id,
    masterAccountNumber: row.master,
    subAccountNumber: row.sub,
    status: row.status,
    holdType: row.hold_type,
    reason: row.reason,
    ...(row.rail === null ? {} : { rail: row.rail }),
    ...(row.rail_id === null ? {} : { railId: row.rail_id }),
    amount: row.amount,
    createdAt: renderInstant(row.created_ms),
    ...(row.last_day === null ? {} : { expiresAt: renderDay(row.last_day) }),
    partnerId: row.partner_id,
    lastModifiedAt: renderInstant(row.modified_ms),
  };
}
