import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import type { Page, PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { PdfDocument } from './pdf-document.ts';

/** Lists the statements of a master account. */
export function listStatements(
  _bank: Bank,
  _partnerId: string,
  _accountNumber: string,
  _page: PageQuery,
): Page<CoreSchemas['Statement']> | Rejection {
  return reject('not-found');
}

/** Returns the document of a statement. */
export function getStatementDocument(
  _bank: Bank,
  _partnerId: string,
  _accountNumber: string,
  _statementId: string,
): PdfDocument | Rejection {
  return reject('not-found');
}
