import { easternMidnight } from '../../core/business-day.ts';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { type Bank, openPostingDay, renderInstant } from './bank.ts';
import { type Rejection, reject } from './rejection.ts';

/** A hold as it is stored. */
export interface HoldRow {
  readonly id: string;
  readonly master: string;
  readonly sub: string;
  readonly status: 'Active' | 'Released' | 'Expired';
  readonly hold_type: 'Partner' | 'Internal';
  readonly reason: string;
  readonly amount: number;
  /** The last posting day held; the hold ends when that day closes (DOC-011, variant B). */
  readonly last_day: string | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

type InternalHold = EmulatorSchemas['InternalHold'];

/**
 * Places an internal hold on any partner's master (its own share) or subledger, as the bank's operations would. It lowers
 * available and never current; it may be for more than there is. Source: S-ACCT, Partner vs. internal (V13).
 */
export function placeInternalHold(
  bank: Bank,
  accountNumber: string,
  request: EmulatorSchemas['InternalHoldRequest'],
): InternalHold | Rejection {
  const { amount, reason, expiresAt } = request;
  const subledger = bank.store.get<{ master: string }>('SELECT master FROM subledger WHERE number = ?', accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  if (expiresAt !== undefined && expiresAt < openPostingDay(bank))
    return reject('invalid', 'ExpiresAt must not be before the open posting day');
  return bank.store.atomically(() => {
    const now = bank.clock.nowMs();
    const id = bank.newId();
    bank.store.run(
      `INSERT INTO hold (id, master, sub, status, hold_type, reason, amount, last_day, created_ms, modified_ms)
       VALUES (?, ?, ?, 'Active', 'Internal', ?, ?, ?, ?, ?)`,
      ...[id, subledger.master, accountNumber, reason, amount, expiresAt ?? null, now, now],
    );
    changeHeld(bank, { master: subledger.master, sub: accountNumber, amount });
    return renderInternalHold(bank, id);
  });
}

/** Releases an active internal hold; one that has ended is `not-found`, for a status changes once (V12). */
export function releaseInternalHold(bank: Bank, accountNumber: string, holdId: string): InternalHold | Rejection {
  const sql = `SELECT * FROM hold WHERE id = ? AND sub = ? AND status = 'Active' AND hold_type = 'Internal'`;
  const row = bank.store.get<HoldRow>(sql, holdId.toLowerCase(), accountNumber);
  if (!row) return reject('not-found', 'Hold not found');
  return bank.store.atomically(() => {
    endHold(bank, row, 'Released');
    return renderInternalHold(bank, row.id);
  });
}

/** Ends the holds whose last day lies before the posting day that opens. Belongs inside the commit of the close. */
export function expireHolds(bank: Bank, openingDay: string): void {
  const sql = `SELECT * FROM hold WHERE status = 'Active' AND last_day < ? ORDER BY seq`;
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

function renderInternalHold({ store }: Bank, id: string): InternalHold {
  const row = store.get<HoldRow & { partner_id: string }>(
    'SELECT h.*, a.partner_id FROM hold h JOIN account a ON a.number = h.master WHERE h.id = ?',
    id,
  ) as HoldRow & { partner_id: string };
  return { ...renderHold(row, row.partner_id), holdType: 'Internal' };
}

/** A hold as the bank shows it. */
export function renderHold(row: HoldRow, partnerId: string): CoreSchemas['Hold'] {
  return {
    id: row.id,
    masterAccountNumber: row.master,
    subAccountNumber: row.sub,
    status: row.status,
    holdType: row.hold_type,
    reason: row.reason,
    amount: row.amount,
    createdAt: renderInstant(row.created_ms),
    ...(row.last_day === null ? {} : { expiresAt: easternMidnight(row.last_day) }),
    partnerId,
    lastModifiedAt: renderInstant(row.modified_ms),
  };
}
