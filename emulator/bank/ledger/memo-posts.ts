import type { CoreSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderDay, renderInstant } from '../bank.ts';

/** A memo post before it is placed. */
export interface NewMemoPost {
  readonly master: string;
  readonly sub: string;
  readonly type: 'Debit' | 'Credit';
  readonly amount: number;
  /**
   * True for a card authorization, which reduces the available balance, and for Early Direct Deposit, which raises it;
   * false for a notice (M02, M06, E12).
   */
  readonly affectsAvailability: boolean;
  readonly code: string;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly railId: string;
  /** The last posting day of the memo post. */
  readonly lastDay?: string | undefined;
  /** The effect of the close of that day (M03, M04). */
  readonly onExpiry?: 'FallsOff' | 'Posts' | undefined;
}

/** A memo post as it is stored. */
export interface MemoPostRow {
  readonly id: string;
  readonly master: string;
  readonly sub: string;
  readonly status: 'Active' | 'Converted' | 'Expired';
  readonly type: 'Debit' | 'Credit';
  readonly affects: number;
  readonly code: string;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly rail_id: string;
  readonly amount: number;
  readonly last_day: string | null;
  readonly on_expiry: 'FallsOff' | 'Posts' | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

/**
 * Places a memo post on one side of a future transaction. It has no counter-entry and does not change the current
 * balance (M01, M07). Must run inside a commit.
 */
export function writeMemoPost(bank: Bank, memo: NewMemoPost): string {
  const id = bank.newId();
  const now = bank.clock.nowMs();
  const { master, sub, type, code, description, rail, railId, amount, lastDay, onExpiry } = memo;
  bank.store.run(
    `INSERT INTO memo_post (id, master, sub, status, type, affects, code, description, rail, rail_id, amount, last_day, on_expiry,
       created_ms, modified_ms) VALUES (?, ?, ?, 'Active', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    master,
    sub,
    type,
    Number(memo.affectsAvailability),
    code,
    description,
    rail,
    railId,
    amount,
    lastDay ?? null,
    onExpiry ?? null,
    now,
    now,
  );
  if (memo.affectsAvailability) changeMemo(bank, { master, sub, amount: signed(memo) });
  return id;
}

/** Makes an informational memo post raise the available balance from now on. Must run inside a commit. */
export function makeAvailable(bank: Bank, memoPostId: string): void {
  const memo = findActiveMemoPost(bank, memoPostId);
  if (!memo || memo.affects === 1) return;
  bank.store.run('UPDATE memo_post SET affects = 1, modified_ms = ? WHERE id = ?', bank.clock.nowMs(), memo.id);
  changeMemo(bank, { ...memo, amount: signed(memo) });
}

/**
 * Ends a memo post: Converted if its transaction replaces it in the same commit (M08), else Expired. Must run inside a
 * commit.
 */
export function endMemoPost(bank: Bank, memoPostId: string, status: 'Converted' | 'Expired'): void {
  const memo = findActiveMemoPost(bank, memoPostId);
  if (!memo) return;
  bank.store.run('UPDATE memo_post SET status = ?, modified_ms = ? WHERE id = ?', status, bank.clock.nowMs(), memo.id);
  if (memo.affects === 1) changeMemo(bank, { ...memo, amount: -signed(memo) });
}

/** Changes a Converted memo post to Expired because its transaction was rejected. Must run inside the same commit. */
export function expireInstead({ store }: Bank, memoPostId: string): void {
  store.run(`UPDATE memo_post SET status = 'Expired' WHERE id = ? AND status = 'Converted'`, memoPostId);
}

/** Finds an active memo post. */
export function findActiveMemoPost({ store }: Bank, id: string): MemoPostRow | undefined {
  return store.get<MemoPostRow>(`SELECT * FROM memo_post WHERE id = ? AND status = 'Active'`, id.toLowerCase());
}

function signed({ type, amount }: { readonly type: 'Debit' | 'Credit'; readonly amount: number }): number {
  return type === 'Credit' ? amount : -amount;
}

function changeMemo({ store }: Bank, { master, sub, amount }: { master: string; sub: string; amount: number }): void {
  store.run('UPDATE subledger SET memo = memo + ? WHERE number = ?', amount, sub);
  store.run('UPDATE account SET memo = memo + ? WHERE number = ?', amount, master);
}

export function renderMemoPost(row: MemoPostRow, partnerId: string): CoreSchemas['MemoPost'] {
  return {
    id: row.id,
    masterAccountNumber: row.master,
    subAccountNumber: row.sub,
    status: row.status,
    transactionType: row.type,
    affectsAvailability: row.affects === 1,
    transactionCode: row.code,
    description: row.description,
    rail: row.rail,
    railId: row.rail_id,
    amount: row.amount,
    createdAt: renderInstant(row.created_ms),
    ...(row.last_day === null ? {} : { expiresAt: renderDay(row.last_day) }),
    partnerId,
    lastModifiedAt: renderInstant(row.modified_ms),
  };
}
