import { addBusinessDays } from '../../../core/business-day.ts';
import type { AchSchemas } from '../../../generated/types/index.ts';
import { findSubledger, type PostableSubledger } from '../accounts/find-subledger.ts';
import { findProduct } from '../accounts/products.ts';
import { type Bank, inboundBusinessDays, openPostingDay } from '../bank.ts';
import { authorizeSide } from '../ledger/authorization.ts';
import { executeTransaction } from '../ledger/execute-transaction.ts';
import { achTransit } from '../ledger/internal-accounts.ts';
import { endMemoPost, findActiveMemoPost, makeAvailable, writeMemoPost } from '../ledger/memo-posts.ts';
import { type Rejection, reject } from '../rejection.ts';
import { emitPaymentEvent } from './ach-events.ts';
import {
  type AchPaymentRow,
  changePayment,
  describePayment,
  findPayment,
  renderPayment,
  writePayment,
} from './ach-payments.ts';
import { serviceTypeOf } from './ach-rules.ts';
import { RECEIPT_DELAY_MS } from './ach-windows.ts';

const CODE = 'Incoming ACH';

type Entry = AchSchemas['SimulatedInboundOriginationRequest'];

/**
 * Source: S-ACCT, Early Direct Deposit ("up to 2 days before the effective date"). ASSUMPTION: the two days of Early
 * Direct Deposit before the effective date are business days.
 */
const EARLIEST_BUSINESS_DAYS = 2;

/**
 * Queues an entry of another bank; it is not visible before its receipt (DOC-060, variant A). On side B, receives the
 * entry at once and returns it as a payment. ASSUMPTION: a simulated entry that is received at once (DOC-060, side B)
 * and rejected is answered with an error.
 */
export function simulateInboundOrigination(
  bank: Bank,
  partnerId: string,
  entry: Entry,
): AchSchemas['AchPayment'] | Rejection | undefined {
  if (bank.variants['DOC-060'] !== 'B') {
    queueEntry(bank, partnerId, entry);
    return undefined;
  }
  if (!findSubledger(bank, partnerId, entry.receiverAccountNumber)) return reject('not-found', 'Account not found');
  const { id } = bank.store.atomically(() => {
    const payment = queueEntry(bank, partnerId, entry);
    receiveEntry(bank, payment);
    return payment;
  });
  const received = findPayment(bank, partnerId, id);
  return received ? renderPayment(received) : reject('payment-refused');
}

function queueEntry(bank: Bank, partnerId: string, entry: Entry): AchPaymentRow {
  return writePayment(bank, {
    status: 'Queued',
    partner_id: partnerId,
    direction: 'Inbound',
    payment_type: 'Origination',
    account: entry.receiverAccountNumber,
    type: entry.transactionType,
    amount: entry.amount,
    sec_code: entry.secCode.toUpperCase() as AchPaymentRow['sec_code'],
    service_type: serviceTypeOf(entry.serviceType),
    details: {
      originator: {
        routingNumber: entry.originatorRoutingNumber,
        name: entry.originatorName,
        identification: entry.originatorIdentification,
      },
      receiver: {
        accountNumber: entry.receiverAccountNumber,
        accountType: entry.receiverAccountType,
        name: entry.receiverName,
        ...(entry.receiverIdentification === undefined ? {} : { identification: entry.receiverIdentification }),
      },
      description: entry.description,
    },
    due_ms: bank.clock.nowMs() + RECEIPT_DELAY_MS,
  });
}

/**
 * Receives one entry: sets its effective date and executes it, or announces a later credit with a memo post. SameDay
 * takes effect on receipt, Standard some business days later. On side A of DOC-050 an early deposit posts on receipt
 * instead. An entry that goes back unseen has no event. ASSUMPTION: an entry that is paid early on receipt has the
 * event ReceivedEarly only; one that is paid early at a later close has both Received and ReceivedEarly, each at its
 * time. Must run inside a commit. Source: M06, E05; books.md, section 5.
 */
export function receiveEntry(bank: Bank, payment: AchPaymentRow): void {
  const today = openPostingDay(bank);
  const subledger = findSubledger(bank, payment.partner_id, payment.account);
  const effectiveDay = payment.service_type === 'SameDay' ? today : addBusinessDays(today, inboundBusinessDays(bank));
  const early = subledger && effectiveDay > today && isEarlyDirectDeposit(bank, payment, subledger) ? 1 : 0;
  const received = { ...payment, effective_day: effectiveDay, early } as const;
  changePayment(bank, payment.id, { status: subledger ? 'Pending' : 'Returned', effective_day: effectiveDay, early });
  if (!subledger) return;
  const settles = early === 1 && bank.variants['DOC-050'] === 'A' && isCloseEnough(bank, received);
  let isEarly = settles;
  if (effectiveDay <= today || settles) executeInbound(bank, received);
  else if (payment.type === 'Push') isEarly = announceCredit(bank, received, subledger);
  const name = isEarly ? 'Ach.Payment.ReceivedEarly' : 'Ach.Payment.Received';
  if (findPayment(bank, payment.partner_id, payment.id)) emitPaymentEvent(bank, name, payment.id);
}

/** Announces a credit with a memo post; returns true if it is paid early. */
function announceCredit(bank: Bank, payment: AchPaymentRow, subledger: PostableSubledger): boolean {
  const affectsAvailability =
    payment.early === 1 && isCloseEnough(bank, payment) && takesCredit(bank, payment, subledger);
  const memoPostId = writeMemoPost(bank, {
    master: subledger.master,
    sub: subledger.number,
    amount: payment.amount,
    type: 'Credit',
    affectsAvailability,
    code: CODE,
    rail: 'Ach',
    description: describePayment(payment),
    railId: `payment/${payment.id}`,
  });
  bank.store.run('UPDATE ach_payment SET memo_post_id = ? WHERE id = ?', memoPostId, payment.id);
  return affectsAvailability;
}

/**
 * Returns true if the product pays the entry early; never to a GL. Source: S-ACCT, Early Direct Deposit (E06 to E08,
 * E11); D22.
 */
function isEarlyDirectDeposit(bank: Bank, payment: AchPaymentRow, subledger: PostableSubledger): boolean {
  const product = findProduct(bank, subledger.product_id);
  return (
    product?.edd_enabled === 1 &&
    (product.kind === 'Checking' || product.kind === 'Savings') &&
    payment.type === 'Push' &&
    payment.sec_code === 'PPD' &&
    payment.service_type === 'Standard' &&
    payment.amount <= product.edd_threshold
  );
}

/** Returns true if the account would accept the credit now; a credit that it would reject is not paid early. */
function takesCredit(bank: Bank, { amount }: AchPaymentRow, subledger: PostableSubledger): boolean {
  const side = { type: 'Credit' as const, subledger, otherAccountType: 'GeneralLedger' as const, amount };
  return authorizeSide(bank, { ...side, rail: 'Ach', transactionCode: CODE, flags: [] }) === 'OK';
}

/** Returns true if the account would have too little money without a deposit that was paid early. */
function isSpent(bank: Bank, { partner_id, account, amount }: AchPaymentRow): boolean {
  const subledger = findSubledger(bank, partner_id, account);
  if (!subledger) return false;
  const isShort = subledger.ledger_type === 'Direct' && subledger.available < amount;
  return isShort || subledger.master_available < amount;
}

function isCloseEnough(bank: Bank, { effective_day }: AchPaymentRow): boolean {
  return (effective_day ?? '') <= addBusinessDays(openPostingDay(bank), EARLIEST_BUSINESS_DAYS);
}

/**
 * Pays early deposits that are now close enough to their effective date, if their product still pays early. An entry
 * that was received before its product paid early is not included (E10). Must run inside the commit of the close.
 */
export function raiseEarlyDeposits(bank: Bank, payments: readonly AchPaymentRow[]): void {
  for (const payment of payments) {
    const subledger = findSubledger(bank, payment.partner_id, payment.account);
    if (!payment.memo_post_id || !subledger || !isCloseEnough(bank, payment)) continue;
    if (findActiveMemoPost(bank, payment.memo_post_id)?.affects === 1) continue;
    if (!isEarlyDirectDeposit(bank, payment, subledger) || !takesCredit(bank, payment, subledger)) continue;
    if (bank.variants['DOC-050'] === 'A') executeInbound(bank, payment);
    else makeAvailable(bank, payment.memo_post_id);
    if (findPayment(bank, payment.partner_id, payment.id))
      emitPaymentEvent(bank, 'Ach.Payment.ReceivedEarly', payment.id);
  }
}

/**
 * Executes a payment: its transaction replaces its memo post, in one commit (E04, M08). If the account rejects it, the
 * memo post expires, a posting exception remains and the entry goes back unseen (D26). ASSUMPTION: an early deposit
 * that is spent posts on its effective date (FRC), even if the account would reject it by then. Must run inside a
 * commit.
 */
export function executeInbound(bank: Bank, payment: AchPaymentRow): void {
  const memoPost = payment.memo_post_id ? findActiveMemoPost(bank, payment.memo_post_id) : undefined;
  const account = { accountNumber: payment.account };
  const transit = { internal: achTransit.number };
  const { id, status } = executeTransaction(bank, {
    partnerId: payment.partner_id,
    ...(payment.type === 'Push' ? { debit: transit, credit: account } : { debit: account, credit: transit }),
    amount: payment.amount,
    code: CODE,
    description: describePayment(payment),
    rail: 'Ach',
    railId: `payment/${payment.id}`,
    isForced: memoPost?.affects === 1 && isSpent(bank, payment),
    isAvailableAtOnce: memoPost?.affects === 1,
  });
  if (memoPost) endMemoPost(bank, memoPost.id, status === 'Complete' ? 'Converted' : 'Expired');
  changePayment(bank, payment.id, { status: status === 'Complete' ? 'Complete' : 'Returned', transaction_id: id });
}
