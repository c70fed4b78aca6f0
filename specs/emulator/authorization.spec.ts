import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Product = Parameters<TestBank['open']>[0];

/**
 * The accounts of a case: A with its subledgers S and T, and B with its subledger U. `own` and `s` are the opening
 * balances of A.
 */
interface Setup {
  readonly own: number;
  readonly s: number;
  readonly held?: number;
}

async function setUp(bank: TestBank, product: Product, { own, s, held = 0 }: Setup) {
  const customer = await bank.customer();
  const [a, b] = [await bank.open(product, customer), await bank.open(product, customer)];
  const numbers: Record<string, string> = {
    A: a,
    B: b,
    S: await bank.subledger(a),
    T: await bank.subledger(a),
    U: await bank.subledger(b),
  };
  if (own + s > 0) await bank.inbound({ receiverAccountNumber: a, amount: own + s });
  if (s > 0) await bank.transfer(a, numbers.S ?? '', s);
  if (held > 0)
    await bank.ok('placeInternalHold', { path: { accountNumber: a }, body: { amount: held, reason: 'Review' } });
  return numbers;
}

const PASSTHROUGH = 'checking';
const DIRECT = 'direct';

// product      A.own   A.S    held  debit credit amount  debit code   A own / S / B after
const table: [Product, number, number, number, string, string, number, string, string][] = [
  [PASSTHROUGH, 10_000, 0, 0, 'A', 'B', 10_000, 'OK', '0 0 10000'],
  [PASSTHROUGH, 10_000, 0, 0, 'A', 'B', 10_001, 'NSF', '10000 0 0'],
  [PASSTHROUGH, 10_000, 0, 0, 'A', 'S', 2_500, 'OK', '7500 2500 0'],
  [PASSTHROUGH, 7_500, 2_500, 0, 'S', 'A', 2_500, 'OK', '10000 0 0'],
  [PASSTHROUGH, 7_500, 2_500, 0, 'S', 'B', 10_000, 'OK', '7500 -7500 10000'],
  [PASSTHROUGH, 7_500, 2_500, 0, 'S', 'B', 10_001, 'NSF', '7500 2500 0'],
  [PASSTHROUGH, 0, 5_000, 0, 'A', 'B', 5_000, 'OK', '-5000 5000 5000'],
  [PASSTHROUGH, 7_500, 2_500, 0, 'S', 'T', 9_000, 'OK', '7500 -6500 0'],
  [PASSTHROUGH, 7_500, 2_500, 0, 'S', 'U', 100, 'OK', '7500 2400 100'],
  [PASSTHROUGH, 10_000, 0, 1, 'A', 'B', 10_000, 'NSF', '10000 0 0'],
  [PASSTHROUGH, 10_000, 0, 1, 'A', 'B', 9_999, 'OK', '1 0 9999'],
  [DIRECT, 7_500, 2_500, 0, 'S', 'B', 2_500, 'OK', '7500 0 2500'],
  [DIRECT, 7_500, 2_500, 0, 'S', 'B', 2_501, 'NSF', '7500 2500 0'],
  [DIRECT, 7_500, 2_500, 0, 'S', 'T', 2_501, 'NSF', '7500 2500 0'],
  [DIRECT, 7_500, 2_500, 0, 'A', 'B', 7_501, 'NSF', '7500 2500 0'],
  [DIRECT, 7_500, 2_500, 0, 'A', 'B', 7_500, 'OK', '0 2500 7500'],
];
for (const [product, own, s, held, debit, credit, amount, code, after] of table) {
  const title = `${product}: ${amount} from ${debit} to ${credit} with own ${own}, S ${s}, held ${held} is ${code}`;
  test(title, proves('B01', 'B02', 'B08', 'D03', 'D04', 'X02', 'X04'), async ({ bank }) => {
    const numbers = await setUp(bank, product, { own, s, held });
    const number = (name: string) => numbers[name] ?? '';
    const counts = async () =>
      (await bank.list('listActivities', number('A'))).length + (await bank.list('listActivities', number('B'))).length;
    const before = await counts();
    const transaction = await bank.transfer(number(debit), number(credit), amount);
    const success = code === 'OK';
    expect(transaction).toMatchObject({
      status: success ? 'Complete' : 'Failed',
      debit: { subAccountNumber: number(debit), result: { success, code } },
      credit: { subAccountNumber: number(credit), result: { success: true, code: 'OK' } },
    });
    expect(await counts()).toBe(before + (success ? 2 : 0));
    const current = async (name: string) =>
      (await bank.ok<CoreSchemas['Subaccount']>('getSubaccount', { path: { accountNumber: number(name) } }))
        .currentBalance;
    const b = (await bank.ok<CoreSchemas['Account']>('getAccount', { path: { accountNumber: number('B') } }))
      .currentBalance;
    expect(`${await current('A')} ${await current('S')} ${b}`).toBe(after);
    const activities = await bank.list<CoreSchemas['Activity']>('listActivities', number('A'));
    const last = activities.at(-1);
    if (success) expect(last?.activityType).toBe(['S', 'T', 'A'].includes(credit) ? 'Internal' : 'External');
    const exceptions = await Promise.all(
      ['A', 'B'].map((name) => bank.list<CoreSchemas['PostingException']>('listPostingExceptions', number(name))),
    );
    expect(exceptions.map((list) => list.map(({ result }) => result.code))).toEqual([success ? [] : [code], []]);
    expect((await bank.trial()).total).toBe(0);
  });
}

test(
  'createTransfer returns the transaction of the document’s sample',
  proves('B03', 'B04', 'B05', 'B06', 'B07', 'X16'),
  async ({ bank }) => {
    const numbers = await setUp(bank, PASSTHROUGH, { own: 10_000, s: 0 });
    const [a = '', b = ''] = [numbers.A, numbers.B];
    const transaction = await bank.transfer(a, b, 10_000);
    const side = (transactionType: string, number: string) => ({
      transactionType,
      accountType: 'Deposit',
      masterAccountNumber: number,
      subAccountNumber: number,
      partnerId: bank.target.partnerId,
      productId: bank.target.products.checking,
      result: { success: true, code: 'OK' },
    });
    expect(transaction).toMatchObject({
      status: 'Complete',
      transactionCode: 'Account Transfer',
      amount: 10_000,
      rail: 'Internal',
      description: `Transfer from ${a} to ${b}`,
      debit: side('Debit', a),
      credit: side('Credit', b),
    });
    // T, year, day of the year, time at the frozen clock (09:10 after two waits), five characters.
    expect(transaction.traceNumber).toMatch(/^T2606109\d{4}[0-9A-Z]{5}$/);
    expect(transaction.traceNumber).toHaveLength(17);
    expect(await bank.ok('getTransaction', { path: { transactionId: transaction.id } })).toEqual(transaction);
  },
);

test('a trace number is unique and the same on both sides of a transfer', proves('B10'), async ({ bank }) => {
  const numbers = await setUp(bank, PASSTHROUGH, { own: 1_000, s: 0 });
  const [a = '', b = ''] = [numbers.A, numbers.B];
  const traces: string[] = [];
  for (let count = 0; count < 40; count++) traces.push((await bank.transfer(a, b, 1)).traceNumber);
  expect(new Set(traces).size).toBe(40);
  const onB = await bank.list<CoreSchemas['Activity']>('listActivities', b);
  expect(onB.map(({ traceNumber }) => traceNumber)).toEqual(traces);
});

test('an unknown or foreign account is ANF on its side and nothing moves', async ({ bank }) => {
  const numbers = await setUp(bank, PASSTHROUGH, { own: 1_000, s: 0 });
  const a = numbers.A ?? '';
  for (const unknown of ['1234567890', '2100000005']) {
    const transaction = await bank.transfer(a, unknown, 10);
    expect(transaction).toMatchObject({
      status: 'Failed',
      debit: { result: { code: 'OK' } },
      credit: { result: { success: false, code: 'ANF' } },
    });
    expect(transaction.executedAt).toBeUndefined();
  }
  expect(await bank.master(a)).toBe('1000 / 1000');
  expect(await bank.list('listPostingExceptions', a)).toEqual([]);
});

test('an activity record has every documented field', proves('X09', 'X10', 'X13', 'X14'), async ({ bank }) => {
  const numbers = await setUp(bank, PASSTHROUGH, { own: 1_000, s: 0 });
  const [activity] = await bank.list<CoreSchemas['Activity']>('listActivities', numbers.A ?? '');
  expect(activity).toMatchObject({
    status: 'Pending',
    transactionType: 'Credit',
    activityType: 'External',
    source: 'Transaction',
    rail: 'Ach',
    transactionCode: 'Incoming ACH',
    amount: 1_000,
    masterAccountNumber: numbers.A,
    subAccountNumber: numbers.A,
    postingDate: '2026-03-02T00:00:00-05:00',
    partnerId: bank.target.partnerId,
    productId: bank.target.products.checking,
    railId: expect.stringMatching(/^payment\/[0-9a-f-]{36}$/),
    description: expect.stringMatching(/^Example TEST PPD REF: A061[0-9A-Z]{8}$/),
  });
  const { proposedAt = '' } = await bank.ok<CoreSchemas['Transaction']>('getTransaction', {
    path: { transactionId: activity?.transactionId },
  });
  const times = [proposedAt, activity?.executedAt, activity?.createdAt, activity?.lastModifiedAt];
  expect(times).toEqual([...times].sort());
  expect([activity?.postedAt, activity?.sequenceNumber, activity?.balance]).toEqual([undefined, undefined, undefined]);
});
