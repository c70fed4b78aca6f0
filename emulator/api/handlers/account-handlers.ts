import type { CoreSchemas } from '../../../generated/types/index.ts';
import {
  listActivities,
  listHolds,
  listMemoPosts,
  listPostingExceptions,
} from '../../bank/accounts/account-records.ts';
import { changeAccountTitle, closeAccount } from '../../bank/accounts/account-status.ts';
import { type AccountQuery, getAccount, listAccounts, openAccount } from '../../bank/accounts/accounts.ts';
import { addRelationship, listRelationships, removeRelationship } from '../../bank/accounts/relationships.ts';
import { createRestriction, listRestrictions, removeRestriction } from '../../bank/accounts/restrictions.ts';
import {
  changeBeneficiary,
  changeSubaccountTitle,
  closeSubaccount,
  createSubaccount,
  getSubaccount,
  listSubaccounts,
  reopenSubaccount,
  type SubaccountQuery,
} from '../../bank/accounts/subledgers.ts';
import { placePartnerHold, releasePartnerHold } from '../../bank/ledger/holds.ts';
import {
  createTransaction,
  createTransfer,
  getTransaction,
  listTransactions,
  type TransactionQuery,
} from '../../bank/ledger/transactions.ts';
import { account, type Handlers, page, type ValidRequest } from './handler.ts';

const titleOf = ({ body }: ValidRequest) => (body as CoreSchemas['TitleRequest']).title;

/** The handlers of the operations on accounts, their records, subledgers and transactions. */
export const accountHandlers = {
  openAccount: ({ bank }, { partnerId, body }) =>
    openAccount(bank, partnerId, body as CoreSchemas['OpenAccountRequest']),
  listAccounts: ({ bank }, { partnerId, query }) => listAccounts(bank, partnerId, query as unknown as AccountQuery),
  getAccount: ({ bank }, request) => getAccount(bank, request.partnerId, account(request)),
  closeAccount: ({ bank }, request) => closeAccount(bank, request.partnerId, account(request)),
  changeAccountTitle: ({ bank }, request) =>
    changeAccountTitle(bank, request.partnerId, account(request), titleOf(request)),
  addRelationship: ({ bank }, request) =>
    addRelationship(bank, request.partnerId, account(request), request.body as CoreSchemas['RelationshipRequest']),
  listRelationships: ({ bank }, request) =>
    listRelationships(bank, request.partnerId, account(request), page(request.query)),
  removeRelationship: ({ bank }, request) =>
    removeRelationship(bank, request.partnerId, account(request), request.path.relationshipId ?? ''),
  placeHold: ({ bank }, request) =>
    placePartnerHold(bank, request.partnerId, account(request), request.body as CoreSchemas['HoldRequest']),
  releaseHold: ({ bank }, request) =>
    releasePartnerHold(bank, request.partnerId, account(request), request.path.holdId ?? ''),
  listActivities: ({ bank }, request) => listActivities(bank, request.partnerId, account(request), page(request.query)),
  listHolds: ({ bank }, request) => listHolds(bank, request.partnerId, account(request), page(request.query)),
  listMemoPosts: ({ bank }, request) => listMemoPosts(bank, request.partnerId, account(request), page(request.query)),
  listPostingExceptions: ({ bank }, request) =>
    listPostingExceptions(bank, request.partnerId, account(request), page(request.query)),
  createRestriction: ({ bank }, request) =>
    createRestriction(bank, request.partnerId, account(request), request.body as CoreSchemas['RestrictionRequest']),
  listRestrictions: ({ bank }, request) =>
    listRestrictions(bank, request.partnerId, account(request), page(request.query)),
  removeRestriction: ({ bank }, request) =>
    removeRestriction(bank, request.partnerId, account(request), request.path.restrictionId ?? ''),
  createSubaccount: ({ bank }, { partnerId, body }) =>
    createSubaccount(bank, partnerId, body as CoreSchemas['CreateSubaccountRequest']),
  listSubaccounts: ({ bank }, { partnerId, query }) =>
    listSubaccounts(bank, partnerId, query as unknown as SubaccountQuery),
  getSubaccount: ({ bank }, request) => getSubaccount(bank, request.partnerId, account(request)),
  closeSubaccount: ({ bank }, request) => closeSubaccount(bank, request.partnerId, account(request)),
  reopenSubaccount: ({ bank }, request) => reopenSubaccount(bank, request.partnerId, account(request)),
  changeSubaccountTitle: ({ bank }, request) =>
    changeSubaccountTitle(bank, request.partnerId, account(request), titleOf(request)),
  changeBeneficiary: ({ bank }, request) =>
    changeBeneficiary(bank, request.partnerId, account(request), request.body as CoreSchemas['BeneficiaryRequest']),
  createTransaction: ({ bank }, { partnerId, body }) =>
    createTransaction(bank, partnerId, body as CoreSchemas['TransactionRequest']),
  listTransactions: ({ bank }, { partnerId, query }) =>
    listTransactions(bank, partnerId, query as unknown as TransactionQuery),
  createTransfer: ({ bank }, { partnerId, body }) =>
    createTransfer(bank, partnerId, body as CoreSchemas['TransferRequest']),
  getTransaction: ({ bank }, { partnerId, path }) => getTransaction(bank, partnerId, path.transactionId ?? ''),
} satisfies Partial<Handlers>;
