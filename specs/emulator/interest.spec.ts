import { expect } from '@playwright/test';
import type { EmulatorSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

type Card = EmulatorSchemas['RateCardRequest'];
type Activity = { readonly transactionCode: string; readonly amount: number; readonly postingDate: string };

/** Opens an account with interest and money on it; the default card pays 4 percent. */
async function fundedSavings(bank: TestBank, cents: number, customerId?: string): Promise<string> {
  const number = await bank.open('interestSavings', customerId);
  if (cents > 0) await bank.inbound({ receiverAccountNumber: number, amount: cents });
  return number;
}

/** Lists interest and withholding of an account: posting day, code and cents. */
async function interestOf(bank: TestBank, accountNumber: string): Promise<string[]> {
  const activities = await bank.list<Activity>('listActivities', accountNumber);
  return activities
    .filter(({ transactionCode }) => /^(Interest|Withholding)$/.test(transactionCode))
    .map(({ postingDate, transactionCode, amount }) => `${postingDate.slice(0, 10)} ${transactionCode} ${amount}`);
}

const product = (bank: TestBank) => ({ productId: bank.emulator.demo.products.interestSavings });
const addCard = (bank: TestBank, card: Partial<Card>) =>
  bank.ok<EmulatorSchemas['RateCard']>('addRateCard', {
    path: product(bank),
    body: { tiers: [{ fromAmount: 0, rateBasisPoints: 3_650 }], ...card },
  });

/** Makes a cent of interest a day for each $10.00: 36.5 percent. */
const useTenthPercentADay = (bank: TestBank) => addCard(bank, { isDefault: true });

test('interest accrues daily and is paid on the last posting day of the month', async ({ bank }) => {
  const account = await fundedSavings(bank, 1_000_000);
  await bank.advanceTo('2026-06-01');
  expect(await interestOf(bank, account)).toEqual([
    // 30 days of March: 32.8767. Then with the rest carried: 32.9848 + 0.0067; 34.1946 + 0.0015 in May.
    '2026-03-31 Interest 3287',
    '2026-04-30 Interest 3299',
    '2026-05-29 Interest 3419',
  ]);
  const { accounts, total } = await bank.trial();
  const internal = Object.fromEntries(accounts.map(({ title, currentBalance }) => [title, currentBalance]));
  expect([internal['Interest expense'], internal['Book transfers in transit'], total]).toEqual([-10_005, 0, 0]);
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

test('days after the month end earn for the next month, with the interest', async () => {
  const bank = await startTestBank({ clock: '2026-01-30T09:00-05:00' });
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await bank.advanceTo('2026-03-01');
  // January 30 and 31 on 1,000.00; February on 1,002.00, the first of it a Sunday that Friday's close accrues.
  expect(await interestOf(bank, account)).toEqual(['2026-01-30 Interest 200', '2026-02-27 Interest 2805']);
  await bank.emulator.close();
});

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
    await bank.ok('configureInterest', { path: product(bank), body: { dayCount } });
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
  const { accounts, total } = await bank.trial();
  const internal = Object.fromEntries(accounts.map(({ title, currentBalance }) => [title, currentBalance]));
  expect([internal['Payments on closing'], internal['Interest expense'], total]).toEqual([400, -400, 0]);
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

test('a new default card applies from its posting day; an own card stays', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const [plain, own] = [await fundedSavings(bank, 100_000), await fundedSavings(bank, 100_000)];
  const { rateCardId } = await addCard(bank, { tiers: [{ fromAmount: 0, rateBasisPoints: 7_300 }] });
  await bank.ok('assignRateCard', { path: { accountNumber: own }, body: { rateCardId } });
  await bank.advanceTo('2026-03-16');
  await addCard(bank, { tiers: [{ fromAmount: 0, rateBasisPoints: 10_000 }], isDefault: true });
  await bank.advanceTo('2026-04-01');
  // 14 days at a tenth of a percent; 16 days at 100 percent a year: 14.00 + 43.8356.
  expect(await interestOf(bank, plain)).toEqual(['2026-03-31 Interest 5783']);
  expect(await interestOf(bank, own)).toEqual(['2026-03-31 Interest 6000']);
  const { terms } = await bank.ok<EmulatorSchemas['InterestTermsHistory']>('getInterestTerms', {
    path: { accountNumber: plain },
  });
  expect(terms.map(({ fromDay, tiers }) => `${fromDay} ${tiers[0]?.rateBasisPoints}`)).toEqual([
    '2026-03-02 3650',
    '2026-03-16 10000',
  ]);
});

test('the lowest balance of the day earns where the product names it', async ({ bank }) => {
  await bank.ok('configureInterest', { path: product(bank), body: { balance: 'Lowest' } });
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
    const { profile } = await bank.ok<{ profile: object }>('getCustomer', {
      path: { customerId: await bank.customer() },
    });
    const customerId = await bank.customer({
      profile: { ...profile, taxId: '900000001', enableBackupWithholding: true, backupWithholdingPercent: percent },
    });
    const account = await fundedSavings(bank, 100_000, customerId);
    await bank.advanceTo('2026-04-01');
    expect(await interestOf(bank, account)).toEqual([
      '2026-03-31 Interest 3000',
      ...(withheld > 0 ? [`2026-03-31 Withholding ${withheld}`] : []),
    ]);
    const tax = (await bank.trial()).accounts.find(({ title }) => title === 'Tax payable');
    expect(tax?.currentBalance).toBe(withheld);
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

const bad: [what: string, act: (bank: TestBank) => Promise<{ statusCode: number; body?: unknown }>, says: string][] = [
  [
    'a card for an unknown product',
    (bank) =>
      bank.send('addRateCard', {
        path: { productId: NOWHERE },
        body: { tiers: [{ fromAmount: 0, rateBasisPoints: 1 }] },
      }),
    '404 Product not found',
  ],
  [
    'tiers that do not begin at zero',
    (bank) =>
      bank.send('addRateCard', { path: product(bank), body: { tiers: [{ fromAmount: 1, rateBasisPoints: 1 }] } }),
    '400 Tiers[0].FromAmount must be 0',
  ],
  [
    'tiers that do not rise',
    (bank) =>
      bank.send('addRateCard', {
        path: product(bank),
        body: { tiers: [0, 5, 5].map((fromAmount) => ({ fromAmount, rateBasisPoints: 1 })) },
      }),
    '400 Tiers[2].FromAmount must be more than that of the tier before',
  ],
  [
    'the card of another product',
    async (bank) => {
      const { rateCardId } = await addCard(bank, {});
      return await bank.send('assignRateCard', { path: { accountNumber: await bank.open() }, body: { rateCardId } });
    },
    '404 Rate card not found',
  ],
  [
    'the terms of an unknown account',
    (bank) => bank.send('getInterestTerms', { path: { accountNumber: '2000000006' } }),
    '404 Account not found',
  ],
];
const NOWHERE = '00000000-0000-4000-a000-000000000000';

for (const [what, act, says] of bad) {
  test(`${what} is rejected`, async ({ bank }) => {
    const { statusCode, body } = await act(bank);
    const { errors = [] } = body as { errors?: { message: string }[] };
    expect(`${statusCode} ${errors.map(({ message }) => message).join()}`).toBe(says);
  });
}
