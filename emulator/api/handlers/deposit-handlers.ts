import type { CoreSchemas } from '../../../generated/types/index.ts';
import { getStatementDocument, listStatements } from '../../bank/documents/statements.ts';
import { getTaxDocument, listTaxDocuments, type TaxDocumentQuery } from '../../bank/documents/tax-documents.ts';
import { bumpUpTimeDeposit } from '../../bank/time-deposits/bump-up.ts';
import { requestEarlyWithdrawal } from '../../bank/time-deposits/early-withdrawal.ts';
import { getPenaltyFee } from '../../bank/time-deposits/penalty.ts';
import { getTimeDeposit } from '../../bank/time-deposits/time-deposits.ts';
import { account, type Handlers, page } from './handler.ts';

/** The handlers of the operations on time deposits, statements and tax documents. */
export const depositHandlers = {
  getTimeDeposit: ({ bank }, request) => getTimeDeposit(bank, request.partnerId, account(request)),
  getPenaltyFee: ({ bank }, request) => getPenaltyFee(bank, request.partnerId, account(request)),
  requestEarlyWithdrawal: ({ bank }, request) =>
    requestEarlyWithdrawal(
      bank,
      request.partnerId,
      account(request),
      request.body as CoreSchemas['EarlyWithdrawalRequest'],
    ),
  bumpUpTimeDeposit: ({ bank }, request) => bumpUpTimeDeposit(bank, request.partnerId, account(request)),
  listStatements: ({ bank }, request) => listStatements(bank, request.partnerId, account(request), page(request.query)),
  getStatementDocument: ({ bank }, request) =>
    getStatementDocument(bank, request.partnerId, account(request), request.path.statementId ?? ''),
  listTaxDocuments: ({ bank }, request) =>
    listTaxDocuments(bank, request.partnerId, account(request), request.query as unknown as TaxDocumentQuery),
  getTaxDocument: ({ bank }, request) =>
    getTaxDocument(bank, request.partnerId, account(request), request.path.taxDocumentId ?? ''),
} satisfies Partial<Handlers>;
