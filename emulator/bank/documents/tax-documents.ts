import type { CoreSchemas, Operations } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import type { Page, PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { PdfDocument } from './pdf-document.ts';

/** The validated query of a list; paging has its defaults. */
export type TaxDocumentQuery = NonNullable<Operations['listTaxDocuments']['parameters']['query']> & PageQuery;

/** Lists the tax documents of an account's customer. */
export function listTaxDocuments(
  _bank: Bank,
  _partnerId: string,
  _accountNumber: string,
  _query: TaxDocumentQuery,
): Page<CoreSchemas['TaxDocument']> | Rejection {
  return reject('not-found');
}

/** Returns the document of a tax form. */
export function getTaxDocument(
  _bank: Bank,
  _partnerId: string,
  _accountNumber: string,
  _taxDocumentId: string,
): PdfDocument | Rejection {
  return reject('not-found');
}
