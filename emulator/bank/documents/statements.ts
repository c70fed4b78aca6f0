import type { CoreSchemas } from '../../../generated/types/index.ts';
import { findMaster } from '../accounts/find-master.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { Holder } from './holder.ts';
import type { PdfDocument } from './pdf-document.ts';
import { renderStatement, type StatementLine } from './render-statement.ts';

interface StatementRow {
  readonly id: string;
  readonly account: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly opening: number;
  readonly closing: number;
  /** JSON: the holder and the title of the account when the statement was generated. */
  readonly holder: string;
  readonly created_ms: number;
}

/** Lists the statements of a master account of the partner, oldest first. Source: P-ACCTNEW. */
export function listStatements(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<CoreSchemas['Statement']> | Rejection {
  if (!findMaster(bank, partnerId, accountNumber)) return reject('not-found', 'Account not found');
  const sql = 'SELECT * FROM statement WHERE account = ? ORDER BY seq';
  return listPage(bank, page, { sql, values: [accountNumber], render: renderRow });
}

function renderRow({ id, account, first_day, last_day, created_ms }: StatementRow): CoreSchemas['Statement'] {
  return {
    id,
    accountNumber: account,
    periodStart: first_day,
    periodEnd: last_day,
    createdAt: renderInstant(created_ms),
  };
}

const LINES = `
  SELECT r.posting_day AS day, t.description, t.code,
    CASE r.type WHEN 'Credit' THEN r.amount ELSE -r.amount END AS amount, r.balance
  FROM activity r JOIN ledger_transaction t ON t.id = r.transaction_id
  WHERE r.master = ? AND r.status = 'Posted' AND r.posting_day BETWEEN ? AND ? ORDER BY r.posting_day, r.sequence`;

/**
 * Returns the PDF of a statement: all posted activity of the period, both ends included, in posting sequence. The same
 * books give the same bytes. Source: S-ACCT, Statements (ST2 to ST4).
 */
export function getStatementDocument(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  statementId: string,
): PdfDocument | Rejection {
  if (!findMaster(bank, partnerId, accountNumber)) return reject('not-found', 'Account not found');
  const sql = 'SELECT * FROM statement WHERE id = ? AND account = ?';
  const row = bank.store.get<StatementRow>(sql, statementId.toLowerCase(), accountNumber);
  if (!row) return reject('not-found', 'Statement not found');
  const { first_day: firstDay, last_day: lastDay, opening, closing, created_ms: createdMs } = row;
  return renderStatement({
    accountNumber,
    holder: JSON.parse(row.holder) as Holder & { title: string },
    firstDay,
    lastDay,
    opening,
    closing,
    createdMs,
    lines: bank.store.all<StatementLine>(LINES, accountNumber, firstDay, lastDay),
  });
}
