import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Hold = CoreSchemas['Hold'];

async function fundedAccount(bank: TestBank, amount: number, product: 'checking' | 'direct' = 'checking') {
  const accountNumber = await bank.open(product);
  await bank.inbound({ receiverAccountNumber: accountNumber, amount });
  return accountNumber;
}

test(
  'a partner hold reduces the available balance until its release',
  proves('V11', 'V12', 'V13'),
  async ({ bank }) => {
    const account = await fundedAccount(bank, 1_000);
    const path = { accountNumber: account };
    const body = { amount: 300, reason: 'Dispute', expiresAt: '2026-03-04' };
    const hold = await bank.ok<Hold>('placeHold', { path, body });
    expect(hold).toMatchObject({
      holdType: 'Partner',
      status: 'Active',
      reason: 'Dispute',
      amount: 300,
      subAccountNumber: account,
      expiresAt: '2026-03-04T00:00:00-05:00',
    });
    expect(await bank.list('listHolds', account)).toEqual([hold]);
    expect(await bank.ok('getAccount', { path })).toMatchObject({
      currentBalance: 1_000,
      availableBalance: 700,
      holdAmount: 300,
    });
    const release = () => bank.send('releaseHold', { path: { ...path, holdId: hold.id } });
    expect((await release()).body).toMatchObject({ id: hold.id, status: 'Released' });
    expect(await bank.master(account)).toBe('1000 / 1000');
    expect((await release()).statusCode).toBe(404);
  },
);

test('releaseHold rejects the bank’s holds; the operator releases only those', proves('V13'), async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const path = { accountNumber: account };
  const internal = await bank.ok<Hold>('placeInternalHold', { path, body: { amount: 10, reason: 'Review' } });
  const own = await bank.ok<Hold>('placeHold', { path, body: { amount: 10, reason: 'Mine' } });
  expect((await bank.list<Hold>('listHolds', account)).map(({ holdType }) => holdType)).toEqual([
    'Internal',
    'Partner',
  ]);
  expect(await bank.send('releaseHold', { path: { ...path, holdId: internal.id } })).toMatchObject({
    statusCode: 403,
    body: { errors: [{ code: 3003 }] },
  });
  expect((await bank.send('releaseInternalHold', { path: { ...path, holdId: own.id } })).statusCode).toBe(404);
  expect((await bank.other.send('releaseHold', { path: { ...path, holdId: own.id } })).statusCode).toBe(404);
  expect(await bank.master(account)).toBe('1000 / 980');
});

test('placeHold rejects more than the available balance, with Direct of the subledger', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000, 'direct');
  const subledger = await bank.subledger(account);
  await bank.transfer(account, subledger, 400);
  const place = async (subAccountNumber: string, amount: number) =>
    (
      await bank.send('placeHold', {
        path: { accountNumber: account },
        body: { subAccountNumber, amount, reason: 'R' },
      })
    ).statusCode;
  expect([
    await place(subledger, 401),
    await place(subledger, 400),
    await place(account, 601),
    await place(account, 600),
  ]).toEqual([400, 200, 400, 200]);
  expect([await bank.master(account), await bank.sub(subledger)]).toEqual(['1000 / 0', '400 / 0']);
});

test('placeHold rejects an end before the open day or after ten years', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const place = async (expiresAt: string) =>
    (await bank.send('placeHold', { path: { accountNumber: account }, body: { amount: 1, reason: 'R', expiresAt } }))
      .statusCode;
  expect([await place('2026-03-01'), await place('2026-03-02'), await place('2036-03-04')]).toEqual([400, 200, 400]);
});
