import type { OperationId } from '../../generated/operations.ts';
import type {
  AchSchemas,
  CoreSchemas,
  EmulatorSchemas,
  Operations,
  WebhookSchemas,
} from '../../generated/types/index.ts';
import { listActivities, listHolds, listMemoPosts, listPostingExceptions } from '../bank/accounts/account-records.ts';
import { changeAccountStatus, changeAccountTitle, closeAccount } from '../bank/accounts/account-status.ts';
import { type AccountQuery, getAccount, listAccounts, openAccount } from '../bank/accounts/accounts.ts';
import { configureEarlyDirectDeposit, configureProductRules } from '../bank/accounts/products.ts';
import { addRelationship, listRelationships, removeRelationship } from '../bank/accounts/relationships.ts';
import {
  createRestriction,
  listRestrictions,
  placeInternalRestriction,
  removeAnyRestriction,
  removeRestriction,
} from '../bank/accounts/restrictions.ts';
import { placeStopPayment, removeStopPayment } from '../bank/accounts/stop-payments.ts';
import {
  changeBeneficiary,
  changeSubaccountTitle,
  closeSubaccount,
  createSubaccount,
  getSubaccount,
  listSubaccounts,
  reopenSubaccount,
  type SubaccountQuery,
} from '../bank/accounts/subledgers.ts';
import { getAchPayment, listAchPayments, type PaymentQuery } from '../bank/ach/ach-payments.ts';
import { simulateInboundCorrection, simulateInboundReturn } from '../bank/ach/ach-returns.ts';
import { cancelAchPayment, reviewAchPayment } from '../bank/ach/ach-review.ts';
import { configureAchWindows } from '../bank/ach/ach-windows.ts';
import {
  type BatchQuery,
  cancelClientBatch,
  getClientBatch,
  listClientBatches,
  originateClientBatch,
} from '../bank/ach/client-batches.ts';
import { simulateInboundOrigination } from '../bank/ach/inbound-ach.ts';
import { originateAchPayment } from '../bank/ach/outbound-ach.ts';
import { type Bank, inboundBusinessDays, writeSetting } from '../bank/bank.ts';
import { advanceClock, closeOnDemand, getClock } from '../bank/bank-time.ts';
import {
  addBeneficialOwner,
  listBeneficialOwners,
  removeBeneficialOwner,
} from '../bank/customers/beneficial-owners.ts';
import {
  addRecord,
  type CustomerRecord,
  changeRecord,
  getRecord,
  listRecords,
  removeRecord,
} from '../bank/customers/customer-records.ts';
import {
  type CustomerQuery,
  changeCifNumber,
  changeName,
  changeProfile,
  deactivateCustomer,
  getCustomer,
  listCustomers,
  onboardCustomer,
} from '../bank/customers/customers.ts';
import { configureProgramme } from '../bank/customers/programme.ts';
import { decideScreening } from '../bank/customers/screening.ts';
import { configureCallbackHosts } from '../bank/events/callback-hosts.ts';
import {
  acknowledgeEvent,
  type EventQuery,
  getEvent,
  listEvents,
  pingRegistration,
  pollEvents,
  resendEvent,
  sendSampleEvent,
} from '../bank/events/events.ts';
import {
  createRegistration,
  deleteRegistration,
  getRegistration,
  listEventNames,
  listRegistrations,
  type RegistrationQuery,
  restartRegistration,
  updateRegistration,
} from '../bank/events/registrations.ts';
import { placeInternalHold, placePartnerHold, releaseInternalHold, releasePartnerHold } from '../bank/ledger/holds.ts';
import { captureMemoPost, placeMemoPost, removeMemoPost } from '../bank/ledger/memo-post-operations.ts';
import { configurePostingDay } from '../bank/ledger/posting-day.ts';
import { postRailTransaction } from '../bank/ledger/rail-transactions.ts';
import {
  createTransaction,
  createTransfer,
  getTransaction,
  listTransactions,
  type TransactionQuery,
} from '../bank/ledger/transactions.ts';
import { getTrialBalance } from '../bank/ledger/trial-balance.ts';
import type { PageQuery } from '../bank/listing.ts';
import { type Rejection, reject } from '../bank/rejection.ts';
import type { Deliveries } from '../webhooks/deliveries.ts';
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
  readonly deliveries: Deliveries;
  readonly partnerIds: readonly string[];
  /** Lets every partner's token expire now; tells how many were alive. */
  expireTokens(): number;
  /** Puts a bank without books in the place of this one. */
  reset(): Bank;
}

/** The body of the operation's success answer, or the bank's no. */
type Outcome<Id extends OperationId> = SuccessBody<Operations[Id]['responses']> | Rejection;
/** What is queued answers nothing, or on side B of DOC-060 the payment that has come of it; a poll may find nothing. */
type SuccessBody<Responses> = Responses extends { 200: { content: { 'application/json': infer Body } } }
  ? Body | (Responses extends { 204: unknown } ? undefined : never)
  : Responses extends { 202: unknown }
    ? AchSchemas['AchPayment'] | undefined
    : undefined;

/** The operator's own that wait for deliveries; what a partner asks for is answered at once, in one commit. */
type Waiting = 'advanceClock' | 'closePostingDay' | 'resetBank';

/** Every operation but the token's. One that is missing, superfluous or answers something else does not compile. */
type Handlers = {
  readonly [Id in Exclude<OperationId, 'issueToken'>]: (
    backend: Backend,
    request: ValidRequest,
  ) => Id extends Waiting ? Promise<Outcome<Id>> : Outcome<Id>;
};

const page = (query: ValidRequest['query']) => query as unknown as PageQuery;
const customerId = ({ path }: ValidRequest) => path.customerId ?? '';
const account = ({ path }: ValidRequest) => path.accountNumber ?? '';
const registration = ({ path }: ValidRequest) => path.registrationId ?? '';
const titleOf = ({ body }: ValidRequest) => (body as CoreSchemas['TitleRequest']).title;

/** The five operations on a customer's records of a kind; `idName` is the path parameter that names one. */
function recordHandlers<Kind extends CustomerRecord>(kind: Kind, idName: string) {
  const records = ({ partnerId, path }: ValidRequest) => ({ partnerId, customerId: path.customerId ?? '', kind });
  const record = (request: ValidRequest) => ({ ...records(request), recordId: request.path[idName] ?? '' });
  const details = ({ body }: ValidRequest) => body as { isPrimary: boolean };
  return {
    add: ({ bank }: Backend, request: ValidRequest) => addRecord(bank, records(request), details(request)),
    list: ({ bank }: Backend, request: ValidRequest) => listRecords(bank, records(request), page(request.query)),
    get: ({ bank }: Backend, request: ValidRequest) => getRecord(bank, record(request)),
    change: ({ bank }: Backend, request: ValidRequest) => changeRecord(bank, record(request), details(request)),
    remove: ({ bank }: Backend, request: ValidRequest) => removeRecord(bank, record(request)),
  };
}

const addresses = recordHandlers('address', 'addressId');
const phones = recordHandlers('phone', 'phoneId');
const emails = recordHandlers('email', 'emailId');
const identifications = recordHandlers('identification', 'identificationId');

/** What the bank does for each operation. The bodies have been validated against the contract. */
export const handlers: Handlers = {
  onboardCustomer: ({ bank }, { partnerId, body }) =>
    onboardCustomer(bank, partnerId, body as CoreSchemas['OnboardCustomerRequest']),
  listCustomers: ({ bank }, { partnerId, query }) => listCustomers(bank, partnerId, query as unknown as CustomerQuery),
  getCustomer: ({ bank }, request) => getCustomer(bank, request.partnerId, customerId(request)),
  deactivateCustomer: ({ bank }, request) => deactivateCustomer(bank, request.partnerId, customerId(request)),
  changeName: ({ bank }, request) =>
    changeName(bank, request.partnerId, customerId(request), request.body as CoreSchemas['Name']),
  changeProfile: ({ bank }, request) =>
    changeProfile(bank, request.partnerId, customerId(request), request.body as CoreSchemas['Profile']),
  addAddress: addresses.add,
  listAddresses: addresses.list,
  getAddress: addresses.get,
  changeAddress: addresses.change,
  removeAddress: addresses.remove,
  addPhone: phones.add,
  listPhones: phones.list,
  getPhone: phones.get,
  changePhone: phones.change,
  removePhone: phones.remove,
  addEmail: emails.add,
  listEmails: emails.list,
  getEmail: emails.get,
  changeEmail: emails.change,
  removeEmail: emails.remove,
  addIdentification: identifications.add,
  listIdentifications: identifications.list,
  getIdentification: identifications.get,
  changeIdentification: identifications.change,
  removeIdentification: identifications.remove,
  addBeneficialOwner: ({ bank }, request) => {
    const business = { partnerId: request.partnerId, customerId: customerId(request) };
    return addBeneficialOwner(bank, business, request.body as CoreSchemas['BeneficialOwnerRequest']);
  },
  listBeneficialOwners: ({ bank }, request) => {
    const business = { partnerId: request.partnerId, customerId: customerId(request) };
    return listBeneficialOwners(bank, business, page(request.query));
  },
  removeBeneficialOwner: ({ bank }, request) => {
    const ownerId = request.path.beneficialOwnerId ?? '';
    return removeBeneficialOwner(bank, { partnerId: request.partnerId, customerId: customerId(request), ownerId });
  },
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
  originateAchPayment: ({ bank }, { partnerId, body }) =>
    originateAchPayment(bank, partnerId, body as AchSchemas['OriginateAchPaymentRequest']),
  listAchPayments: ({ bank }, { partnerId, query }) =>
    listAchPayments(bank, partnerId, query as unknown as PaymentQuery),
  getAchPayment: ({ bank }, { partnerId, path }) => getAchPayment(bank, partnerId, path.paymentId ?? ''),
  cancelAchPayment: ({ bank }, { partnerId, path }) => cancelAchPayment(bank, partnerId, path.paymentId ?? ''),
  simulateInboundOrigination: ({ bank }, { partnerId, body }) =>
    simulateInboundOrigination(bank, partnerId, body as AchSchemas['SimulatedInboundOriginationRequest']),
  simulateInboundReturn: ({ bank }, { partnerId, body }) =>
    simulateInboundReturn(bank, partnerId, body as AchSchemas['SimulatedInboundReturnRequest']),
  simulateInboundCorrection: ({ bank }, { partnerId, body }) =>
    simulateInboundCorrection(bank, partnerId, body as AchSchemas['SimulatedInboundCorrectionRequest']),
  originateClientBatch: ({ bank }, { partnerId, body }) =>
    originateClientBatch(bank, partnerId, body as AchSchemas['OriginateClientBatchRequest']),
  listClientBatches: ({ bank }, { partnerId, query }) =>
    listClientBatches(bank, partnerId, query as unknown as BatchQuery),
  getClientBatch: ({ bank }, { partnerId, path }) => getClientBatch(bank, partnerId, path.clientBatchId ?? ''),
  cancelClientBatch: ({ bank }, { partnerId, path }) => cancelClientBatch(bank, partnerId, path.clientBatchId ?? ''),
  getClock: ({ bank }) => getClock(bank),
  advanceClock: (backend, { body }) =>
    backend.deliveries.whileWorking(() => {
      forgetOldAnswers(backend.bank);
      return advanceClock(backend.bank, body as EmulatorSchemas['AdvanceClockRequest']);
    }),
  closePostingDay: (backend) =>
    backend.deliveries.whileWorking(() => {
      forgetOldAnswers(backend.bank);
      return closeOnDemand(backend.bank);
    }),
  configurePostingDay: ({ bank }, { body }) => configurePostingDay(bank, body as EmulatorSchemas['PostingDaySettings']),
  placeInternalRestriction: ({ bank }, request) =>
    placeInternalRestriction(bank, account(request), request.body as EmulatorSchemas['InternalRestrictionRequest']),
  removeAnyRestriction: ({ bank }, request) =>
    removeAnyRestriction(bank, account(request), request.path.restrictionId ?? ''),
  placeStopPayment: ({ bank }, request) =>
    placeStopPayment(bank, account(request), request.body as EmulatorSchemas['StopPaymentRequest']),
  removeStopPayment: ({ bank }, request) => removeStopPayment(bank, account(request), request.path.stopPaymentId ?? ''),
  changeAccountStatus: ({ bank }, request) =>
    changeAccountStatus(bank, account(request), request.body as EmulatorSchemas['AccountStatusChange']),
  placeMemoPost: ({ bank }, request) =>
    placeMemoPost(bank, account(request), request.body as EmulatorSchemas['MemoPostRequest']),
  captureMemoPost: ({ bank }, { path, body }) =>
    captureMemoPost(bank, path.memoPostId ?? '', body as EmulatorSchemas['CaptureRequest']),
  removeMemoPost: ({ bank }, { path }) => removeMemoPost(bank, path.memoPostId ?? ''),
  postRailTransaction: ({ bank }, { body }) =>
    postRailTransaction(bank, body as EmulatorSchemas['RailTransactionRequest']),
  configureProductRules: ({ bank }, { path, body }) =>
    configureProductRules(bank, path.productId ?? '', body as EmulatorSchemas['ProductRulesRequest']),
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
  configureAchWindows: ({ bank }, { body }) => configureAchWindows(bank, body as EmulatorSchemas['AchWindows']),
  reviewAchPayment: ({ bank }, { path, body }) =>
    reviewAchPayment(bank, path.paymentId ?? '', body as EmulatorSchemas['AchReview']),
  configureProgramme: ({ bank, partnerIds }, { path, body }) => {
    const partnerId = (path.partnerId ?? '').toLowerCase();
    if (!partnerIds.includes(partnerId)) return reject('not-found', 'Partner not found');
    return configureProgramme(bank, partnerId, body as EmulatorSchemas['Programme']);
  },
  expireTokens: ({ expireTokens }) => ({ expired: expireTokens() }),
  getTrialBalance: ({ bank }) => getTrialBalance(bank),
  resetBank: (backend) => backend.deliveries.whileWorking(() => getClock(backend.reset())),
  createRegistration: ({ bank }, { partnerId, body }) =>
    createRegistration(bank, partnerId, body as WebhookSchemas['RegistrationRequest']),
  listRegistrations: ({ bank }, { partnerId, query }) =>
    listRegistrations(bank, partnerId, query as unknown as RegistrationQuery),
  getRegistration: ({ bank }, request) => getRegistration(bank, request.partnerId, registration(request)),
  updateRegistration: ({ bank }, request) => {
    const change = request.body as WebhookSchemas['RegistrationRequest'];
    return updateRegistration(bank, request.partnerId, registration(request), change);
  },
  deleteRegistration: ({ bank }, request) => deleteRegistration(bank, request.partnerId, registration(request)),
  restartRegistration: ({ bank }, request) => restartRegistration(bank, request.partnerId, registration(request)),
  pingRegistration: ({ bank }, request) => pingRegistration(bank, request.partnerId, registration(request)),
  getWebhookMeta: () => listEventNames(),
  listEvents: ({ bank }, { partnerId, query }) => listEvents(bank, partnerId, query as unknown as EventQuery),
  getEvent: ({ bank }, { partnerId, path }) => getEvent(bank, partnerId, path.eventId ?? ''),
  pollEvents: ({ bank }, { partnerId }) => pollEvents(bank, partnerId),
  acknowledgeEvent: ({ bank }, { partnerId, path }) => acknowledgeEvent(bank, partnerId, path.eventId ?? ''),
  resendEvent: ({ bank }, { partnerId, path }) => resendEvent(bank, partnerId, path.eventId ?? ''),
  decideScreening: ({ bank }, request) =>
    decideScreening(bank, customerId(request), request.body as EmulatorSchemas['ScreeningDecision']),
  changeCifNumber: ({ bank }, request) => changeCifNumber(bank, customerId(request)),
  configureCallbackHosts: ({ bank, partnerIds }, { path, body }) => {
    const partnerId = (path.partnerId ?? '').toLowerCase();
    if (!partnerIds.includes(partnerId)) return reject('not-found', 'Partner not found');
    return configureCallbackHosts(bank, partnerId, body as EmulatorSchemas['CallbackHosts']);
  },
  sendSampleEvent: ({ bank }, request) =>
    sendSampleEvent(bank, registration(request), request.body as EmulatorSchemas['SampleEvent']),
};
