import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

type Transaction = CoreSchemas['Transaction'];
type Page = CoreSchemas['TransactionPage'];

async function setUp(bank: TestBank) {
  const [a, b] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: a, amount: 10_000 });
  return { debitAccountNumber: a, creditAccountNumber: b };
}

test('createTransaction stores code and text on the transaction and its activity', proves('X12'), async ({ bank }) => {
  const sides = await setUp(bank);
  const body = { ...sides, transactionCode: 'Fee', description: 'Monthly fee', amount: 250, currency: 'USD' };
  const posted = await bank.ok<Transaction>('createTransaction', { body: { ...body, clientIdentifier: 'mine' } });
  expect(posted).toMatchObject({
    status: 'Complete',
    transactionCode: 'Fee',
    description: 'Monthly fee',
    amount: 250,
    rail: 'Internal',
    clientIdentifier: 'mine',
  });
  expect(await bank.ok('getTransaction', { path: { transactionId: posted.id } })).toEqual(posted);
  for (const account of Object.values(sides)) {
    const activities = await bank.list<CoreSchemas['Activity']>('listActivities', account);
    expect(activities.at(-1)).toMatchObject({ transactionCode: 'Fee', description: 'Monthly fee', amount: 250 });
  }
  const refused = await bank.send('createTransaction', { body: { ...body, amount: 2.5 } });
  expect(refused.statusCode).toBe(400);
});

/** The display names of the bank's transaction codes. Source: L-COREREF, P-ACTRPT. */
const CODES = [
  'Incoming ACH',
  'Incoming ACH Return',
  'Outgoing ACH',
  'Outgoing ACH Return',
  'Account Transfer',
  'Fee',
  'Fee Refund',
  'Deposit',
  'Withdrawal',
  'Interest',
  'Interest Reversal',
  'Misc Credit',
  'Misc Debit',
  'Incoming Wire',
  'Outgoing Wire',
  'Check',
  'Cash',
  'Reversal',
  'Adjustment',
  'Sale',
  'Card Auth',
  'Payment',
  'Refund',
  'ATM Transaction',
  'RTP Debit',
  'RTP Credit',
  'XPAY Debit',
  'XPAY Credit',
  'Withholding',
  'Sweep Interest',
  'Chargeback',
  'Bonus',
  'Reward',
  'Crypto Purchase',
  'Crypto Sale',
  'Crypto Outgoing',
  'Crypto Incoming',
  'Crypto Transfer',
  'Crypto Return',
  'INTL Outgoing',
  'INTL Return',
];

test(`each of the ${CODES.length} transaction codes of the bank posts`, proves('D16'), async ({ bank }) => {
  const sides = await setUp(bank);
  for (const transactionCode of CODES)
    await bank.ok('createTransaction', { body: { ...sides, transactionCode, amount: 1 } });
  const activities = await bank.list<CoreSchemas['Activity']>('listActivities', sides.creditAccountNumber);
  expect(activities.map((activity) => activity.transactionCode)).toEqual(CODES);
});

test('listTransactions filters by account, code, status and client identifier', async ({ bank }) => {
  const sides = await setUp(bank);
  const subledger = await bank.subledger(sides.debitAccountNumber);
  await bank.transfer(sides.debitAccountNumber, subledger, 100);
  await bank.transfer(sides.debitAccountNumber, sides.creditAccountNumber, 99_999);
  for (let count = 0; count < 51; count++)
    await bank.ok('createTransaction', {
      body: { ...sides, transactionCode: 'Fee', amount: 1, clientIdentifier: 'f' },
    });
  const list = (query: object) => bank.ok<Page>('listTransactions', { query: query as Record<string, unknown> });
  const counts = async (query: object) => (await list({ ...query, pageSize: 50 })).results.length;
  expect([
    await counts({ accountNumber: subledger }),
    await counts({ accountNumber: sides.debitAccountNumber }),
    await counts({ status: 'Failed' }),
    await counts({ transactionCode: 'Incoming ACH' }),
    await counts({ clientIdentifier: 'f' }),
    await counts({ clientIdentifier: 'f', pageNumber: 2 }),
  ]).toEqual([1, 50, 1, 1, 50, 1]);
  expect(await list({ clientIdentifier: 'f' })).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect((await bank.send('listTransactions', { query: { pageSize: 51 } })).statusCode).toBe(400);
  expect((await bank.other.ok<Page>('listTransactions')).results).toEqual([]);
});

test('the same seed and clock generate the same ids and numbers', proves('X16', 'B10'), async () => {
  const run = async (seed: number) => {
    const bank = await startTestBank({ seed });
    try {
      const sides = await setUp(bank);
      return await bank.ok<Transaction>('createTransaction', { body: { ...sides, transactionCode: 'Fee', amount: 1 } });
    } finally {
      await bank.emulator.close();
    }
  };
  const [one, again, other] = [await run(7), await run(7), await run(8)];
  expect(again).toEqual(one);
  expect([other.id, other.debit.masterAccountNumber]).not.toEqual([one.id, one.debit.masterAccountNumber]);
  // The GUID's last twelve digits are days since 1900 and 1/300 seconds since UTC midnight: 2026-03-02 14:15:00 UTC.
  expect(one.id.slice(-12)).toBe(
    `${(46_081).toString(16).padStart(4, '0')}${(51_300 * 300).toString(16).padStart(8, '0')}`,
  );
  expect(one.traceNumber).toMatch(/^T26061091500[0-9A-Z]{5}$/);
});
