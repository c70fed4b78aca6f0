import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { originate } from './ach-bank.ts';
import {
  addCard,
  fundedSavings,
  interestOf,
  ownBalances,
  productPath,
  useTenthPercentADay,
  withheldCustomer,
} from './interest-bank.ts';
import { startTestBank, test } from './test-bank.ts';

test('interest accrues daily and is paid on the last posting day of the month', async ({ bank }) => {
  const account = await fundedSavings(bank, 1_000_000);
  await bank.advanceTo('2026-06-01');
  expect(await interestOf(bank, account)).toEqual([
    // 30 days of March: 32.8767. Then with the rest carried: 32.9848 + 0.0067; 34.1946 + 0.0015 in May.
    '2026-03-31 Interest 3287',
    '2026-04-30 Interest 3299',
    '2026-05-29 Interest 3419',
  ]);
  expect(await ownBalances(bank)).toMatchObject({
    'Interest expense': -10_005,
    'Book transfers in transit': 0,
    total: 0,
  });
});

const starts: [what: string, clock: string, until: string, days: number][] = [
  ['a close on Friday accrues Friday, Saturday and Sunday', '2026-05-29T09:00-04:00', '2026-06-01', 3],
  ['the holiday accrues with the close before it', '2026-05-22T09:00-04:00', '2026-06-01', 10],
  ['a month that ends on a Saturday is paid on Friday', '2026-01-30T09:00-05:00', '2026-02-01', 2],
  ['February has 28 days', '2027-02-01T09:00-05:00', '2027-03-01', 28],
  ['February of a leap year has 29 days', '2028-02-01T09:00-05:00', '2028-03-01', 29],
  ['a month of 31 days has 31', '2027-03-01T09:00-05:00', '2027-04-01', 31],
  ['an account opened on the last posting day earns that day', '2026-03-31T09:00-04:00', '2026-04-01', 1],
];

for (const [what, clock, until, days] of starts) {
  test(what, async () => {
    const bank = await startTestBank({ clock });
    await useTenthPercentADay(bank);
    const account = await fundedSavings(bank, 100_000);
    await bank.advanceTo(until);
    expect((await interestOf(bank, account)).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      `Interest ${days * 100}`,
    ]);
    await bank.emulator.close();
  });
}

const monthEnds: [what: string, clock: string, until: string, paid: string[]][] = [
  // January 30 and 31 on 1,000.00; February on 1,002.00, the first of it a Sunday that Friday's close accrues.
  ['Saturday', '2026-01-30T09:00-05:00', '2026-03-01', ['2026-01-30 Interest 200', '2026-02-27 Interest 2805']],
  // January 29 to 31 on 1,000.00; 28 days of February on 1,003.00, the last of them a Sunday.
  ['Sunday', '2027-01-29T09:00-05:00', '2027-03-01', ['2027-01-29 Interest 300', '2027-02-26 Interest 2808']],
  // January 31 on 1,000.00; 29 days of February on 1,001.00.
  ['Monday', '2028-01-31T09:00-05:00', '2028-03-01', ['2028-01-31 Interest 100', '2028-02-29 Interest 2902']],
  // December 31 on 1,000.00; New Year's Day, a Friday, is the first of 31 days on 1,001.00.
  ['Thursday', '2026-12-31T09:00-05:00', '2027-02-01', ['2026-12-31 Interest 100', '2027-01-29 Interest 3103']],
];

for (const [what, clock, until, paid] of monthEnds) {
  test(`days after a month end on ${what} earn for the next month, with the interest`, async () => {
    const bank = await startTestBank({ clock });
    await useTenthPercentADay(bank);
    const account = await fundedSavings(bank, 100_000);
    await bank.advanceTo(until);
    expect(await interestOf(bank, account)).toEqual(paid);
    await bank.emulator.close();
  });
}

const dayCounts: [dayCount: string, from: string, until: string, paid: string[]][] = [
  ['Actual360', '2026-12-01T09:00-05:00', '2027-01-01', ['2026-12-31 Interest 8611']],
  ['Actual365', '2028-02-01T09:00-05:00', '2028-03-01', ['2028-02-29 Interest 7945']],
  ['ActualActual', '2028-02-01T09:00-05:00', '2028-03-01', ['2028-02-29 Interest 7923']],
  // Two days of 365: 5.4795. Then 31 of 366 days on 10,005.47, with 0.0095 carried.
  ['ActualActual', '2027-12-30T09:00-05:00', '2028-02-01', ['2027-12-31 Interest 547', '2028-01-31 Interest 8475']],
];

for (const [dayCount, clock, until, paid] of dayCounts) {
  test(`the day count ${dayCount} divides the year from ${clock.slice(0, 10)}`, async () => {
    const bank = await startTestBank({ clock });
    await bank.ok('configureInterest', { path: productPath(bank), body: { dayCount } });
    await addCard(bank, { tiers: [{ fromAmount: 0, rateBasisPoints: 1_000 }], isDefault: true });
    const account = await fundedSavings(bank, 1_000_000);
    await bank.advanceTo(until);
    expect(await interestOf(bank, account)).toEqual(paid);
    await bank.emulator.close();
  });
}

test('each tier applies to its part of the balance', async ({ bank }) => {
  const tiers = [
    { fromAmount: 0, rateBasisPoints: 100 },
    { fromAmount: 100_000, rateBasisPoints: 200 },
  ];
  await addCard(bank, { tiers, isDefault: true });
  const account = await fundedSavings(bank, 1_000_000);
  await bank.advanceTo('2026-04-01');
  // 10.00 and 180.00 a year for 30 days: 15.6164.
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 1561']);
});

test('a balance below the minimum earns nothing, and one at it does', async ({ bank }) => {
  await addCard(bank, { minimumBalance: 100_000, isDefault: true });
  const [below, at] = [await fundedSavings(bank, 99_999), await fundedSavings(bank, 100_000)];
  await bank.advanceTo('2026-04-01');
  expect([await interestOf(bank, below), await interestOf(bank, at)]).toEqual([[], ['2026-03-31 Interest 3000']]);
});

test('a negative balance earns nothing', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const [account, other] = [await fundedSavings(bank, 0), await bank.open()];
  const body = {
    debitAccountNumber: account,
    creditAccountNumber: other,
    amount: 100_000,
    transactionCode: 'Fee',
    flags: ['NSF'],
  };
  await bank.ok('createTransaction', { body });
  await bank.advanceTo('2026-04-01');
  expect([await bank.master(account), await interestOf(bank, account)]).toEqual(['-100000 / -100000', []]);
});

const orders: [postingOrder: string, paid: string][] = [
  // Thursday begins at 0. Friday: 1,800.00, 1,200.00 or 400.00, 1,200.00 after 1,000.00; the days after it 1,200.00.
  ['CreditsFirst', '2026-03-31 Interest 3100'],
  ['DebitsFirst', '2026-03-31 Interest 3040'],
];

for (const [postingOrder, paid] of orders) {
  test(`the lowest balance is one of the posting sequence ${postingOrder}`, async () => {
    const bank = await startTestBank({ clock: '2026-03-05T09:00-05:00' });
    await bank.ok('configureInterest', { path: productPath(bank), body: { balance: 'Lowest' } });
    await bank.ok('configureProductRules', { path: productPath(bank), body: { postingOrder } });
    await useTenthPercentADay(bank);
    const account = await fundedSavings(bank, 100_000);
    const other = await bank.open();
    await bank.advanceTo('2026-03-06');
    await bank.transfer(account, other, 60_000);
    await bank.inbound({ receiverAccountNumber: account, amount: 80_000 });
    await bank.advanceTo('2026-04-01');
    expect(await interestOf(bank, account)).toEqual([paid]);
    await bank.emulator.close();
  });
}

test('the lowest balance of the day earns where the product names it', async ({ bank }) => {
  await bank.ok('configureInterest', { path: productPath(bank), body: { balance: 'Lowest' } });
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  const other = await bank.open();
  await bank.advanceTo('2026-03-30');
  await bank.transfer(account, other, 40_000);
  await bank.advanceTo('2026-03-31');
  await bank.inbound({ receiverAccountNumber: account, amount: 40_000 });
  await bank.advanceTo('2026-04-01');
  // The day of the opening begins at 0: 27 days on 1,000.00, then two on 600.00.
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 2820']);
});

for (const [percent, withheld] of [
  [24, 720],
  [24.5, 735],
  [0.03, 0],
] as const) {
  test(`backup withholding of ${percent} percent has its own transaction`, proves('C15', 'C16'), async ({ bank }) => {
    await useTenthPercentADay(bank);
    const customerId = await withheldCustomer(bank, percent);
    const account = await fundedSavings(bank, 100_000, customerId);
    await bank.advanceTo('2026-04-01');
    expect(await interestOf(bank, account)).toEqual([
      '2026-03-31 Interest 3000',
      ...(withheld > 0 ? [`2026-03-31 Withholding ${withheld}`] : []),
    ]);
    expect(await ownBalances(bank)).toMatchObject({ 'Tax payable': withheld, total: 0 });
  });
}

test('a frozen account still receives its interest', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await bank.ok('placeInternalRestriction', {
    path: { accountNumber: account },
    body: { appliesTo: 'All', reason: 'Freeze' },
  });
  await bank.advanceTo('2026-04-01');
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 3000']);
});

test('interest accrues from the day of the credit, whatever is held', proves('V10'), async ({ bank }) => {
  await useTenthPercentADay(bank);
  const [free, held] = [await fundedSavings(bank, 0), await fundedSavings(bank, 0)];
  for (const [accountNumber, rail] of [
    [free, 'Wire'],
    [held, 'Check'],
  ] as const) {
    const body = {
      accountNumber,
      rail,
      transactionType: 'Credit',
      transactionCode: rail === 'Check' ? 'Check' : 'Incoming Wire',
      amount: 100_000,
    };
    await bank.ok('postRailTransaction', { body });
  }
  await bank.ok('placeHold', { path: { accountNumber: held }, body: { amount: 20_000, reason: 'Legal' } });
  expect([await bank.master(free), await bank.master(held)]).toEqual(['100000 / 100000', '100000 / 0']);
  await bank.advanceTo('2026-04-01');
  expect([await interestOf(bank, free), await interestOf(bank, held)]).toEqual([
    ['2026-03-31 Interest 3000'],
    ['2026-03-31 Interest 3000'],
  ]);
});

test('interest accrues from the settlement of an ACH pull that is held', proves('V10'), async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 0);
  await originate(bank, account, { transactionType: 'Pull', amount: 100_000 });
  await bank.advanceTo('2026-03-02T20:00-05:00');
  expect(await bank.list('listActivities', account)).toMatchObject([
    { amount: 100_000, schedule: [0, 0, 100_000], isClearing: true, postingDate: '2026-03-02T00:00:00-05:00' },
  ]);
  expect(await bank.master(account)).toBe('100000 / 0');
  await bank.advanceTo('2026-04-01');
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 3000']);
});
