import { expect } from '@playwright/test';
import type { OperationId } from '../../generated/operations.ts';
import { goodRequests } from '../operations/good-requests.ts';
import { proves } from '../requirement.ts';
import { resources, test } from './webhook-bank.ts';

type Ids = Readonly<Record<string, string>>;
/**
 * The expected events of an operation, `eventName resource`, from the ids in its path, its body and its response
 * (`id`, `accountNumber` of a new one).
 */
type ExpectedEvents = readonly string[] | ((ids: { path: Ids; body: Ids; made: Ids }) => readonly string[]);

const { customer, account, subledger } = resources;
const none: ExpectedEvents = [];
const ofCustomer =
  (change: string): ExpectedEvents =>
  ({ path: { customerId = '' } }) => [`Core.Customer.${change} ${customer(customerId)}`];
/** Returns the expected event of each of the three verbs of a customer record. */
const ofRecord = (kind: string, plural: string, verb: 'Added' | 'Changed' | 'Removed'): ExpectedEvents => {
  const idName = `${kind.toLowerCase()}Id`;
  return ({ path, made }) => [
    `Core.Customer.${kind}.${verb} ${customer(path.customerId ?? '')}/${plural}/${path[idName] ?? made.id}`,
  ];
};
const ofAccount =
  (change: string): ExpectedEvents =>
  ({ path: { accountNumber = '' } }) => [`Core.Account.${change} ${account(accountNumber)}`];
const ofSubledger =
  (change: string): ExpectedEvents =>
  ({ path: { accountNumber = '' } }) => [`Core.SubAccount.${change} ${subledger(accountNumber)}`];
const ofRestriction =
  (verb: 'Placed' | 'Removed'): ExpectedEvents =>
  ({ path: { accountNumber = '', restrictionId }, made }) => [
    `Core.Restriction.${verb} ${account(accountNumber)}/restrictions/${restrictionId ?? made.id}`,
  ];
const ofRelationship =
  (verb: 'Added' | 'Removed'): ExpectedEvents =>
  ({ path: { accountNumber = '', relationshipId }, made }) => [
    `Core.Account.Relationship.${verb} ${account(accountNumber)}/relationships/${relationshipId ?? made.id}`,
  ];
const ofTransaction: ExpectedEvents = ({ made }) => [
  `Core.Transaction.Completed ${resources.transaction(made.transactionId ?? made.id ?? '')}`,
];

/**
 * The events that each operation of the contract causes by itself, while every event is registered. A new operation
 * without a row does not compile. Events of the clock are in `webhook-ticks.spec.ts` and `webhook-ach.spec.ts`.
 */
const expectedEvents: { readonly [Id in Exclude<OperationId, 'issueToken'>]: ExpectedEvents } = {
  onboardCustomer: ({ made }) => [`Core.Customer.Onboarded ${customer(made.id ?? '')}`],
  listCustomers: none,
  getTimeDeposit: none,
  getPenaltyFee: none,
  requestEarlyWithdrawal: ({ path: { accountNumber = '' } }) => [
    `Core.TimeDeposit.Withdrawn ${account(accountNumber)}`,
  ],
  bumpUpTimeDeposit: none,
  listStatements: none,
  getStatementDocument: none,
  listTaxDocuments: none,
  getTaxDocument: none,
  configureTimeDepositTerms: none,
  configureInterest: none,
  addRateCard: none,
  assignRateCard: none,
  getInterestTerms: none,
  reverseInterest: ofTransaction,
  getCustomer: none,
  deactivateCustomer: none,
  changeName: ofCustomer('Name.Changed'),
  changeProfile: ofCustomer('Profile.Changed'),
  addAddress: ofRecord('Address', 'addresses', 'Added'),
  changeAddress: ofRecord('Address', 'addresses', 'Changed'),
  removeAddress: ofRecord('Address', 'addresses', 'Removed'),
  addPhone: ofRecord('Phone', 'phones', 'Added'),
  changePhone: ofRecord('Phone', 'phones', 'Changed'),
  removePhone: ofRecord('Phone', 'phones', 'Removed'),
  addEmail: ofRecord('Email', 'emails', 'Added'),
  changeEmail: ofRecord('Email', 'emails', 'Changed'),
  removeEmail: ofRecord('Email', 'emails', 'Removed'),
  addIdentification: ofRecord('Identification', 'identifications', 'Added'),
  changeIdentification: ofRecord('Identification', 'identifications', 'Changed'),
  removeIdentification: ofRecord('Identification', 'identifications', 'Removed'),
  listAddresses: none,
  getAddress: none,
  listPhones: none,
  getPhone: none,
  listEmails: none,
  getEmail: none,
  listIdentifications: none,
  getIdentification: none,
  addBeneficialOwner: none,
  listBeneficialOwners: none,
  removeBeneficialOwner: none,
  openAccount: ({ made }) => [`Core.Account.Opened ${account(made.accountNumber ?? '')}`],
  listAccounts: none,
  getAccount: none,
  closeAccount: ofAccount('Closed'),
  changeAccountTitle: ofAccount('Title.Changed'),
  addRelationship: ofRelationship('Added'),
  listRelationships: none,
  removeRelationship: ofRelationship('Removed'),
  placeHold: none,
  releaseHold: none,
  listHolds: none,
  listActivities: none,
  listMemoPosts: none,
  listPostingExceptions: none,
  listRestrictions: none,
  createRestriction: ofRestriction('Placed'),
  removeRestriction: ofRestriction('Removed'),
  createSubaccount: ({ made }) => [`Core.SubAccount.Opened ${subledger(made.accountNumber ?? '')}`],
  listSubaccounts: none,
  getSubaccount: none,
  changeBeneficiary: none,
  closeSubaccount: ofSubledger('Closed'),
  reopenSubaccount: ofSubledger('Status.Changed'),
  changeSubaccountTitle: ofSubledger('Title.Changed'),
  createTransaction: ofTransaction,
  createTransfer: ofTransaction,
  listTransactions: none,
  getTransaction: none,
  originateAchPayment: none,
  listAchPayments: none,
  getAchPayment: none,
  cancelAchPayment: ({ path }) => [`Ach.Payment.Canceled ${resources.payment(path.paymentId ?? '')}`],
  simulateInboundOrigination: none,
  simulateInboundReturn: none,
  simulateInboundCorrection: none,
  originateClientBatch: none,
  listClientBatches: none,
  getClientBatch: none,
  cancelClientBatch: ({ path }) => [`Ach.Batch.Canceled ${resources.batch(path.clientBatchId ?? '')}`],
  createRegistration: none,
  listRegistrations: none,
  getRegistration: none,
  updateRegistration: none,
  deleteRegistration: none,
  restartRegistration: none,
  pingRegistration: none,
  getWebhookMeta: none,
  listEvents: none,
  getEvent: none,
  pollEvents: none,
  acknowledgeEvent: none,
  resendEvent: none,
  getClock: none,
  advanceClock: none,
  closePostingDay: none,
  configurePostingDay: none,
  resetBank: none,
  expireTokens: none,
  getTrialBalance: none,
  configureCallbackHosts: none,
  sendSampleEvent: none,
  placeInternalRestriction: ofRestriction('Placed'),
  removeAnyRestriction: ofRestriction('Removed'),
  placeStopPayment: none,
  removeStopPayment: none,
  changeAccountStatus: ofAccount('Status.Changed'),
  placeMemoPost: none,
  removeMemoPost: none,
  placeInternalHold: none,
  releaseInternalHold: none,
  captureMemoPost: ofTransaction,
  postRailTransaction: ofTransaction,
  configureProductRules: none,
  configureEarlyDirectDeposit: none,
  configureInboundSchedule: none,
  configureAchWindows: none,
  configureProgramme: none,
  reviewAchPayment: none,
  decideScreening: ({ path }) => [`Core.Customer.Ofac.Changed ${customer(path.customerId ?? '')}`],
  changeCifNumber: ofCustomer('CifNumber.Changed'),
};

/** The requirements of these operations: this event, once, and no other. */
const proven: Partial<Record<OperationId, readonly string[]>> = {
  onboardCustomer: ['W01'],
  changeProfile: ['W02', 'D29'],
  changeName: ['W03', 'D29'],
  changeCifNumber: ['W04', 'D29'],
  addAddress: ['W05', 'D29'],
  changeAddress: ['W06', 'D29'],
  removeAddress: ['W07', 'D29'],
  addPhone: ['W08', 'D29'],
  changePhone: ['W09', 'D29'],
  removePhone: ['W10', 'D29'],
  addIdentification: ['W11', 'D29'],
  changeIdentification: ['W12', 'D29'],
  removeIdentification: ['W13', 'D29'],
  addEmail: ['W14', 'D29'],
  changeEmail: ['W15', 'D29'],
  removeEmail: ['W16', 'D29'],
  decideScreening: ['W17', 'W19'],
  createRestriction: ['D26', 'D30'],
  removeRestriction: ['D26', 'D30'],
  openAccount: ['D30'],
  closeAccount: ['D30'],
  changeAccountStatus: ['D30'],
  changeAccountTitle: ['D30'],
  createTransfer: ['D30'],
  addRelationship: ['D30'],
  removeRelationship: ['D30'],
};

for (const [operationId, expected] of Object.entries(expectedEvents) as [
  Exclude<OperationId, 'issueToken'>,
  ExpectedEvents,
][]) {
  const effect = expected === none ? 'no event' : 'its event and no other';
  test(`${operationId} emits ${effect}`, proves(...(proven[operationId] ?? [])), async ({ bank, hooks }) => {
    const request = await goodRequests[operationId](bank);
    await hooks.group();
    const isAskedFor = operationId === 'createRegistration';
    await hooks.listenToAll('Extended', isAskedFor ? String(request.body?.eventName) : undefined);
    const made = (await bank.ok<Ids | undefined>(operationId, request)) ?? {};
    await hooks.group();
    const ids = { path: request.path ?? {}, body: (request.body ?? {}) as Ids, made };
    expect(hooks.lines()).toEqual([...(typeof expected === 'function' ? expected(ids) : expected)].sort());
  });
}
