import type { CoreSchemas, Operations } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { type TransactionRow, testTransaction } from './authorize-transaction.ts';
import { renderSchedule } from './availability-schedule.ts';
import { executeTransaction } from './execute-transaction.ts';
import type { Flag } from './transaction-side.ts';

type Transaction = CoreSchemas['Transaction'];

/**
 * Transfers money between two accounts of the partner, masters or subledgers in any combination. If a side is
 * rejected, nothing moves and the response is the transaction with that side's code (DOC-056, variant A). Source:
 * S-ACCT, Book Transfers (B01 to B10).
 */
export function createTransfer(
  bank: Bank,
  partnerId: string,
  request: CoreSchemas['TransferRequest'],
): Transaction | Rejection {
  return createTransaction(bank, partnerId, { ...request, transactionCode: 'Account Transfer' });
}

/**
 * Posts a transaction between two accounts of the partner with any transaction code. Flags lift single checks; AUTH
 * only returns the result that it would have. ASSUMPTION: a partner may set every flag of a transaction. Source:
 * P-TXN, P-REF (D15, D16).
 */
export function createTransaction(
  bank: Bank,
  partnerId: string,
  request: CoreSchemas['TransactionRequest'],
): Transaction | Rejection {
  const { debitAccountNumber, creditAccountNumber, amount, transactionCode, clientIdentifier, flags = [] } = request;
  if (debitAccountNumber === creditAccountNumber) return reject('same-account');
  const proposal = {
    partnerId,
    debit: { accountNumber: debitAccountNumber },
    credit: { accountNumber: creditAccountNumber },
    amount,
    code: transactionCode,
    description: request.description ?? `Transfer from ${debitAccountNumber} to ${creditAccountNumber}`,
    rail: 'Internal' as const,
    clientIdentifier,
    flags,
  };
  if (flags.includes('AUTH')) return renderTransaction(bank, testTransaction(bank, proposal));
  return bank.store.atomically(() => renderTransaction(bank, executeTransaction(bank, proposal)));
}

/** Selects a transaction with facts about the accounts of the partner and of the bank. */
const SELECT = `
  SELECT t.*, d.class AS debit_class, d.partner_id AS debit_partner, d.product_id AS debit_product,
    c.class AS credit_class, c.partner_id AS credit_partner, c.product_id AS credit_product
  FROM ledger_transaction t
  LEFT JOIN account d ON d.number = t.debit_master AND (d.partner_id = t.partner_id OR (d.partner_id IS NULL AND t.debit_code <> 'ANF'))
  LEFT JOIN account c ON c.number = t.credit_master AND (c.partner_id = t.partner_id OR (c.partner_id IS NULL AND t.credit_code <> 'ANF'))`;

/** Returns one transaction of the partner, or `not-found`. */
export function getTransaction(bank: Bank, partnerId: string, transactionId: string): Transaction | Rejection {
  const sql = `${SELECT} WHERE t.id = ? AND t.partner_id = ?`;
  const row = bank.store.get<TransactionRow>(sql, transactionId.toLowerCase(), partnerId);
  return row ? renderTransaction(bank, row) : reject('not-found', 'Transaction not found');
}

/** The validated query of a list; paging has its defaults. */
export type TransactionQuery = NonNullable<Operations['listTransactions']['parameters']['query']> & PageQuery;

/** Lists the partner's transactions, including Failed ones, in order of proposal. Inferred. */
export function listTransactions(bank: Bank, partnerId: string, query: TransactionQuery): Page<Transaction> {
  const { where, values } = buildWhere([
    ['t.partner_id = ?', partnerId],
    ['? IN (t.debit_master, t.debit_sub, t.credit_master, t.credit_sub)', query.accountNumber],
    ['t.code = ?', query.transactionCode],
    ['t.status = ?', query.status],
    ['t.client_identifier = ?', query.clientIdentifier],
  ]);
  const render = (row: TransactionRow) => renderTransaction(bank, row);
  return listPage(bank, query, { sql: `${SELECT} WHERE ${where} ORDER BY t.seq`, values, render });
}

/** Renders a transaction. Source: S-ACCT's sample; flags inferred. */
function renderTransaction(bank: Bank, row: TransactionRow): Transaction {
  return {
    id: row.id,
    traceNumber: row.trace_number,
    status: row.status,
    debit: {
      transactionType: 'Debit',
      masterAccountNumber: row.debit_master,
      subAccountNumber: row.debit_sub,
      ...renderOwner(row.debit_class, row.debit_partner, row.debit_product),
      result: { success: row.debit_code === 'OK', code: row.debit_code },
    },
    credit: {
      transactionType: 'Credit',
      masterAccountNumber: row.credit_master,
      subAccountNumber: row.credit_sub,
      ...renderOwner(row.credit_class, row.credit_partner, row.credit_product),
      result: { success: row.credit_code === 'OK', code: row.credit_code },
    },
    transactionCode: row.code,
    amount: row.amount,
    description: row.description,
    rail: row.rail,
    ...(row.rail_id === null ? {} : { railId: row.rail_id }),
    ...renderSchedule(bank, row),
    ...(row.flags === null ? {} : { flags: JSON.parse(row.flags) as Flag[] }),
    ...(row.client_identifier === null ? {} : { clientIdentifier: row.client_identifier }),
    proposedAt: renderInstant(row.proposed_ms),
    ...(row.executed_ms === null ? {} : { executedAt: renderInstant(row.executed_ms) }),
    lastModifiedAt: renderInstant(row.executed_ms ?? row.proposed_ms),
  };
}

/** Renders facts about a side's account; for an account of another partner, nothing that the caller did not send. */
function renderOwner(accountClass: string | null, partnerId: string | null, productId: string | null) {
  const accountType =
    accountClass === null || accountClass === 'Deposit' ? ('Deposit' as const) : ('GeneralLedger' as const);
  return { accountType, ...(partnerId === null || productId === null ? {} : { partnerId, productId }) };
}
