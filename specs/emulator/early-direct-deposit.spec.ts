import { expect } from '@playwright/test';
import type { AchSchemas, CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

type MemoPost = CoreSchemas['MemoPost'];
type Entry = AchSchemas['SimulatedInboundOriginationRequest'];

/** The account after the entry is received on Monday, and after Wednesday opens. */
const EARLY = ['0 / 5000', '5000 / 5000'];
const INFORMED = ['0 / 0', '5000 / 5000'];
const AT_ONCE = ['5000 / 5000', '5000 / 5000'];

// product, entry, business days until effective, figures, reason
const table: ['earlyDirectDeposit' | 'checking', Partial<Entry>, number, string[], string][] = [
  ['earlyDirectDeposit', {}, 2, EARLY, 'an enabled product pays PPD, Standard, Push early'],
  [
    'earlyDirectDeposit',
    { serviceType: 'standard', secCode: 'ppd' },
    1,
    EARLY,
    'service type and SEC code accept any casing',
  ],
  ['earlyDirectDeposit', {}, 0, AT_ONCE, 'an entry on its effective date posts at once'],
  ['earlyDirectDeposit', { secCode: 'CCD' }, 2, INFORMED, 'another SEC code is not paid early'],
  ['earlyDirectDeposit', { serviceType: 'SameDay' }, 2, AT_ONCE, 'SameDay posts at once'],
  ['checking', {}, 2, INFORMED, 'a disabled product does not pay early'],
];
for (const [product, entry, businessDays, [received, effective], why] of table) {
  test(`Early Direct Deposit: ${why}`, proves('E06', 'E08', 'E09', 'E11', 'M06'), async ({ bank }) => {
    const account = await bank.open(product);
    await bank.ok('configureInboundSchedule', { body: { standardBusinessDays: businessDays } });
    await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard', ...entry });
    expect(await bank.master(account)).toBe(received);
    const [memo] = await bank.list<MemoPost>('listMemoPosts', account);
    expect(memo?.affectsAvailability).toBe(received === EARLY[0] ? true : received === INFORMED[0] ? false : undefined);
    await bank.advanceTo('2026-03-04');
    expect(await bank.master(account)).toBe(effective);
    expect((await bank.list('listActivities', account)).length).toBe(1);
  });
}

test('the threshold of a product limits early payment', proves('D22'), async ({ bank }) => {
  const account = await bank.open('checking');
  const productId = bank.emulator.demo.products.checking;
  const setting = await bank.ok('configureEarlyDirectDeposit', {
    path: { productId },
    body: { enabled: true, thresholdAmount: 5_000 },
  });
  expect(setting).toEqual({ enabled: true, thresholdAmount: 5_000 });
  for (const amount of [5_000, 5_001])
    await bank.inbound({ receiverAccountNumber: account, amount, serviceType: 'Standard' });
  expect(await bank.master(account)).toBe('0 / 5000');
});

test('an entry three business days early is paid two business days early', proves('E01'), async ({ bank }) => {
  const account = await bank.open('earlyDirectDeposit');
  await bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 3 } });
  await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
  expect(await bank.master(account)).toBe('0 / 0');
  await bank.close();
  expect(await bank.master(account)).toBe('0 / 5000');
  await bank.close();
  expect(await bank.master(account)).toBe('0 / 5000');
  await bank.close();
  expect(await bank.master(account)).toBe('5000 / 5000');
});

test('a Friday entry before Memorial Day is one business day early for Tuesday', async () => {
  const bank = await startTestBank({ clock: '2026-05-22T09:00-04:00' });
  try {
    const account = await bank.open('earlyDirectDeposit');
    await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
    const { results } = await bank.ok<{ results: AchSchemas['AchPayment'][] }>('listAchPayments');
    expect(results).toMatchObject([{ effectiveDate: '2026-05-26', status: 'Pending' }]);
    await bank.advanceTo('2026-05-22T20:59:59-04:00');
    expect(await bank.master(account)).toBe('0 / 5000');
    await bank.advanceTo('2026-05-26');
    expect(await bank.master(account)).toBe('5000 / 5000');
  } finally {
    await bank.emulator.close();
  }
});

test('a later debit waits for its date; without funds it goes back unseen', proves('P01', 'P03'), async ({ bank }) => {
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  await bank.inbound({
    receiverAccountNumber: account,
    transactionType: 'Pull',
    serviceType: 'Standard',
    amount: 400,
  });
  await bank.inbound({
    receiverAccountNumber: account,
    transactionType: 'Pull',
    amount: 1_001,
    receiverIdentification: 'TOO MUCH',
  });
  expect(await bank.master(account)).toBe('1000 / 1000');
  await bank.close();
  expect(await bank.master(account)).toBe('600 / 600');
  expect(await bank.list('listPostingExceptions', account)).toMatchObject([
    {
      amount: 1_001,
      transactionType: 'Debit',
      result: { success: false, code: 'NSF' },
      description: expect.stringContaining('TOO MUCH'),
    },
  ]);
  const { results } = await bank.ok<{ results: AchSchemas['AchPayment'][] }>('listAchPayments');
  expect(results.map(({ amount }) => amount)).toEqual([1_000, 400]);
});

test('an early deposit rejected on its effective date leaves an exception', async ({ bank }) => {
  const account = await bank.open('earlyDirectDeposit');
  await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
  const body = { appliesTo: 'All', rail: 'Ach', reason: 'Restricted' };
  await bank.ok('createRestriction', { path: { accountNumber: account }, body });
  expect(await bank.master(account)).toBe('0 / 5000');
  await bank.close();
  expect(await bank.master(account)).toBe('0 / 0');
  expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ status: 'Expired' }]);
  expect(await bank.list('listPostingExceptions', account)).toMatchObject([{ result: { code: 'RES' } }]);
});

test('a spent early deposit posts by force on its effective date', async ({ bank }) => {
  const [account, other] = [await bank.open('earlyDirectDeposit'), await bank.open()];
  await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
  expect((await bank.transfer(account, other, 4_000)).status).toBe('Complete');
  expect(await bank.master(account)).toBe('-4000 / 1000');
  const body = { appliesTo: 'All', rail: 'Ach', reason: 'Restricted' };
  await bank.ok('createRestriction', { path: { accountNumber: account }, body });
  await bank.close();
  expect(await bank.master(account)).toBe('1000 / 1000');
  expect(await bank.list('listPostingExceptions', account)).toEqual([]);
});

test('an early deposit stays available at posting despite a schedule', proves('E04'), async ({ bank }) => {
  const path = { productId: bank.emulator.demo.products.earlyDirectDeposit };
  const availability = [{ rail: 'Ach', transactionCode: 'Incoming ACH', percentages: [0, 100] }];
  await bank.ok('configureProductRules', { path, body: { availability } });
  const account = await bank.open('earlyDirectDeposit');
  await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
  expect(await bank.master(account)).toBe('0 / 5000');
  await bank.close();
  expect(await bank.master(account)).toBe('5000 / 5000');
  expect(await bank.list('listHolds', account)).toEqual([]);
});

const unfit: [what: string, spoil: (bank: TestBank, accountNumber: string) => Promise<unknown>][] = [
  [
    'is restricted for ACH credits',
    (bank, accountNumber) =>
      bank.ok('createRestriction', {
        path: { accountNumber },
        body: { appliesTo: 'All', rail: 'Ach', transactionType: 'Credit', reason: 'R' },
      }),
  ],
  [
    'is Dormant',
    (bank, accountNumber) => bank.ok('changeAccountStatus', { path: { accountNumber }, body: { status: 'Dormant' } }),
  ],
];
for (const [what, spoil] of unfit) {
  test(`an account that ${what} gets no early deposit`, proves('E03', 'E09'), async ({ bank }) => {
    const account = await bank.open('earlyDirectDeposit');
    await spoil(bank, account);
    await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
    expect(await bank.master(account)).toBe('0 / 0');
    expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ affectsAvailability: false }]);
    await bank.close();
    expect(await bank.master(account)).toBe('0 / 0');
    expect(await bank.list('listPostingExceptions', account)).toHaveLength(1);
  });
}

test('an entry for an unknown account is accepted and never visible', async ({ bank }) => {
  const trial = await bank.trial();
  await bank.inbound({ receiverAccountNumber: '2100000005', amount: 1_000 });
  expect((await bank.ok<{ results: unknown[] }>('listAchPayments')).results).toEqual([]);
  expect(await bank.trial()).toEqual(trial);
});

test('listAchPayments filters and pages', async ({ bank }) => {
  const [a, b] = [await bank.open(), await bank.open()];
  for (const [number, id] of [
    [a, 'X1'],
    [b, 'X2'],
    [a, 'X3'],
  ] as const)
    await bank.inbound({ receiverAccountNumber: number, receiverIdentification: id });
  const list = async (query: object) => {
    const page = await bank.ok<AchSchemas['AchPaymentPage']>('listAchPayments', { query: { ...query } });
    return [page.results.map(({ receiver }) => receiver?.identification), page.hasPreviousPage, page.hasNextPage];
  };
  expect(await list({})).toEqual([['X1', 'X2', 'X3'], false, false]);
  expect(await list({ receiverIdentification: 'X2' })).toEqual([['X2'], false, false]);
  expect(await list({ accountNumber: a })).toEqual([['X1', 'X3'], false, false]);
  expect(await list({ pageSize: 2 })).toEqual([['X1', 'X2'], false, true]);
  expect(await list({ pageSize: 2, pageNumber: 2 })).toEqual([['X3'], true, false]);
});

// Differences by account type: a savings account is paid early, a partner's GL is not.
const kinds: ['savings' | 'generalLedger', string][] = [
  ['savings', '0 / 5000'],
  ['generalLedger', '0 / 0'],
];
for (const [product, received] of kinds) {
  test(`an enabled ${product} product shows ${received} on receipt`, proves('E07'), async ({ bank }) => {
    const profile = { taxIdType: 'Ein', taxId: '000000001' };
    const business = { classification: 'Business', name: { entityName: 'Test Co' }, profile };
    const account = await bank.open(product, await bank.customer(product === 'savings' ? {} : business));
    const productId = bank.emulator.demo.products[product];
    await bank.ok('configureEarlyDirectDeposit', { path: { productId }, body: { enabled: true } });
    await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
    expect(await bank.master(account)).toBe(received);
    expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([
      { affectsAvailability: product === 'savings' },
    ]);
  });
}

test('enabling a product applies to the next entry only', proves('E10'), async ({ bank }) => {
  const account = await bank.open('checking');
  const productId = bank.emulator.demo.products.checking;
  await bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 3 } });
  await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
  await bank.ok('configureEarlyDirectDeposit', { path: { productId }, body: { enabled: true } });
  await bank.inbound({ receiverAccountNumber: account, amount: 700, serviceType: 'Standard' });
  expect(await bank.master(account)).toBe('0 / 0');
  await bank.close();
  expect(await bank.master(account)).toBe('0 / 700');
  await bank.advanceTo('2026-03-05');
  expect(await bank.master(account)).toBe('5700 / 5700');
});

test('a waiting deposit is not paid early after its product is disabled', proves('E08'), async ({ bank }) => {
  const account = await bank.open('earlyDirectDeposit');
  await bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 3 } });
  await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
  const productId = bank.emulator.demo.products.earlyDirectDeposit;
  await bank.ok('configureEarlyDirectDeposit', { path: { productId }, body: { enabled: false } });
  await bank.close();
  expect(await bank.master(account)).toBe('0 / 0');
  await bank.advanceTo('2026-03-05');
  expect(await bank.master(account)).toBe('5000 / 5000');
});

// file received at, business days ahead, effective date, available after receipt, available after the day before
// closes
const holidays: [string, number, string, string, string][] = [
  ['2026-05-21T09:00-04:00', 2, '2026-05-26', '0 / 5000', '5000 / 5000'],
  ['2026-05-20T09:00-04:00', 3, '2026-05-26', '0 / 0', '5000 / 5000'],
  ['2026-07-02T09:00-04:00', 2, '2026-07-06', '0 / 5000', '5000 / 5000'],
];
for (const [clock, standardBusinessDays, effectiveDate, received, effective] of holidays) {
  test(
    `an entry of ${clock} plus ${standardBusinessDays} business days is due ${effectiveDate}`,
    proves('E01'),
    async () => {
      const bank = await startTestBank({ clock });
      try {
        const account = await bank.open('earlyDirectDeposit');
        await bank.ok('configureInboundSchedule', { body: { standardBusinessDays } });
        await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
        const { results } = await bank.ok<{ results: AchSchemas['AchPayment'][] }>('listAchPayments');
        expect(results).toMatchObject([{ effectiveDate, status: 'Pending' }]);
        expect(await bank.master(account)).toBe(received);
        await bank.advanceTo(effectiveDate);
        expect(await bank.master(account)).toBe(effective);
      } finally {
        await bank.emulator.close();
      }
    },
  );
}
