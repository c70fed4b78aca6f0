import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { pagesOf, pdfOf } from './pdf-text.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

type Statement = CoreSchemas['Statement'];

const listOf = (bank: TestBank, accountNumber: string) => bank.list<Statement>('listStatements', accountNumber);
const periodsOf = async (bank: TestBank, accountNumber: string) =>
  (await listOf(bank, accountNumber)).map(({ periodStart, periodEnd }) => `${periodStart} to ${periodEnd}`);

/** Returns the PDF of a statement of an account, counted from 0. */
async function documentOf(bank: TestBank, accountNumber: string, at: number): Promise<Uint8Array> {
  const statement = (await listOf(bank, accountNumber))[at];
  return await pdfOf(bank, 'getStatementDocument', { path: { accountNumber, statementId: statement?.id ?? '' } });
}

const textOf = async (bank: TestBank, accountNumber: string, at: number) =>
  (await pagesOf(await documentOf(bank, accountNumber, at))).join(' ');

test('each deposit account has one statement for each month', proves('ST1'), async ({ bank }) => {
  await bank.advanceTo('2026-03-10');
  const [one, two] = [await bank.open(), await bank.open('interestSavings')];
  await bank.advanceTo('2026-03-31T23:59:59-04:00');
  expect(await listOf(bank, one)).toEqual([]);
  await bank.advanceTo('2026-07-01');
  const periods = [
    '2026-03-10 to 2026-03-31',
    '2026-04-01 to 2026-04-30',
    '2026-05-01 to 2026-05-31',
    '2026-06-01 to 2026-06-30',
  ];
  expect([await periodsOf(bank, one), await periodsOf(bank, two)]).toEqual([periods, periods]);
  expect((await listOf(bank, one)).map(({ createdAt }) => createdAt.slice(0, 16))).toEqual([
    '2026-04-01T00:00',
    '2026-05-01T00:00',
    '2026-06-01T00:00',
    '2026-07-01T00:00',
  ]);
});

test('the last statement of a closed account ends with its closing', proves('ST1'), async ({ bank }) => {
  const account = await bank.open();
  await bank.advanceTo('2026-04-15');
  await bank.ok('closeAccount', { path: { accountNumber: account } });
  await bank.advanceTo('2026-07-01');
  expect(await periodsOf(bank, account)).toEqual(['2026-03-02 to 2026-03-31', '2026-04-01 to 2026-04-15']);
});

test('a close that is late delays the statements of its month', proves('ST1'), async ({ bank }) => {
  const customerId = await bank.customer({
    classification: 'Business',
    name: { entityName: 'Test' },
    profile: BUSINESS,
  });
  const [ledger, account] = [await bank.open('generalLedger', customerId), await bank.open()];
  await bank.inbound({ receiverAccountNumber: account, amount: 500 });
  await bank.advanceTo('2026-03-31');
  await bank.transfer(ledger, account, 100);
  await bank.advanceTo('2026-04-02');
  expect([(await bank.ok<{ postingDay: string }>('getClock')).postingDay, await listOf(bank, account)]).toEqual([
    '2026-03-31',
    [],
  ]);
  await bank.transfer(account, ledger, 100);
  await bank.advance(1);
  expect(await periodsOf(bank, account)).toEqual(['2026-03-02 to 2026-03-31']);
  expect(await textOf(bank, account, 0)).toContain('Closing balance 5.00');
  expect(await listOf(bank, ledger)).toEqual([]);
});
const BUSINESS = { taxIdType: 'Ein', taxId: '000000007' };

test(
  'a statement has all posted activity of its period in posting sequence',
  proves('ST2', 'ST3'),
  async ({ bank }) => {
    const [account, other] = [await bank.open(), await bank.open()];
    await bank.inbound({ receiverAccountNumber: account, amount: 50_000 });
    await bank.transfer(account, other, 10_000);
    await bank.transfer(other, account, 2_500);
    await bank.advanceTo('2026-03-31T20:00:00-04:00');
    await bank.transfer(account, other, 1);
    await bank.close();
    // It carries the next posting date, the first of April.
    await bank.transfer(account, other, 2);
    await bank.advanceTo('2026-04-01T09:00:00-04:00');
    await bank.transfer(account, other, 4);
    const text = await textOf(bank, account, 0);
    const rows = [...text.matchAll(/(2026-\d\d-\d\d) \D.*? (-?[\d,]+\.\d\d) (-?[\d,]+\.\d\d)(?= |$)/g)].map(
      ([, day, amount, balance]) => `${day} ${amount} ${balance}`,
    );
    // Credits come first, then debits: the posting sequence, not that of execution.
    expect(rows).toEqual([
      '2026-03-02 500.00 500.00',
      '2026-03-02 25.00 525.00',
      '2026-03-02 -100.00 425.00',
      '2026-03-31 -0.01 424.99',
    ]);
  },
);

test('opening balance plus lines is the closing balance and the next opening', proves('ST5'), async ({ bank }) => {
  const [account, other] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: account, amount: 50_000 });
  // The first and the last day of a month belong to its statement.
  await bank.advanceTo('2026-05-01');
  await bank.transfer(account, other, 15_000);
  await bank.advanceTo('2026-05-29');
  await bank.transfer(account, other, 5_000);
  await bank.advanceTo('2026-06-01');
  const balances: (string | undefined)[] = [];
  for (const at of [0, 1, 2])
    balances.push(
      ...(/Opening balance (\S+) .*Closing balance (\S+)/.exec(await textOf(bank, account, at)) ?? []).slice(1),
    );
  // April has no activity.
  expect(balances).toEqual(['0.00', '500.00', '500.00', '500.00', '500.00', '300.00']);
  expect(await textOf(bank, account, 1)).toContain('No activity in this period.');
});

test('a statement is a tagged PDF with holder, period, masked number and interest', proves('ST4'), async ({ bank }) => {
  const customerId = await bank.customer({ name: { firstName: 'Ada', lastName: 'Test' } });
  const body = {
    customerId,
    productId: bank.emulator.demo.products.interestSavings,
    title: 'Rainy day',
    statementAddress: { street1: '1 Sample Way', city: 'Sample', state: 'NJ', postalCode: '07001', countryCode: 'US' },
  };
  const { accountNumber } = await bank.ok<{ accountNumber: string }>('openAccount', { body });
  await bank.inbound({ receiverAccountNumber: accountNumber, amount: 1_000_000 });
  await bank.advanceTo('2026-04-01');
  const bytes = await documentOf(bank, accountNumber, 0);
  const raw = Buffer.from(bytes).toString('latin1');
  expect([raw.startsWith('%PDF-1.7'), raw.includes('/Marked true'), raw.includes('/Lang')]).toEqual([true, true, true]);
  const [page = ''] = await pagesOf(bytes);
  for (const part of [
    'Ada Test',
    '1 Sample Way',
    'Sample, NJ 07001',
    'Rainy day',
    `••••••${accountNumber.slice(-4)}`,
    'Period 2026-03-02 to 2026-03-31',
    'Interest paid in the period 32.87',
    'Page 1 of 1',
  ])
    expect(page).toContain(part);
  expect(page).not.toContain(accountNumber);
});

test('a long statement repeats its headings and numbers its pages', proves('ST4'), async ({ bank }) => {
  const [account, other] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: account, amount: 100_000 });
  const description = 'A long description that does not fit into one line of the column for descriptions at all';
  for (let at = 1; at <= 60; at++)
    await bank.ok('createTransaction', {
      body: {
        debitAccountNumber: account,
        creditAccountNumber: other,
        amount: at,
        transactionCode: 'Fee',
        description,
      },
    });
  await bank.advanceTo('2026-04-01');
  const pages = await pagesOf(await documentOf(bank, account, 0));
  expect(pages).toHaveLength(3);
  for (const [at, page] of pages.entries()) {
    expect(page).toContain('DATE DESCRIPTION AMOUNT BALANCE');
    expect(page).toContain(`Page ${at + 1} of 3`);
  }
  expect(pages.at(-1)).toContain('61 activities');
});

test('the same books give the same bytes, also after a restart', proves('ST4'), async () => {
  const render = async (dataFile?: string, isRestarted = false) => {
    const bank = await startTestBank({ ...(dataFile ? { dataFile } : {}), seed: 3 });
    const account = isRestarted ? '' : await bank.open('interestSavings');
    if (!isRestarted) {
      await bank.inbound({ receiverAccountNumber: account, amount: 1_000_000 });
      await bank.advanceTo('2026-05-01');
    }
    const number =
      account ||
      ((await bank.ok<{ results: { accountNumber: string }[] }>('listAccounts')).results[0]?.accountNumber ?? '');
    const bytes = await documentOf(bank, number, 1);
    await bank.emulator.close();
    return Buffer.from(bytes);
  };
  const dataFile = test.info().outputPath('cos.db');
  const [first, second] = [await render(dataFile), await render()];
  expect(first.equals(second)).toBe(true);
  expect(first.equals(await render(dataFile, true))).toBe(true);
});

test('a later change of the holder does not change a statement', proves('ST4'), async ({ bank }) => {
  const customerId = await bank.customer();
  const account = await bank.open('checking', customerId);
  await bank.advanceTo('2026-04-01');
  const before = await documentOf(bank, account, 0);
  await bank.ok('changeName', { path: { customerId }, body: { firstName: 'New', lastName: 'Name' } });
  await bank.ok('changeAccountTitle', { path: { accountNumber: account }, body: { title: 'New' } });
  expect(Buffer.from(await documentOf(bank, account, 0)).equals(Buffer.from(before))).toBe(true);
  await bank.advanceTo('2026-05-01');
  expect(await textOf(bank, account, 1)).toContain('New Name');
});

test('a subledger, an unknown statement and another partner get 404', proves('ST1', 'ST4'), async ({ bank }) => {
  const account = await bank.open();
  const sub = await bank.subledger(account);
  await bank.advanceTo('2026-04-01');
  const [statement] = await listOf(bank, account);
  const statementId = statement?.id ?? '';
  const path = { accountNumber: account, statementId };
  const codes = [
    await bank.send('listStatements', { path: { accountNumber: sub } }),
    await bank.send('getStatementDocument', { path: { accountNumber: sub, statementId } }),
    await bank.send('getStatementDocument', { path: { ...path, statementId: '00000000-0000-4000-a000-000000000001' } }),
    await bank.send('getStatementDocument', { path: { accountNumber: await bank.open(), statementId } }),
    await bank.other.send('listStatements', { path: { accountNumber: account } }),
    await bank.other.send('getStatementDocument', { path }),
    await bank.send('getStatementDocument', { path: { ...path, statementId: 'no-guid' } }),
  ].map(({ statusCode }) => statusCode);
  expect(codes).toEqual([404, 404, 404, 404, 404, 404, 400]);
});
