import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { addBusinessDays, addCalendarDays } from '../../core/business-day.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { createClient } from '../../harness/client/client.ts';
import { proves } from '../requirement.ts';
import { auditBooks } from './audit-books.ts';
import {
  type Activity,
  addCard,
  fundedSavings,
  interestOf,
  ownBalances,
  useTenthPercentADay,
  withheldCustomer,
} from './interest-bank.ts';
import { type Account, startTestBank, type TestBank } from './test-bank.ts';
import { test } from './webhook-bank.ts';

/** Starts a bank on the data file of the test. */
const startOnFile = () => startTestBank({ dataFile: test.info().outputPath('cos.db') });

const ENTRIES = `SELECT t.code, coalesce(s.title, a.title) AS title, e.amount FROM ledger_entry e
  JOIN ledger_transaction t ON t.id = e.transaction_id JOIN account a ON a.number = e.account
  LEFT JOIN subledger s ON s.number = e.subledger WHERE t.code IN ('Interest', 'Withholding') ORDER BY e.seq`;

test('interest and withholding pass through the GL of book transfers', proves('G01'), async () => {
  const bank = await startOnFile();
  await useTenthPercentADay(bank);
  await fundedSavings(bank, 100_000, await withheldCustomer(bank, 24));
  await bank.advanceTo('2026-04-01');
  await bank.emulator.close();
  const database = new DatabaseSync(test.info().outputPath('cos.db'));
  const entries = database.prepare(ENTRIES).all() as unknown as { code: string; title: string; amount: number }[];
  database.close();
  expect(entries.map(({ code, title, amount }) => `${code}: ${title} ${amount}`)).toEqual([
    'Interest: Interest expense -3000',
    'Interest: Book transfers in transit 3000',
    'Interest: Book transfers in transit -3000',
    'Interest: T 3000',
    'Withholding: T -720',
    'Withholding: Book transfers in transit 720',
    'Withholding: Book transfers in transit -720',
    'Withholding: Tax payable 720',
  ]);
});

test('a partner reads interest as a forced transaction of the bank', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await bank.advanceTo('2026-04-01');
  const activities = await bank.list<Activity>('listActivities', account);
  const { transactionId = '' } = activities.find(({ transactionCode }) => transactionCode === 'Interest') ?? {};
  const read = await bank.ok<CoreSchemas['Transaction']>('getTransaction', { path: { transactionId } });
  const expense = { title: 'Interest expense', accountNumber: read.debit.subAccountNumber };
  expect((await bank.trial()).accounts).toContainEqual(expect.objectContaining(expense));
  expect(read).toMatchObject({
    status: 'Complete',
    transactionCode: 'Interest',
    amount: 3_000,
    rail: 'Internal',
    flags: ['FRC'],
    credit: { subAccountNumber: account, result: { success: true, code: 'OK' } },
  });
  expect((await bank.other.send('getTransaction', { path: { transactionId } })).statusCode).toBe(404);
});

test('the close that pays interest numbers it and sends its events', async ({ bank, hooks }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000, await withheldCustomer(bank, 24));
  const other = await bank.open();
  await bank.advanceTo('2026-03-31');
  await bank.transfer(account, other, 10_000);
  for (const name of ['Core.Activity.Posted', 'Core.Transaction.Completed'])
    await hooks.register(name, { format: 'Extended' });
  // The transfer has two activities; interest, of 29 days on 1,000.00 and one on 900.00, and withholding one each.
  expect(await bank.close()).toMatchObject({ postedActivities: 4 });
  const activities = await bank.list<CoreSchemas['Activity']>('listActivities', account);
  const lines = activities
    .slice(1)
    .map(({ sequenceNumber, transactionCode, amount, balance }) => [sequenceNumber, transactionCode, amount, balance]);
  expect(lines.sort(([one], [two]) => Number(one) - Number(two))).toEqual([
    [1, 'Interest', 2_990, 102_990],
    [2, 'Account Transfer', 10_000, 92_990],
    [3, 'Withholding', 717, 92_273],
  ]);
  await hooks.group();
  const names = hooks.lines().map((line) => line.split(' ')[0]);
  expect(names).toEqual([...Array(4).fill('Core.Activity.Posted'), ...Array(2).fill('Core.Transaction.Completed')]);
});

test('a restarted bank continues with what has accrued', async () => {
  const first = await startOnFile();
  await addCard(first, { isDefault: true });
  // 0.999 cents a day.
  const account = await fundedSavings(first, 999);
  await first.advanceTo('2026-03-16');
  await first.emulator.close();
  const second = await startOnFile();
  await second.advanceTo('2026-04-01');
  // 29.97 cents, then 30 days of 1.028 cents with 0.97 carried.
  await second.emulator.close();
  const third = await startOnFile();
  await third.advanceTo('2026-05-01');
  expect(await interestOf(third, account)).toEqual(['2026-03-31 Interest 29', '2026-04-30 Interest 31']);
  await third.emulator.close();
});

const LARGE = 999_999_999_999_983;

test('interest on nearly ten trillion dollars is exact to the cent', async () => {
  const first = await startOnFile();
  await addCard(first, { tiers: [{ fromAmount: 0, rateBasisPoints: 317 }], isDefault: true });
  const account = await fundedSavings(first, 1_000);
  await first.emulator.close();
  const database = new DatabaseSync(test.info().outputPath('cos.db'));
  const more = LARGE - 1_000;
  database.exec(`
    UPDATE account SET current = current + ${more}, posted = posted + ${more} WHERE number = '${account}';
    UPDATE subledger SET current = current + ${more} WHERE number = '${account}';
    UPDATE account SET current = current - ${more} WHERE title = 'Position at the Fed'`);
  database.close();
  const bank = await startOnFile();
  await bank.advanceTo('2026-05-01');
  const exact = expectedPayments({ balance: LARGE, basisPoints: 317, from: '2026-03-02', until: '2026-05-01' });
  expect(await interestOf(bank, account)).toEqual(exact);
  expect(await ownBalances(bank)).toMatchObject({ total: 0 });
  await bank.emulator.close();
});

interface Course {
  /** Cents. */
  readonly balance: number;
  readonly basisPoints: number;
  /** The posting day of the credit. */
  readonly from: string;
  readonly until: string;
}

/** Computes the monthly payments on a balance that only interest changes, day by day; a year has 365 days. */
function expectedPayments({ balance, basisPoints, from, until }: Course): string[] {
  const payments: string[] = [];
  const cent = 10_000n * 365n;
  let [current, earned] = [BigInt(balance), 0n];
  for (let day = from; day < until; day = addBusinessDays(day, 1)) {
    const next = addBusinessDays(day, 1);
    for (let date = day; date < next; date = addCalendarDays(date, 1)) {
      earned += current * BigInt(basisPoints);
      if (!addCalendarDays(date, 1).endsWith('-01')) continue;
      const cents = earned / cent;
      if (cents > 0n) payments.push(`${day} Interest ${cents}`);
      earned -= cents * cent;
      current += cents;
    }
  }
  return payments;
}

test('ten years of compound interest lose no cent', async ({ bank }) => {
  await addCard(bank, { tiers: [{ fromAmount: 0, rateBasisPoints: 417 }], isDefault: true });
  const account = await fundedSavings(bank, 1_234_567);
  await bank.advanceTo('2036-03-01');
  const payments = await allInterest(bank, account);
  const course = { balance: 1_234_567, basisPoints: 417, from: '2026-03-02', until: '2036-03-01' };
  expect(payments).toEqual(expectedPayments(course));
  expect(payments).toHaveLength(120);
  const paid = payments.reduce((sum, line) => sum + Number(line.split(' ')[2]), 0);
  expect(await ownBalances(bank)).toMatchObject({ 'Interest expense': -paid, total: 0 });
});

/** Lists the interest of every page. */
async function allInterest(bank: TestBank, accountNumber: string): Promise<string[]> {
  const lines: string[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const query = { pageNumber, pageSize: 50 };
    const page = await bank.ok<{ results: Activity[]; hasNextPage: boolean }>('listActivities', {
      path: { accountNumber },
      query,
    });
    for (const { postingDate, transactionCode, amount } of page.results)
      if (transactionCode === 'Interest') lines.push(`${postingDate.slice(0, 10)} Interest ${amount}`);
    if (!page.hasNextPage) return lines;
  }
}

test('an account that receives interest does not age; an empty one does', async ({ bank }) => {
  const customerId = await bank.customer();
  const [earning, idle] = [await fundedSavings(bank, 100_000, customerId), await fundedSavings(bank, 0, customerId)];
  await bank.advanceTo('2028-06-01');
  const statusOf = async (accountNumber: string) =>
    (await bank.ok<Account>('getAccount', { path: { accountNumber } })).status;
  expect([await statusOf(earning), await statusOf(idle)]).toEqual(['Active', 'Dormant']);
});

test('a dormant account receives interest, and every law holds over its books', async ({ bank }) => {
  const tiers = [
    { fromAmount: 0, rateBasisPoints: 100 },
    { fromAmount: 100_000, rateBasisPoints: 200 },
  ];
  await addCard(bank, { tiers, isDefault: true });
  const withheld = await withheldCustomer(bank, 24.5);
  const [dormant, closed] = [await fundedSavings(bank, 1_000_000, withheld), await fundedSavings(bank, 500_000)];
  await bank.ok('changeAccountStatus', { path: { accountNumber: dormant }, body: { status: 'Dormant' } });
  await bank.advanceTo('2026-03-20');
  await bank.transfer(closed, await bank.open(), 500_000);
  await bank.ok('closeAccount', { path: { accountNumber: closed } });
  await bank.advanceTo('2026-05-01');
  // 190.00 a year: 30 days are 15.6164; tax of 24.5 percent is 3.8220.
  expect((await interestOf(bank, dormant)).slice(0, 2)).toEqual([
    '2026-03-31 Interest 1561',
    '2026-03-31 Withholding 382',
  ]);
  await auditBooks(createClient(bank.target), [dormant, closed]);
});
