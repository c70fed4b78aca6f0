import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Criteria = Partial<CoreSchemas['RestrictionRequest']>;
type Attempt = 'ach debit' | 'ach credit' | 'transfer out' | 'transfer in' | 'subledger out' | 'subledger in';

interface Numbers {
  readonly a: string;
  readonly b: string;
  readonly subledger: string;
}

async function setUp(bank: TestBank): Promise<Numbers> {
  const customer = await bank.customer();
  const [a, b] = [await bank.open('checking', customer), await bank.open('checking', customer)];
  const subledger = await bank.subledger(a);
  for (const receiverAccountNumber of [a, b]) await bank.inbound({ receiverAccountNumber, amount: 100_000 });
  return { a, b, subledger };
}

const restrict = (bank: TestBank, accountNumber: string, criteria: Criteria) =>
  bank.ok<CoreSchemas['Restriction']>('createRestriction', {
    path: { accountNumber },
    body: { appliesTo: 'All', reason: 'Restricted', ...criteria },
  });

/** Attempts to move an amount on A (or its subledger); returns true if it was rejected with RES. */
async function isBlocked(
  bank: TestBank,
  { a, b, subledger }: Numbers,
  attempt: Attempt,
  amount: number,
): Promise<boolean> {
  if (attempt === 'ach debit' || attempt === 'ach credit') {
    const before = (await bank.list('listPostingExceptions', a)).length;
    await bank.inbound({
      receiverAccountNumber: a,
      transactionType: attempt === 'ach debit' ? 'Pull' : 'Push',
      amount,
    });
    return (await bank.list('listPostingExceptions', a)).length > before;
  }
  const routes = {
    'transfer out': [a, b],
    'transfer in': [b, a],
    'subledger out': [subledger, b],
    'subledger in': [b, subledger],
  } as const;
  const [debit, credit] = routes[attempt];
  const transaction = await bank.transfer(debit, credit, amount);
  return [transaction.debit, transaction.credit].some(({ result }) => result.code === 'RES');
}

const ALL: readonly Attempt[] = [
  'ach debit',
  'ach credit',
  'transfer out',
  'transfer in',
  'subledger out',
  'subledger in',
];

// criteria, amount, blocked movements
const table: [Criteria, number, readonly Attempt[]][] = [
  [{}, 100, ALL],
  [{ rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000 }, 10_000, []],
  [{ rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000 }, 10_001, ['ach debit']],
  [{ rail: 'Ach' }, 100, ['ach debit', 'ach credit']],
  [{ rail: 'Internal' }, 100, ['transfer out', 'transfer in', 'subledger out', 'subledger in']],
  [{ rail: 'Wire' }, 100, []],
  [{ transactionType: 'Debit' }, 100, ['ach debit', 'transfer out', 'subledger out']],
  [{ transactionType: 'Credit' }, 100, ['ach credit', 'transfer in', 'subledger in']],
  [{ otherAccountType: 'GeneralLedger' }, 100, ['ach debit', 'ach credit']],
  [{ otherAccountType: 'Deposit' }, 100, ['transfer out', 'transfer in', 'subledger out', 'subledger in']],
  [{ transactionCode: 'Incoming ACH' }, 100, ['ach debit', 'ach credit']],
  [{ transactionCode: 'Account Transfer', transactionType: 'Debit' }, 100, ['transfer out', 'subledger out']],
  [{ appliesTo: 'Account' }, 100, ['ach debit', 'ach credit', 'transfer out', 'transfer in']],
  [{ appliesTo: 'SubAccounts' }, 100, ['subledger out', 'subledger in']],
  [{ amountThreshold: 0 }, 1, ALL],
  [{ amountThreshold: 100 }, 100, []],
];
for (const [criteria, amount, blocked] of table) {
  const words = Object.values(criteria).join(', ') || 'no criteria';
  const title = `a restriction (${words}) blocks ${blocked.length} movements of ${amount} cents`;
  test(title, proves('R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08'), async ({ bank }) => {
    const numbers = await setUp(bank);
    await restrict(bank, numbers.a, criteria);
    const found: Attempt[] = [];
    for (const attempt of ALL) if (await isBlocked(bank, numbers, attempt, amount)) found.push(attempt);
    expect(found).toEqual(blocked);
  });
}

test('a restriction of a subledger covers only that subledger', proves('R02'), async ({ bank }) => {
  const numbers = await setUp(bank);
  const other = await bank.subledger(numbers.a);
  await restrict(bank, numbers.a, { subAccountNumber: numbers.subledger, appliesTo: 'Account' });
  expect(await isBlocked(bank, numbers, 'subledger in', 100)).toBe(true);
  expect(await isBlocked(bank, { ...numbers, subledger: other }, 'subledger in', 100)).toBe(false);
  expect(await isBlocked(bank, numbers, 'transfer out', 100)).toBe(false);
});

test('a restriction blocks until its removal and returns its fields', proves('R01', 'R12', 'R14'), async ({ bank }) => {
  const numbers = await setUp(bank);
  const path = { accountNumber: numbers.a };
  const sent = {
    appliesTo: 'All',
    rail: 'Internal',
    transactionType: 'Debit',
    amountThreshold: 5,
    reason: 'Restricted',
    notes: 'Optional notes here',
  } as const;
  const { id, ...restriction } = await restrict(bank, numbers.a, sent);
  expect(restriction).toMatchObject({
    ...sent,
    status: 'Active',
    restrictionType: 'Partner',
    subAccountNumber: null,
    otherAccountType: null,
    transactionCode: null,
  });
  expect(await bank.list('listRestrictions', numbers.a)).toEqual([{ id, ...restriction }]);
  const before = await bank.master(numbers.a);
  expect(await isBlocked(bank, numbers, 'transfer out', 100)).toBe(true);
  expect(await bank.master(numbers.a)).toBe(before);
  expect(await bank.ok('removeRestriction', { path: { ...path, restrictionId: id } })).toMatchObject({
    id,
    status: 'Removed',
  });
  expect(await bank.list('listRestrictions', numbers.a)).toEqual([]);
  expect(await isBlocked(bank, numbers, 'transfer out', 100)).toBe(false);
  const again = await bank.send('removeRestriction', { path: { ...path, restrictionId: id } });
  expect(again.statusCode).toBe(404);
});

test('a restriction blocks only in its period and is then Expired', async ({ bank }) => {
  const numbers = await setUp(bank);
  const restriction = await restrict(bank, numbers.a, {
    startsAt: '2026-03-03T00:00:00-05:00',
    expiresAt: '2026-03-04T00:00:00-05:00',
  });
  expect(restriction).toMatchObject({ status: 'Active', startsAt: '2026-03-03T00:00:00-05:00' });
  const blocked: boolean[] = [];
  for (const instant of ['2026-03-02T23:59:59', '2026-03-03T00:00:00', '2026-03-03T23:59:59', '2026-03-04T00:00:00']) {
    await bank.advanceTo(`${instant}-05:00`);
    blocked.push(await isBlocked(bank, numbers, 'transfer out', 100));
  }
  expect(blocked).toEqual([false, true, true, false]);
  expect(await bank.list('listRestrictions', numbers.a)).toEqual([]);
  const path = { accountNumber: numbers.a, restrictionId: restriction.id };
  expect((await bank.ok<CoreSchemas['Restriction']>('removeRestriction', { path })).status).toBe('Removed');
});

test('createRestriction rejects a period that is over or ends before it begins', async ({ bank }) => {
  const numbers = await setUp(bank);
  for (const period of [
    { startsAt: '2026-03-05T00:00:00-05:00', expiresAt: '2026-03-05T00:00:00-05:00' },
    { expiresAt: '2026-03-01T00:00:00-05:00' },
  ]) {
    const body = { appliesTo: 'All', reason: 'R', ...period };
    const answer = await bank.send('createRestriction', { path: { accountNumber: numbers.a }, body });
    expect([answer.statusCode, answer.body]).toMatchObject([400, { errors: [{ code: 1000 }] }]);
  }
});

test(
  'a partner cannot remove an internal restriction; the bank removes both kinds',
  proves('R09', 'R10'),
  async ({ bank }) => {
    const numbers = await setUp(bank);
    const path = { accountNumber: numbers.a };
    const body = { appliesTo: 'All', rail: 'Internal', transactionType: 'Debit', reason: 'Restricted' };
    const internal = await bank.ok<CoreSchemas['Restriction']>('placeInternalRestriction', { path, body });
    const own = await restrict(bank, numbers.a, {});
    const listed = await bank.list<CoreSchemas['Restriction']>('listRestrictions', numbers.a);
    expect(listed.map(({ id, restrictionType }) => [id, restrictionType])).toEqual([
      [internal.id, 'Internal'],
      [own.id, 'Partner'],
    ]);
    expect(await bank.send('removeRestriction', { path: { ...path, restrictionId: internal.id } })).toMatchObject({
      statusCode: 403,
      body: { errors: [{ code: 3003 }] },
    });
    await bank.ok('removeAnyRestriction', { path: { ...path, restrictionId: own.id } });
    expect([
      await isBlocked(bank, numbers, 'transfer out', 100),
      await isBlocked(bank, numbers, 'transfer in', 100),
    ]).toEqual([true, false]);
    await bank.ok('removeAnyRestriction', { path: { ...path, restrictionId: internal.id } });
    expect(await isBlocked(bank, numbers, 'transfer out', 100)).toBe(false);
    const subledger = { accountNumber: numbers.subledger };
    expect((await bank.send('placeInternalRestriction', { path: subledger, body })).statusCode).toBe(404);
  },
);

test('a policy of the product blocks all its accounts', proves('R11', 'A11'), async ({ bank }) => {
  const numbers = await setUp(bank);
  const direct = await bank.open('direct');
  const path = { productId: bank.emulator.demo.products.checking };
  const policies = [{ rail: 'Internal', transactionType: 'Debit', amountThreshold: 10_000 }];
  await bank.ok('configureProductRules', { path, body: { policies } });
  const own = await restrict(bank, numbers.a, { amountThreshold: 20_000 });
  const tries = async () => [
    await isBlocked(bank, numbers, 'transfer out', 10_000),
    await isBlocked(bank, numbers, 'transfer out', 10_001),
    await isBlocked(bank, numbers, 'subledger out', 10_001),
    await isBlocked(bank, numbers, 'ach debit', 10_001),
  ];
  expect(await tries()).toEqual([false, true, true, false]);
  await bank.ok('removeRestriction', { path: { accountNumber: numbers.a, restrictionId: own.id } });
  expect(await tries()).toEqual([false, true, true, false]);
  expect(await bank.list('listRestrictions', numbers.a)).toEqual([]);
  await bank.inbound({ receiverAccountNumber: direct, amount: 50_000 });
  expect((await bank.transfer(direct, numbers.b, 10_001)).status).toBe('Complete');
  await bank.ok('configureProductRules', { path, body: { policies: [] } });
  expect(await isBlocked(bank, numbers, 'transfer out', 10_001)).toBe(false);
});

test(
  'a freeze of ACH blocks ACH only; a freeze of the account blocks all rails',
  proves('R07', 'R08', 'R14'),
  async ({ bank }) => {
    const numbers = await setUp(bank);
    const rail = async (name: string, transactionType: string) => {
      const body = { accountNumber: numbers.a, rail: name, transactionType, transactionCode: 'Payment', amount: 5 };
      return (await bank.ok<{ code: string }>('postRailTransaction', { body })).code;
    };
    const tries = async () => [
      await isBlocked(bank, numbers, 'ach debit', 5),
      await isBlocked(bank, numbers, 'ach credit', 5),
      await isBlocked(bank, numbers, 'transfer out', 5),
      await rail('Wire', 'Credit'),
      await rail('Card', 'Debit'),
    ];
    const ach = await restrict(bank, numbers.a, { rail: 'Ach', reason: 'Restricted' });
    expect(await tries()).toEqual([true, true, false, 'OK', 'OK']);
    await bank.ok('removeRestriction', { path: { accountNumber: numbers.a, restrictionId: ach.id } });
    const freeze = await restrict(bank, numbers.a, { reason: 'Account Freeze' });
    const frozen = await bank.master(numbers.a);
    expect(await tries()).toEqual([true, true, true, 'RES', 'RES']);
    expect(await bank.master(numbers.a)).toBe(frozen);
    await bank.ok('removeRestriction', { path: { accountNumber: numbers.a, restrictionId: freeze.id } });
    expect(await tries()).toEqual([false, false, false, 'OK', 'OK']);
  },
);

test('createRestriction rejects a foreign subledger and another appliesTo', async ({ bank }) => {
  const numbers = await setUp(bank);
  const foreign = await bank.subledger(numbers.b);
  const send = (criteria: Criteria) =>
    bank.send('createRestriction', {
      path: { accountNumber: numbers.a },
      body: { appliesTo: 'Account', reason: 'R', ...criteria },
    });
  expect((await send({ subAccountNumber: foreign })).statusCode).toBe(404);
  expect(await send({ subAccountNumber: numbers.subledger, appliesTo: 'All' })).toMatchObject({
    statusCode: 400,
    body: { errors: [{ code: 1000, message: 'AppliesTo must be Account when SubAccountNumber is present' }] },
  });
  expect(await bank.list('listRestrictions', numbers.a)).toEqual([]);
});
