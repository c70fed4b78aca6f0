import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { findAnySubledger, type PostableSubledger } from '../accounts/find-subledger.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';
import { authorizeSide } from './authorization.ts';
import type { TransactionRow } from './authorize-transaction.ts';
import { executeTransaction } from './execute-transaction.ts';
import { achTransit, railTransit } from './internal-accounts.ts';
import { checkLastDay } from './last-day.ts';
import { endMemoPost, findActiveMemoPost, type MemoPostRow, renderMemoPost, writeMemoPost } from './memo-posts.ts';
import { renderPosted } from './rail-transactions.ts';

type MemoPost = EmulatorSchemas['OperatorMemoPost'];

/**
 * Announces a debit or credit on any partner's account, as a rail would. A debit that reduces the available balance is
 * authorized like its transaction. The defaults are those of a card authorization. Source: S-ACCT, Memo posts (M01 to
 * M05).
 */
export function placeMemoPost(
  bank: Bank,
  accountNumber: string,
  request: EmulatorSchemas['MemoPostRequest'],
): MemoPost | Rejection {
  const subledger = findAnySubledger(bank, accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  const { affectsAvailability = true, rail = 'Card', transactionCode = 'Card Auth', expiresAt, ...memo } = request;
  const problem = checkLastDay(bank, expiresAt);
  if (problem) return problem;
  if (subledger.status === 'Closed' || subledger.master_status === 'Closed') return reject('account-closed');
  const refusal = affectsAvailability && refuse(bank, subledger, { ...memo, rail, transactionCode });
  if (refusal) return refusal;
  return bank.store.atomically(() => {
    const id = writeMemoPost(bank, {
      master: subledger.master,
      sub: subledger.number,
      type: memo.transactionType,
      amount: memo.amount,
      affectsAvailability,
      code: transactionCode,
      description: memo.description,
      rail,
      railId: `payment/${bank.newId()}`,
      lastDay: expiresAt,
      onExpiry: memo.onExpiry,
    });
    return renderMemoPost(findActiveMemoPost(bank, id) as MemoPostRow, subledger.partner_id);
  });
}

type ProposedMemoPost = Pick<EmulatorSchemas['MemoPostRequest'], 'transactionType' | 'amount'> & {
  rail: string;
  transactionCode: string;
};

function refuse(bank: Bank, subledger: PostableSubledger, memo: ProposedMemoPost): Rejection | undefined {
  const { transactionType: type, amount, rail, transactionCode } = memo;
  const code = authorizeSide(bank, {
    type,
    subledger,
    otherAccountType: 'GeneralLedger',
    amount,
    rail,
    transactionCode,
    flags: [],
  });
  return code === 'OK' ? undefined : reject('authorization-refused', `Account rejects the authorization: ${code}`);
}

/** Removes a memo post early, for example when a card authorization is reversed. */
export function removeMemoPost(bank: Bank, memoPostId: string): MemoPost | Rejection {
  const memo = findActiveMemoPost(bank, memoPostId);
  if (!memo || isOfPayment(bank, memo)) return reject('not-found', 'Memo post not found');
  return bank.store.atomically(() => {
    endMemoPost(bank, memo.id, 'Expired');
    const now = bank.clock.nowMs();
    return renderMemoPost({ ...memo, status: 'Expired', modified_ms: now }, partnerOf(bank, memo));
  });
}

/**
 * Replaces a memo post with its transaction, at the final amount. ASSUMPTION: a captured card authorization is paid at
 * any amount, so nothing is checked again (FRC), and posts with the code Sale. Source: S-ACCT, Memo posts (M05, M08).
 */
export function captureMemoPost(
  bank: Bank,
  memoPostId: string,
  { amount }: EmulatorSchemas['CaptureRequest'],
): EmulatorSchemas['PostedTransaction'] | Rejection {
  const memo = findActiveMemoPost(bank, memoPostId);
  if (!memo || isOfPayment(bank, memo)) return reject('not-found', 'Memo post not found');
  return bank.store.atomically(() => renderPosted(convert(bank, memo, amount), memo.type));
}

/** Returns true for the memo post of an ACH payment, which the payment itself manages. */
function isOfPayment({ store }: Bank, { id, rail }: MemoPostRow): boolean {
  return rail === 'Ach' && store.get('SELECT 1 FROM ach_payment WHERE memo_post_id = ?', id) !== undefined;
}

/**
 * Ends the memo posts whose last day has closed: they expire, or their transaction replaces them on the opening day.
 * Must run inside the commit of the close. Source: S-ACCT, Memo posts (M03, M04).
 */
export function expireMemoPosts(bank: Bank, openingDay: string): void {
  const sql = `SELECT * FROM memo_post WHERE status = 'Active' AND last_day < ? ORDER BY seq`;
  for (const memo of bank.store.all<MemoPostRow>(sql, openingDay)) {
    if (memo.on_expiry === 'Posts') convert(bank, memo, memo.amount);
    else endMemoPost(bank, memo.id, 'Expired');
  }
}

/**
 * Replaces a memo post with its transaction. One that affected availability was already authorized: its memo post ends
 * first and its transaction is forced. An informational one is authorized now and expires if rejected.
 */
function convert(bank: Bank, memo: MemoPostRow, amount: number): TransactionRow {
  const wasAuthorized = memo.affects === 1;
  if (wasAuthorized) endMemoPost(bank, memo.id, 'Converted');
  const account = { accountNumber: memo.sub };
  const transit = { internal: memo.rail === 'Ach' ? achTransit.number : railTransit.number };
  const row = executeTransaction(bank, {
    partnerId: partnerOf(bank, memo),
    ...(memo.type === 'Credit' ? { debit: transit, credit: account } : { debit: account, credit: transit }),
    amount,
    code: memo.code === 'Card Auth' ? 'Sale' : memo.code,
    description: memo.description,
    rail: memo.rail,
    railId: memo.rail_id,
    isForced: wasAuthorized,
    isAvailableAtOnce: wasAuthorized,
  });
  if (!wasAuthorized) endMemoPost(bank, memo.id, row.status === 'Complete' ? 'Converted' : 'Expired');
  return row;
}

function partnerOf(bank: Bank, { sub }: MemoPostRow): string {
  return findAnySubledger(bank, sub)?.partner_id ?? '';
}
