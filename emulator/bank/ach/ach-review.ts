import type { AchSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { endMemoPost } from '../ledger/memo-posts.ts';
import { type Rejection, reject } from '../rejection.ts';
import { emitPaymentEvent } from './ach-events.ts';
import { type AchPaymentRow, changePayment, findPayment, renderPayment } from './ach-payments.ts';
import { planPayment } from './ach-windows.ts';

type AchReview = EmulatorSchemas['AchReview'];
type AchReviewResult = EmulatorSchemas['AchReviewResult'];

/** The statuses before batching. Source: L-ACHREF (status). */
const WAITING: readonly AchPaymentRow['status'][] = ['Created', 'Pending', 'Hold'];

/**
 * Cancels an outbound payment that is not batched yet; the amount that a Push secured becomes available again. Source:
 * P-ACHNEW.
 */
export function cancelAchPayment(
  bank: Bank,
  partnerId: string,
  paymentId: string,
): AchSchemas['AchPayment'] | Rejection {
  const payment = findPayment(bank, partnerId, paymentId);
  if (!payment) return reject('not-found', 'Payment not found');
  if (!isWaiting(payment)) return reject('payment-not-cancelable');
  bank.store.atomically(() => endWaitingPayment(bank, payment, 'Canceled'));
  return renderPayment(findPayment(bank, partnerId, paymentId) as AchPaymentRow);
}

/** Returns true if a payment can still be canceled or rejected. */
export function isWaiting({ direction, status }: AchPaymentRow): boolean {
  return direction === 'Outbound' && WAITING.includes(status);
}

/** Ends a payment that is not batched yet, and its memo post. Must run inside a commit. */
export function endWaitingPayment(bank: Bank, payment: AchPaymentRow, status: 'Canceled' | 'Rejected'): void {
  if (payment.memo_post_id) endMemoPost(bank, payment.memo_post_id, 'Expired');
  changePayment(bank, payment.id, { status });
  emitPaymentEvent(bank, `Ach.Payment.${status}`, payment.id);
}

interface Decision {
  readonly from: readonly AchPaymentRow['status'][];
  readonly decide: (bank: Bank, payment: AchPaymentRow) => void;
}

/**
 * The decisions of a review. A released payment is planned again; one in Hold has no cut-off. ASSUMPTION: a payment is
 * reviewed only until it is batched. Source: L-ACHREF (Hold).
 */
const decisions: Record<AchReview['decision'], Decision> = {
  Hold: {
    from: ['Created', 'Pending'],
    decide: (bank, { id }) => changePayment(bank, id, { status: 'Hold' }),
  },
  Escalate: {
    from: ['Hold'],
    decide: (bank, { id }) => emitPaymentEvent(bank, 'Ach.Hold.Escalated', id),
  },
  Release: {
    from: ['Hold'],
    decide(bank, { id, service_type }) {
      const { batchMs, effectiveDay } = planPayment(bank, service_type);
      changePayment(bank, id, { status: 'Pending', effective_day: effectiveDay, due_ms: batchMs });
    },
  },
  Reject: { from: WAITING, decide: (bank, payment) => endWaitingPayment(bank, payment, 'Rejected') },
};

/** Holds, escalates, releases or rejects any partner's waiting payment, as bank staff would. */
export function reviewAchPayment(bank: Bank, paymentId: string, { decision }: AchReview): AchReviewResult | Rejection {
  const payment = findPayment(bank, undefined, paymentId);
  if (!payment) return reject('not-found', 'Payment not found');
  const { from, decide } = decisions[decision];
  if (payment.direction !== 'Outbound' || !from.includes(payment.status))
    return reject('payment-not-allowed', `${decision} requires an outbound payment with status ${from.join(' or ')}`);
  bank.store.atomically(() => decide(bank, payment));
  const { id, status } = findPayment(bank, undefined, paymentId) as AchPaymentRow;
  return { paymentId: id, status: status as AchReviewResult['status'] };
}
