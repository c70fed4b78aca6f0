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
  ['earlyDirectDeposit', {}, 2, EARLY, 'PPD, Standard, Push on an enabled product'],
  [
    'earlyDirectDeposit',
    { serviceType: 'standard', secCode: 'ppd' },
    1,
    EARLY,
    'any casing, as the document writes it',
  ],
  ['earlyDirectDeposit', {}, 0, AT_ONCE, 'a file that comes on its effective date is no early one'],
  ['earlyDirectDeposit', { secCode: 'CCD' }, 2, INFORMED, 'another SEC code'],
  ['earlyDirectDeposit', { serviceType: 'SameDay' }, 2, AT_ONCE, 'same-day service'],
  ['checking', {}, 2, INFORMED, 'a product that is not enabled'],
];
for (const [product, entry, businessDays, [received, effective], why] of table) {
  test(`early direct deposit: ${why}`, proves('E06', 'E08', 'E09', 'E11', 'M06'), async ({ bank }) => {
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

test('the threshold of a product bounds what is paid early', proves('D22'), async ({ bank }) => {
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

test(
  'a file three business days early informs first and is available two business days before',
  proves('E01'),
  async ({ bank }) => {
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
  },
);

test('a Friday file before Memorial Day is one business day early for Tuesday', async () => {
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

test(
  'a debit that takes effect later waits for its date, and one without funds goes back unseen',
  proves('P01', 'P03'),
  async ({ bank }) => {
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
  },
);

test('an early deposit that is refused on its effective date falls off and leaves an exception', async ({ bank }) => {
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

test('an early deposit that is spent posts by force, whatever the account would refuse by then', async ({ bank }) => {
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

test(
  'what was paid early stays available when it settles, though its product holds such credits',
  proves('E04'),
  async ({ bank }) => {
    const path = { productId: bank.emulator.demo.products.earlyDirectDeposit };
    const availability = [{ rail: 'Ach', transactionCode: 'Incoming ACH', percentages: [0, 100] }];
    await bank.ok('configureProductRules', { path, body: { availability } });
    const account = await bank.open('earlyDirectDeposit');
    await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
    expect(await bank.master(account)).toBe('0 / 5000');
    await bank.close();
    expect(await bank.master(account)).toBe('5000 / 5000');
    expect(await bank.list('listHolds', account)).toEqual([]);
  },
);

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
  test(
    `nothing is paid early to an account that ${what} when the file comes`,
    proves('E03', 'E09'),
    async ({ bank }) => {
      const account = await bank.open('earlyDirectDeposit');
      await spoil(bank, account);
      await bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
      expect(await bank.master(account)).toBe('0 / 0');
      expect(await bank.list<MemoPost>('listMemoPosts', account)).toMatchObject([{ affectsAvailability: false }]);
      await bank.close();
      expect(await bank.master(account)).toBe('0 / 0');
      expect(await bank.list('listPostingExceptions', account)).toHaveLength(1);
    },
  );
}

test('an entry for an account that the partner does not have is accepted, and nothing of it is ever seen', async ({
  bank,
}) => {
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
  test(`an enabled product of kind ${product} shows ${received} on receipt`, proves('E07'), async ({ bank }) => {
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

test(
  'enabling a product counts for the next file, not for one that is there already',
  proves('E10'),
  async ({ bank }) => {
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
  },
);

test('a deposit that waits is not paid early once its product is disabled', proves('E08'), async ({ bank }) => {
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
    `a file of ${clock} takes effect ${standardBusinessDays} business days later, ${effectiveDate}`,
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
