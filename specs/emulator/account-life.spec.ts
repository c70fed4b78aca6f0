import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

type Account = CoreSchemas['Account'];
type Relationship = CoreSchemas['Relationship'];

const get = (bank: TestBank, accountNumber: string) => bank.ok<Account>('getAccount', { path: { accountNumber } });
const close = (bank: TestBank, accountNumber: string) => bank.send('closeAccount', { path: { accountNumber } });

test('closeAccount rejects an account that is not empty with every reason', proves('L21'), async ({ bank }) => {
  const [account, other] = [await bank.open(), await bank.open()];
  const subledger = await bank.subledger(account);
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  const path = { accountNumber: account };
  const hold = await bank.ok<{ id: string }>('placeHold', { path, body: { amount: 5, reason: 'R' } });
  expect(await close(bank, account)).toMatchObject({
    statusCode: 400,
    body: {
      errors: [
        { code: 2017, message: 'Current balance is 1000 cents, expected 0' },
        { code: 2017, message: 'Holds are 5 cents, expected 0' },
        { code: 2017, message: 'Open subledgers are 1, expected 0' },
      ],
    },
  });
  await bank.ok('releaseHold', { path: { ...path, holdId: hold.id } });
  await bank.ok('closeSubaccount', { path: { accountNumber: subledger } });
  await bank.transfer(account, other, 1_000);
  const memo = { transactionType: 'Credit', amount: 1, affectsAvailability: false, description: 'NOTICE' };
  const { id: memoPostId } = await bank.ok<{ id: string }>('placeMemoPost', { path, body: memo });
  expect((await close(bank, account)).body).toMatchObject({
    errors: [{ message: 'Active memo posts are 1, expected 0' }],
  });
  await bank.ok('removeMemoPost', { path: { memoPostId } });
  const { statusCode, body } = await close(bank, account);
  expect([statusCode, body]).toMatchObject([200, { status: 'Closed', closedAt: expect.any(String) }]);
  expect((await close(bank, account)).body).toMatchObject({ errors: [{ code: 2018 }] });
  expect((await get(bank, account)).status).toBe('Closed');
});

test('only the operator can reopen a closed account', proves('D25'), async ({ bank }) => {
  const account = await bank.open();
  const path = { accountNumber: account };
  await bank.ok('closeAccount', { path });
  expect((await bank.send('reopenSubaccount', { path })).statusCode).toBe(400);
  expect((await bank.send('changeAccountStatus', { path, body: { status: 'Dormant' } })).statusCode).toBe(400);
  expect(await bank.ok('changeAccountStatus', { path, body: { status: 'Active' } })).toEqual({ status: 'Active' });
  const opened = await get(bank, account);
  expect([opened.status, opened.closedAt]).toEqual(['Active', undefined]);
  await bank.inbound({ receiverAccountNumber: account, amount: 5 });
  expect(await bank.master(account)).toBe('5 / 5');
});

test('the number of a closed account is never used again', proves('A09'), async () => {
  const bank = await startTestBank();
  try {
    const customer = await bank.customer();
    const numbers = new Set<string>();
    for (let count = 0; count < 200; count++) {
      const accountNumber = await bank.open('checking', customer);
      expect(numbers.has(accountNumber)).toBe(false);
      numbers.add(accountNumber);
      await bank.ok('closeAccount', { path: { accountNumber } });
    }
  } finally {
    await bank.emulator.close();
  }
});

test('an idle account becomes Inactive after one year and Dormant after two', async ({ bank }) => {
  const [idle, used] = [await bank.open(), await bank.open()];
  await bank.advanceTo('2027-03-01');
  await bank.inbound({ receiverAccountNumber: used, amount: 5 });
  const statuses = async () => [(await get(bank, idle)).status, (await get(bank, used)).status];
  const seen = [await statuses()];
  for (const day of ['2027-03-03', '2028-02-28', '2028-03-02']) {
    await bank.advanceTo(day);
    seen.push(await statuses());
  }
  expect(seen).toEqual([
    ['Active', 'Active'],
    ['Inactive', 'Active'],
    ['Inactive', 'Active'],
    ['Dormant', 'Inactive'],
  ]);
});

test('changeAccountTitle changes the implicit subledger and rejects a closed account', async ({ bank }) => {
  const accountNumber = await bank.open();
  const path = { accountNumber };
  const change = (title: string) => bank.send('changeAccountTitle', { path, body: { title } });
  expect((await change('t'.repeat(255))).body).toMatchObject({ title: 't'.repeat(255) });
  expect(await bank.ok('getSubaccount', { path })).toMatchObject({ title: 't'.repeat(255) });
  expect((await change('t'.repeat(256))).statusCode).toBe(400);
  await bank.ok('closeAccount', { path });
  expect((await change('Late')).body).toMatchObject({ errors: [{ code: 2018 }] });
});

test('an account can have several holders; its opener remains one', async ({ bank }) => {
  const [owner, spouse] = [await bank.customer(), await bank.customer()];
  const accountNumber = await bank.open('checking', owner);
  const path = { accountNumber };
  const body = { customerId: spouse, relationshipType: 'JointOwner' };
  const added = await bank.ok<Relationship>('addRelationship', { path, body });
  const listed = await bank.list<Relationship>('listRelationships', accountNumber);
  expect(listed.map(({ customerId, relationshipType, status }) => [customerId, relationshipType, status])).toEqual([
    [owner, 'Primary', 'Active'],
    [spouse, 'JointOwner', 'Active'],
  ]);
  expect((await bank.send('addRelationship', { path, body })).body).toMatchObject({ errors: [{ code: 2021 }] });
  const accountsOf = async (customerId: string) =>
    (await bank.ok<{ results: Account[] }>('listAccounts', { query: { customerId } })).results.map(
      (it) => it.accountNumber,
    );
  expect([await accountsOf(owner), await accountsOf(spouse)]).toEqual([[accountNumber], [accountNumber]]);
  const remove = (relationshipId: string) => bank.send('removeRelationship', { path: { ...path, relationshipId } });
  expect((await remove(listed[0]?.id ?? '')).body).toMatchObject({ errors: [{ code: 2028 }] });
  expect((await remove(added.id)).body).toMatchObject({ status: 'Inactive' });
  expect([await accountsOf(spouse), (await remove(added.id)).statusCode]).toEqual([[], 404]);
  expect((await get(bank, accountNumber)).customerId).toBe(owner);
});

test('a checking account accepts any number of debits without a penalty', proves('A01', 'A05'), async ({ bank }) => {
  const [account, other] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  for (let count = 0; count < 30; count++) expect((await bank.transfer(account, other, 10)).status).toBe('Complete');
  expect((await bank.transfer(account, other, 700)).status).toBe('Complete');
  expect([await bank.master(account), await bank.master(other)]).toEqual(['0 / 0', '1000 / 1000']);
});

test(
  'a savings account rejects debits over the monthly limit of its product',
  proves('A02', 'A11', 'D15'),
  async ({ bank }) => {
    const [savings, other] = [await bank.open('savings'), await bank.open()];
    const subledger = await bank.subledger(savings);
    await bank.inbound({ receiverAccountNumber: savings, amount: 10_000 });
    await bank.transfer(savings, subledger, 1_000);
    const withdraw = async (flags: string[] = []) => {
      const body = { debitAccountNumber: savings, creditAccountNumber: other, transactionCode: 'Withdrawal' };
      return (await bank.ok<CoreSchemas['Transaction']>('createTransaction', { body: { ...body, amount: 100, flags } }))
        .debit.result.code;
    };
    expect(await withdraw(['RGD'])).toBe('OK');
    const codes: string[] = [];
    for (let count = 0; count < 7; count++) codes.push(await withdraw());
    expect(codes).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'OK', 'RES']);
    expect(await withdraw(['RGD'])).toBe('OK');
    expect((await bank.transfer(subledger, savings, 1)).status).toBe('Complete');
    expect((await bank.transfer(other, savings, 1)).status).toBe('Complete');
    await bank.advanceTo('2026-03-31T20:59:59-04:00');
    expect(await withdraw()).toBe('RES');
    await bank.advanceTo('2026-03-31T21:00:00-04:00');
    expect(await withdraw()).toBe('OK');
  },
);

test(
  'a partner’s GL may be overdrawn, but the day closes only at zero',
  proves('G03', 'G04', 'G05', 'G02'),
  async ({ bank }) => {
    const business = { classification: 'Business', name: { entityName: 'Test Payroll' } };
    const profile = { taxIdType: 'Ein', taxId: '000000007' };
    const ledger = await bank.open('generalLedger', await bank.customer({ ...business, profile }));
    expect(ledger).toMatch(/^1\d{11}$/);
    const employees = [await bank.open(), await bank.open()];
    for (const employee of employees) expect((await bank.transfer(ledger, employee, 125_000)).status).toBe('Complete');
    expect([await bank.master(ledger), (await bank.trial()).total]).toEqual(['-250000 / -250000', 0]);
    const refused = await bank.send('closePostingDay');
    expect(refused.body).toMatchObject({
      errors: [{ code: 2101, message: `General ledger ${ledger} (T) has a balance of -250000 cents, expected 0` }],
    });
    expect((await bank.list<CoreSchemas['Activity']>('listActivities', ledger)).map(({ status }) => status)).toEqual([
      'Pending',
      'Pending',
    ]);
    await bank.inbound({ receiverAccountNumber: ledger, amount: 250_000 });
    expect(await bank.master(ledger)).toBe('0 / 0');
    expect(await bank.close()).toMatchObject({ postedActivities: 5 });
    expect(await get(bank, ledger)).toMatchObject({ accountType: 'GeneralLedger' });
    // The bank's own ledgers have no partner, so no partner sees them.
    const own = (await bank.trial()).accounts.filter(
      ({ accountClass, accountNumber }) => accountClass !== 'Deposit' && accountNumber !== ledger,
    );
    for (const { accountNumber } of own)
      expect((await bank.send('getAccount', { path: { accountNumber } })).statusCode).toBe(404);
  },
);

test('an overdue posting day reports its reasons and closes at zero', proves('G02', 'G04'), async ({ bank }) => {
  const business = { classification: 'Business', name: { entityName: 'Test Payroll' } };
  const profile = { taxIdType: 'Ein', taxId: '000000007' };
  const ledger = await bank.open('generalLedger', await bank.customer({ ...business, profile }));
  await bank.transfer(ledger, await bank.open(), 500);
  const why = `General ledger ${ledger} (T) has a balance of -500 cents, expected 0`;
  expect((await bank.advanceTo('2026-03-02T20:59:59-05:00')).notClosed).toBeUndefined();
  expect((await bank.advanceTo('2026-03-02T21:00:00-05:00')).notClosed).toEqual([why]);
  const late = await bank.advanceTo('2026-03-03T09:00:00-05:00');
  expect(late).toMatchObject({ now: '2026-03-03T09:00:00-05:00', postingDay: '2026-03-02', notClosed: [why] });
  await bank.inbound({ receiverAccountNumber: ledger, amount: 500 });
  expect(await bank.ok('getClock')).toEqual({
    now: '2026-03-03T09:05:00-05:00',
    postingDay: '2026-03-03',
    closeTime: '21:00',
    mode: 'frozen',
  });
  const days = (await bank.list<CoreSchemas['Activity']>('listActivities', ledger)).map(
    ({ status, postingDate, postedAt }) => [status, postingDate.slice(0, 10), postedAt],
  );
  expect(days).toEqual(Array(2).fill(['Posted', '2026-03-02', '2026-03-03T09:05:00-05:00']));
});

test('createSubaccount rejects a GL as master account', proves('L02'), async ({ bank }) => {
  const business = { classification: 'Business', name: { entityName: 'Test Payroll' } };
  const profile = { taxIdType: 'Ein', taxId: '000000007' };
  const masterAccountNumber = await bank.open('generalLedger', await bank.customer({ ...business, profile }));
  const answer = await bank.send('createSubaccount', { body: { masterAccountNumber, title: 'Savings' } });
  expect(answer.statusCode).toBe(404);
});

test('the bank’s own ledgers look like unknown accounts to a partner', proves('G05'), async ({ bank }) => {
  const account = await bank.open();
  for (const { accountNumber, accountClass } of (await bank.trial()).accounts) {
    if (accountClass === 'Deposit') continue;
    const posted = await bank.transfer(account, accountNumber, 1);
    expect(posted.credit).toMatchObject({ accountType: 'Deposit', result: { code: 'ANF' } });
    expect(await bank.ok('getTransaction', { path: { transactionId: posted.id } })).toEqual(posted);
  }
});

test('an account that the operator reactivates ages from then on', async ({ bank }) => {
  const accountNumber = await bank.open();
  await bank.advanceTo('2027-03-03');
  expect((await get(bank, accountNumber)).status).toBe('Inactive');
  await bank.ok('changeAccountStatus', { path: { accountNumber }, body: { status: 'Active' } });
  await bank.advanceTo('2028-03-01');
  expect((await get(bank, accountNumber)).status).toBe('Active');
  await bank.advanceTo('2028-03-04');
  expect((await get(bank, accountNumber)).status).toBe('Inactive');
});
