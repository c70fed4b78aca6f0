import { expect } from '@playwright/test';
import {
  type Activity,
  fundedSavings,
  interestOf,
  ownBalances,
  useTenthPercentADay,
  withheldCustomer,
} from './interest-bank.ts';
import { type TestBank, test } from './test-bank.ts';

test('an account opened and closed within a month is paid what has accrued', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  const other = await bank.open();
  await bank.advanceTo('2026-03-06');
  await bank.transfer(account, other, 100_000);
  const path = { accountNumber: account };
  expect(await bank.ok('closeAccount', { path })).toMatchObject({ status: 'Closed', currentBalance: 0 });
  const activities = await bank.list<Activity>('listActivities', account);
  // Four closes, from Monday to Thursday.
  expect(activities.slice(-2).map(({ transactionCode, amount }) => `${transactionCode} ${amount}`)).toEqual([
    'Interest 400',
    'Withdrawal 400',
  ]);
  await bank.advanceTo('2026-05-01');
  expect(await ownBalances(bank)).toMatchObject({ 'Payments on closing': 400, 'Interest expense': -400, total: 0 });
});

test('the bank pays what has accrued when it closes an account', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  const other = await bank.open();
  await bank.close();
  await bank.transfer(account, other, 100_000);
  await bank.ok('changeAccountStatus', { path: { accountNumber: account }, body: { status: 'Closed' } });
  expect(await interestOf(bank, account)).toEqual(['2026-03-03 Interest 100']);
});

/** Empties an account by a transfer and closes it; returns code and cents of what the closing posted. */
async function emptyAndClose(bank: TestBank, accountNumber: string, cents: number): Promise<string[]> {
  await bank.transfer(accountNumber, await bank.open(), cents);
  const before = await bank.list<Activity>('listActivities', accountNumber);
  await bank.ok('closeAccount', { path: { accountNumber } });
  const after = await bank.list<Activity>('listActivities', accountNumber);
  return after.slice(before.length).map(({ transactionCode, amount }) => `${transactionCode} ${amount}`);
}

test('tax is withheld from the interest of a closed account', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000, await withheldCustomer(bank, 24.5));
  await bank.close();
  expect(await emptyAndClose(bank, account, 100_000)).toEqual(['Interest 100', 'Withholding 24', 'Withdrawal 76']);
  expect(await ownBalances(bank)).toMatchObject({ 'Tax payable': 24, 'Payments on closing': 76, total: 0 });
});

test('the closing of a restricted account pays its interest', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await bank.close();
  await bank.transfer(account, await bank.open(), 100_000);
  const path = { accountNumber: account };
  await bank.ok('createRestriction', { path, body: { appliesTo: 'All', reason: 'Freeze' } });
  await bank.ok('closeAccount', { path });
  expect(await interestOf(bank, account)).toEqual(['2026-03-03 Interest 100']);
  expect(await bank.master(account)).toBe('0 / 0');
});

test('the close of a day pays nothing more to a closed account', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await bank.advanceTo('2026-03-31');
  expect(await emptyAndClose(bank, account, 100_000)).toEqual(['Interest 2900', 'Withdrawal 2900']);
  await bank.advanceTo('2026-05-01');
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 2900']);
});

test('less than a cent is lost when an account closes', async ({ bank }) => {
  await useTenthPercentADay(bank);
  // A day on 9.99 earns 0.999 cents, which two such days would make a cent.
  const account = await fundedSavings(bank, 999);
  await bank.close();
  expect(await emptyAndClose(bank, account, 999)).toEqual([]);
  await bank.ok('changeAccountStatus', { path: { accountNumber: account }, body: { status: 'Active' } });
  await bank.advanceTo('2026-03-31');
  await bank.inbound({ receiverAccountNumber: account, amount: 999 });
  await bank.advanceTo('2026-04-01');
  expect(await interestOf(bank, account)).toEqual([]);
});

test('a refused close of an account pays nothing', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await bank.close();
  const refused = await bank.send('closeAccount', { path: { accountNumber: account } });
  expect([refused.statusCode, await interestOf(bank, account)]).toEqual([400, []]);
});
