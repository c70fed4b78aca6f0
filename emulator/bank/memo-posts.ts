import type { Bank } from './bank.ts';

/** A credit memo post that announces an inbound ACH credit. */
export interface NewMemoPost {
  readonly master: string;
  readonly sub: string;
  readonly amount: number;
  /** Early Direct Deposit raises the available balance; a notice before the effective date only informs (M02, M06, E12). */
  readonly affectsAvailability: boolean;
  readonly description: string;
  readonly railId: string;
}

interface ActiveMemoPost {
  readonly id: string;
  readonly master: string;
  readonly sub: string;
  readonly amount: number;
  readonly affects: number;
}

/** Places a memo post on one side of what is to come; no counter-entry, current untouched (M01, M07). Belongs inside a commit. */
export function placeMemoPost(bank: Bank, memo: NewMemoPost): string {
  const id = bank.newId();
  const now = bank.clock.nowMs();
  bank.store.run(
    `INSERT INTO memo_post (id, master, sub, status, type, affects, code, description, rail, rail_id, amount, created_ms, modified_ms)
     VALUES (?, ?, ?, 'Active', 'Credit', ?, 'Incoming ACH', ?, 'Ach', ?, ?, ?, ?)`,
    ...[
      id,
      memo.master,
      memo.sub,
      Number(memo.affectsAvailability),
      memo.description,
      memo.railId,
      memo.amount,
      now,
      now,
    ],
  );
  if (memo.affectsAvailability) changeMemo(bank, memo);
  return id;
}

/** Lets an informational memo post raise the available balance from now on. Belongs inside a commit. */
export function makeAvailable(bank: Bank, memoPostId: string): void {
  const memo = findActive(bank, memoPostId);
  if (!memo || memo.affects === 1) return;
  bank.store.run('UPDATE memo_post SET affects = 1, modified_ms = ? WHERE id = ?', bank.clock.nowMs(), memo.id);
  changeMemo(bank, memo);
}

/**
 * Takes a memo post off: Converted when its transaction takes its place in the same commit (M08), Expired when it falls
 * off. Belongs inside a commit.
 */
export function endMemoPost(bank: Bank, memoPostId: string, status: 'Converted' | 'Expired'): void {
  const memo = findActive(bank, memoPostId);
  if (!memo) return;
  bank.store.run('UPDATE memo_post SET status = ?, modified_ms = ? WHERE id = ?', status, bank.clock.nowMs(), memo.id);
  if (memo.affects === 1) changeMemo(bank, { ...memo, amount: -memo.amount });
}

function findActive({ store }: Bank, id: string): ActiveMemoPost | undefined {
  return store.get<ActiveMemoPost>(
    `SELECT id, master, sub, amount, affects FROM memo_post WHERE id = ? AND status = 'Active'`,
    id,
  );
}

function changeMemo({ store }: Bank, { master, sub, amount }: { master: string; sub: string; amount: number }): void {
  store.run('UPDATE subledger SET memo = memo + ? WHERE number = ?', amount, sub);
  store.run('UPDATE account SET memo = memo + ? WHERE number = ?', amount, master);
}
