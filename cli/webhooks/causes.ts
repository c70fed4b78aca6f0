import type { AchSchemas } from '../../generated/types/index.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import type { PartnerBank } from './partner-bank.ts';

/** The customers and accounts that the events are about. */
export interface Cast {
  readonly customerId: string;
  readonly spouseId: string;
  readonly person: ReturnType<ReturnType<typeof createCustomerGenerator>['person']>;
}

/**
 * Advances the clock by five minutes and waits for the deliveries: screenings, imports and inbound entries take this
 * long.
 */
export async function waitForTheBank(bank: PartnerBank): Promise<void> {
  await bank.settle();
  await bank.advance(4.5);
  await bank.settle();
}

/** Onboards two persons of a seed and waits for their screening. */
export async function castOf(bank: PartnerBank, seed: number): Promise<Cast> {
  const customers = createCustomerGenerator(seed);
  const person = customers.person();
  const customerId = await onboard(bank, person);
  const spouseId = await onboard(bank, customers.person());
  await waitForTheBank(bank);
  return { customerId, spouseId, person };
}

/** Onboards a person; returns the customer id. */
export async function onboard(bank: PartnerBank, { name, profile, address, phone }: Cast['person']): Promise<string> {
  const primaries = { primaryAddress: address, primaryPhone: phone };
  const { partnerId } = bank.target;
  const body = { partnerId, classification: 'Personal' as const, name, profile, ...primaries };
  return (await bank.call('onboardCustomer', { body })).id;
}

/**
 * Causes every event of a customer except onboarding and screening: each kind of record is added, changed and removed.
 */
export async function causeCustomerEvents(bank: PartnerBank, { customerId, person }: Cast): Promise<void> {
  const path = { customerId };
  const { name, profile } = person;
  const address = { ...person.address, isPrimary: false };
  const phone = { ...person.phone, isPrimary: false };
  const identification = { ...person.identification, isPrimary: false };
  const email = { isPrimary: false, emailType: 'Personal' as const, emailAddress: 'nobody@example.com' };
  await bank.call('changeName', { path, body: { ...name, suffix: 'Jr.' } });
  await bank.call('changeProfile', { path, body: profile });
  await bank.call('changeCifNumber', { path });
  const { id: addressId } = await bank.call('addAddress', { path, body: address });
  await bank.call('changeAddress', { path: { customerId, addressId }, body: { ...address, street2: 'Flat 2' } });
  await bank.call('removeAddress', { path: { customerId, addressId } });
  const { id: phoneId } = await bank.call('addPhone', { path, body: phone });
  await bank.call('changePhone', { path: { customerId, phoneId }, body: { ...phone, notes: 'evenings' } });
  await bank.call('removePhone', { path: { customerId, phoneId } });
  const { id: emailId } = await bank.call('addEmail', { path, body: email });
  await bank.call('changeEmail', { path: { customerId, emailId }, body: { ...email, emailType: 'Work' } });
  await bank.call('removeEmail', { path: { customerId, emailId } });
  const { id: identificationId } = await bank.call('addIdentification', { path, body: identification });
  const idPath = { customerId, identificationId };
  await bank.call('changeIdentification', { path: idPath, body: identification });
  await bank.call('removeIdentification', { path: idPath });
  await bank.settle();
}

/** Causes every event of accounts, subledgers, their holders and restrictions. */
export async function causeAccountEvents(bank: PartnerBank, cast: Cast): Promise<void> {
  const path = { accountNumber: await openAccount(bank, cast) };
  await bank.call('changeAccountTitle', { path, body: { title: 'Sample, renamed' } });
  const holder = { customerId: cast.spouseId, relationshipType: 'JointOwner' as const };
  const { id: relationshipId } = await bank.call('addRelationship', { path, body: holder });
  await bank.call('removeRelationship', { path: { ...path, relationshipId } });
  const restriction = { appliesTo: 'All' as const, reason: 'Sample' };
  const { id: restrictionId } = await bank.call('createRestriction', { path, body: restriction });
  await bank.call('removeRestriction', { path: { ...path, restrictionId } });
  const pot = { masterAccountNumber: path.accountNumber, title: 'Pot' };
  const potPath = { accountNumber: (await bank.call('createSubaccount', { body: pot })).accountNumber };
  await bank.call('changeSubaccountTitle', { path: potPath, body: { title: 'Pot, renamed' } });
  await bank.call('closeSubaccount', { path: potPath });
  await bank.call('reopenSubaccount', { path: potPath });
  await bank.call('closeSubaccount', { path: potPath });
  for (const status of ['Dormant', 'Active'] as const)
    await bank.call('changeAccountStatus', { path, body: { status } });
  await bank.call('closeAccount', { path });
  await bank.settle();
}

/** Opens an account for the first customer; returns its number. */
export async function openAccount(
  bank: PartnerBank,
  { customerId }: Pick<Cast, 'customerId'>,
  product: keyof PartnerBank['target']['products'] = 'checking',
): Promise<string> {
  const productId = bank.target.products[product] ?? '';
  return (await bank.call('openAccount', { body: { customerId, productId, title: 'Sample' } })).accountNumber;
}

/**
 * Causes every event of ACH in both directions, with those of its transactions and of the posting day that is closed.
 */
export async function causeAchEvents(bank: PartnerBank, cast: Cast): Promise<void> {
  const accountNumber = await openAccount(bank, cast);
  const early = await openAccount(bank, cast, 'earlyDirectDeposit');
  await receive(bank, { receiverAccountNumber: early, serviceType: 'Standard', amount: 125_000 });
  await receive(bank, { receiverAccountNumber: accountNumber, serviceType: 'SameDay', amount: 100_000 });
  await waitForTheBank(bank);
  const sent = await pay(bank, accountNumber);
  const { id: canceled } = await pay(bank, accountNumber);
  await bank.call('cancelAchPayment', { path: { paymentId: canceled } });
  const { id: paymentId } = await pay(bank, accountNumber);
  for (const decision of ['Hold', 'Escalate', 'Reject'] as const)
    await bank.call('reviewAchPayment', { path: { paymentId }, body: { decision } });
  await cancelImportedBatch(bank, accountNumber, 2);
  const executed = await executedPayment(bank, sent);
  await bank.call('simulateInboundCorrection', {
    body: { paymentId: executed, changeCode: 'C01', correctedData: '12345679' },
  });
  await bank.call('simulateInboundReturn', { body: { paymentId: executed, returnCode: 'R01' } });
  await waitForTheBank(bank);
  await bank.call('closePostingDay');
  await bank.settle();
}

/**
 * Causes the events of a CD, of statements and of a tax form: a CD is withdrawn early, and a savings account earns more
 * than $10.00 in its year. Moves the clock to the next year.
 */
export async function causeDepositEvents(bank: PartnerBank, cast: Cast): Promise<void> {
  const deposit = await openAccount(bank, cast, 'timeDeposit');
  const savings = await openAccount(bank, cast, 'interestSavings');
  const { fundingAmount: amount } = await bank.call('getTimeDeposit', { path: { accountNumber: deposit } });
  await receive(bank, { receiverAccountNumber: deposit, serviceType: 'SameDay', amount });
  await receive(bank, { receiverAccountNumber: savings, serviceType: 'SameDay', amount: 1_000_000 });
  await waitForTheBank(bank);
  await bank.call('requestEarlyWithdrawal', { path: { accountNumber: deposit }, body: {} });
  await bank.settle();
  // Until then the handler is not registered: a move over months would repeat each delivery that it does not take.
  await bank.unregisterAll();
  const { now } = await bank.call('getClock');
  await bank.advanceTo(`${now.slice(0, 4)}-12-31T23:59:30-05:00`);
  await bank.registerAll();
  await bank.settle();
  await bank.settle();
}

type Entry = AchSchemas['SimulatedInboundOriginationRequest'];

/** Simulates an inbound entry of another bank, which arrives five minutes later. */
export async function receive(
  bank: PartnerBank,
  entry: Pick<Entry, 'receiverAccountNumber' | 'serviceType' | 'amount'>,
): Promise<void> {
  await bank.call('simulateInboundOrigination', {
    body: {
      originatorRoutingNumber: '000000000',
      originatorName: 'Sample Originator',
      originatorIdentification: 'S1',
      receiverAccountType: 'Checking',
      receiverName: 'Sample Receiver',
      secCode: 'PPD',
      description: 'SAMPLE',
      transactionType: 'Push',
      ...entry,
    },
  });
}

const receiver = {
  routingNumber: '000000000',
  accountNumber: '12345678',
  accountType: 'Checking',
  name: 'Sample',
} as const;
const payment: Omit<AchSchemas['OriginateAchPaymentRequest'], 'accountNumber'> = {
  receiver,
  secCode: 'PPD',
  description: 'SAMPLE',
  transactionType: 'Push',
  amount: 1,
  serviceType: 'SameDay',
};
const pay = (bank: PartnerBank, accountNumber: string) =>
  bank.call('originateAchPayment', { body: { accountNumber, ...payment } });

/** Imports a client batch and cancels it: one event for the batch, and one for all its payments. */
export async function cancelImportedBatch(bank: PartnerBank, accountNumber: string, count: number): Promise<void> {
  const body = { accountNumber, payments: Array.from({ length: count }, () => payment) };
  const { id: clientBatchId } = await bank.call('originateClientBatch', { body });
  await waitForTheBank(bank);
  await bank.call('cancelClientBatch', { path: { clientBatchId } });
  await bank.settle();
}

/**
 * Waits until the payment is sent to the Fed and its transaction is executed, twenty minutes after the next cut-off;
 * returns its id.
 */
async function executedPayment(bank: PartnerBank, { id }: { id: string }): Promise<string> {
  const isComplete = async () => (await bank.call('getAchPayment', { path: { paymentId: id } })).status === 'Complete';
  while (!(await isComplete())) await bank.settle();
  return id;
}
