import { addCalendarMonths, easternDateOf } from '../../../core/business-day.ts';
import type { CoreSchemas, Operations } from '../../../generated/types/index.ts';
import { type AccountRow, findMaster } from '../accounts/find-master.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { TaxForm } from './generate-tax-forms.ts';
import type { PdfDocument } from './pdf-document.ts';
import { renderTaxForm } from './render-tax-form.ts';

const DOCUMENT_TYPE = '1099-INT';

/** The validated query of a list; paging has its defaults. */
export type TaxDocumentQuery = NonNullable<Operations['listTaxDocuments']['parameters']['query']> & PageQuery;

interface TaxDocumentRow {
  readonly id: string;
  readonly customer_id: string;
  readonly year: number;
  readonly status: CoreSchemas['TaxDocument']['status'];
  readonly form: string;
  readonly created_ms: number;
}

/**
 * Lists the tax documents of the customer of an account, oldest first. The list is empty until the account is over a
 * year old. ASSUMPTION: tax documents are listed from the day after the first anniversary of the account's opening.
 * Source: P-ACCTAPI, P-ACCTNEW (D23, TX3).
 */
export function listTaxDocuments(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  query: TaxDocumentQuery,
): Page<CoreSchemas['TaxDocument']> | Rejection {
  const account = findMaster(bank, partnerId, accountNumber);
  if (!account) return reject('not-found', 'Account not found');
  const { where, values } = buildWhere([
    ['customer_id = ?', isOverAYearOld(bank, account) ? account.customer_id : ''],
    ['status = ?', query.status],
    [`'${DOCUMENT_TYPE}' = ?`, query.documentType],
    ['year = ?', query.year],
  ]);

  const render = (row: TaxDocumentRow) => renderRow(row, accountNumber);
  return listPage(bank, query, { sql: `SELECT * FROM tax_document WHERE ${where} ORDER BY seq`, values, render });
}

function isOverAYearOld({ clock }: Bank, { opened_ms }: AccountRow): boolean {
  return easternDateOf(clock.nowMs()) > addCalendarMonths(easternDateOf(opened_ms), 12);
}

function renderRow(row: TaxDocumentRow, accountNumber: string): CoreSchemas['TaxDocument'] {
  return {
    id: row.id,
    accountNumber,
    customerId: row.customer_id,
    documentType: DOCUMENT_TYPE,
    status: row.status,
    year: row.year,
    createdAt: renderInstant(row.created_ms),
  };
}

/** Returns the PDF of a tax form that the list of the account shows. Source: P-ACCTAPI (TX3). */
export function getTaxDocument(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  taxDocumentId: string,
): PdfDocument | Rejection {
  const account = findMaster(bank, partnerId, accountNumber);
  if (!account) return reject('not-found', 'Account not found');
  const sql = 'SELECT * FROM tax_document WHERE id = ? AND customer_id = ?';
  const row = bank.store.get<TaxDocumentRow>(sql, taxDocumentId.toLowerCase(), account.customer_id);
  if (!row || !isOverAYearOld(bank, account)) return reject('not-found', 'Tax document not found');
  return renderTaxForm(JSON.parse(row.form) as TaxForm, row.status === 'Corrected', row.created_ms);
}
