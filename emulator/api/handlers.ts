import type { OperationId } from '../../generated/operations.ts';
import type { AchSchemas, CoreSchemas, EmulatorSchemas, Operations } from '../../generated/types/index.ts';
import { listActivities, listHolds, listMemoPosts, listPostingExceptions } from '../bank/account-records.ts';
import { getAccount, openAccount } from '../bank/accounts.ts';
import { getAchPayment, listAchPayments } from '../bank/ach-payments.ts';
import { type Bank, inboundBusinessDays, writeSetting } from '../bank/bank.ts';
import { advanceClock, closeOnDemand, getClock } from '../bank/bank-time.ts';
import { addRecord } from '../bank/customer-records.ts';
import { getCustomer, onboardCustomer } from '../bank/customers.ts';
import { placeInternalHold, releaseInternalHold } from '../bank/holds.ts';
import { simulateInboundOrigination } from '../bank/inbound-ach.ts';
import type { PageQuery } from '../bank/listing.ts';
import { configureEarlyDirectDeposit } from '../bank/products.ts';
import type { Rejection } from '../bank/rejection.ts';
import { createRestriction, listRestrictions, removeRestriction } from '../bank/restrictions.ts';
import { createSubaccount, getSubaccount } from '../bank/subledgers.ts';
import { createTransfer, getTransaction } from '../bank/transactions.ts';
import { getTrialBalance } from '../bank/trial-balance.ts';
import { forgetOldAnswers } from './idempotency.ts';

/** A request that has passed authorization and validation. */
export interface ValidRequest {
  /** The caller's partner; empty for the operator. */
  readonly partnerId: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What a handler can reach beside the bank it serves. */
export interface Backend {
  readonly bank: Bank;
  /** Puts a bank without books in the place of this one. */
  reset(): Bank;
}

/** The body of the operation's success answer, or the bank's no. */
type Outcome<Id extends OperationId> = SuccessBody<Operations[Id]['responses']> | Rejection;
type SuccessBody<Responses> = Responses extends { 200: { content: { 'application/json': infer Body } } }
  ? Body
  : undefined;

/** Every operation but the token's. One that is missing, superfluous or answers something else does not compile. */
type Handlers = {
  readonly [Id in Exclude<OperationId, 'issueToken'>]: (backend: Backend, request: ValidRequest) => Outcome<Id>;
};

const page = (query: ValidRequest['query']) => query as unknown as PageQuery;
const customerId = ({ path }: ValidRequest) => path.customerId ?? '';
const account = ({ path }: ValidRequest) => path.accountNumber ?? '';

/** What the bank does for each operation. The bodies have been validated against the contract. */
export const handlers: Handlers = {
  onboardCustomer: ({ bank }, { partnerId, body }) =>
    onboardCustomer(bank, partnerId, body as CoreSchemas['OnboardCustomerRequest']),
  getCustomer: ({ bank }, request) => getCustomer(bank, request.partnerId, customerId(request)),
  addIdentification: ({ bank }, request) => {
    const details = request.body as CoreSchemas['IdentificationRequest'];
    return addRecord(bank, {
      partnerId: request.partnerId,
      customerId: customerId(request),
      kind: 'identification',
      details,
    });
  },
  addAddress: ({ bank }, request) => {
    const details = request.body as CoreSchemas['AddressRequest'];
    return addRecord(bank, { partnerId: request.partnerId, customerId: customerId(request), kind: 'address', details });
  },
  addPhone: ({ bank }, request) => {
    const details = request.body as CoreSchemas['PhoneRequest'];
    return addRecord(bank, { partnerId: request.partnerId, customerId: customerId(request), kind: 'phone', details });
  },
  openAccount: ({ bank }, { partnerId, body }) =>
    openAccount(bank, partnerId, body as CoreSchemas['OpenAccountRequest']),
  getAccount: ({ bank }, request) => getAccount(bank, request.partnerId, account(request)),
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
  getSubaccount: ({ bank }, request) => getSubaccount(bank, request.partnerId, account(request)),
  createTransfer: ({ bank }, { partnerId, body }) =>
    createTransfer(bank, partnerId, body as CoreSchemas['TransferRequest']),
  getTransaction: ({ bank }, { partnerId, path }) => getTransaction(bank, partnerId, path.transactionId ?? ''),
  listAchPayments: ({ bank }, { partnerId, query }) => listAchPayments(bank, partnerId, page(query)),
  getAchPayment: ({ bank }, { partnerId, path }) => getAchPayment(bank, partnerId, path.paymentId ?? ''),
  simulateInboundOrigination: ({ bank }, { partnerId, body }) => {
    simulateInboundOrigination(bank, partnerId, body as AchSchemas['SimulatedInboundOriginationRequest']);
    return undefined;
  },
  getClock: ({ bank }) => getClock(bank),
  advanceClock: ({ bank }, { body }) => {
    forgetOldAnswers(bank);
    return advanceClock(bank, body as EmulatorSchemas['AdvanceClockRequest']);
  },
  closePostingDay: ({ bank }) => {
    forgetOldAnswers(bank);
    return closeOnDemand(bank);
  },
  placeInternalHold: ({ bank }, request) =>
    placeInternalHold(bank, account(request), request.body as EmulatorSchemas['InternalHoldRequest']),
  releaseInternalHold: ({ bank }, request) => releaseInternalHold(bank, account(request), request.path.holdId ?? ''),
  configureEarlyDirectDeposit: ({ bank }, { path, body }) =>
    configureEarlyDirectDeposit(bank, path.productId ?? '', body as EmulatorSchemas['EarlyDirectDeposit']),
  configureInboundSchedule: ({ bank }, { body }) => {
    writeSetting(
      bank.store,
      'inbound-business-days',
      (body as EmulatorSchemas['InboundSchedule']).standardBusinessDays,
    );
    return { standardBusinessDays: inboundBusinessDays(bank) };
  },
  getTrialBalance: ({ bank }) => getTrialBalance(bank),
  resetBank: (backend) => getClock(backend.reset()),
};
