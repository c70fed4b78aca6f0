import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import type { AccountSide } from '../ledger/transaction-side.ts';
import { type Rejection, reject } from '../rejection.ts';
import { findAnySubledger } from './find-subledger.ts';

type StopPayment = EmulatorSchemas['StopPayment'];

interface StopPaymentRow {
  readonly id: string;
  readonly sub: string;
  readonly status: 'Active' | 'Removed';
  readonly rail: string | null;
  readonly amount: number | null;
  readonly created_ms: number;
}

/**
 * Stops debits of an account by rail, by exact amount, or all debits. ASSUMPTION: a stop payment names a rail, an
 * exact amount, or nothing; only its code STP is public.
 */
export function placeStopPayment(
  bank: Bank,
  accountNumber: string,
  { rail, amount }: EmulatorSchemas['StopPaymentRequest'],
): StopPayment | Rejection {
  if (!findAnySubledger(bank, accountNumber)) return reject('not-found', 'Account not found');
  const id = bank.newId();
  bank.store.run(
    `INSERT INTO stop_payment (id, sub, status, rail, amount, created_ms) VALUES (?, ?, 'Active', ?, ?, ?)`,
    id,
    accountNumber,
    rail ?? null,
    amount ?? null,
    bank.clock.nowMs(),
  );
  return renderStopPayment(findActive(bank, accountNumber, id) as StopPaymentRow);
}

/** Removes an active stop payment, or returns `not-found`. */
export function removeStopPayment(bank: Bank, accountNumber: string, id: string): StopPayment | Rejection {
  const row = findActive(bank, accountNumber, id.toLowerCase());
  if (!row) return reject('not-found', 'Stop payment not found');
  bank.store.run(`UPDATE stop_payment SET status = 'Removed' WHERE id = ?`, row.id);
  return renderStopPayment({ ...row, status: 'Removed' });
}

/** Returns true if a stop payment of the account matches this debit. */
export function isStopped({ store }: Bank, { type, subledger, rail, amount }: AccountSide): boolean {
  if (type === 'Credit') return false;
  const sql = `SELECT 1 FROM stop_payment WHERE sub = ? AND status = 'Active' AND (rail IS NULL OR rail = ?) AND (amount IS NULL OR amount = ?)`;
  return store.get(sql, subledger.number, rail, amount) !== undefined;
}

function findActive({ store }: Bank, accountNumber: string, id: string): StopPaymentRow | undefined {
  const sql = `SELECT * FROM stop_payment WHERE id = ? AND sub = ? AND status = 'Active'`;
  return store.get<StopPaymentRow>(sql, id, accountNumber);
}

function renderStopPayment({ id, sub, status, rail, amount, created_ms }: StopPaymentRow): StopPayment {
  return {
    id,
    accountNumber: sub,
    status,
    ...(rail === null ? {} : { rail }),
    ...(amount === null ? {} : { amount }),
    createdAt: renderInstant(created_ms),
  };
}
