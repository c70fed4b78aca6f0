import type { Bank } from '../bank.ts';
import type { AchPaymentRow } from './ach-payments.ts';
import { receiveReturnOrCorrection } from './ach-returns.ts';
import { importBatches, nextImportMs } from './client-batches.ts';
import { executeInbound, raiseEarlyDeposits, receiveEntry } from './inbound-ach.ts';
import { acknowledgePayment, batchWaiting, executeOutbound, nextCreatedMs, releaseCreated } from './outbound-ach.ts';

/**
 * The scheduled work of ACH, each with its next due instant. The status of an outbound payment is Created, Pending
 * until the next cut-off, Batched until the Fed acknowledges the file, Processing until its effective day opens, then
 * Complete. Source: L-ACHREF (status); P-ACHWIN.
 */
export const achWork: readonly {
  readonly nextMs: (bank: Bank) => number | undefined;
  readonly run: (bank: Bank) => void;
}[] = [
  { nextMs: nextCreatedMs, run: releaseCreated },
  { nextMs: nextStepMs, run: takeSteps },
  { nextMs: nextImportMs, run: importBatches },
];

function nextStepMs({ store }: Bank): number | undefined {
  const sql = 'SELECT min(due_ms) AS due FROM ach_payment WHERE due_ms IS NOT NULL';
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/**
 * Batches the payments of this cut-off, then receives and acknowledges due payments in order of time. Each step is one
 * commit.
 */
function takeSteps(bank: Bank): void {
  batchWaiting(bank);
  const sql = 'SELECT * FROM ach_payment WHERE due_ms <= ? ORDER BY due_ms, seq';
  for (const payment of bank.store.all<AchPaymentRow>(sql, bank.clock.nowMs()))
    bank.store.atomically(() => takeStep(bank, payment));
}

function takeStep(bank: Bank, payment: AchPaymentRow): void {
  if (payment.status === 'Batched') acknowledgePayment(bank, payment);
  else if (payment.payment_type === 'Origination') receiveEntry(bank, payment);
  else receiveReturnOrCorrection(bank, payment);
}

/**
 * Payments that wait for their effective day: inbound ones, and acknowledged outbound ones. Payments that wait for a
 * cut-off have a due instant. The condition equals that of the index, so that SQLite uses it.
 */
const WAITS = `due_ms IS NULL AND status IN ('Pending', 'Processing')`;

/**
 * Does the ACH work of an opening posting day. Executes the payments that take effect on it, in order of receipt or
 * entry, and pays the early deposits that are now close enough to their effective date. Must run inside the commit of
 * the close.
 */
export function openPayments(bank: Bank, openingDay: string): void {
  const sql = `SELECT * FROM ach_payment WHERE ${WAITS} AND effective_day <= ? ORDER BY effective_day, seq`;
  for (const payment of bank.store.all<AchPaymentRow>(sql, openingDay)) {
    if (payment.direction === 'Inbound') executeInbound(bank, payment);
    else executeOutbound(bank, payment);
  }
  const early = `SELECT * FROM ach_payment WHERE ${WAITS} AND effective_day > ? AND early = 1 ORDER BY effective_day, seq`;
  raiseEarlyDeposits(bank, bank.store.all<AchPaymentRow>(early, openingDay));
}
