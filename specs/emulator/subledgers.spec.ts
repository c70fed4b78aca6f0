import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { test } from './test-bank.ts';

type Subaccount = CoreSchemas['Subaccount'];

const beneficiary = {
  referenceId: 'r'.repeat(50),
  firstName: 'f'.repeat(50),
  lastName: 'l'.repeat(50),
  middleName: 'm'.repeat(300),
  entityName: 'e'.repeat(255),
  streetAddress1: '1 Test St',
  streetAddress2: 'Unit 2',
  city: 'Albany',
  state: 'New York',
  postalCode: '12207',
  countryCode: 'US',
  phoneNumber: '+15185550100',
  emailAddress: 'a'.repeat(255),
  notes: 'none',
};

test(
  'createSubaccount creates a subledger that getSubaccount returns',
  proves('L01', 'L04', 'L05', 'L06', 'L07', 'L08', 'L09', 'L10', 'L11', 'L13', 'L21', 'L22', 'L24', 'L25'),
  async ({ bank }) => {
    const customerId = await bank.customer();
    const masterAccountNumber = await bank.open('direct', customerId);
    const body = { masterAccountNumber, title: 't'.repeat(255), customerId, beneficiary, clientIdentifier: 'mine' };
    const created = await bank.ok<Subaccount>('createSubaccount', { body });
    expect(created).toMatchObject({
      ...body,
      accountType: 'Checking',
      status: 'Active',
      ledgerType: 'Direct',
      currentBalance: 0,
      availableBalance: 0,
      holdAmount: 0,
      transactionCount: 0,
      partnerId: bank.target.partnerId,
      productId: bank.emulator.demo.products.direct,
    });
    expect([created.openedAt.slice(0, 10), created.closedAt, created.lastTransactedAt]).toEqual([
      '2026-03-02',
      undefined,
      undefined,
    ]);
    expect(await bank.ok('getSubaccount', { path: { accountNumber: created.accountNumber } })).toEqual(created);
    await bank.inbound({ receiverAccountNumber: created.accountNumber, amount: 5 });
    const after = await bank.ok<Subaccount>('getSubaccount', { path: { accountNumber: created.accountNumber } });
    expect(after).toMatchObject({ currentBalance: 5, transactionCount: 1, lastTransactedAt: expect.any(String) });
  },
);

test('createSubaccount omits the parts that were not sent', proves('L26'), async ({ bank }) => {
  const masterAccountNumber = await bank.open();
  const plain = await bank.ok<Subaccount>('createSubaccount', { body: { masterAccountNumber, title: 'Plain' } });
  expect(Object.keys(plain)).not.toContain('beneficiary');
  const named = await bank.ok<Subaccount>('createSubaccount', {
    body: { masterAccountNumber, title: 'Named', beneficiary: { city: 'Albany' } },
  });
  expect(named.beneficiary).toEqual({ city: 'Albany' });
});

const limits: [field: string, change: object, ids: string[]][] = [
  ['a title of 256', { title: 't'.repeat(256) }, ['L03']],
  ['a missing title', { title: undefined }, ['L03']],
  ['a missing master', { masterAccountNumber: undefined }, []],
  ['referenceId of 51', { beneficiary: { referenceId: 'r'.repeat(51) } }, ['L05']],
  ['firstName of 51', { beneficiary: { firstName: 'f'.repeat(51) } }, ['L06']],
  ['lastName of 51', { beneficiary: { lastName: 'l'.repeat(51) } }, ['L07']],
  ['entityName of 256', { beneficiary: { entityName: 'e'.repeat(256) } }, ['L09']],
  ['emailAddress of 256', { beneficiary: { emailAddress: 'a'.repeat(256) } }, ['L13']],
  ['countryCode of three letters', { beneficiary: { countryCode: 'USA' } }, ['L12']],
  ['clientIdentifier of 51', { clientIdentifier: 'c'.repeat(51) }, ['D27']],
  ['a customer id that is none', { customerId: 'me' }, []],
];
for (const [what, change, ids] of limits) {
  test(`createSubaccount rejects ${what}`, proves(...ids), async ({ bank }) => {
    const body = { masterAccountNumber: await bank.open(), title: 'T', ...change };
    const answer = await bank.send('createSubaccount', { body });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ code: 1000 }] });
  });
}

test('createSubaccount requires an existing master of the partner', proves('L02'), async ({ bank }) => {
  const master = await bank.open();
  const subledger = await bank.subledger(master);
  for (const masterAccountNumber of ['2100000005', subledger]) {
    expect((await bank.send('createSubaccount', { body: { masterAccountNumber, title: 'T' } })).statusCode).toBe(404);
  }
  expect((await bank.send('getSubaccount', { path: { accountNumber: '310000000003' } })).statusCode).toBe(404);
});

test('getSubaccount returns the implicit subledger for a master’s number', async ({ bank }) => {
  const master = await bank.open();
  const subledger = await bank.subledger(master);
  await bank.inbound({ receiverAccountNumber: subledger, amount: 700 });
  expect([await bank.master(master), await bank.sub(master), await bank.sub(subledger)]).toEqual([
    '700 / 700',
    '0 / 0',
    '700 / 700',
  ]);
});

test('a subledger closes at zero and reopens; an implicit one does not', proves('L21'), async ({ bank }) => {
  const [master, other] = [await bank.open(), await bank.open()];
  const subledger = await bank.subledger(master);
  const path = { accountNumber: subledger };
  await bank.inbound({ receiverAccountNumber: subledger, amount: 1 });
  const close = (accountNumber: string) => bank.send('closeSubaccount', { path: { accountNumber } });
  expect((await close(subledger)).body).toMatchObject({
    errors: [{ code: 2017, message: 'Current balance is 1 cents, expected 0' }],
  });
  await bank.transfer(subledger, other, 1);
  expect((await close(subledger)).body).toMatchObject({ status: 'Closed', closedAt: expect.any(String) });
  expect((await bank.transfer(other, subledger, 1)).credit.result.code).toBe('CLS');
  expect((await bank.send('changeSubaccountTitle', { path, body: { title: 'N' } })).statusCode).toBe(400);
  const opened = await bank.ok<Subaccount>('reopenSubaccount', { path });
  expect([opened.status, opened.closedAt]).toEqual(['Active', undefined]);
  expect((await bank.send('reopenSubaccount', { path })).body).toMatchObject({ errors: [{ code: 2019 }] });
  expect((await bank.transfer(other, subledger, 1)).status).toBe('Complete');
  await bank.ok('changeSubaccountTitle', { path, body: { title: 'New' } });
  await bank.ok('changeBeneficiary', { path, body: beneficiary });
  const replaced = await bank.ok<Subaccount>('changeBeneficiary', { path, body: { city: 'Albany' } });
  expect([replaced.title, replaced.beneficiary]).toEqual(['New', { city: 'Albany' }]);
  for (const operationId of ['closeSubaccount', 'reopenSubaccount'] as const)
    expect((await bank.send(operationId, { path: { accountNumber: master } })).body).toMatchObject({
      errors: [{ code: 2020 }],
    });
});

test(
  'an implicit subledger may be negative while its master is not',
  proves('D02', 'D03', 'L18', 'L19', 'L20'),
  async ({ bank }) => {
    const [master, other] = [await bank.open(), await bank.open()];
    const subledgers = [await bank.subledger(master), await bank.subledger(master)];
    for (const receiverAccountNumber of subledgers) await bank.inbound({ receiverAccountNumber, amount: 500 });
    expect((await bank.transfer(master, other, 1_001)).debit.result.code).toBe('NSF');
    expect((await bank.transfer(master, other, 1_000)).status).toBe('Complete');
    const figures = [
      await bank.master(master),
      await bank.sub(master),
      ...(await Promise.all(subledgers.map(bank.sub))),
    ];
    expect(figures).toEqual(['0 / 0', '-1000 / -1000', '500 / 500', '500 / 500']);
    expect(await bank.ok('getAccount', { path: { accountNumber: master } })).toMatchObject({ transactionCount: 3 });
  },
);
