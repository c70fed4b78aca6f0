import { addBusinessDays, easternTraceStamp } from '../../core/business-day.ts';
import type { AchSchemas } from '../../generated/types/index.ts';
import type { AchPaymentRow } from './ach-payments.ts';
import { type Bank, inboundBusinessDays, openPostingDay } from './bank.ts';
import { executeTransaction } from './execute-transaction.ts';
import { findSubledger, type PostableSubledger } from './find-subledger.ts';
import { achTransit } from './internal-accounts.ts';
import { endMemoPost, makeAvailable, placeMemoPost } from './memo-posts.ts';
import { findProduct } from './products.ts';

type Entry = AchSchemas['SimulatedInboundOriginationRequest'];

/** ASSUMPTION: a simulated entry is received five minutes after the call; the bank says "some minutes". Source: P-ACHSIM. */
const RECEIPT_DELAY_MS = 5 * 60_000;
/** Source: S-ACCT, Early Direct Deposit ("up to 2 days before the effective date"); business days are an ASSUMPTION. */
const EARLIEST_BUSINESS_DAYS = 2;

/** Queues an entry that another bank is to send; nothing of it can be seen until it is received (DOC-060, variant A). */
export function simulateInboundOrigination(bank: Bank, partnerId: string, entry: Entry): void {
  const now = bank.clock.nowMs();
  const secCode = entry.secCode.toUpperCase();
  const serviceType = entry.serviceType.toLowerCase() === 'sameday' ? 'SameDay' : 'Standard';
  bank.store.run(
    `INSERT INTO ach_payment (id, reference_id, status, partner_id, direction, payment_type, account, type, sec_code, service_type, amount,
       receiver_identification, details, due_ms, created_ms, modified_ms) VALUES (?, ?, 'Queued', ?, 'Inbound', 'Origination', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      bank.newId(),
      newReferenceId(bank),
      partnerId,
      entry.receiverAccountNumber,
      entry.transactionType,
      secCode,
      serviceType,
    ],
    ...[entry.amount, entry.receiverIdentification ?? null, JSON.stringify(entry), now + RECEIPT_DELAY_MS, now, now],
  );
}

/** `A` for ACH, day of the year, eight characters, as in the sample of S-ACCT (inferred). */
function newReferenceId({ random, clock }: Bank): string {
  const tail = Array.from({ length: 8 }, () => random.integer(0, 35).toString(36))
    .join('')
    .toUpperCase();
  return `A${easternTraceStamp(clock.nowMs()).slice(2, 5)}${tail}`;
}

/** The instant at which the next queued entry is received, if there is one. */
export function nextReceiptMs({ store }: Bank): number | undefined {
  const sql = 'SELECT min(due_ms) AS due FROM ach_payment WHERE due_ms IS NOT NULL';
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/** Receives every queued entry that is due, in the order in which they were sent; each is one commit. */
export function receiveEntries(bank: Bank): void {
  const due = bank.store.all<AchPaymentRow>(
    'SELECT * FROM ach_payment WHERE due_ms <= ? ORDER BY due_ms, seq',
    bank.clock.nowMs(),
  );
  for (const payment of due) bank.store.atomically(() => receiveEntry(bank, payment));
}

/**
 * Receives one entry: sets its effective date, then executes it or, for a credit that is not effective yet, announces it
 * with a memo post. Same day takes effect on receipt; Standard some business days later. Source: M06; books.md, section 5.
 */
function receiveEntry(bank: Bank, payment: AchPaymentRow): void {
  const today = openPostingDay(bank);
  const subledger = findSubledger(bank, payment.partner_id, payment.account);
  const effectiveDay = payment.service_type === 'SameDay' ? today : addBusinessDays(today, inboundBusinessDays(bank));
  const received = { ...payment, effective_day: effectiveDay };
  update(bank, payment.id, { status: subledger ? 'Pending' : 'Returned', effectiveDay });
  if (!subledger) return;
  if (effectiveDay <= today) executePayment(bank, received);
  else if (payment.type === 'Push') announceCredit(bank, received, subledger);
}

function announceCredit(bank: Bank, payment: AchPaymentRow, subledger: PostableSubledger): void {
  const memoPostId = placeMemoPost(bank, {
    master: subledger.master,
    sub: subledger.number,
    amount: payment.amount,
    type: 'Credit',
    affectsAvailability: isEarlyDirectDeposit(bank, payment, subledger) && isCloseEnough(bank, payment),
    code: 'Incoming ACH',
    rail: 'Ach',
    description: describe(payment),
    railId: `payment/${payment.id}`,
  });
  bank.store.run('UPDATE ach_payment SET memo_post_id = ? WHERE id = ?', memoPostId, payment.id);
}

/** Whether an entry is one that its product pays early. Source: S-ACCT, Early Direct Deposit (E06 to E08, E11); D22. */
function isEarlyDirectDeposit(bank: Bank, payment: AchPaymentRow, { product_id }: PostableSubledger): boolean {
  const product = findProduct(bank, product_id);
  return (
    product?.edd_enabled === 1 &&
    payment.type === 'Push' &&
    payment.sec_code === 'PPD' &&
    payment.service_type === 'Standard' &&
    payment.amount <= product.edd_threshold
  );
}

function isCloseEnough(bank: Bank, { effective_day }: AchPaymentRow): boolean {
  return (effective_day ?? '') <= addBusinessDays(openPostingDay(bank), EARLIEST_BUSINESS_DAYS);
}

/**
 * Does what an opening posting day brings: executes the payments that take effect on it, in the order of their receipt,
 * and lets early deposits that are now close enough raise the available balance. Belongs inside the commit of the close.
 */
export function openPayments(bank: Bank, openingDay: string): void {
  const pending = (condition: string, day: string) =>
    bank.store.all<AchPaymentRow>(
      `SELECT * FROM ach_payment WHERE status = 'Pending' AND ${condition} ORDER BY seq`,
      day,
    );
  for (const payment of pending('effective_day <= ?', openingDay)) executePayment(bank, payment);
  for (const payment of pending('effective_day > ?', openingDay)) {
    const subledger = findSubledger(bank, payment.partner_id, payment.account);
    if (!payment.memo_post_id || !subledger || !isCloseEnough(bank, payment)) continue;
    if (isEarlyDirectDeposit(bank, payment, subledger)) makeAvailable(bank, payment.memo_post_id);
  }
}

/**
 * Executes a payment: its memo post ends and its transaction takes its place, in one commit (E04, M08). When the account
 * refuses it, the memo post falls off, a posting exception stays and the entry goes back unseen (D26). Belongs inside a commit.
 */
function executePayment(bank: Bank, payment: AchPaymentRow): void {
  const account = { accountNumber: payment.account };
  const transit = { internal: achTransit.number };
  const { id, status } = executeTransaction(bank, {
    partnerId: payment.partner_id,
    ...(payment.type === 'Push' ? { debit: transit, credit: account } : { debit: account, credit: transit }),
    amount: payment.amount,
    code: 'Incoming ACH',
    description: describe(payment),
    rail: 'Ach',
    railId: `payment/${payment.id}`,
  });
  if (payment.memo_post_id) endMemoPost(bank, payment.memo_post_id, status === 'Complete' ? 'Converted' : 'Expired');
  bank.store.run('UPDATE ach_payment SET transaction_id = ? WHERE id = ?', id, payment.id);
  update(bank, payment.id, {
    status: status === 'Complete' ? 'Complete' : 'Returned',
    effectiveDay: payment.effective_day,
  });
}

interface PaymentUpdate {
  readonly status: AchPaymentRow['status'];
  readonly effectiveDay: string | null;
}

function update({ store, clock }: Bank, id: string, { status, effectiveDay }: PaymentUpdate): void {
  store.run(
    'UPDATE ach_payment SET status = ?, effective_day = ?, due_ms = NULL, modified_ms = ? WHERE id = ?',
    ...[status, effectiveDay, clock.nowMs(), id],
  );
}

/** The text on activity and posting exceptions, in the form of the document's sample (X15). */
function describe({ details, sec_code, reference_id }: AchPaymentRow): string {
  const { originatorName, description, receiverIdentification } = JSON.parse(details) as Entry;
  const id = receiverIdentification === undefined ? '' : ` ID: ${receiverIdentification}`;
  return `${originatorName} ${description} ${sec_code}${id} REF: ${reference_id}`;
}
