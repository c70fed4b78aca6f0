import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Criteria = Partial<CoreSchemas['RestrictionRequest']>;
type Attempt = 'ach debit' | 'ach credit' | 'transfer out' | 'transfer in' | 'pot out' | 'pot in';

interface Numbers {
  readonly a: string;
  readonly b: string;
  readonly pot: string;
}

async function setUp(bank: TestBank): Promise<Numbers> {
  const customer = await bank.customer();
  const [a, b] = [await bank.open('checking', customer), await bank.open('checking', customer)];
  const pot = await bank.pot(a);
  for (const receiverAccountNumber of [a, b]) await bank.inbound({ receiverAccountNumber, amount: 100_000 });
  return { a, b, pot };
}

const restrict = (bank: TestBank, accountNumber: string, criteria: Criteria) =>
  bank.ok<CoreSchemas['Restriction']>('createRestriction', {
    path: { accountNumber },
    body: { appliesTo: 'All', reason: 'Restricted', ...criteria },
  });

/** Tries a movement of an amount on A (or its pot) and tells whether it was blocked with RES. */
async function isBlocked(bank: TestBank, { a, b, pot }: Numbers, attempt: Attempt, amount: number): Promise<boolean> {
  if (attempt === 'ach debit' || attempt === 'ach credit') {
    const before = (await bank.list('listPostingExceptions', a)).length;
    await bank.inbound({
      receiverAccountNumber: a,
      transactionType: attempt === 'ach debit' ? 'Pull' : 'Push',
      amount,
    });
    return (await bank.list('listPostingExceptions', a)).length > before;
  }
  const routes = { 'transfer out': [a, b], 'transfer in': [b, a], 'pot out': [pot, b], 'pot in': [b, pot] } as const;
  const [debit, credit] = routes[attempt];
  const transaction = await bank.transfer(debit, credit, amount);
  return [transaction.debit, transaction.credit].some(({ result }) => result.code === 'RES');
}

const ALL: readonly Attempt[] = ['ach debit', 'ach credit', 'transfer out', 'transfer in', 'pot out', 'pot in'];

// criteria, amount, what is blocked
const table: [Criteria, number, readonly Attempt[]][] = [
  [{}, 100, ALL],
  [{ rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000 }, 10_000, []],
  [{ rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000 }, 10_001, ['ach debit']],
  [{ rail: 'Ach' }, 100, ['ach debit', 'ach credit']],
  [{ rail: 'Internal' }, 100, ['transfer out', 'transfer in', 'pot out', 'pot in']],
  [{ rail: 'Wire' }, 100, []],
  [{ transactionType: 'Debit' }, 100, ['ach debit', 'transfer out', 'pot out']],
  [{ transactionType: 'Credit' }, 100, ['ach credit', 'transfer in', 'pot in']],
  [{ otherAccountType: 'GeneralLedger' }, 100, ['ach debit', 'ach credit']],
  [{ otherAccountType: 'Deposit' }, 100, ['transfer out', 'transfer in', 'pot out', 'pot in']],
  [{ transactionCode: 'Incoming ACH' }, 100, ['ach debit', 'ach credit']],
  [{ transactionCode: 'Account Transfer', transactionType: 'Debit' }, 100, ['transfer out', 'pot out']],
  [{ appliesTo: 'Account' }, 100, ['ach debit', 'ach credit', 'transfer out', 'transfer in']],
  [{ appliesTo: 'SubAccounts' }, 100, ['pot out', 'pot in']],
  [{ amountThreshold: 0 }, 1, ALL],
  [{ amountThreshold: 100 }, 100, []],
];
for (const [criteria, amount, blocked] of table) {
  const title = `a restriction ${JSON.stringify(criteria)} blocks of ${amount} cents: ${blocked.join(', ') || 'nothing'}`;
  test(title, proves('R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08'), async ({ bank }) => {
    const numbers = await setUp(bank);
    await restrict(bank, numbers.a, criteria);
    const found: Attempt[] = [];
    for (const attempt of ALL) if (await isBlocked(bank, numbers, attempt, amount)) found.push(attempt);
    expect(found).toEqual(blocked);
  });
}

test('a restriction that names a subledger covers it alone', proves('R02'), async ({ bank }) => {
  const numbers = await setUp(bank);
  const other = await bank.pot(numbers.a);
  await restrict(bank, numbers.a, { subAccountNumber: numbers.pot, appliesTo: 'Account' });
  expect(await isBlocked(bank, numbers, 'pot in', 100)).toBe(true);
  expect(await isBlocked(bank, { ...numbers, pot: other }, 'pot in', 100)).toBe(false);
  expect(await isBlocked(bank, numbers, 'transfer out', 100)).toBe(false);
});

test(
  'a restriction echoes what was sent, is listed, and once removed blocks no more',
  proves('R01', 'R12', 'R14'),
  async ({ bank }) => {
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
  },
);

test('a restriction is refused for a subledger of another master and for appliesTo other than Account', async ({
  bank,
}) => {
  const numbers = await setUp(bank);
  const foreign = await bank.pot(numbers.b);
  const send = (criteria: Criteria) =>
    bank.send('createRestriction', {
      path: { accountNumber: numbers.a },
      body: { appliesTo: 'Account', reason: 'R', ...criteria },
    });
  expect((await send({ subAccountNumber: foreign })).statusCode).toBe(404);
  expect(await send({ subAccountNumber: numbers.pot, appliesTo: 'All' })).toMatchObject({
    statusCode: 400,
    body: { errors: [{ code: 1000, message: 'AppliesTo must be Account when SubAccountNumber is present' }] },
  });
  expect(await bank.list('listRestrictions', numbers.a)).toEqual([]);
});
