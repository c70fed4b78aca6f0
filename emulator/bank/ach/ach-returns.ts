import type { AchSchemas } from '../../../generated/types/index.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { executeTransaction } from '../ledger/execute-transaction.ts';
import { releaseHoldsOf } from '../ledger/holds.ts';
import { achTransit } from '../ledger/internal-accounts.ts';
import { isRejection, type Rejection, reject } from '../rejection.ts';
import { emitPaymentEvent } from './ach-events.ts';
import {
  type AchPaymentRow,
  changePayment,
  describePayment,
  findPayment,
  type PaymentDetails,
  renderPayment,
  writePayment,
} from './ach-payments.ts';
import { RECEIPT_DELAY_MS } from './ach-windows.ts';

type AchPayment = AchSchemas['AchPayment'];

/**
 * Queues a return of an outbound payment that is Complete, sent by the other bank; it is a new payment that names the
 * original. On side B of DOC-060, receives the return at once and returns it. ASSUMPTION: a payment is returned at
 * most once. Source: P-ACHSIM (D17, D19).
 */
export function simulateInboundReturn(
  bank: Bank,
  partnerId: string,
  { paymentId, returnCode }: AchSchemas['SimulatedInboundReturnRequest'],
): AchPayment | Rejection | undefined {
  const original = findComplete(bank, partnerId, paymentId);
  if (isRejection(original)) return original;
  if (isReturned(bank, original)) return reject('payment-not-allowed', 'Payment was already returned');
  return bank.store.atomically(() => sendOrReceive(bank, queueReturn(bank, original, returnCode)));
}

/**
 * Queues a correction of an outbound payment that is Complete, sent by the other bank: a notification of change, which
 * moves no money. Source: P-ACHSIM (D17).
 */
export function simulateInboundCorrection(
  bank: Bank,
  partnerId: string,
  { paymentId, ...reasonData }: AchSchemas['SimulatedInboundCorrectionRequest'],
): AchPayment | Rejection | undefined {
  const original = findComplete(bank, partnerId, paymentId);
  if (isRejection(original)) return original;
  return bank.store.atomically(() => sendOrReceive(bank, queueCorrection(bank, original, reasonData)));
}

function findComplete(bank: Bank, partnerId: string, paymentId: string): AchPaymentRow | Rejection {
  const original = findPayment(bank, partnerId, paymentId);
  if (!original) return reject('not-found', 'Payment not found');
  const isOutbound = original.direction === 'Outbound';
  return isOutbound && original.status === 'Complete' ? original : reject('payment-not-complete');
}

function isReturned({ store }: Bank, { id }: AchPaymentRow): boolean {
  return store.get(`SELECT 1 FROM ach_payment WHERE original_id = ? AND payment_type = 'Return'`, id) !== undefined;
}

function sendOrReceive(bank: Bank, answer: AchPaymentRow): AchPayment | undefined {
  if (bank.variants['DOC-060'] !== 'B') return undefined;
  receiveReturnOrCorrection(bank, answer);
  return renderPayment(findPayment(bank, answer.partner_id, answer.id) as AchPaymentRow);
}

/**
 * Queues the return or correction of a payment that has just become Complete, if its purpose asks for one:
 * `RETURN_R01`, `NOC_C01`. ASSUMPTION: the purpose of a correction is NOC_Cxx, and such a correction repeats the
 * account number. Must run inside a commit. Source: P-ACHSIM (D18).
 */
export function returnByPurpose(bank: Bank, payment: AchPaymentRow): void {
  const { purpose = '', receiver } = JSON.parse(payment.details) as PaymentDetails;
  const [, returnCode] = /^RETURN_(R\d\d)$/.exec(purpose) ?? [];
  const [, changeCode] = /^NOC_(C\d\d)$/.exec(purpose) ?? [];
  if (returnCode !== undefined) queueReturn(bank, payment, returnCode);
  if (changeCode !== undefined)
    queueCorrection(bank, payment, { changeCode, correctedData: receiver.accountNumber ?? '' });
}

function queueReturn(bank: Bank, original: AchPaymentRow, returnCode: string): AchPaymentRow {
  return queue(bank, original, { paymentType: 'Return', amount: original.amount, reason: { returnCode } });
}

function queueCorrection(
  bank: Bank,
  original: AchPaymentRow,
  reasonData: NonNullable<PaymentDetails['reasonData']>,
): AchPaymentRow {
  return queue(bank, original, { paymentType: 'Correction', amount: 0, reason: { reasonData } });
}

interface ReturnOrCorrection {
  readonly paymentType: 'Return' | 'Correction';
  readonly amount: number;
  readonly reason: Pick<PaymentDetails, 'returnCode' | 'reasonData'>;
}

function queue(
  bank: Bank,
  original: AchPaymentRow,
  { paymentType, amount, reason }: ReturnOrCorrection,
): AchPaymentRow {
  const { originator, receiver, description } = JSON.parse(original.details) as PaymentDetails;
  const { partner_id, account, type, sec_code, service_type, id: original_id } = original;
  return writePayment(bank, {
    status: 'Queued',
    direction: 'Inbound',
    payment_type: paymentType,
    original_id,
    partner_id,
    account,
    type,
    sec_code,
    service_type,
    amount,
    details: { originator, receiver, description, ...reason },
    due_ms: bank.clock.nowMs() + RECEIPT_DELAY_MS,
  });
}

/**
 * Receives a return or correction. The return of a Push credits the account; that of a Pull debits it and releases its
 * holds. ASSUMPTION: an ACH return always posts (FRC), so the account may go below zero (DOC-062), and posts on a
 * closed account, for the bank to clear. ASSUMPTION: the transaction code of a return is Outgoing ACH Return, because
 * the original payment was outgoing. Must run inside a commit. Source: L-ACHOV (balance effect).
 */
export function receiveReturnOrCorrection(bank: Bank, answer: AchPaymentRow): void {
  const effective_day = openPostingDay(bank);
  const transaction_id = answer.amount === 0 ? null : executeReturn(bank, answer);
  changePayment(bank, answer.id, { status: 'Complete', effective_day, transaction_id });
  const event = answer.payment_type === 'Return' ? 'Ach.Return.Received' : 'Ach.Noc.Received';
  emitPaymentEvent(bank, event, answer.id);
}

function executeReturn(bank: Bank, answer: AchPaymentRow): string {
  const [account, transit] = [{ accountNumber: answer.account }, { internal: achTransit.number }];
  if (answer.type === 'Pull') releaseHoldsOf(bank, `payment/${answer.original_id}`);
  const { id } = executeTransaction(bank, {
    partnerId: answer.partner_id,
    ...(answer.type === 'Push' ? { debit: transit, credit: account } : { debit: account, credit: transit }),
    amount: answer.amount,
    code: 'Outgoing ACH Return',
    description: describePayment(answer),
    rail: 'Ach',
    railId: `payment/${answer.id}`,
    isForced: true,
  });
  return id;
}
