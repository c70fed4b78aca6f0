import { expect } from '@playwright/test';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type MemoPost = CoreSchemas['MemoPost'];
type Posted = EmulatorSchemas['PostedTransaction'];

async function authorizeCard(bank: TestBank, accountNumber: string, change: object = {}): Promise<MemoPost> {
  const body = { transactionType: 'Debit', amount: 400, description: 'COFFEE', ...change };
  return bank.ok<MemoPost>('placeMemoPost', { path: { accountNumber }, body });
}

async function fundedAccount(bank: TestBank, amount: number): Promise<string> {
  const accountNumber = await bank.open();
  await bank.inbound({ receiverAccountNumber: accountNumber, amount });
  return accountNumber;
}

test(
  'a captured card authorization posts its final amount',
  proves('M01', 'M02', 'M05', 'M07', 'M08', 'E12'),
  async ({ bank }) => {
    const account = await fundedAccount(bank, 1_000);
    const memo = await authorizeCard(bank, account);
    expect(memo).toMatchObject({
      transactionCode: 'Card Auth',
      rail: 'Card',
      affectsAvailability: true,
      status: 'Active',
    });
    expect([await bank.master(account), (await bank.trial()).total]).toEqual(['1000 / 600', 0]);
    expect(await bank.list('listActivities', account)).toHaveLength(1);
    const path = { memoPostId: memo.id };
    const sale = await bank.ok<Posted>('captureMemoPost', { path, body: { amount: 437 } });
    expect(sale).toMatchObject({ status: 'Complete', amount: 437, code: 'OK' });
    expect(await bank.master(account)).toBe('563 / 563');
    expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ id: memo.id, status: 'Converted' }]);
    const [, activity] = await bank.list<CoreSchemas['Activity']>('listActivities', account);
    expect(activity).toMatchObject({ transactionId: sale.transactionId, transactionCode: 'Sale', railId: memo.railId });
    expect((await bank.send('captureMemoPost', { path, body: { amount: 1 } })).statusCode).toBe(404);
    expect(await bank.close()).toMatchObject({ postedActivities: 2 });
  },
);

test('a card authorization is rejected like its transaction and leaves nothing', proves('M05'), async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const path = { accountNumber: account };
  const authorize = (amount: number) =>
    bank.send('placeMemoPost', { path, body: { transactionType: 'Debit', amount, description: 'TV' } });
  expect((await authorize(1_001)).body).toMatchObject({
    errors: [{ code: 2023, message: 'Account rejects the authorization: NSF' }],
  });
  expect((await authorize(1_000)).statusCode).toBe(200);
  expect((await authorize(1)).statusCode).toBe(400);
  await bank.ok('createRestriction', { path, body: { appliesTo: 'All', rail: 'Card', reason: 'Restricted' } });
  expect((await authorize(1)).body).toMatchObject({
    errors: [{ message: 'Account rejects the authorization: RES' }],
  });
  expect(await bank.list('listMemoPosts', account)).toHaveLength(1);
});

// kind of memo post, available balance while it is active
const kinds: [string, object, string][] = [
  ['an informational credit', { transactionType: 'Credit', affectsAvailability: false }, '1000 / 1000'],
  ['an informational debit', { affectsAvailability: false }, '1000 / 1000'],
  ['a credit that affects availability', { transactionType: 'Credit' }, '1000 / 1400'],
  ['a debit that affects availability', {}, '1000 / 600'],
];
for (const [what, change, standing] of kinds) {
  test(`${what} lasts for days and expires with its last day`, proves('M02', 'M03', 'M07'), async ({ bank }) => {
    const account = await fundedAccount(bank, 1_000);
    const memo = await authorizeCard(bank, account, { ...change, expiresAt: '2026-03-03' });
    expect(memo.expiresAt).toBe('2026-03-03T00:00:00-05:00');
    const seen = [await bank.master(account)];
    await bank.close();
    seen.push(await bank.master(account));
    await bank.close();
    expect(seen).toEqual([standing, standing]);
    expect(await bank.master(account)).toBe('1000 / 1000');
    expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ status: 'Expired' }]);
    expect(await bank.list('listActivities', account)).toHaveLength(1);
  });
}

test('an expired memo post can become its transaction on the opening day', proves('M04', 'M08'), async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  await authorizeCard(bank, account, { expiresAt: '2026-03-02', onExpiry: 'Posts' });
  await bank.close();
  expect(await bank.master(account)).toBe('600 / 600');
  expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ status: 'Converted' }]);
  const [, activity] = await bank.list<CoreSchemas['Activity']>('listActivities', account);
  expect(activity).toMatchObject({ amount: 400, status: 'Pending', postingDate: '2026-03-03T00:00:00-05:00' });
});

test('a reversed card authorization becomes available at once', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const { id: memoPostId } = await authorizeCard(bank, account);
  expect(await bank.ok('removeMemoPost', { path: { memoPostId } })).toMatchObject({ status: 'Expired' });
  expect(await bank.master(account)).toBe('1000 / 1000');
  expect((await bank.send('removeMemoPost', { path: { memoPostId } })).statusCode).toBe(404);
});

test('the operator cannot capture or remove the memo post of an ACH payment', async ({ bank }) => {
  const account = await bank.open('earlyDirectDeposit');
  await bank.inbound({ receiverAccountNumber: account, amount: 500, serviceType: 'Standard' });
  const [memo] = await bank.list<MemoPost>('listMemoPosts', account);
  const path = { memoPostId: memo?.id ?? '' };
  expect((await bank.send('removeMemoPost', { path })).statusCode).toBe(404);
  expect((await bank.send('captureMemoPost', { path, body: { amount: 1 } })).statusCode).toBe(404);
  expect(await bank.master(account)).toBe('0 / 500');
});

test(
  'an informational memo post is authorized at its end and expires if rejected',
  proves('M04', 'P01'),
  async ({ bank }) => {
    const account = await fundedAccount(bank, 1_000);
    const notice = { affectsAvailability: false, amount: 1_001, expiresAt: '2026-03-02', onExpiry: 'Posts' };
    await authorizeCard(bank, account, notice);
    await bank.close();
    expect(await bank.master(account)).toBe('1000 / 1000');
    expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ status: 'Expired' }]);
    expect(await bank.list('listPostingExceptions', account)).toMatchObject([
      { result: { code: 'NSF' }, amount: 1_001 },
    ]);
  },
);

test('an available credit stays available at posting despite a schedule', proves('M08'), async ({ bank }) => {
  const account = await bank.open();
  const check = {
    transactionType: 'Credit',
    amount: 500,
    rail: 'Check',
    transactionCode: 'Check',
    description: 'CHECK',
  };
  await authorizeCard(bank, account, { ...check, expiresAt: '2026-03-02', onExpiry: 'Posts' });
  expect(await bank.master(account)).toBe('0 / 500');
  await bank.close();
  expect(await bank.master(account)).toBe('500 / 500');
});

test('a closed account rejects memo posts and holds', async ({ bank }) => {
  const accountNumber = await bank.open();
  await bank.ok('closeAccount', { path: { accountNumber } });
  const path = { accountNumber };
  const memo = { transactionType: 'Credit', amount: 1, affectsAvailability: false, description: 'NOTICE' };
  expect((await bank.send('placeMemoPost', { path, body: memo })).body).toMatchObject({ errors: [{ code: 2018 }] });
  expect((await bank.send('placeInternalHold', { path, body: { amount: 1, reason: 'R' } })).body).toMatchObject({
    errors: [{ code: 2018 }],
  });
});
