import type { EventName } from '../../../generated/events.ts';
import type { Bank } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import type { AchPaymentRow, PaymentDetails } from './ach-payments.ts';

type PaymentEvent = Extract<EventName, `Ach.${'Payment' | 'Return' | 'Noc' | 'Hold'}.${string}`>;
type Details = (row: AchPaymentRow) => object;

const partOf: Details = (row) => ({
  paymentId: row.id,
  accountNumber: row.account,
  clientIdentifier: row.client_identifier,
  memoPostId: row.memo_post_id,
  clientBatchId: row.batch_id,
  clientBatchSequence: row.batch_sequence,
});
const ended: Details = (row) => ({ ...partOf(row), reason: row.rejection_code });
const received: Details = (row) => ({
  paymentId: row.id,
  accountNumber: row.account,
  amount: row.amount,
  transactionType: row.type,
  effectiveDate: row.effective_day ?? '',
  memoPostId: row.memo_post_id,
});
const answered: Details = (row) => ({
  paymentId: row.id,
  originalPaymentId: row.original_id,
  accountNumber: row.account,
  clientIdentifier: row.client_identifier,
});

/** The details of each event. Source: P-ACHEVT; the field names are inferred. */
const details: Record<PaymentEvent, Details> = {
  'Ach.Payment.Canceled': ended,
  'Ach.Payment.Rejected': ended,
  'Ach.Payment.Sent': (row) => ({
    ...partOf(row),
    purpose: (JSON.parse(row.details) as PaymentDetails).purpose ?? null,
  }),
  'Ach.Payment.Received': received,
  'Ach.Payment.ReceivedEarly': received,
  'Ach.Return.Received': answered,
  'Ach.Noc.Received': answered,
  'Ach.Hold.Escalated': (row) => ({ paymentId: row.id, accountNumber: row.account }),
};

/** Emits an event with the present state of a payment. Must run inside a commit. */
export function emitPaymentEvent(bank: Bank, name: PaymentEvent, paymentId: string): void {
  const row = bank.store.get<AchPaymentRow>('SELECT * FROM ach_payment WHERE id = ?', paymentId) as AchPaymentRow;
  const change = { partnerId: row.partner_id, path: { paymentId }, details: () => details[name](row) };
  emitEvent(bank, name, change);
}

/** Emits an event of a client batch. Must run inside a commit. */
export function emitBatchEvent(
  bank: Bank,
  name: Extract<EventName, `Ach.Batch.${string}`>,
  batch: { readonly id: string; readonly partner_id: string; readonly account: string },
): void {
  const path = { clientBatchId: batch.id, accountNumber: batch.account };
  emitEvent(bank, name, { partnerId: batch.partner_id, path });
}
