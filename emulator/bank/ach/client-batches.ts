import { addCalendarDays, easternInstant, isCalendarDate } from '../../../core/business-day.ts';
import type { AchSchemas, Operations } from '../../../generated/types/index.ts';
import { findSubledger } from '../accounts/find-subledger.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { isRejection, type Rejection, reject } from '../rejection.ts';
import { emitBatchEvent } from './ach-events.ts';
import { type AchPaymentRow, newReferenceId } from './ach-payments.ts';
import { endWaitingPayment, isWaiting } from './ach-review.ts';
import { checkPayment, serviceTypeOf } from './ach-rules.ts';
import { planPayment, RECEIPT_DELAY_MS } from './ach-windows.ts';
import { authorizeOrigination, writeOutbound } from './outbound-ach.ts';

type ClientBatch = AchSchemas['ClientBatch'];
type BatchRequest = AchSchemas['OriginateClientBatchRequest'];

interface ClientBatchRow {
  readonly id: string;
  readonly reference_id: string;
  readonly status: 'Processing' | 'Imported' | 'Canceled';
  readonly partner_id: string;
  readonly account: string;
  readonly product_id: string;
  readonly payments: number;
  readonly debit_total: number;
  readonly credit_total: number;
  readonly imported: number;
  readonly client_identifier: string | null;
  readonly created_ms: number;
  readonly imported_ms: number | null;
}

/** Every column except the payments that are not imported yet, which may be megabytes. */
const SELECT = `SELECT id, reference_id, status, partner_id, account, product_id, payments, debit_total, credit_total, imported,
  client_identifier, created_ms, imported_ms FROM client_batch`;

/** The number of payments of a batch whose broken rules are reported, so that the response stays readable. */
const MOST_PROBLEMS = 20;

/**
 * Accepts 2 to 5,000 payments from one account and imports them five minutes later. ASSUMPTION: a payment that breaks
 * a network rule rejects the whole batch; a payment that the account rejects becomes Rejected at the import. Source:
 * P-ACH (D21).
 */
export function originateClientBatch(bank: Bank, partnerId: string, request: BatchRequest): ClientBatch | Rejection {
  const { accountNumber, payments, clientIdentifier, originator } = request;
  const subledger = findSubledger(bank, partnerId, accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  const broken = checkPayments(payments);
  if (broken) return broken;
  const now = bank.clock.nowMs();
  const id = bank.newId();
  const totalOf = (type: 'Push' | 'Pull') =>
    payments.reduce((sum, { transactionType, amount }) => sum + (transactionType === type ? amount : 0), 0);
  bank.store.run(
    `INSERT INTO client_batch (id, reference_id, status, partner_id, account, product_id, details, payments, debit_total, credit_total,
       imported, client_identifier, due_ms, created_ms) VALUES (?, ?, 'Processing', ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
    id,
    newReferenceId(bank),
    partnerId,
    accountNumber,
    subledger.product_id,
    JSON.stringify({ payments, originator }),
    payments.length,
    totalOf('Push'),
    totalOf('Pull'),
    clientIdentifier ?? null,
    now + RECEIPT_DELAY_MS,
    now,
  );
  return renderBatch(findBatch(bank, partnerId, id) as ClientBatchRow);
}

/** Returns every broken rule of the first problem's kind, with the index of the payment in the body. */
function checkPayments(payments: BatchRequest['payments']): Rejection | undefined {
  const problems = payments.flatMap((payment, place) => {
    const broken = checkPayment(payment);
    return broken ? [{ ...broken, details: broken.details.map((detail) => `Payments.${place}: ${detail}`) }] : [];
  });
  const [first] = problems;
  if (!first) return undefined;
  const alike = problems.filter(({ rejection }) => rejection === first.rejection).slice(0, MOST_PROBLEMS);
  return reject(first.rejection, ...alike.flatMap(({ details }) => details));
}

function findBatch({ store }: Bank, partnerId: string, id: string): ClientBatchRow | undefined {
  return store.get<ClientBatchRow>(`${SELECT} WHERE id = ? AND partner_id = ?`, id.toLowerCase(), partnerId);
}

/** Returns one batch of the partner, or `not-found`. */
export function getClientBatch(bank: Bank, partnerId: string, clientBatchId: string): ClientBatch | Rejection {
  const row = findBatch(bank, partnerId, clientBatchId);
  return row ? renderBatch(row) : reject('not-found', 'Client batch not found');
}

/** The validated query of a list; paging has its defaults. */
export type BatchQuery = NonNullable<Operations['listClientBatches']['parameters']['query']> & PageQuery;

/**
 * Lists the partner's batches, oldest first. Both days are Eastern and inclusive; a time of day is ignored. Source:
 * L-ACHFAQ.
 */
export function listClientBatches(bank: Bank, partnerId: string, query: BatchQuery): Page<ClientBatch> | Rejection {
  const [from, to] = [dayOf(query, 'from'), dayOf(query, 'to')];
  if (isRejection(from)) return from;
  if (isRejection(to)) return to;
  const { where, values } = buildWhere([
    ['partner_id = ?', partnerId],
    ['created_ms >= ?', from && easternInstant(from)],
    ['created_ms < ?', to && easternInstant(addCalendarDays(to, 1))],
  ]);
  return listPage(bank, query, { sql: `${SELECT} WHERE ${where} ORDER BY seq`, values, render: renderBatch });
}

function dayOf(query: BatchQuery, name: 'from' | 'to'): string | undefined | Rejection {
  const day = query[name]?.slice(0, 'yyyy-mm-dd'.length);
  if (day === undefined || isCalendarDate(day)) return day;
  return reject('invalid', `${name === 'from' ? 'From' : 'To'} must be a date`);
}

/**
 * Cancels a batch that is not imported, or of which no payment is batched, and cancels its waiting payments.
 * ASSUMPTION: a batch is canceled at once, so its status is never Canceling. Source: P-ACH.
 */
export function cancelClientBatch(bank: Bank, partnerId: string, clientBatchId: string): ClientBatch | Rejection {
  const batch = findBatch(bank, partnerId, clientBatchId);
  if (!batch) return reject('not-found', 'Client batch not found');
  const payments = bank.store.all<AchPaymentRow>('SELECT * FROM ach_payment WHERE batch_id = ? ORDER BY seq', batch.id);
  const isGone = payments.some(({ status }) => ['Batched', 'Processing', 'Complete'].includes(status));
  if (batch.status === 'Canceled' || isGone)
    return reject('payment-not-cancelable', 'Client batch can no longer be canceled');
  bank.store.atomically(() => {
    for (const payment of payments.filter(isWaiting)) endWaitingPayment(bank, payment, 'Canceled');
    bank.store.run(`UPDATE client_batch SET status = 'Canceled', details = '', due_ms = NULL WHERE id = ?`, batch.id);
    emitBatchEvent(bank, 'Ach.Batch.Canceled', batch);
  });
  return renderBatch(findBatch(bank, partnerId, batch.id) as ClientBatchRow);
}

/** Returns the instant of the next import; undefined if no batch waits. */
export function nextImportMs({ store }: Bank): number | undefined {
  const sql = 'SELECT min(due_ms) AS due FROM client_batch WHERE due_ms IS NOT NULL';
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/** Imports every batch that is due, each in one commit. */
export function importBatches(bank: Bank): void {
  const sql = 'SELECT * FROM client_batch WHERE due_ms <= ? ORDER BY due_ms, seq';
  for (const batch of bank.store.all<ClientBatchRow & { details: string }>(sql, bank.clock.nowMs()))
    bank.store.atomically(() => importBatch(bank, batch));
}

/** Imports a batch. Each payment is authorized after the payments before it have secured their amounts. */
function importBatch(bank: Bank, batch: ClientBatchRow & { readonly details: string }): void {
  const { payments, originator } = JSON.parse(batch.details) as Pick<BatchRequest, 'payments' | 'originator'>;
  const plans = { Standard: planPayment(bank, 'Standard'), SameDay: planPayment(bank, 'SameDay') };
  const codes = payments.map((payment, index) => {
    const subledger = findSubledger(bank, batch.partner_id, batch.account);
    if (!subledger) throw new Error(`The account of client batch ${batch.id} is gone`);
    const code = authorizeOrigination(bank, subledger, payment);
    const request = originator ? { ...payment, originator } : payment;
    const plan = plans[serviceTypeOf(payment.serviceType)];
    const rejectionCode = code === 'OK' ? undefined : code;
    writeOutbound(bank, { subledger, request, plan, batch: { id: batch.id, sequence: index + 1 }, rejectionCode });
    return code;
  });
  bank.store.run(
    `UPDATE client_batch SET status = 'Imported', details = '', imported = ?, imported_ms = ?, due_ms = NULL WHERE id = ?`,
    codes.filter((code) => code === 'OK').length,
    bank.clock.nowMs(),
    batch.id,
  );
  emitBatchEvent(bank, 'Ach.Batch.Imported', batch);
}

function renderBatch(row: ClientBatchRow): ClientBatch {
  return {
    id: row.id,
    referenceId: row.reference_id,
    status: row.status,
    accountNumber: row.account,
    paymentCount: row.payments,
    debitTotal: row.debit_total,
    creditTotal: row.credit_total,
    importCount: row.imported,
    productId: row.product_id,
    partnerId: row.partner_id,
    ...(row.client_identifier === null ? {} : { clientIdentifier: row.client_identifier }),
    createdAt: renderInstant(row.created_ms),
    ...(row.imported_ms === null ? {} : { importedAt: renderInstant(row.imported_ms) }),
  };
}
