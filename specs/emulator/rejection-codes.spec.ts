import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Transaction = CoreSchemas['Transaction'];
type Exception = CoreSchemas['PostingException'];
type Code = CoreSchemas['ResultCode'];

interface Sides {
  readonly a: string;
  readonly b: string;
}

/** The cause of each rejection code on a debited account, in the order of the bank's checks (ASSUMPTION, DOC-058). */
const causes: readonly [code: Code, bring: (bank: TestBank, account: string) => Promise<unknown>][] = [
  ['INA', (bank, accountNumber) => setStatus(bank, accountNumber, 'Inactive')],
  [
    'STP',
    (bank, accountNumber) => bank.ok('placeStopPayment', { path: { accountNumber }, body: { rail: 'Internal' } }),
  ],
  [
    'RES',
    (bank, accountNumber) =>
      bank.ok('createRestriction', {
        path: { accountNumber },
        body: { appliesTo: 'All', transactionType: 'Debit', reason: 'Restricted' },
      }),
  ],
];

const setStatus = (bank: TestBank, accountNumber: string, status: CoreSchemas['AccountStatus']) =>
  bank.ok('changeAccountStatus', { path: { accountNumber }, body: { status } });

async function setUp(bank: TestBank): Promise<Sides> {
  const [a, b] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: a, amount: 1_000 });
  return { a, b };
}

async function post(bank: TestBank, { a, b }: Sides, change: object = {}): Promise<Transaction> {
  const body = { debitAccountNumber: a, creditAccountNumber: b, transactionCode: 'Payment', amount: 100, ...change };
  return bank.ok<Transaction>('createTransaction', { body });
}

const codesOf = ({ debit, credit }: Transaction) => [debit.result.code, credit.result.code];
const exceptionsOf = async (bank: TestBank, { a, b }: Sides) =>
  Promise.all(
    [a, b].map(async (account) =>
      (await bank.list<Exception>('listPostingExceptions', account)).map(({ result, transactionType }) => [
        transactionType,
        result.code,
      ]),
    ),
  );

const statuses: [CoreSchemas['AccountStatus'], Code][] = [
  ['Inactive', 'INA'],
  ['Dormant', 'DRM'],
  ['Escheat', 'ESC'],
  ['ChargeOff', 'CHR'],
];
for (const [status, code] of statuses) {
  test(
    `an account in status ${status} rejects debit and credit with ${code}`,
    proves('D14', 'P01', 'P02', 'L16'),
    async ({ bank }) => {
      const sides = await setUp(bank);
      await setStatus(bank, sides.a, status);
      expect(codesOf(await post(bank, sides))).toEqual([code, 'OK']);
      expect(codesOf(await post(bank, { a: sides.b, b: sides.a }, { flags: ['NSF'] }))).toEqual(['OK', code]);
      expect(await exceptionsOf(bank, sides)).toEqual([
        [
          ['Debit', code],
          ['Credit', code],
        ],
        [],
      ]);
      expect([await bank.master(sides.a), await bank.master(sides.b)]).toEqual(['1000 / 1000', '0 / 0']);
      await setStatus(bank, sides.a, 'Active');
      expect(codesOf(await post(bank, sides))).toEqual(['OK', 'OK']);
    },
  );
}

test('a closed account rejects either side with CLS', proves('D14', 'P01'), async ({ bank }) => {
  const sides = await setUp(bank);
  await bank.ok('closeAccount', { path: { accountNumber: sides.b } });
  expect(codesOf(await post(bank, sides))).toEqual(['OK', 'CLS']);
  expect(codesOf(await post(bank, { a: sides.b, b: sides.a }))).toEqual(['CLS', 'OK']);
  expect(await exceptionsOf(bank, sides)).toEqual([
    [],
    [
      ['Credit', 'CLS'],
      ['Debit', 'CLS'],
    ],
  ]);
});

test('rejection codes appear in their order as each cause is lifted', proves('D14', 'D15'), async ({ bank }) => {
  const sides = await setUp(bank);
  for (const [, bring] of causes) await bring(bank, sides.a);
  const attempt = async (flags: string[]) => codesOf(await post(bank, sides, { amount: 1_001, flags }))[0];
  expect([
    await attempt([]),
    await attempt(['STS']),
    await attempt(['STS', 'STP']),
    await attempt(['STS', 'STP', 'RES']),
    await attempt(['STS', 'STP', 'RES', 'NSF']),
  ]).toEqual(['INA', 'STP', 'RES', 'NSF', 'OK']);
  expect(codesOf(await post(bank, { ...sides, a: '2100000005' }, { amount: 1_001 }))).toEqual(['ANF', 'OK']);
  expect((await exceptionsOf(bank, sides))[0]?.map(([, code]) => code)).toEqual(['INA', 'STP', 'RES', 'NSF']);
});

test('FRC lifts every check of an existing account and may overdraw it', proves('D15'), async ({ bank }) => {
  const sides = await setUp(bank);
  for (const [, bring] of causes) await bring(bank, sides.a);
  const forced = await post(bank, sides, { amount: 1_001, flags: ['FRC'] });
  expect(forced).toMatchObject({ status: 'Complete', flags: ['FRC'] });
  expect([await bank.master(sides.a), await bank.master(sides.b)]).toEqual(['-1 / -1', '1001 / 1001']);
  expect(codesOf(await post(bank, { ...sides, b: '2100000005' }, { flags: ['FRC'] }))).toEqual(['OK', 'ANF']);
});

const flagCases: [flag: string, passes: boolean][] = [
  ['NSF', true],
  ...['RES', 'STP', 'STS', 'RGD', 'PRE'].map((flag) => [flag, false] as [string, boolean]),
];
for (const [flag, passes] of flagCases) {
  test(`the flag ${flag} ${passes ? 'lifts' : 'does not lift'} the check of funds`, proves('D15'), async ({ bank }) => {
    const sides = await setUp(bank);
    expect(codesOf(await post(bank, sides, { amount: 1_001, flags: [flag] }))[0]).toBe(passes ? 'OK' : 'NSF');
  });
}

test('AUTH returns the result of a transaction and moves nothing', proves('D15'), async ({ bank }) => {
  const sides = await setUp(bank);
  const before = await bank.trial();
  const good = await post(bank, sides, { flags: ['AUTH'] });
  expect([good.status, good.flags, good.executedAt]).toEqual(['Complete', ['AUTH'], undefined]);
  const bad = await post(bank, sides, { amount: 1_001, flags: ['AUTH'] });
  expect([bad.status, ...codesOf(bad)]).toEqual(['Failed', 'NSF', 'OK']);
  expect(await bank.trial()).toEqual(before);
  expect(await exceptionsOf(bank, sides)).toEqual([[], []]);
  expect((await bank.send('getTransaction', { path: { transactionId: good.id } })).statusCode).toBe(404);
});

test('a stop payment rejects debits by rail and exact amount until its removal', proves('D14'), async ({ bank }) => {
  const sides = await setUp(bank);
  const path = { accountNumber: sides.a };
  const { id } = await bank.ok<{ id: string }>('placeStopPayment', { path, body: { rail: 'Internal', amount: 100 } });
  const wire = {
    accountNumber: sides.a,
    rail: 'Wire',
    transactionType: 'Debit',
    transactionCode: 'Payment',
    amount: 100,
  };
  expect([
    codesOf(await post(bank, sides))[0],
    codesOf(await post(bank, sides, { amount: 99 }))[0],
    codesOf(await post(bank, { a: sides.b, b: sides.a }, { amount: 50 }))[1],
    (await bank.ok<{ code: Code }>('postRailTransaction', { body: wire })).code,
  ]).toEqual(['STP', 'OK', 'OK', 'OK']);
  await bank.ok('removeStopPayment', { path: { ...path, stopPaymentId: id } });
  expect(codesOf(await post(bank, sides))[0]).toBe('OK');
});

test(
  'no flag of a partner lifts an internal restriction or a closed account',
  proves('R10', 'D25'),
  async ({ bank }) => {
    const sides = await setUp(bank);
    const path = { accountNumber: sides.a };
    const body = { appliesTo: 'All', transactionType: 'Debit', reason: 'Court order' };
    const { id } = await bank.ok<{ id: string }>('placeInternalRestriction', { path, body });
    for (const flags of [['FRC'], ['RES'], ['FRC', 'RES', 'STS']])
      expect(codesOf(await post(bank, sides, { flags }))).toEqual(['RES', 'OK']);
    await bank.ok('removeAnyRestriction', { path: { ...path, restrictionId: id } });
    await bank.ok('closeAccount', { path: { accountNumber: sides.b } });
    for (const flags of [['FRC'], ['STS']]) expect(codesOf(await post(bank, sides, { flags }))).toEqual(['OK', 'CLS']);
    expect(await bank.master(sides.a)).toBe('1000 / 1000');
  },
);
