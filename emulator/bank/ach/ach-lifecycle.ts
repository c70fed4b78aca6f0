import type { Bank } from '../bank.ts';
import type { AchPaymentRow } from './ach-payments.ts';
import { receiveReturnOrCorrection } from './ach-returns.ts';
import { importBatches, nextImportMs } from './client-batches.ts';
import { executeInbound, raiseEarlyDeposits, receiveEntry } from './inbound-ach.ts';
import { acknowledgePayment, batchWaiting, executeOutbound, nextCreatedMs, releaseCreated } from './outbound-ach.ts';

/**
 * What ACH does by itself, each with the instant at which it is due next. An outbound payment goes Created, Pending until
 * the next cut-off, Batched until the Fed acknowledges the file, Processing until its effective day opens, Complete.
 * Source: L-ACHREF (status); P-ACHWIN.
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

/** Batches what waits for this instant, then receives and acknowledges what is due, in that order of time; each is one commit. */
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
 * Payments that wait for their effective day: inbound ones, and outbound ones that are acknowledged; what waits for its cut-off has an
 * instant. The condition repeats that of the index, so that it is used.
 */
const WAITS = `due_ms IS NULL AND status IN ('Pending', 'Processing')`;

/**
 * Does what an opening posting day brings: executes the payments that take effect on it, in the order of their receipt or
 * entry, and lets early deposits that are now close enough be paid. Belongs inside the commit of the close.
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
