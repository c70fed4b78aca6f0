import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { fundedCd } from './cd-bank.ts';
import { pagesOf, pdfOf } from './pdf-text.ts';
import { startRawBank } from './raw-http.ts';
import { type TestBank, test } from './test-bank.ts';

type TaxDocument = CoreSchemas['TaxDocument'];
type Activity = { readonly transactionCode: string; readonly transactionId: string; readonly amount: number };

async function listOf(bank: TestBank, accountNumber: string, query: object = {}): Promise<TaxDocument[]> {
  const input = { path: { accountNumber }, query: { ...query } };
  return (await bank.ok<{ results: TaxDocument[] }>('listTaxDocuments', input)).results;
}

const textOf = async (bank: TestBank, accountNumber: string, { id }: Pick<TaxDocument, 'id'>) =>
  (await pagesOf(await pdfOf(bank, 'getTaxDocument', { path: { accountNumber, taxDocumentId: id } }))).join(' ');

/** Pays a tenth of a percent a day, and only in January: the default card pays nothing afterwards. */
async function earnInJanuary(bank: TestBank, ...cents: readonly number[]) {
  await bank.advanceTo('2027-01-04');
  const path = { productId: bank.emulator.demo.products.interestSavings };
  const card = (rateBasisPoints: number) => ({ tiers: [{ fromAmount: 0, rateBasisPoints }], isDefault: true });
  await bank.ok('addRateCard', { path, body: card(3_650) });
  const customerId = await bank.customer();
  const accounts: string[] = [];
  for (const interest of cents) {
    const number = await bank.open('interestSavings', customerId);
    // A day's interest is a thousandth.
    if (interest > 0) await bank.inbound({ receiverAccountNumber: number, amount: interest * 1_000 });
    accounts.push(number);
  }
  await bank.close();
  await bank.ok('addRateCard', { path, body: card(0) });
  return { customerId, accounts };
}

for (const [cents, forms] of [
  [[999], 0],
  [[1_000], 1],
  [[600, 400], 1],
  [[600, 399], 0],
] as const) {
  test(`interest of ${cents.join(' and ')} cents has ${forms} forms`, proves('TX1', 'TX2'), async ({ bank }) => {
    const { accounts, customerId } = await earnInJanuary(bank, ...cents);
    await bank.advanceTo('2028-02-01');
    const [first = '', ...others] = accounts;
    const listed = await listOf(bank, first);
    expect(listed.map(({ year, status, customerId: owner }) => [year, status, owner])).toEqual(
      Array.from({ length: forms }, () => [2027, 'Original', customerId]),
    );
    for (const other of others)
      expect((await listOf(bank, other)).map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    const [form] = listed;
    if (form) expect(await textOf(bank, first, form)).toContain('1 Interest income 10.00');
  });
}

test('the list is empty until the account is over a year old', proves('TX3', 'D23'), async ({ bank }) => {
  const { accounts } = await earnInJanuary(bank, 1_000);
  const [account = ''] = accounts;
  const known: number[] = [];
  for (const day of ['2028-01-01', '2028-01-04T23:59:59-05:00', '2028-01-05']) {
    await bank.advanceTo(day);
    known.push((await listOf(bank, account)).length);
  }
  expect(known).toEqual([0, 0, 1]);
});

test('the list answers with and without a slash at the end of the path', proves('D23'), async () => {
  const raw = await startRawBank();
  const number = await raw.account();
  const path = `/core/v1/dda/accounts/${number}/tax-documents`;
  const [plain, slash] = [await raw.ask('GET', path), await raw.ask('GET', `${path}/`)];
  expect([plain.status, slash.status, slash.body]).toEqual([200, 200, plain.body]);
  await raw.bank.emulator.close();
});

test('the list is filtered by status, type and year', proves('TX3'), async ({ bank }) => {
  const { accounts } = await earnInJanuary(bank, 1_000);
  const [account = ''] = accounts;
  await bank.advanceTo('2028-02-01');
  const counts: number[] = [];
  for (const query of [
    { year: 2027 },
    { year: 2026 },
    { status: 'Original' },
    { status: 'Corrected' },
    { documentType: '1099-INT' },
    { documentType: '1098' },
    { year: 2027, status: 'Original', documentType: '1099-INT' },
  ])
    counts.push((await listOf(bank, account, query)).length);
  expect(counts).toEqual([1, 0, 1, 0, 1, 0, 1]);
  const malformed = await bank.send('listTaxDocuments', { path: { accountNumber: account }, query: { year: 'x' } });
  expect([malformed.statusCode, JSON.stringify(malformed.body)]).toEqual([
    400,
    expect.stringContaining('Year must be integer'),
  ]);
});

test('a form shows interest, the penalty of a CD and the tax withheld', proves('TX3'), async ({ bank }) => {
  await bank.ok('configureTimeDepositTerms', {
    path: { productId: bank.emulator.demo.products.timeDeposit },
    body: { ...TERMS },
  });
  const { profile } = await bank.ok<{ profile: object }>('getCustomer', {
    path: { customerId: await bank.customer() },
  });
  const customerId = await bank.customer({
    name: { firstName: 'Ada', lastName: 'Test' },
    profile: { ...profile, taxId: '900000001', enableBackupWithholding: true, backupWithholdingPercent: 24 },
  });
  const deposit = await bank.open('timeDeposit', customerId);
  const main = await bank.open('checking', customerId);
  await bank.inbound({ receiverAccountNumber: deposit, amount: 1_000_000 });
  await bank.advanceTo('2026-05-01');
  const path = { accountNumber: deposit };
  await bank.ok('requestEarlyWithdrawal', { path, body: {} });
  const { withdrawalAmount, penaltyFee } = await bank.ok<CoreSchemas['PenaltyFee']>('getPenaltyFee', { path });
  await bank.transfer(deposit, main, withdrawalAmount);
  await bank.advanceTo('2027-03-05');
  const [form] = await listOf(bank, main);
  const text = await textOf(bank, main, form ?? { id: '' });
  // March: 24.6575, of which 24 percent are withheld; April: 24.7026 on 10,018.74 net.
  for (const part of ['Form 1099-INT 2026', 'Ada Test', 'Tax id •••••0001', '1 Interest income 49.36'])
    expect(text).toContain(part);
  expect(text).toContain(`2 Early withdrawal penalty ${(penaltyFee / 100).toFixed(2)}`);
  expect(text).toContain('4 Federal income tax withheld 11.84');
  expect(text).not.toContain('900000001');
});
const TERMS = {
  termMonths: 12,
  fundingAmount: 1_000_000,
  fundingWindowDays: 10,
  periodMonths: 12,
  ratesBasisPoints: [300],
  penaltyTiers: [{ months: 12, feeDays: 30 }],
  bumpUpOffered: false,
};

test('a reversal after the year has a corrected form', proves('TX3'), async ({ bank }) => {
  const { accounts } = await earnInJanuary(bank, 1_500);
  const [account = ''] = accounts;
  await bank.advanceTo('2028-02-01');
  const activities = await bank.list<Activity>('listActivities', account);
  const paid = activities.find(({ transactionCode }) => transactionCode === 'Interest');
  const path = { accountNumber: account };
  const reverse = (amount: number | undefined) =>
    bank.send('reverseInterest', {
      path,
      body: { transactionId: paid?.transactionId, ...(amount === undefined ? {} : { amount }) },
    });
  expect((await reverse(400)).body).toMatchObject({ status: 'Complete', amount: 400 });
  const forms = await listOf(bank, account);
  expect(forms.map(({ status, year }) => [status, year])).toEqual([
    ['Original', 2027],
    ['Corrected', 2027],
  ]);
  const [original, corrected] = await Promise.all(forms.map((form) => textOf(bank, account, form)));
  expect(original).toContain('1 Interest income 15.00');
  expect(corrected).toContain('Form 1099-INT 2027, corrected');
  expect(corrected).toContain('1 Interest income 11.00');
  expect((await reverse(1_101)).statusCode).toBe(400);
  expect((await reverse(undefined)).body).toMatchObject({ amount: 1_100 });
  expect((await reverse(undefined)).statusCode).toBe(400);
  expect((await bank.trial()).total).toBe(0);
});

test('a reversal in the same year reduces the form of that year', proves('TX1'), async ({ bank }) => {
  const { accounts } = await earnInJanuary(bank, 1_000);
  const [account = ''] = accounts;
  await bank.advanceTo('2027-03-01');
  const paid = (await bank.list<Activity>('listActivities', account)).find((it) => it.transactionCode === 'Interest');
  await bank.ok('reverseInterest', {
    path: { accountNumber: account },
    body: { transactionId: paid?.transactionId, amount: 1 },
  });
  await bank.advanceTo('2028-02-01');
  expect(await listOf(bank, account)).toEqual([]);
});

test('only the interest of this account can be reversed', async ({ bank }) => {
  const { accounts } = await earnInJanuary(bank, 1_000, 0);
  const [account = '', other = ''] = accounts;
  await bank.advanceTo('2027-02-01');
  const activities = await bank.list<Activity>('listActivities', account);
  const [funding, paid] = activities;
  const before = await bank.trial();
  const codes: number[] = [];
  for (const [accountNumber, transactionId] of [
    [other, paid?.transactionId],
    [account, funding?.transactionId],
    ['2000000006', paid?.transactionId],
  ])
    codes.push(
      (await bank.send('reverseInterest', { path: { accountNumber: accountNumber ?? '' }, body: { transactionId } }))
        .statusCode,
    );
  expect([codes, await bank.trial()]).toEqual([[404, 404, 404], before]);
});

test('another partner and an unknown document get 404', proves('TX3', 'D23'), async ({ bank }) => {
  const { accounts } = await earnInJanuary(bank, 1_000);
  const [account = ''] = accounts;
  await bank.advanceTo('2028-02-01');
  const [form] = await listOf(bank, account);
  const path = { accountNumber: account, taxDocumentId: form?.id ?? '' };
  const foreign = await bank.open();
  const codes = [
    await bank.other.send('listTaxDocuments', { path: { accountNumber: account } }),
    await bank.other.send('getTaxDocument', { path }),
    await bank.send('getTaxDocument', { path: { ...path, accountNumber: foreign } }),
    await bank.send('getTaxDocument', { path: { ...path, taxDocumentId: '00000000-0000-4000-a000-000000000001' } }),
    await bank.send('listTaxDocuments', { path: { accountNumber: await bank.subledger(foreign) } }),
  ].map(({ statusCode }) => statusCode);
  expect(codes).toEqual([404, 404, 404, 404, 404]);
});

test('a CD without interest of ten dollars has no form', proves('TX1'), async ({ bank }) => {
  const cd = await fundedCd(bank, { ratesBasisPoints: [0] });
  await bank.advanceTo('2027-03-05');
  expect(await listOf(bank, cd.number)).toEqual([]);
});
