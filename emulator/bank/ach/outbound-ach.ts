import type { AchSchemas } from '../../../generated/types/index.ts';
import { findSubledger, type PostableSubledger } from '../accounts/find-subledger.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { authorizeSide } from '../ledger/authorization.ts';
import type { TransactionRow } from '../ledger/authorize-transaction.ts';
import { executeTransaction } from '../ledger/execute-transaction.ts';
import { achTransit } from '../ledger/internal-accounts.ts';
import { endMemoPost, expireInstead, writeMemoPost } from '../ledger/memo-posts.ts';
import type { Flag, ResultCode } from '../ledger/transaction-side.ts';
import { type Rejection, reject } from '../rejection.ts';
import { emitPaymentEvent } from './ach-events.ts';
import {
  type AchPaymentRow,
  changePayment,
  describePayment,
  type PaymentDetails,
  renderPayment,
  writePayment,
} from './ach-payments.ts';
import { returnByPurpose } from './ach-returns.ts';
import { checkPayment, type ProposedPayment, serviceTypeOf } from './ach-rules.ts';
import { ACKNOWLEDGEMENT_MINUTES, type Plan, planPayment } from './ach-windows.ts';

type AchPayment = AchSchemas['AchPayment'];
type OriginateRequest = AchSchemas['OriginateAchPaymentRequest'];

const CODE = 'Outgoing ACH';

/**
 * Accepts a payment to another bank. A Push is authorized as a debit and secured at once by a debit memo post; a Pull
 * moves nothing before its effective date. ASSUMPTION: an ACH payment that the account would reject is rejected at
 * origination and not stored (DOC-063). Source: P-ACH; S-ACCT, Memo posts (M02).
 */
export function originateAchPayment(bank: Bank, partnerId: string, request: OriginateRequest): AchPayment | Rejection {
  const subledger = findSubledger(bank, partnerId, request.accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  const broken = checkPayment(request);
  if (broken) return broken;
  const code = authorizeOrigination(bank, subledger, request);
  if (code !== 'OK') return reject('payment-refused', `Account rejects the payment: ${code}`);
  const plan = planPayment(bank, serviceTypeOf(request.serviceType));
  return bank.store.atomically(() => renderPayment(writeOutbound(bank, { subledger, request, plan })));
}

/** A prenote has no amount, so neither funds nor the number of debits matter. */
const PRENOTE_FLAGS: readonly Flag[] = ['NSF', 'RGD'];

/** Returns OK, or the code with which the account would reject the transaction of a payment. */
export function authorizeOrigination(
  bank: Bank,
  subledger: PostableSubledger,
  { transactionType, amount }: ProposedPayment,
): ResultCode {
  return authorizeSide(bank, {
    type: sideOf(transactionType),
    subledger,
    otherAccountType: 'GeneralLedger',
    amount,
    rail: 'Ach',
    transactionCode: CODE,
    flags: amount === 0 ? PRENOTE_FLAGS : [],
  });
}

/** A payment that complies with the rules. */
export interface Origination {
  readonly subledger: PostableSubledger;
  readonly request: ProposedPayment & Pick<OriginateRequest, 'description'>;
  readonly plan: Plan;
  readonly batch?: { readonly id: string; readonly sequence: number };
  /** The code with which the account rejects the payment; it is stored as Rejected. */
  readonly rejectionCode?: ResultCode | undefined;
}

/** Writes a payment, Created or Rejected, and secures the amount of a Push. Must run inside a commit. */
export function writeOutbound(bank: Bank, origination: Origination): AchPaymentRow {
  const { subledger, request, plan, batch, rejectionCode } = origination;
  const row = writePayment(bank, {
    status: rejectionCode ? 'Rejected' : 'Created',
    partner_id: subledger.partner_id,
    direction: 'Outbound',
    payment_type: 'Origination',
    account: subledger.number,
    type: request.transactionType,
    sec_code: request.secCode,
    service_type: serviceTypeOf(request.serviceType),
    amount: request.amount,
    details: detailsOf(bank, subledger, request),
    client_identifier: request.clientIdentifier ?? null,
    ...(batch ? { batch_id: batch.id, batch_sequence: batch.sequence } : {}),
    rejection_code: rejectionCode ?? null,
    effective_day: plan.effectiveDay,
    due_ms: rejectionCode ? null : plan.batchMs,
  });
  if (rejectionCode) emitPaymentEvent(bank, 'Ach.Payment.Rejected', row.id);
  if (rejectionCode || row.type === 'Pull' || row.amount === 0) return row;
  const memoPostId = writeMemoPost(bank, {
    master: subledger.master,
    sub: subledger.number,
    amount: row.amount,
    type: 'Debit',
    affectsAvailability: true,
    code: CODE,
    rail: 'Ach',
    description: describePayment(row),
    railId: `payment/${row.id}`,
  });
  bank.store.run('UPDATE ach_payment SET memo_post_id = ? WHERE id = ?', memoPostId, row.id);
  return { ...row, memo_post_id: memoPostId };
}

/** The longest company name in an ACH file, and in the contract. */
const NAME_LENGTH = 16;

/** Returns the stored details of a payment. ASSUMPTION: the originator profile of an account contains its title. */
function detailsOf(bank: Bank, { number }: PostableSubledger, request: Origination['request']): PaymentDetails {
  const sql = 'SELECT title FROM subledger WHERE number = ?';
  const { originator, receiver, description, addenda, purpose, extendedDetails, iatDetails } = request;
  const title = bank.store.get<{ title: string }>(sql, number)?.title ?? '';
  const name = [...title].slice(0, NAME_LENGTH).join('');
  const optional = { addenda, purpose, extendedDetails, iatDetails };
  return { originator: originator ?? { name }, receiver, description, ...(optional as Partial<PaymentDetails>) };
}

/** Sets newly entered payments to wait for their cut-off. */
export function releaseCreated({ store, clock }: Bank): void {
  const now = clock.nowMs();
  store.run(
    `UPDATE ach_payment SET status = 'Pending', modified_ms = ? WHERE status = 'Created' AND created_ms <= ?`,
    now,
    now,
  );
}

/** Returns the instant from which a payment that was just entered waits; undefined if there is none. */
export function nextCreatedMs({ store }: Bank): number | undefined {
  const sql = `SELECT min(created_ms) AS due FROM ach_payment WHERE status = 'Created'`;
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/** Batches the payments whose cut-off has come; a payment in Hold has no cut-off. */
export function batchWaiting({ store, clock }: Bank): void {
  store.run(
    `UPDATE ach_payment SET status = 'Batched', due_ms = due_ms + ?, modified_ms = ?
     WHERE due_ms <= ? AND direction = 'Outbound' AND status IN ('Created', 'Pending')`,
    ACKNOWLEDGEMENT_MINUTES * 60_000,
    clock.nowMs(),
    clock.nowMs(),
  );
}

/**
 * Handles the Fed's acknowledgement: executes the payment, or lets it wait for its effective day. ASSUMPTION: a
 * payment is Sent when the Fed has acknowledged its file (L-ACHTUT: "accepted by the Federal Reserve"). Must run
 * inside a commit.
 */
export function acknowledgePayment(bank: Bank, payment: AchPaymentRow): void {
  emitPaymentEvent(bank, 'Ach.Payment.Sent', payment.id);
  if ((payment.effective_day ?? '') <= openPostingDay(bank)) executeOutbound(bank, payment);
  else changePayment(bank, payment.id, { status: 'Processing' });
}

/**
 * Executes a payment on its effective date. The memo post of a Push ends first, so that its money is available without
 * lifting any check. ASSUMPTION: if the account rejects an ACH payment on its effective date (restricted, dormant, or
 * the bank took the money by force meanwhile), the payment becomes Rejected, the memo post expires and a posting
 * exception remains. Must run inside a commit. Source: L-ACHTUT, P-ACHWIN; M08, X15.
 */
export function executeOutbound(bank: Bank, payment: AchPaymentRow): void {
  if (payment.amount === 0) {
    changePayment(bank, payment.id, { status: 'Complete' });
    returnByPurpose(bank, payment);
    return;
  }
  const { id: transaction_id, status, debit_code, credit_code } = convertOutbound(bank, payment);
  if (status === 'Failed') {
    const rejection_code = payment.type === 'Push' ? debit_code : credit_code;
    changePayment(bank, payment.id, { status: 'Rejected', rejection_code, transaction_id });
    emitPaymentEvent(bank, 'Ach.Payment.Rejected', payment.id);
    return;
  }
  changePayment(bank, payment.id, { status: 'Complete', transaction_id });
  returnByPurpose(bank, payment);
}

function convertOutbound(bank: Bank, payment: AchPaymentRow): TransactionRow {
  const memo = payment.memo_post_id ?? '';
  endMemoPost(bank, memo, 'Converted');
  const [account, transit] = [{ accountNumber: payment.account }, { internal: achTransit.number }];
  const row = executeTransaction(bank, {
    partnerId: payment.partner_id,
    ...(payment.type === 'Push' ? { debit: account, credit: transit } : { debit: transit, credit: account }),
    amount: payment.amount,
    code: CODE,
    description: describePayment(payment),
    rail: 'Ach',
    railId: `payment/${payment.id}`,
  });
  if (row.status === 'Failed') expireInstead(bank, memo);
  return row;
}

/** Returns the side of the account: Push debits it, Pull credits it. Source: L-ACHOV. */
function sideOf(transactionType: 'Push' | 'Pull'): 'Debit' | 'Credit' {
  return transactionType === 'Push' ? 'Debit' : 'Credit';
}
