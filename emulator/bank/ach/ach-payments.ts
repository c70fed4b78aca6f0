import { easternTraceStamp } from '../../../core/business-day.ts';
import type { AchSchemas, Operations } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';

type AchPayment = AchSchemas['AchPayment'];

/** An ACH payment as it is stored. Queued: not received yet. Returned: sent back; the partner never sees it (D26). */
export interface AchPaymentRow {
  readonly id: string;
  readonly reference_id: string;
  readonly status: AchSchemas['AchPaymentStatus'] | 'Queued' | 'Returned';
  readonly partner_id: string;
  readonly direction: AchPayment['direction'];
  readonly payment_type: AchPayment['paymentType'];
  readonly account: string;
  /** Of a return or correction: the type of the original payment. */
  readonly type: 'Push' | 'Pull';
  readonly sec_code: AchSchemas['SecCode'];
  readonly service_type: 'Standard' | 'SameDay';
  readonly amount: number;
  readonly receiver_identification: string | null;
  readonly client_identifier: string | null;
  /** JSON: a PaymentDetails. */
  readonly details: string;
  readonly original_id: string | null;
  readonly batch_id: string | null;
  readonly batch_sequence: number | null;
  readonly rejection_code: string | null;
  /** 1: an inbound credit that its product paid early on receipt (E10). */
  readonly early: 0 | 1;
  readonly effective_day: string | null;
  readonly memo_post_id: string | null;
  readonly transaction_id: string | null;
  /** The instant of its next step; null while it waits for a posting day or a review, or has ended. */
  readonly due_ms: number | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

/** The facts of a payment that the bank stores and shows, but does not use. */
export interface PaymentDetails {
  readonly originator: { readonly routingNumber?: string; readonly name: string; readonly identification?: string };
  readonly receiver: Partial<AchSchemas['AchReceiver']>;
  readonly description: string;
  readonly addenda?: string;
  readonly purpose?: string;
  readonly extendedDetails?: unknown;
  readonly iatDetails?: unknown;
  readonly returnCode?: string;
  readonly reasonData?: { readonly changeCode: string; readonly correctedData: string };
}

type RequiredColumn =
  | 'status'
  | 'partner_id'
  | 'direction'
  | 'payment_type'
  | 'account'
  | 'type'
  | 'sec_code'
  | 'service_type';
type DerivedColumn = 'reference_id' | 'receiver_identification' | 'details' | 'created_ms' | 'modified_ms';

/** A payment before it is written: required and optional columns. */
export type NewPayment = Pick<AchPaymentRow, RequiredColumn | 'amount'> & {
  readonly details: PaymentDetails;
} & Partial<Omit<AchPaymentRow, RequiredColumn | DerivedColumn | 'amount'>>;

/** Writes a new payment with a new reference id. */
export function writePayment(bank: Bank, { details, ...payment }: NewPayment): AchPaymentRow {
  const now = bank.clock.nowMs();
  const row: AchPaymentRow = {
    id: payment.id ?? bank.newId(),
    reference_id: newReferenceId(bank),
    client_identifier: null,
    original_id: null,
    batch_id: null,
    batch_sequence: null,
    rejection_code: null,
    early: 0,
    effective_day: null,
    memo_post_id: null,
    transaction_id: null,
    due_ms: null,
    ...payment,
    receiver_identification: details.receiver.identification ?? null,
    details: JSON.stringify(details),
    created_ms: now,
    modified_ms: now,
  };
  const columns = Object.keys(row).sort() as (keyof AchPaymentRow)[];
  bank.store.run(
    `INSERT INTO ach_payment (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    ...columns.map((column) => row[column]),
  );
  return row;
}

/** Generates a reference id: `A` for ACH, day of the year, eight characters, as in the sample of S-ACCT (inferred). */
export function newReferenceId({ random, clock }: Bank): string {
  const tail = Array.from({ length: 8 }, () => random.integer(0, 35).toString(36))
    .join('')
    .toUpperCase();
  return `A${easternTraceStamp(clock.nowMs()).slice(2, 5)}${tail}`;
}

type Step = 'status' | 'rejection_code' | 'early' | 'effective_day' | 'memo_post_id' | 'transaction_id' | 'due_ms';

/** Changes a payment; without a new due instant, it has none. */
export function changePayment(bank: Bank, id: string, step: Partial<Pick<AchPaymentRow, Step>>): void {
  const change = { due_ms: null, ...step, modified_ms: bank.clock.nowMs() };
  const columns = Object.keys(change).sort() as (keyof typeof change)[];
  bank.store.run(
    `UPDATE ach_payment SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
    ...columns.map((column) => change[column] ?? null),
    id,
  );
}

/** The payments that a partner sees. */
const VISIBLE = `status NOT IN ('Queued', 'Returned')`;

/** Finds a visible payment of a partner; without a partner id, of any partner. */
export function findPayment({ store }: Bank, partnerId: string | undefined, id: string): AchPaymentRow | undefined {
  const row = store.get<AchPaymentRow>(`SELECT * FROM ach_payment WHERE id = ? AND ${VISIBLE}`, id.toLowerCase());
  return partnerId === undefined || row?.partner_id === partnerId ? row : undefined;
}

/** Returns one payment of the partner, or `not-found`. */
export function getAchPayment(bank: Bank, partnerId: string, paymentId: string): AchPayment | Rejection {
  const row = findPayment(bank, partnerId, paymentId);
  return row ? renderPayment(row) : reject('not-found', 'Payment not found');
}

/** The validated query of a list; paging has its defaults. */
export type PaymentQuery = NonNullable<Operations['listAchPayments']['parameters']['query']> & PageQuery;

/** Lists the partner's payments, oldest first. Filters compare exactly. */
export function listAchPayments(bank: Bank, partnerId: string, query: PaymentQuery): Page<AchPayment> {
  const { where, values } = buildWhere([
    ['partner_id = ?', partnerId],
    ['receiver_identification = ?', query.receiverIdentification],
    ['account = ?', query.accountNumber],
    ['direction = ?', query.direction],
    ['status = ?', query.status],
    ['original_id = ?', query.originalPaymentId?.toLowerCase()],
    ['batch_id = ?', query.clientBatchId?.toLowerCase()],
    ['client_identifier = ?', query.clientIdentifier],
  ]);
  const sql = `SELECT * FROM ach_payment WHERE ${where} AND ${VISIBLE} ORDER BY seq`;
  return listPage(bank, query, { sql, values, render: renderPayment });
}

/**
 * Renders the description of activity, memo posts and posting exceptions in the form of the document's sample (X15);
 * `RES:` is a reason code (L-COREREF).
 */
export function describePayment({ details, sec_code, reference_id }: AchPaymentRow): string {
  const { originator, description, receiver, returnCode } = JSON.parse(details) as PaymentDetails;
  const id = receiver.identification === undefined ? '' : ` ID: ${receiver.identification}`;
  const reason = returnCode === undefined ? '' : ` RES: ${returnCode}`;
  return `${originator.name} ${description} ${sec_code}${id} REF: ${reference_id}${reason}`;
}

/** Renders a payment. The contract does not show the receiver's routing number. */
export function renderPayment(row: AchPaymentRow): AchPayment {
  const {
    receiver,
    extendedDetails: _extended,
    iatDetails: _iat,
    ...details
  } = JSON.parse(row.details) as PaymentDetails;
  const { routingNumber: _routing, ...shown } = receiver;
  return {
    id: row.id,
    referenceId: row.reference_id,
    status: row.status as AchPayment['status'],
    direction: row.direction,
    paymentType: row.payment_type,
    accountNumber: row.account,
    ...details,
    receiver: shown,
    secCode: row.sec_code,
    transactionType: row.type,
    amount: row.amount,
    serviceType: row.service_type,
    effectiveDate: row.effective_day ?? '',
    ...optional('memoPostId', row.memo_post_id),
    ...optional('coreTransactionId', row.transaction_id),
    ...optional('originalPaymentId', row.original_id),
    ...optional('clientIdentifier', row.client_identifier),
    ...optional('clientBatchId', row.batch_id),
    ...optional('clientBatchSequence', row.batch_sequence),
    ...optional('rejectionCode', row.rejection_code),
    partnerId: row.partner_id,
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
  };
}

function optional<Name extends string, Value>(name: Name, value: Value | null): { [Key in Name]?: Value } {
  return value === null ? {} : ({ [name]: value } as { [Key in Name]?: Value });
}
