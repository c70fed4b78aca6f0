import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import {
  achLedger,
  batchPayment,
  errorOf,
  fundedAccount,
  type MemoPost,
  originate,
  type PostingException,
  payment,
  paymentFrom,
  payments,
  refusal,
} from './ach-bank.ts';
import { test } from './test-bank.ts';

const MILLION = 100_000_000;
const pull = { transactionType: 'Pull' };
const web = { secCode: 'WEB', ...pull };
const iat = { secCode: 'IAT', serviceType: 'Standard', ...pull };

// act, changed fields, response
const rules: [act: string, change: object, answer: string][] = [
  ['accepts a SameDay amount of $1,000,000.00', { ...pull, amount: MILLION }, '200'],
  [
    'rejects a SameDay amount above $1,000,000.00',
    { ...pull, amount: MILLION + 1 },
    '400 2025 SameDay allows at most 100000000 cents; use Standard',
  ],
  ['accepts a Standard amount above $1,000,000.00', { ...pull, amount: MILLION + 1, serviceType: 'standard' }, '200'],
  ['accepts IatDetails for IAT', { ...iat, iatDetails: { any: 'thing' } }, '200'],
  ['rejects SameDay for IAT', { ...iat, serviceType: 'sameday' }, '400 2025 SameDay does not allow IAT; use Standard'],
  [
    'rejects IatDetails for another SEC code',
    { ...pull, iatDetails: {} },
    '400 2025 IatDetails is allowed for IAT only',
  ],
  ['rejects WEB with Pull without paymentType', web, '400 2025 WEB with Pull requires ExtendedDetails.PaymentType'],
  ['accepts WEB with Pull and paymentType', { ...web, extendedDetails: { paymentType: 'Single' } }, '200'],
  [
    'rejects POS without cardTransactionType',
    { ...pull, secCode: 'POS' },
    '400 2025 POS requires ExtendedDetails.CardTransactionType',
  ],
  [
    'accepts POS with cardTransactionType',
    { ...pull, secCode: 'POS', extendedDetails: { cardTransactionType: '01' } },
    '200',
  ],
  [
    'rejects a routing number with an invalid check digit',
    { receiver: { routingNumber: '021000022', accountNumber: '1', accountType: 'Checking', name: 'E' } },
    '400 1000 Receiver.RoutingNumber has an invalid check digit',
  ],
  [
    'rejects a description of 11 characters',
    { description: '12345678901' },
    '400 1000 Description must NOT have more than 10 characters',
  ],
];
for (const [act, change, answer] of rules) {
  test(`originateAchPayment ${act}`, 'amount' in change ? proves('D21') : {}, async ({ bank }) => {
    const account = await bank.open();
    expect(await refusal(bank, account, change)).toBe(answer);
    expect((await payments(bank)).length).toBe(answer === '200' ? 1 : 0);
  });
}

test('originateAchPayment rejects another partner’s account', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const stranger = await bank.other.send('originateAchPayment', { body: paymentFrom(account) });
  expect(errorOf(stranger)).toBe('404 2404 Account not found');
  const { id } = await originate(bank, account);
  const seen = await bank.other.send('getAchPayment', { path: { paymentId: id } });
  const canceled = await bank.other.send('cancelAchPayment', { path: { paymentId: id } });
  expect([seen.statusCode, canceled.statusCode]).toEqual([404, 404]);
  expect(await bank.other.ok('listAchPayments')).toMatchObject({ results: [] });
});

test('a Push is secured by a memo post until its transaction replaces it', proves('X11'), async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const change = { amount: 1_000, clientIdentifier: 'mine', addenda: 'Note', purpose: 'Rent' };
  const push = await originate(bank, account, change);
  expect(push).toMatchObject({
    direction: 'Outbound',
    paymentType: 'Origination',
    status: 'Created',
    ...change,
    accountNumber: account,
    originator: { name: 'T' },
    receiver: { name: 'Example', accountNumber: '12345678' },
  });
  const memoPosts = () => bank.list<MemoPost>('listMemoPosts', account);
  const memo = {
    id: push.memoPostId,
    transactionType: 'Debit',
    affectsAvailability: true,
    amount: 1_000,
    transactionCode: 'Outgoing ACH',
    rail: 'Ach',
    railId: `payment/${push.id}`,
  };
  expect(await memoPosts()).toMatchObject([{ ...memo, status: 'Active' }]);
  expect(await bank.master(account)).toBe('1000 / 0');
  expect(await refusal(bank, account, { amount: 1 })).toBe('400 2024 Account rejects the payment: NSF');
  expect((await bank.list('listMemoPosts', account)).length).toBe(1);
  expect(await bank.list('listPostingExceptions', account)).toEqual([]);
  await bank.advanceTo('2026-03-02T10:19:59-05:00');
  expect([await payment(bank, push), await bank.master(account)]).toMatchObject([{ status: 'Batched' }, '1000 / 0']);
  await bank.advanceTo('2026-03-02T10:20-05:00');
  expect(await bank.master(account)).toBe('0 / 0');
  expect(await memoPosts()).toMatchObject([{ ...memo, status: 'Converted' }]);
  expect(await bank.list('listActivities', account)).toMatchObject([
    { transactionType: 'Credit', amount: 1_000 },
    { transactionType: 'Debit', amount: 1_000, transactionCode: 'Outgoing ACH', railId: `payment/${push.id}` },
  ]);
  expect(await achLedger(bank)).toEqual([0, 0]);
});

test('ACH in transit is zero after each close', proves('G02'), async ({ bank }) => {
  const account = await fundedAccount(bank, 5_000);
  await originate(bank, account, { amount: 1_300 });
  await originate(bank, account, { ...pull, amount: 200 });
  await bank.advanceTo('2026-03-02T12:00-05:00');
  expect(await achLedger(bank)).toEqual([-5_000 + 1_300 - 200, 0]);
  expect(await bank.master(account)).toBe('3900 / 3700');
  await bank.close();
  expect(await achLedger(bank)).toEqual([0, 0]);
});

for (const transactionType of ['Push', 'Pull']) {
  test(
    `a ${transactionType} of 0 cents is a prenote without memo post and transaction`,
    proves('D21'),
    async ({ bank }) => {
      const account = await bank.open();
      const prenote = await originate(bank, account, { transactionType, amount: 0 });
      expect(await bank.list('listMemoPosts', account)).toEqual([]);
      await bank.advanceTo('2026-03-02T10:20-05:00');
      const done = await payment(bank, prenote);
      expect([done.status, done.coreTransactionId, done.memoPostId]).toEqual(['Complete', undefined, undefined]);
      expect(await bank.list('listActivities', account)).toEqual([]);
    },
  );
}

test('a rejected payment reports its code, also for a restriction by rail', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  expect(await refusal(bank, account, { amount: 1_001 })).toBe('400 2024 Account rejects the payment: NSF');
  const restriction = { appliesTo: 'All', rail: 'Ach', transactionType: 'Credit', reason: 'R' };
  await bank.ok('createRestriction', { path: { accountNumber: account }, body: restriction });
  expect(await refusal(bank, account, pull)).toBe('400 2024 Account rejects the payment: RES');
  expect(await refusal(bank, account, { amount: 1_000 })).toBe('200');
  await bank.ok('changeAccountStatus', { path: { accountNumber: account }, body: { status: 'Inactive' } });
  expect(await refusal(bank, account, pull)).toBe('400 2024 Account rejects the payment: INA');
});

test('a payment that its account rejects on its effective date becomes Rejected', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const push = await originate(bank, account, { amount: 400 });
  const pulled = await originate(bank, account, { ...pull, amount: 300 });
  const body = { appliesTo: 'All', rail: 'Ach', reason: 'R' };
  await bank.ok('createRestriction', { path: { accountNumber: account }, body });
  await bank.advanceTo('2026-03-02T10:20-05:00');
  for (const entry of [push, pulled])
    expect(await payment(bank, entry)).toMatchObject({ status: 'Rejected', rejectionCode: 'RES' });
  expect(await bank.master(account)).toBe('1000 / 1000');
  expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ status: 'Expired' }]);
  expect(await bank.list<PostingException>('listPostingExceptions', account)).toMatchObject([
    { transactionType: 'Debit', amount: 400, result: { code: 'RES' } },
    { transactionType: 'Credit', amount: 300, result: { code: 'RES' } },
  ]);
});

test('an account closes only after its unfinished payment is canceled', async ({ bank }) => {
  const account = await bank.open();
  const entry = await originate(bank, account, { ...pull, amount: 300, serviceType: 'Standard' });
  const close = () => bank.send('closeAccount', { path: { accountNumber: account } });
  expect(errorOf(await close())).toBe('400 2017 Unfinished ACH payments are 1, expected 0');
  await bank.ok('cancelAchPayment', { path: { paymentId: entry.id } });
  await bank.ok('originateClientBatch', { body: { accountNumber: account, payments: [batchPayment, batchPayment] } });
  expect(errorOf(await close())).toBe('400 2017 Client batches not yet imported are 1, expected 0');
  await bank.advance(300);
  expect(errorOf(await close())).toBe('200');
});

test('a Pull to a Dormant account becomes Rejected and moves nothing', async ({ bank }) => {
  const account = await bank.open();
  const entry = await originate(bank, account, { ...pull, amount: 300, serviceType: 'Standard' });
  await bank.ok('changeAccountStatus', { path: { accountNumber: account }, body: { status: 'Dormant' } });
  await bank.advanceTo('2026-03-03');
  expect(await payment(bank, entry)).toMatchObject({ status: 'Rejected', rejectionCode: 'DRM' });
  expect(await bank.master(account)).toBe('0 / 0');
  expect(await achLedger(bank)).toEqual([0, 0]);
});

test('a prenote passes without money and beyond the debit limit', async ({ bank }) => {
  const [savings, other] = [await bank.open('savings'), await bank.open()];
  await bank.inbound({ receiverAccountNumber: savings, amount: 6 });
  for (let count = 0; count < 6; count++) await bank.transfer(savings, other, 1);
  expect((await bank.transfer(savings, other, 1)).debit.result.code).toBe('RES');
  const prenote = await originate(bank, savings, { amount: 0 });
  await bank.advanceTo('2026-03-02T10:20-05:00');
  expect((await payment(bank, prenote)).status).toBe('Complete');
});

test('a Push becomes Rejected if the bank takes its secured money by force', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const push = await originate(bank, account, { amount: 1_000 });
  await bank.ok('placeInternalHold', { path: { accountNumber: account }, body: { amount: 1, reason: 'Levy' } });
  expect(await bank.master(account)).toBe('1000 / -1');
  await bank.advanceTo('2026-03-02T10:20-05:00');
  expect(await payment(bank, push)).toMatchObject({ status: 'Rejected', rejectionCode: 'NSF' });
  expect(await bank.master(account)).toBe('1000 / 999');
});

test('a Push from a Passthrough subledger checks the master, from Direct both', async ({ bank }) => {
  for (const [product, answer] of [
    ['checking', '200'],
    ['direct', '400 2024 Account rejects the payment: NSF'],
  ] as const) {
    const master = await bank.open(product);
    const subledger = await bank.subledger(master);
    await bank.inbound({ receiverAccountNumber: master, amount: 500 });
    expect(await refusal(bank, subledger, { amount: 500 })).toBe(answer);
  }
});

test('listAchPayments filters exactly by direction, status and client identifier', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  await originate(bank, account, { amount: 100, clientIdentifier: 'one' });
  await originate(bank, account, { amount: 200, clientIdentifier: 'two' });
  const amounts = async (query: object) => (await payments(bank, query)).map(({ amount }) => amount);
  expect(await amounts({})).toEqual([1_000, 100, 200]);
  expect(await amounts({ direction: 'Inbound' })).toEqual([1_000]);
  expect(await amounts({ direction: 'Outbound' })).toEqual([100, 200]);
  expect(await amounts({ status: 'Created' })).toEqual([100, 200]);
  expect(await amounts({ status: 'Complete' })).toEqual([1_000]);
  expect(await amounts({ clientIdentifier: 'two' })).toEqual([200]);
});
