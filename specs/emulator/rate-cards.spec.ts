import { expect } from '@playwright/test';
import type { EmulatorSchemas } from '../../generated/types/index.ts';
import { openCd } from './cd-bank.ts';
import { addCard, fundedSavings, interestOf, useTenthPercentADay } from './interest-bank.ts';
import { type TestBank, test } from './test-bank.ts';

const termsOf = async (bank: TestBank, accountNumber: string) =>
  (await bank.ok<EmulatorSchemas['InterestTermsHistory']>('getInterestTerms', { path: { accountNumber } })).terms;

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
  const terms = await termsOf(bank, plain);
  expect(terms.map(({ fromDay, tiers }) => `${fromDay} ${tiers[0]?.rateBasisPoints}`)).toEqual([
    '2026-03-02 3650',
    '2026-03-16 10000',
  ]);
});

test('a card that is not the default changes no account until it is assigned', async ({ bank }) => {
  await useTenthPercentADay(bank);
  const account = await fundedSavings(bank, 100_000);
  await addCard(bank, { tiers: [{ fromAmount: 0, rateBasisPoints: 10_000 }] });
  await bank.advanceTo('2026-04-01');
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 3000']);
});

test('a default card starts the interest of accounts that had none', async ({ bank }) => {
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount: 100_000 });
  expect(await termsOf(bank, account)).toEqual([]);
  await bank.advanceTo('2026-03-30');
  const tiers = [{ fromAmount: 0, rateBasisPoints: 3_650 }];
  const path = { productId: bank.emulator.demo.products.checking };
  await bank.ok('addRateCard', { path, body: { tiers, isDefault: true } });
  await bank.advanceTo('2026-04-01');
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 200']);
  const settings = { dayCount: 'Actual365', balance: 'Closing', minimumBalance: 0 };
  expect(await termsOf(bank, account)).toEqual([{ fromDay: '2026-03-30', ...settings, tiers }]);
});

test('a reopened account has the present default card of its product', async ({ bank }) => {
  const account = await fundedSavings(bank, 0);
  const path = { accountNumber: account };
  await bank.ok('closeAccount', { path });
  await useTenthPercentADay(bank);
  await bank.ok('changeAccountStatus', { path, body: { status: 'Active' } });
  await bank.inbound({ receiverAccountNumber: account, amount: 100_000 });
  await bank.advanceTo('2026-04-01');
  expect(await interestOf(bank, account)).toEqual(['2026-03-31 Interest 3000']);
});

test('configureInterest changes the omitted setting of no product, and no CD', async ({ bank }) => {
  const cd = await openCd(bank);
  await cd.credit(100_000);
  const before = await termsOf(bank, cd.number);
  const configure = (productId: string, body: object) => bank.ok('configureInterest', { path: { productId }, body });
  const { interestSavings, timeDeposit } = bank.emulator.demo.products;
  await configure(interestSavings, { dayCount: 'Actual360' });
  expect(await configure(interestSavings, { balance: 'Lowest' })).toEqual({ dayCount: 'Actual360', balance: 'Lowest' });
  expect(await configure(interestSavings, {})).toEqual({ dayCount: 'Actual360', balance: 'Lowest' });
  await configure(timeDeposit, { dayCount: 'ActualActual', balance: 'Lowest' });
  expect(await termsOf(bank, cd.number)).toEqual(before);
  expect(await cd.read()).toMatchObject({ dayCount: 'Actual365' });
});

const NOWHERE = '00000000-0000-4000-a000-000000000000';
const UNKNOWN_ACCOUNT = '2000000006';
const flat = { tiers: [{ fromAmount: 0, rateBasisPoints: 1 }] };
const tiersFrom = (...amounts: number[]) => ({
  tiers: amounts.map((fromAmount) => ({ fromAmount, rateBasisPoints: 1 })),
});

/** Adds a card to a demo product, or to an unknown one. */
const addTo = (bank: TestBank, product: keyof TestBank['emulator']['demo']['products'] | undefined, body: object) =>
  bank.send('addRateCard', { path: { productId: product ? bank.emulator.demo.products[product] : NOWHERE }, body });
const assign = (bank: TestBank, accountNumber: string, rateCardId: string) =>
  bank.send('assignRateCard', { path: { accountNumber }, body: { rateCardId } });

/** Opens a GL of a business customer. */
async function openLedger(bank: TestBank): Promise<string> {
  const business = { classification: 'Business', name: { entityName: 'Test Payroll' } };
  const profile = { taxIdType: 'Ein', taxId: '000000007' };
  return await bank.open('generalLedger', await bank.customer({ ...business, profile }));
}

type Act = (bank: TestBank) => Promise<{ statusCode: number; body?: unknown }>;
const rejections: [what: string, act: Act, says: string][] = [
  ['addRateCard rejects an unknown product', (bank) => addTo(bank, undefined, flat), '404 Product not found'],
  [
    'addRateCard rejects tiers that do not begin at zero',
    (bank) => addTo(bank, 'interestSavings', tiersFrom(1)),
    '400 Tiers[0].FromAmount must be 0',
  ],
  [
    'addRateCard rejects two tiers from the same amount',
    (bank) => addTo(bank, 'interestSavings', tiersFrom(0, 5, 5)),
    '400 Tiers[2].FromAmount must be more than that of the tier before',
  ],
  [
    'addRateCard rejects tiers that fall',
    (bank) => addTo(bank, 'interestSavings', tiersFrom(0, 5, 4)),
    '400 Tiers[2].FromAmount must be more than that of the tier before',
  ],
  [
    'addRateCard rejects a time deposit product',
    (bank) => addTo(bank, 'timeDeposit', { ...flat, isDefault: true }),
    '400 ProductId must name a product of another kind than TimeDeposit',
  ],
  [
    'addRateCard rejects a GL product',
    (bank) => addTo(bank, 'generalLedger', { ...flat, isDefault: true }),
    '400 ProductId must name a product of another kind than GeneralLedger',
  ],
  [
    'assignRateCard rejects the card of another product',
    async (bank) => assign(bank, await bank.open(), (await addCard(bank)).rateCardId),
    '404 Rate card not found',
  ],
  [
    'assignRateCard rejects an unknown card',
    async (bank) => assign(bank, await bank.open('interestSavings'), NOWHERE),
    '404 Rate card not found',
  ],
  [
    'assignRateCard rejects an unknown account',
    async (bank) => assign(bank, UNKNOWN_ACCOUNT, (await addCard(bank)).rateCardId),
    '404 Account not found',
  ],
  [
    'assignRateCard rejects a subledger',
    async (bank) =>
      assign(bank, await bank.subledger(await bank.open('interestSavings')), (await addCard(bank)).rateCardId),
    '404 Account not found',
  ],
  [
    'assignRateCard rejects a GL',
    async (bank) => assign(bank, await openLedger(bank), (await addCard(bank)).rateCardId),
    '404 Account not found',
  ],
  [
    'assignRateCard rejects a closed account',
    async (bank) => {
      const accountNumber = await bank.open('interestSavings');
      await bank.ok('closeAccount', { path: { accountNumber } });
      return await assign(bank, accountNumber, (await addCard(bank)).rateCardId);
    },
    '400 Account is closed',
  ],
  [
    'configureInterest rejects an unknown product',
    (bank) => bank.send('configureInterest', { path: { productId: NOWHERE }, body: { balance: 'Lowest' } }),
    '404 Product not found',
  ],
  [
    'configureInterest rejects a GL product',
    (bank) =>
      bank.send('configureInterest', { path: { productId: bank.emulator.demo.products.generalLedger }, body: {} }),
    '400 ProductId must name a product of another kind than GeneralLedger',
  ],
  [
    'getInterestTerms rejects an unknown account',
    (bank) => bank.send('getInterestTerms', { path: { accountNumber: UNKNOWN_ACCOUNT } }),
    '404 Account not found',
  ],
  [
    'getInterestTerms rejects a GL',
    async (bank) => bank.send('getInterestTerms', { path: { accountNumber: await openLedger(bank) } }),
    '404 Account not found',
  ],
];

for (const [what, act, says] of rejections) {
  test(what, async ({ bank }) => {
    const account = await bank.open('interestSavings');
    const before = await termsOf(bank, account);
    const { statusCode, body } = await act(bank);
    const { errors = [] } = body as { errors?: { message: string }[] };
    expect(`${statusCode} ${errors.map(({ message }) => message).join()}`).toBe(says);
    expect(await termsOf(bank, account)).toEqual(before);
  });
}
