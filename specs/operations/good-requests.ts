import type { OperationId } from '../../generated/operations.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import type { TestBank } from '../emulator/test-bank.ts';

/** A request that must succeed, with every field that the contract knows. */
export interface GoodRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

const { name, profile: generated, address, phone, identification } = createCustomerGenerator(11).person();
/** Withholding is enabled, so that every percentage is allowed. */
const profile = { ...generated, enableBackupWithholding: true, backupWithholdingPercent: 24 };
const fullAddress = { ...address, street2: 'Flat 2', street3: 'Rear' };
const fullPhone = { ...phone, extension: '12', notes: 'evenings' };
const email = { isPrimary: true, emailType: 'Personal', emailAddress: 'ada@example.com' };
const fullName = { ...name, prefix: 'Ms.', suffix: 'Jr.' };
const dueDiligence = {
  employmentStatus: 'Employed',
  occupation: 'Technology',
  occupationDescription: 'Support',
  industry: 'Finance',
  incomeSource: 'Salary',
  incomeState: 'NJ',
  incomeCountryCode: 'US',
};
const beneficiary = {
  referenceId: 'R1',
  firstName: 'Ada',
  lastName: 'Test',
  middleName: 'B',
  entityName: 'Ada Test',
  streetAddress1: 'Sample 1',
  streetAddress2: 'Flat 2',
  city: 'Sample',
  state: 'NJ',
  postalCode: '07001',
  countryCode: 'US',
  phoneNumber: '+12015550100',
  emailAddress: 'ada@example.com',
  notes: 'N',
};
const statementAddress = {
  street1: 'Sample 1',
  street2: 'Flat 2',
  city: 'Sample',
  state: 'NJ',
  postalCode: '07001',
  countryCode: 'US',
};
const business = {
  classification: 'Business',
  name: { entityName: 'Test Holding' },
  profile: { taxIdType: 'Ein', taxId: '000000007' },
};

async function customerPath(bank: TestBank): Promise<GoodRequest> {
  return { path: { customerId: await bank.customer() } };
}

async function accountPath(bank: TestBank): Promise<{ path: { accountNumber: string } }> {
  return { path: { accountNumber: await bank.open() } };
}

/** Adds a record of a customer and returns its path. */
async function recordPath(bank: TestBank, add: OperationId, idName: string, body: object): Promise<GoodRequest> {
  const customerId = await bank.customer();
  const { id } = await bank.ok<{ id: string }>(add, { path: { customerId }, body });
  return { path: { customerId, [idName]: id } };
}

const addressPath = (bank: TestBank) => recordPath(bank, 'addAddress', 'addressId', address);
const phonePath = (bank: TestBank) => recordPath(bank, 'addPhone', 'phoneId', phone);
const emailPath = (bank: TestBank) => recordPath(bank, 'addEmail', 'emailId', email);
const identificationPath = (bank: TestBank) =>
  recordPath(bank, 'addIdentification', 'identificationId', identification);
const GUID = '00000000-0000-4000-a000-000000000001';
const firstPage = { pageNumber: 1, pageSize: 10 };

async function ownerRequest(bank: TestBank) {
  const [customerId, ownerCustomerId] = [await bank.customer(business), await bank.customer()];
  return { path: { customerId }, body: { ownerCustomerId, ownerTitle: 'CEO', ownershipPercentage: 26 } };
}

async function heldAccount(bank: TestBank): Promise<GoodRequest> {
  const { path } = await accountPath(bank);
  const { id } = await bank.ok<{ id: string }>('placeInternalHold', { path, body: { amount: 1, reason: 'R' } });
  return { path: { ...path, holdId: id } };
}

/** Opens a master with the largest amount of one payment and returns its path. */
async function fundedPath(bank: TestBank): Promise<{ path: { accountNumber: string } }> {
  const { path } = await accountPath(bank);
  await bank.inbound({ receiverAccountNumber: path.accountNumber, amount: 99_999_999_999 });
  return { path };
}

async function potPath(bank: TestBank): Promise<{ path: { accountNumber: string } }> {
  return { path: { accountNumber: await bank.subledger(await bank.open()) } };
}

/** Creates something on an account and returns its path. */
async function madeOn(bank: TestBank, make: OperationId, idName: string, body: object): Promise<GoodRequest> {
  const { path } = await fundedPath(bank);
  const { id } = await bank.ok<{ id: string }>(make, { path, body });
  return { path: { ...path, [idName]: id } };
}

const restriction = {
  subAccountNumber: null,
  appliesTo: 'All',
  rail: 'Ach',
  transactionType: 'Debit',
  otherAccountType: 'Deposit',
  amountThreshold: 10_000,
  transactionCode: 'Incoming ACH',
  reason: 'Test',
  notes: 'N',
  startsAt: '2026-03-03T00:00:00-05:00',
  expiresAt: '2026-03-04T00:00:00-05:00',
};
const memoPost = {
  transactionType: 'Debit',
  amount: 1,
  affectsAvailability: true,
  rail: 'Card',
  transactionCode: 'Card Auth',
  description: 'COFFEE',
  expiresAt: '2026-03-05',
  onExpiry: 'FallsOff',
};
const receiver = {
  routingNumber: '000000000',
  accountNumber: '1',
  accountType: 'Checking',
  name: 'Example',
  identification: 'E1',
};
const achPayment = {
  receiver,
  secCode: 'PPD',
  description: 'TEST',
  transactionType: 'Push',
  amount: 1,
  serviceType: 'Standard',
  addenda: 'A',
  purpose: 'P',
  clientIdentifier: 'mine',
  extendedDetails: { paymentType: 'Single', cardTransactionType: '01' },
};
const originator = { name: 'Example', identification: 'E1' };

/** Originates an outbound payment of a funded account and returns its path. */
async function originate(bank: TestBank): Promise<{ path: { paymentId: string } }> {
  const { path } = await fundedPath(bank);
  const { id } = await bank.ok<{ id: string }>('originateAchPayment', { body: { ...path, ...achPayment } });
  return { path: { paymentId: id } };
}

/** Executes an outbound payment and returns its id. */
async function complete(bank: TestBank): Promise<string> {
  const { path } = await originate(bank);
  await bank.close();
  await bank.close();
  return path.paymentId;
}

async function batchRequest(bank: TestBank): Promise<{ body: Readonly<Record<string, unknown>> }> {
  const { path } = await fundedPath(bank);
  return { body: { ...path, originator, payments: [achPayment, achPayment], clientIdentifier: 'mine' } };
}

async function batchPath(bank: TestBank): Promise<GoodRequest> {
  const { id } = await bank.ok<{ id: string }>('originateClientBatch', await batchRequest(bank));
  return { path: { clientBatchId: id } };
}

/** Creates a registration and returns the request to change it. */
async function registered(
  bank: TestBank,
  change: object = {},
): Promise<GoodRequest & { path: { registrationId: string } }> {
  const body = { partnerId: bank.target.partnerId, eventName: 'Core.Customer.Onboarded', ...callback, ...change };
  const { id } = await bank.ok<{ id: string }>('createRegistration', { body });
  return { path: { registrationId: id } };
}

/** Opens and funds a CD and returns its path. */
async function fundedDeposit(bank: TestBank): Promise<{ path: { accountNumber: string } }> {
  const accountNumber = await bank.open('timeDeposit');
  await bank.inbound({ receiverAccountNumber: accountNumber, amount: 100_000 });
  return { path: { accountNumber } };
}

/** Opens an account, waits until interest of more than $10.00 is paid, and returns the path and the transaction. */
async function interestPaid(bank: TestBank): Promise<{ path: { accountNumber: string }; transactionId: string }> {
  const accountNumber = await bank.open('interestSavings');
  await bank.inbound({ receiverAccountNumber: accountNumber, amount: 10_000_000 });
  await bank.advanceTo('2026-04-02');
  const activities = await bank.list<CoreSchemas['Activity']>('listActivities', accountNumber);
  const paid = activities.find(({ transactionCode }) => transactionCode === 'Interest');
  return { path: { accountNumber }, transactionId: paid?.transactionId ?? '' };
}

async function rateCardRequest(bank: TestBank): Promise<GoodRequest> {
  const tiers = [
    { fromAmount: 0, rateBasisPoints: 100 },
    { fromAmount: 100_000, rateBasisPoints: 200 },
  ];
  const path = { productId: bank.emulator.demo.products.interestSavings };
  return { path, body: { tiers, minimumBalance: 1, isDefault: true } };
}

const callback = {
  callbackUrl: 'http://127.0.0.1:9/events',
  authUsername: 'user',
  authPassword: 'password',
  type: 'Push',
  format: 'Extended',
};

/** Causes an event that waits to be polled and returns its path. */
async function polled(bank: TestBank): Promise<{ path: { eventId: string } }> {
  const { path } = await registered(bank, { type: 'Poll' });
  await bank.ok('pingRegistration', { path });
  const { id } = await bank.ok<{ id: string }>('pollEvents');
  return { path: { eventId: id } };
}

/**
 * A successful request of each operation, after its preconditions were created. An operation without one does not
 * compile.
 */
export const goodRequests: {
  readonly [Id in Exclude<OperationId, 'issueToken'>]: (bank: TestBank) => Promise<GoodRequest>;
} = {
  onboardCustomer: async (bank) => ({
    body: {
      partnerId: bank.target.partnerId,
      classification: 'Personal',
      name: fullName,
      profile,
      dueDiligence,
      clientIdentifier: 'mine',
      primaryAddress: fullAddress,
      primaryPhone: fullPhone,
      primaryEmail: email,
      primaryIdentification: identification,
    },
  }),
  listCustomers: async (bank) => {
    const customerId = await bank.customer({ clientIdentifier: 'mine' });
    const { cifNumber } = await bank.ok<{ cifNumber: string }>('getCustomer', { path: { customerId } });
    const [from, to] = ['2026-03-01T00:00:00-05:00', '2026-04-01T00:00:00.0000000Z'];
    return {
      query: {
        classification: 'Personal',
        status: 'Active',
        cifNumber,
        ofac: 'Clear',
        pepScan: 'Clear',
        taxId: profile.taxId,
        clientIdentifier: 'mine',
        from,
        to,
        ...firstPage,
      },
    };
  },
  getCustomer: customerPath,
  deactivateCustomer: customerPath,
  changeName: async (bank) => ({ ...(await customerPath(bank)), body: fullName }),
  changeProfile: async (bank) => ({ ...(await customerPath(bank)), body: { ...profile } }),
  addAddress: async (bank) => ({ ...(await customerPath(bank)), body: fullAddress }),
  listAddresses: async (bank) => ({ ...(await customerPath(bank)), query: firstPage }),
  getAddress: addressPath,
  changeAddress: async (bank) => ({ ...(await addressPath(bank)), body: fullAddress }),
  removeAddress: addressPath,
  addPhone: async (bank) => ({ ...(await customerPath(bank)), body: fullPhone }),
  listPhones: async (bank) => ({ ...(await customerPath(bank)), query: firstPage }),
  getPhone: phonePath,
  changePhone: async (bank) => ({ ...(await phonePath(bank)), body: fullPhone }),
  removePhone: phonePath,
  addEmail: async (bank) => ({ ...(await customerPath(bank)), body: email }),
  listEmails: async (bank) => ({ ...(await customerPath(bank)), query: firstPage }),
  getEmail: emailPath,
  changeEmail: async (bank) => ({ ...(await emailPath(bank)), body: email }),
  removeEmail: emailPath,
  addIdentification: async (bank) => ({ ...(await customerPath(bank)), body: { ...identification } }),
  listIdentifications: async (bank) => ({ ...(await customerPath(bank)), query: firstPage }),
  getIdentification: identificationPath,
  changeIdentification: async (bank) => ({ ...(await identificationPath(bank)), body: { ...identification } }),
  removeIdentification: identificationPath,
  addBeneficialOwner: ownerRequest,
  listBeneficialOwners: async (bank) => ({ path: { customerId: await bank.customer(business) }, query: firstPage }),
  removeBeneficialOwner: async (bank) => {
    const { path, body } = await ownerRequest(bank);
    const { id } = await bank.ok<{ id: string }>('addBeneficialOwner', { path, body });
    return { path: { ...path, beneficialOwnerId: id } };
  },
  openAccount: async (bank) => ({
    body: {
      customerId: await bank.customer(),
      productId: bank.emulator.demo.products.checking,
      title: 'Ada Test',
      statementAddress,
      clientIdentifier: 'mine',
    },
  }),
  listAccounts: async (bank) => {
    const customerId = await bank.customer();
    await bank.open('checking', customerId);
    const productId = bank.emulator.demo.products.checking;
    return { query: { customerId, productId, status: 'Active', clientIdentifier: 'mine', ...firstPage } };
  },
  getAccount: accountPath,
  closeAccount: accountPath,
  changeAccountTitle: async (bank) => ({ ...(await accountPath(bank)), body: { title: 'New' } }),
  addRelationship: async (bank) => {
    const customerId = await bank.customer();
    return { ...(await accountPath(bank)), body: { customerId, relationshipType: 'JointOwner' } };
  },
  listRelationships: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  removeRelationship: async (bank) =>
    madeOn(bank, 'addRelationship', 'relationshipId', {
      customerId: await bank.customer(),
      relationshipType: 'JointOwner',
    }),
  listActivities: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  listHolds: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  placeHold: async (bank) => {
    const { path } = await fundedPath(bank);
    const subAccountNumber = path.accountNumber;
    return { path, body: { subAccountNumber, amount: 1, reason: 'R', expiresAt: '2026-03-05' } };
  },
  releaseHold: (bank) => madeOn(bank, 'placeHold', 'holdId', { amount: 1, reason: 'R' }),
  listMemoPosts: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  listPostingExceptions: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  createRestriction: async (bank) => ({ ...(await accountPath(bank)), body: restriction }),
  listRestrictions: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  removeRestriction: async (bank) => {
    const { path } = await accountPath(bank);
    const body = { appliesTo: 'All', reason: 'Test' };
    const { id } = await bank.ok<{ id: string }>('createRestriction', { path, body });
    return { path: { ...path, restrictionId: id } };
  },
  createSubaccount: async (bank) => {
    const customerId = await bank.customer();
    const masterAccountNumber = await bank.open('checking', customerId);
    return { body: { masterAccountNumber, title: 'Savings', customerId, beneficiary, clientIdentifier: 'mine' } };
  },
  listSubaccounts: async (bank) => {
    const customerId = await bank.customer();
    const masterAccountNumber = await bank.open('checking', customerId);
    return { query: { masterAccountNumber, customerId, status: 'Active', clientIdentifier: 'mine', ...firstPage } };
  },
  getSubaccount: async (bank) => ({ path: { accountNumber: await bank.subledger(await bank.open()) } }),
  closeSubaccount: potPath,
  reopenSubaccount: async (bank) => {
    const { path } = await potPath(bank);
    await bank.ok('closeSubaccount', { path });
    return { path };
  },
  changeSubaccountTitle: async (bank) => ({ ...(await potPath(bank)), body: { title: 'New' } }),
  changeBeneficiary: async (bank) => ({ ...(await potPath(bank)), body: beneficiary }),
  createTransaction: async (bank) => {
    const [debitAccountNumber, creditAccountNumber] = [await bank.open(), await bank.open()];
    await bank.inbound({ receiverAccountNumber: debitAccountNumber, amount: 99_999_999_999 });
    return {
      body: {
        debitAccountNumber,
        creditAccountNumber,
        amount: 1,
        clientIdentifier: 'mine',
        flags: ['RGD'],
        transactionCode: 'Fee',
        description: 'D',
        currency: 'USD',
      },
    };
  },
  listTransactions: async (bank) => {
    const { id: _, debit } = await bank.transfer(await bank.open(), await bank.open(), 1);
    const accountNumber = debit.masterAccountNumber;
    const filters = { accountNumber, transactionCode: 'Account Transfer', status: 'Failed', clientIdentifier: 'mine' };
    return { query: { ...filters, ...firstPage } };
  },
  createTransfer: async (bank) => {
    const [debitAccountNumber, creditAccountNumber] = [await bank.open(), await bank.open()];
    await bank.inbound({ receiverAccountNumber: debitAccountNumber, amount: 99_999_999_999 });
    return { body: { debitAccountNumber, creditAccountNumber, amount: 1, clientIdentifier: 'mine' } };
  },
  getTransaction: async (bank) => {
    const { id } = await bank.transfer(await bank.open(), await bank.open(), 1);
    return { path: { transactionId: id } };
  },
  listAchPayments: async (bank) => ({
    query: {
      receiverIdentification: 'R1',
      accountNumber: await bank.open(),
      direction: 'Inbound',
      status: 'Pending',
      originalPaymentId: GUID,
      clientBatchId: GUID,
      clientIdentifier: 'mine',
      ...firstPage,
    },
  }),
  originateAchPayment: async (bank) => {
    const { path } = await fundedPath(bank);
    return { body: { ...path, ...achPayment, originator } };
  },
  cancelAchPayment: originate,
  simulateInboundReturn: async (bank) => ({ body: { paymentId: await complete(bank), returnCode: 'R01' } }),
  simulateInboundCorrection: async (bank) => ({
    body: { paymentId: await complete(bank), changeCode: 'C01', correctedData: '2' },
  }),
  originateClientBatch: batchRequest,
  listClientBatches: async () => ({ query: { from: '2026-03-01', to: '2026-03-03', ...firstPage } }),
  getClientBatch: batchPath,
  cancelClientBatch: batchPath,
  getAchPayment: async (bank) => {
    await bank.inbound({ receiverAccountNumber: await bank.open() });
    const { results } = await bank.ok<{ results: { id: string }[] }>('listAchPayments');
    return { path: { paymentId: results[0]?.id ?? '' } };
  },
  simulateInboundOrigination: async (bank) => ({
    body: {
      originatorRoutingNumber: '000000000',
      originatorName: 'Example',
      originatorIdentification: 'E1',
      receiverAccountNumber: await bank.open(),
      receiverAccountType: 'Checking',
      receiverName: 'Example',
      receiverIdentification: 'R1',
      secCode: 'PPD',
      description: 'TEST',
      transactionType: 'Push',
      amount: 1,
      serviceType: 'SameDay',
    },
  }),
  createRegistration: async (bank) => ({
    body: { partnerId: bank.target.partnerId, eventName: 'Core.Account.Opened', ...callback },
  }),
  listRegistrations: async (bank) => ({
    query: { partnerId: bank.target.partnerId, eventName: 'A', callbackUrl: 'B', ...firstPage },
  }),
  getRegistration: (bank) => registered(bank),
  updateRegistration: async (bank) => ({
    ...(await registered(bank)),
    body: { partnerId: bank.target.partnerId, eventName: 'Core.Customer.Onboarded', ...callback },
  }),
  deleteRegistration: (bank) => registered(bank),
  restartRegistration: async (bank) => {
    const { path } = await registered(bank);
    await bank.customer();
    await bank.advance(600);
    return { path };
  },
  pingRegistration: (bank) => registered(bank),
  listEvents: async () => ({ query: { eventName: 'A', status: 'Pending', ...firstPage } }),
  pollEvents: async (bank) => {
    await polled(bank);
    return {};
  },
  getEvent: polled,
  acknowledgeEvent: polled,
  resendEvent: polled,
  getWebhookMeta: async () => ({}),
  decideScreening: async (bank) => ({
    path: { customerId: await bank.customer() },
    body: { ofac: 'Positive', pepScan: 'Clear', internalList: 'Reviewing' },
  }),
  changeCifNumber: async (bank) => ({ path: { customerId: await bank.customer() } }),
  configureCallbackHosts: async (bank) => ({
    path: { partnerId: bank.target.partnerId },
    body: { hosts: ['hooks.example.com'] },
  }),
  sendSampleEvent: async (bank) => ({
    ...(await registered(bank)),
    body: { eventName: 'Core.Future.Event', resources: ['core/v1/future/1'], details: [{ any: 1 }] },
  }),
  getTimeDeposit: fundedDeposit,
  getPenaltyFee: fundedDeposit,
  requestEarlyWithdrawal: async (bank) => ({ ...(await fundedDeposit(bank)), body: { waivePenaltyFee: true } }),
  bumpUpTimeDeposit: async (bank) => {
    const request = await fundedDeposit(bank);
    await bank.advanceTo('2026-06-03');
    return request;
  },
  listStatements: async (bank) => ({ ...(await accountPath(bank)), query: firstPage }),
  getStatementDocument: async (bank) => {
    const { path } = await accountPath(bank);
    await bank.advanceTo('2026-04-02');
    const { results } = await bank.ok<{ results: { id: string }[] }>('listStatements', { path });
    return { path: { ...path, statementId: results[0]?.id ?? '' } };
  },
  listTaxDocuments: async (bank) => ({
    ...(await accountPath(bank)),
    query: { status: 'Original', documentType: '1099-INT', year: 2026, ...firstPage },
  }),
  getTaxDocument: async (bank) => {
    const { path } = await interestPaid(bank);
    await bank.advanceTo('2027-03-05');
    const { results } = await bank.ok<{ results: { id: string }[] }>('listTaxDocuments', { path });
    return { path: { ...path, taxDocumentId: results[0]?.id ?? '' } };
  },
  configureTimeDepositTerms: async (bank) => ({
    path: { productId: bank.emulator.demo.products.timeDeposit },
    body: {
      termMonths: 12,
      fundingAmount: 1,
      fundingWindowDays: 0,
      periodMonths: 3,
      ratesBasisPoints: [300, 400],
      penaltyTiers: [{ months: 12, feeDays: 30 }],
      bumpUpOffered: false,
    },
  }),
  configureInterest: async (bank) => ({
    path: { productId: bank.emulator.demo.products.interestSavings },
    body: { dayCount: 'Actual360', balance: 'Lowest' },
  }),
  addRateCard: rateCardRequest,
  assignRateCard: async (bank) => {
    const accountNumber = await bank.open('interestSavings');
    const { rateCardId } = await bank.ok<{ rateCardId: string }>('addRateCard', await rateCardRequest(bank));
    return { path: { accountNumber }, body: { rateCardId } };
  },
  getInterestTerms: async (bank) => ({ path: { accountNumber: await bank.open('interestSavings') } }),
  reverseInterest: async (bank) => {
    const { path, transactionId } = await interestPaid(bank);
    return { path, body: { transactionId, amount: 1, description: 'D' } };
  },
  getClock: async () => ({}),
  advanceClock: async () => ({ body: { bySeconds: 1 } }),
  closePostingDay: async () => ({}),
  configurePostingDay: async () => ({ body: { closeTime: '20:30' } }),
  placeInternalRestriction: async (bank) => ({ ...(await accountPath(bank)), body: restriction }),
  removeAnyRestriction: (bank) =>
    madeOn(bank, 'placeInternalRestriction', 'restrictionId', { appliesTo: 'All', reason: 'Test' }),
  placeStopPayment: async (bank) => ({ ...(await accountPath(bank)), body: { rail: 'Ach', amount: 1 } }),
  removeStopPayment: (bank) => madeOn(bank, 'placeStopPayment', 'stopPaymentId', { rail: 'Ach' }),
  changeAccountStatus: async (bank) => ({ ...(await accountPath(bank)), body: { status: 'Dormant' } }),
  placeMemoPost: async (bank) => ({ ...(await fundedPath(bank)), body: memoPost }),
  captureMemoPost: async (bank) => {
    const { path } = await madeOn(bank, 'placeMemoPost', 'memoPostId', memoPost);
    return { path: { memoPostId: path?.memoPostId ?? '' }, body: { amount: 1 } };
  },
  removeMemoPost: async (bank) => {
    const { path } = await madeOn(bank, 'placeMemoPost', 'memoPostId', memoPost);
    return { path: { memoPostId: path?.memoPostId ?? '' } };
  },
  postRailTransaction: async (bank) => ({
    body: {
      accountNumber: await bank.open(),
      rail: 'Check',
      transactionType: 'Credit',
      transactionCode: 'Check',
      amount: 1,
      description: 'D',
    },
  }),
  configureProductRules: async (bank) => ({
    path: { productId: bank.emulator.demo.products.checking },
    body: {
      postingOrder: 'DebitsFirst',
      monthlyDebitLimit: 6,
      availability: [{ rail: 'Check', transactionCode: 'Check', percentages: [100] }],
      policies: [
        {
          rail: 'Wire',
          transactionType: 'Debit',
          otherAccountType: 'Deposit',
          amountThreshold: 1,
          transactionCode: 'Fee',
        },
      ],
    },
  }),
  configureAchWindows: async () => ({ body: { cutOffs: ['10:00', '16:00'] } }),
  reviewAchPayment: async (bank) => ({ ...(await originate(bank)), body: { decision: 'Hold' } }),
  placeInternalHold: async (bank) => ({
    ...(await accountPath(bank)),
    body: { amount: 1, reason: 'R', expiresAt: '2026-03-05' },
  }),
  releaseInternalHold: heldAccount,
  configureEarlyDirectDeposit: async (bank) => ({
    path: { productId: bank.emulator.demo.products.checking },
    body: { enabled: true, thresholdAmount: 100 },
  }),
  configureInboundSchedule: async () => ({ body: { standardBusinessDays: 1 } }),
  configureProgramme: async (bank) => ({
    path: { partnerId: bank.target.partnerId },
    body: { requiresDueDiligence: true, requiresBusinessDueDiligence: false },
  }),
  expireTokens: async () => ({}),
  getTrialBalance: async () => ({}),
  resetBank: async () => ({}),
};
