import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import {
  type AchPayment,
  achLedger,
  batchPayment,
  type ClientBatch,
  errorOf,
  fundedAccount,
  payment,
  payments,
} from './ach-bank.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

const pushes = (...amounts: number[]) => amounts.map((amount) => ({ ...batchPayment, amount }));
const send = (bank: TestBank, accountNumber: string, batch: object[], change: object = {}) =>
  bank.send('originateClientBatch', { body: { accountNumber, payments: batch, ...change } });
const start = (bank: TestBank, accountNumber: string, batch: object[], change: object = {}) =>
  bank.ok<ClientBatch>('originateClientBatch', { body: { accountNumber, payments: batch, ...change } });
const look = (bank: TestBank, { id }: ClientBatch) =>
  bank.ok<ClientBatch>('getClientBatch', { path: { clientBatchId: id } });
const cancel = async (bank: TestBank, { id }: ClientBatch) =>
  errorOf(await bank.send('cancelClientBatch', { path: { clientBatchId: id } }));
const partsOf = (bank: TestBank, { id }: ClientBatch) => payments(bank, { clientBatchId: id });

test('a client batch is imported after five minutes with payments in sequence', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const pull = { ...batchPayment, transactionType: 'Pull', amount: 70, clientIdentifier: 'third' };
  const originator = { name: 'Payroll', identification: 'P1' };
  const batch = await start(bank, account, [...pushes(100, 200), pull], { clientIdentifier: 'mine', originator });
  const totals = { accountNumber: account, paymentCount: 3, debitTotal: 300, creditTotal: 70 };
  expect(batch).toMatchObject({ ...totals, status: 'Processing', importCount: 0, clientIdentifier: 'mine' });
  expect([batch.importedAt, batch.productId]).toEqual([undefined, bank.emulator.demo.products.checking]);
  await bank.advance(299);
  expect([await look(bank, batch), await partsOf(bank, batch)]).toEqual([batch, []]);
  expect(await bank.master(account)).toBe('1000 / 1000');
  await bank.advance(1);
  expect(await look(bank, batch)).toMatchObject({
    ...totals,
    status: 'Imported',
    importCount: 3,
    importedAt: '2026-03-02T09:15:00-05:00',
  });
  expect(await partsOf(bank, batch)).toMatchObject([
    { clientBatchSequence: 1, amount: 100, transactionType: 'Push', originator, clientBatchId: batch.id },
    { clientBatchSequence: 2, amount: 200 },
    { clientBatchSequence: 3, amount: 70, transactionType: 'Pull', clientIdentifier: 'third' },
  ]);
  expect(await bank.master(account)).toBe('1000 / 700');
  await bank.advanceTo('2026-03-02T10:20-05:00');
  expect((await partsOf(bank, batch)).map(({ status }) => status)).toEqual(Array(3).fill('Complete'));
  expect(await bank.master(account)).toBe('770 / 700');
  expect(await achLedger(bank)).toEqual([-770, 0]);
});

test('a batch payment that the account rejects is Rejected; the others continue', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const batch = await start(bank, account, pushes(600, 401, 400, 1));
  await bank.advance(300);
  expect(await look(bank, batch)).toMatchObject({
    status: 'Imported',
    paymentCount: 4,
    debitTotal: 1_402,
    importCount: 2,
  });
  const parts = await partsOf(bank, batch);
  expect(parts.map(({ clientBatchSequence, rejectionCode }) => [clientBatchSequence, rejectionCode])).toEqual([
    [1, undefined],
    [2, 'NSF'],
    [3, undefined],
    [4, 'NSF'],
  ]);
  expect(parts.map(({ status }) => status === 'Rejected')).toEqual([false, true, false, true]);
  expect(await bank.master(account)).toBe('1000 / 0');
  expect(await bank.list('listPostingExceptions', account)).toEqual([]);
  await bank.advanceTo('2026-03-03');
  expect(await bank.master(account)).toBe('0 / 0');
});

test('a payment that breaks a rule rejects the whole batch by its index', async ({ bank }) => {
  const account = await bank.open();
  const web = { ...batchPayment, secCode: 'WEB', transactionType: 'Pull' };
  expect(errorOf(await send(bank, account, [batchPayment, web, web]))).toBe(
    '400 2025 Payments.1: WEB with Pull requires ExtendedDetails.PaymentType; Payments.2: WEB with Pull requires ExtendedDetails.PaymentType',
  );
  const receiver = { ...batchPayment.receiver, routingNumber: '123456789' };
  expect(errorOf(await send(bank, account, [batchPayment, { ...batchPayment, receiver }]))).toBe(
    '400 1000 Payments.1: Receiver.RoutingNumber has an invalid check digit',
  );
  expect(await bank.ok('listClientBatches')).toMatchObject({ results: [] });
  await bank.advance(300);
  expect(await payments(bank)).toEqual([]);
});

test('a client batch accepts 2 to 5,000 payments and imports them in one commit', proves('D21'), async ({ bank }) => {
  const account = await fundedAccount(bank, 600_000);
  const largest = {
    ...batchPayment,
    description: 'D'.repeat(10),
    addenda: 'A'.repeat(80),
    purpose: 'P'.repeat(50),
    clientIdentifier: 'C'.repeat(50),
    receiver: {
      ...batchPayment.receiver,
      accountNumber: '1'.repeat(17),
      name: 'N'.repeat(22),
      identification: 'I'.repeat(15),
    },
  };
  const many = (count: number) => Array.from({ length: count }, () => largest);
  expect(errorOf(await send(bank, account, many(1)))).toMatch(/^400 1000 Payments must NOT have fewer than 2 items/);
  expect(errorOf(await send(bank, account, many(5_001)))).toMatch(/^400 1000 Payments must NOT have more than 5000/);
  expect((await start(bank, account, many(2))).paymentCount).toBe(2);
  const batch = await start(bank, account, many(5_000));
  expect(batch).toMatchObject({ paymentCount: 5_000, debitTotal: 500_000 });
  await bank.advance(300);
  expect(await look(bank, batch)).toMatchObject({ status: 'Imported', importCount: 5_000 });
  expect(await bank.master(account)).toBe('600000 / 99800');
  const [first] = await payments(bank, { clientBatchId: batch.id, pageSize: 1 });
  const [last] = await payments(bank, { clientBatchId: batch.id, pageSize: 1, pageNumber: 5_000 });
  expect([first?.clientBatchSequence, last?.clientBatchSequence]).toEqual([1, 5_000]);
  await bank.advanceTo('2026-03-02T10:20-05:00');
  expect(await bank.master(account)).toBe('99800 / 99800');
  expect(await payment(bank, last as AchPayment)).toMatchObject({ status: 'Complete' });
  await bank.close();
  expect(await achLedger(bank)).toEqual([0, 0]);
});

test('only originateClientBatch accepts a large body', async ({ bank }) => {
  const account = await bank.open();
  const body = { accountNumber: account, title: 'x'.repeat(300_000) };
  expect(errorOf(await bank.send('originateAchPayment', { body }))).toBe('400 1002 Body is too large');
});

// time, response, rest of the batch
const cancels: [string, string | undefined, string, string, string[]][] = [
  ['during Processing', undefined, '200', 'Canceled', []],
  ['after the import', '2026-03-02T09:15-05:00', '200', 'Canceled', ['Canceled', 'Canceled', 'Rejected']],
  [
    'one second before the cut-off',
    '2026-03-02T09:59:59-05:00',
    '200',
    'Canceled',
    ['Canceled', 'Canceled', 'Rejected'],
  ],
  [
    'at the cut-off',
    '2026-03-02T10:00-05:00',
    '400 2026 Client batch can no longer be canceled',
    'Imported',
    ['Batched', 'Batched', 'Rejected'],
  ],
  [
    'after all payments are executed',
    '2026-03-03',
    '400 2026 Client batch can no longer be canceled',
    'Imported',
    ['Complete', 'Complete', 'Rejected'],
  ],
];
for (const [when, at, answer, status, parts] of cancels) {
  test(`cancelClientBatch ${when} returns ${answer.slice(0, 8)}`, async ({ bank }) => {
    const account = await fundedAccount(bank, 1_000);
    const batch = await start(bank, account, pushes(300, 400, 500));
    if (at !== undefined) await bank.advanceTo(at);
    expect(await cancel(bank, batch)).toBe(answer);
    expect((await look(bank, batch)).status).toBe(status);
    expect((await partsOf(bank, batch)).map((part) => part.status)).toEqual(parts);
    if (status === 'Canceled') {
      expect(await bank.master(account)).toBe('1000 / 1000');
      expect(await cancel(bank, batch)).toBe('400 2026 Client batch can no longer be canceled');
    }
    await bank.advanceTo('2026-03-04');
    expect(await bank.master(account)).toBe(status === 'Canceled' ? '1000 / 1000' : '300 / 300');
  });
}

test('listClientBatches filters by inclusive days and ignores the time of day', async () => {
  const bank = await startTestBank();
  try {
    const account = await bank.open();
    for (const at of ['2026-03-03T00:00-05:00', '2026-03-03T23:59:59-05:00', '2026-03-04T00:00-05:00']) {
      await bank.advanceTo(at);
      await start(bank, account, pushes(1, 2), { clientIdentifier: at.slice(8, 13) });
    }
    const list = async (query: object) => {
      const { results } = await bank.ok<{ results: ClientBatch[] }>('listClientBatches', { query: { ...query } });
      return results.map(({ clientIdentifier }) => clientIdentifier);
    };
    expect(await list({})).toEqual(['03T00', '03T23', '04T00']);
    expect(await list({ from: '2026-03-03', to: '2026-03-03' })).toEqual(['03T00', '03T23']);
    expect(await list({ from: '2026-03-03T12:00:00-05:00', to: '2026-03-03T01:00:00Z' })).toEqual(['03T00', '03T23']);
    expect(await list({ from: '2026-03-04' })).toEqual(['04T00']);
    expect(await list({ to: '2026-03-02' })).toEqual([]);
    expect(await list({ pageSize: 1, pageNumber: 2 })).toEqual(['03T23']);
    for (const [name, field] of [
      ['from', 'From'],
      ['to', 'To'],
    ] as const) {
      const answer = await bank.send('listClientBatches', { query: { [name]: '2026-02-30' } });
      expect(errorOf(answer)).toBe(`400 1000 ${field} must be a date`);
    }
  } finally {
    await bank.emulator.close();
  }
});

test('a client batch is not found by another partner', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const batch = await start(bank, account, pushes(1, 2));
  const path = { clientBatchId: batch.id };
  const seen = [
    await bank.other.send('getClientBatch', { path }),
    await bank.other.send('cancelClientBatch', { path }),
  ];
  expect(seen.map(errorOf)).toEqual(Array(2).fill('404 2404 Client batch not found'));
  expect(await bank.other.ok('listClientBatches')).toMatchObject({ results: [] });
  const stranger = { body: { accountNumber: account, payments: pushes(1, 2) } };
  expect(errorOf(await bank.other.send('originateClientBatch', stranger))).toBe('404 2404 Account not found');
});
