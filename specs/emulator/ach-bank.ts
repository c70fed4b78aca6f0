import type { AchSchemas, CoreSchemas } from '../../generated/types/index.ts';
import type { TestBank } from './test-bank.ts';

export type AchPayment = AchSchemas['AchPayment'];
export type ClientBatch = AchSchemas['ClientBatch'];
export type MemoPost = CoreSchemas['MemoPost'];
export type Hold = CoreSchemas['Hold'];
export type Activity = CoreSchemas['Activity'];
export type PostingException = CoreSchemas['PostingException'];

/** A routing number with a correct check digit that the Federal Reserve has not assigned. */
const receiver = { routingNumber: '000000000', accountNumber: '12345678', accountType: 'Checking', name: 'Example' };

/** A payment of a batch that complies with every rule. */
export const batchPayment = {
  receiver,
  secCode: 'PPD',
  description: 'TEST',
  transactionType: 'Push',
  amount: 100,
  serviceType: 'SameDay',
};

/** Returns a request that complies with every rule: a SameDay push of one dollar. */
export const paymentFrom = (accountNumber: string, change: object = {}) => ({
  accountNumber,
  ...batchPayment,
  ...change,
});

/** Originates a payment that must be accepted. */
export const originate = (bank: TestBank, accountNumber: string, change: object = {}) =>
  bank.ok<AchPayment>('originateAchPayment', { body: paymentFrom(accountNumber, change) });

/** Returns the error of an origination, `status code message`, or `200`. */
export async function refusal(bank: TestBank, accountNumber: string, change: object = {}): Promise<string> {
  const answer = await bank.send('originateAchPayment', { body: paymentFrom(accountNumber, change) });
  return errorOf(answer);
}

/** Renders a response as `status code message; message`. */
export function errorOf({ statusCode, body }: { statusCode: number; body?: unknown }): string {
  const { errors = [] } = (body ?? {}) as { errors?: { code: number; message: string }[] };
  const messages = errors.map(({ message }) => message).join('; ');
  return errors.length === 0 ? String(statusCode) : `${statusCode} ${errors[0]?.code} ${messages}`;
}

export const payment = (bank: TestBank, { id }: { id: string }) =>
  bank.ok<AchPayment>('getAchPayment', { path: { paymentId: id } });

export const payments = async (bank: TestBank, query: object = {}) =>
  (await bank.ok<{ results: AchPayment[] }>('listAchPayments', { query: { ...query } })).results;

/** Opens an account with a balance in cents. */
export async function fundedAccount(bank: TestBank, amount: number): Promise<string> {
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount });
  return account;
}

/** Returns the balance of the ACH GL, and the total of the trial balance. */
export async function achLedger(bank: TestBank): Promise<[ach: number | undefined, total: number]> {
  const { accounts, total } = await bank.trial();
  return [accounts.find(({ title }) => title === 'ACH in transit')?.currentBalance, total];
}
