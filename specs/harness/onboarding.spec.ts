import { expect } from '@playwright/test';
import { CrosscheckError } from '../../core/errors.ts';
import type { Exchange } from '../../core/exchange.ts';
import type { Target } from '../../core/target.ts';
import { type ClientOptions, createClient } from '../../harness/client/client.ts';
import {
  buildEmulatorTrigger,
  type CustomerOptions,
  type CustomerRecord,
  customer,
  onboardCustomers,
} from '../../harness/host.ts';
import { LONGEST_KEY } from '../../harness/onboarding/idempotency-key.ts';
import { startProxy } from '../cli/proxy.ts';
import { test } from '../emulator/test-bank.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts';
import { inventoryOf, takeInventory } from './onboarded.ts';

const PARTS: CustomerOptions = { parts: ['accounts', 'subledgers', 'payroll'] };

interface Wish extends ClientOptions {
  readonly first?: number;
  readonly last: number;
  readonly seed?: number;
  readonly options?: CustomerOptions;
  /** Changes what is drawn. */
  readonly change?: (record: CustomerRecord) => CustomerRecord;
  readonly journal?: MemoryJournal;
  readonly parallel?: number;
  readonly signal?: AbortSignal;
  readonly onPause?: (durationMs: number) => Promise<unknown>;
}

/** Onboards customers of seed 7 with accounts, four at a time, and no pause in real time. */
async function onboard(target: Target, wish: Wish) {
  const { first = 1, last, seed = 7, options = PARTS, change, journal = createMemoryJournal(), ...more } = wish;
  const client = createClient(target, { pause: async () => undefined, ...more });
  const draw = (n: number) => {
    const record = customer(seed, n, { partnerId: target.partnerId, ...options });
    return change ? change(record) : record;
  };
  const stopped = await onboardCustomers({
    client,
    journal,
    first,
    last,
    draw,
    opensAccounts: options.parts?.includes('accounts') === true,
    parallel: wish.parallel ?? 4,
    ...(wish.signal ? { signal: wish.signal } : {}),
    pause: async (durationMs) => void (await wish.onPause?.(durationMs)),
  });
  const records = Array.from({ length: last - first + 1 }, (_, at) => draw(first + at));
  return { stopped, journal, client, records };
}

test('onboarding 60 customers with accounts, subledgers and payroll: the bank has exactly them, each once', async ({
  bank,
}) => {
  const { stopped, journal, client, records } = await onboard(bank.target, { last: 60 });
  expect(stopped).toBeUndefined();
  expect(journal.entries.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  const wanted = inventoryOf(records);
  expect(Object.values(wanted).every((lines) => lines.length > 10)).toBe(true);
  // What other banks send can be seen some minutes later.
  await bank.advance(300);
  expect(await takeInventory(client)).toEqual(wanted);
});

test('a Business has its first owner as primary owner', async ({ bank }) => {
  const options: CustomerOptions = { classification: 'Business' };
  const { journal } = await onboard(bank.target, { last: 3, options });
  for (const entry of journal.entries) {
    if (entry.phase !== 'customer' || entry.outcome !== 'accepted') throw new Error('accepted customers were wanted');
    const { profile } = await bank.ok<{ profile: object }>('getCustomer', { path: { customerId: entry.customerId } });
    expect(profile).toHaveProperty('primaryOwnerCustomerId', entry.ownerIds?.[0]);
  }
});

test('the same customers once more, without a journal, are replayed by their keys: nothing is there twice', async ({
  bank,
}) => {
  const { client } = await onboard(bank.target, { last: 15 });
  await bank.advance(300);
  const before = await takeInventory(client);
  const again = await onboard(bank.target, { last: 15 });
  expect(again.stopped).toBeUndefined();
  await bank.advance(300);
  expect(await takeInventory(client)).toEqual(before);
});

test('each POST of a customer has a key of its own, of at most 50 characters, for the longest seed and number too', async ({
  bank,
}) => {
  const keys: string[] = [];
  const onExchange = ({ request: { method, headers, url } }: Exchange) => {
    if (method === 'POST' && !url.includes('/emulator/')) keys.push(headers['idempotency-key'] ?? '');
  };
  const products = ['checking', 'savings', 'earlyDirectDeposit', 'business'] as const;
  const wish = { seed: -(2 ** 31), first: 899_971, last: 900_000, options: { ...PARTS, products }, onExchange };
  const { journal } = await onboard(bank.target, wish);
  expect(journal.told('accounts')).toHaveLength(30);
  expect(keys.length).toBeGreaterThan(200);
  expect(new Set(keys).size).toBe(keys.length);
  expect(Math.max(...keys.map((key) => key.length)), 'a number may have one digit more').toBeLessThan(LONGEST_KEY);
  expect(keys).toContain('crosscheck-c1--2147483648-900000-customer');
});

test('the keys of all places are frozen: others would bring everybody once more', async ({ bank }) => {
  const keys: string[] = [];
  const onExchange = ({ operationId, request: { method, headers, url } }: Exchange) => {
    const key = headers['idempotency-key'] ?? '';
    if (method === 'POST' && !url.includes('/emulator/')) keys.push(`${operationId} ${key}`);
  };
  const products = ['checking', 'savings', 'earlyDirectDeposit', 'business'] as const;
  const wish = { last: 40, options: { ...PARTS, products }, onExchange };
  await onboard(bank.target, wish);
  const places = new Set(keys.map((line) => line.replace(/crosscheck-c1-7-\d+-/, '')));
  const subledgersOf = (product: string) => [1, 2, 3].map((at) => `createSubaccount ${product}-sub-${at}`);
  expect([...places].sort()).toEqual([
    'addBeneficialOwner owner-1-share',
    'addBeneficialOwner owner-2-share',
    'addBeneficialOwner owner-3-share',
    'addIdentification id-1',
    'addIdentification id-2',
    'addIdentification id-3',
    'addIdentification owner-1-id-1',
    'addIdentification owner-1-id-2',
    'addIdentification owner-2-id-1',
    'addIdentification owner-2-id-2',
    'addIdentification owner-2-id-3',
    'addIdentification owner-3-id-1',
    'addIdentification owner-3-id-2',
    ...['business', 'checking', 'edd', 'savings'].flatMap(subledgersOf),
    'onboardCustomer customer',
    'onboardCustomer owner-1',
    'onboardCustomer owner-2',
    'onboardCustomer owner-3',
    'openAccount business',
    'openAccount checking',
    'openAccount edd',
    'openAccount savings',
    'simulateInboundOrigination pay-1',
    'simulateInboundOrigination pay-2',
  ]);
});

test('payroll comes to the account on the product that it is for, which need not be the first', async ({ bank }) => {
  const products = ['checking', 'earlyDirectDeposit'] as const;
  const options: CustomerOptions = { ...PARTS, classification: 'Personal', products };
  const { client, records } = await onboard(bank.target, { last: 8, options });
  expect(records.some(({ payroll }) => payroll?.product === 'earlyDirectDeposit')).toBe(true);
  expect(records[0]?.accounts?.map(({ product }) => product)).toEqual(products);
  await bank.advance(300);
  expect((await takeInventory(client)).payments).toEqual(inventoryOf(records).payments);
});

test.describe('a refused customer', () => {
  /** Valid by the contract, and refused by the bank: a date of formation is for businesses. */
  const refuse = (record: CustomerRecord, at: number): CustomerRecord =>
    record.n === at
      ? {
          ...record,
          customer: { ...record.customer, profile: { ...record.customer.profile, dateFormed: '2001-02-03' } },
        }
      : record;

  test('does not stop the rest, is told with the reason of the bank, and not sent again', async ({ bank }) => {
    const options: CustomerOptions = { ...PARTS, classification: 'Personal' };
    const wish = { last: 10, options, change: (record: CustomerRecord) => refuse(record, 4) };
    const { stopped, journal } = await onboard(bank.target, wish);
    expect(stopped).toBeUndefined();
    expect(journal.told('customer').filter((line) => !line.endsWith('accepted'))).toEqual(['4 refused']);
    expect(journal.told('accounts')).toHaveLength(9);
    expect(journal.entries.find(({ n }) => n === 4)).toEqual({
      n: 4,
      phase: 'customer',
      outcome: 'refused',
      operationId: 'onboardCustomer',
      statusCode: 400,
      reason: expect.stringContaining('DateFormed is for Business customers'),
    });
    const sent: string[] = [];
    const onExchange = ({ operationId }: Exchange) => void sent.push(operationId);
    expect((await onboard(bank.target, { ...wish, journal, onExchange })).stopped).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test('who owns a business leaves out the rest of it', async ({ bank }) => {
    const change = (record: CustomerRecord): CustomerRecord => {
      const [owner, ...others] = record.owners;
      if (!owner || record.n !== 2) return record;
      const { customer: person } = refuse({ ...record, customer: owner.customer }, 2);
      return { ...record, owners: [{ ...owner, customer: person }, ...others] };
    };
    const sent: string[] = [];
    const onExchange = ({ operationId, response, request }: Exchange) => {
      if (request.headers['idempotency-key']?.includes('-7-2-')) sent.push(`${operationId} ${response.statusCode}`);
    };
    const wish = { last: 3, options: { ...PARTS, classification: 'Business' as const }, change, onExchange };
    const { journal } = await onboard(bank.target, wish);
    expect(journal.told('customer')).toEqual(['1 accepted', '2 refused', '3 accepted']);
    expect(sent).toEqual(['onboardCustomer 400']);
  });
});

test.describe('screening', () => {
  const positive: CustomerOptions = { ...PARTS, trigger: buildEmulatorTrigger({ ofac: 'Positive' }) };

  test('that says Positive leaves out the accounts, and is told as the reason', async ({ bank }) => {
    const { stopped, journal, client } = await onboard(bank.target, { last: 6, options: positive });
    expect(stopped).toBeUndefined();
    expect(journal.told('customer').every((line) => line.endsWith('accepted'))).toBe(true);
    const entries = journal.entries.filter(({ phase }) => phase === 'accounts');
    expect(entries).toHaveLength(6);
    for (const entry of entries)
      expect(entry).toMatchObject({ outcome: 'refused', customerId: expect.any(String), reason: 'ofac Positive' });
    expect((await takeInventory(client)).accounts).toEqual([]);
  });

  test('that says Failed is final, too', async ({ bank }) => {
    const options: CustomerOptions = { ...PARTS, trigger: buildEmulatorTrigger({ ofac: 'Failed' }) };
    const { journal } = await onboard(bank.target, { last: 1, options });
    expect(journal.entries.at(-1)).toMatchObject({ outcome: 'refused', reason: 'ofac Failed' });
  });

  test('that people decide is left open: not waited for, told as such, and looked at again in another session', async ({
    bank,
  }) => {
    const reviewing = buildEmulatorTrigger({ ofac: 'Reviewing' });
    const change = (record: CustomerRecord) =>
      record.n === 2 ? { ...record, customer: reviewing.change(record.customer) } : record;
    const clocks: Exchange[] = [];
    const onExchange = (exchange: Exchange) => void (exchange.operationId === 'advanceClock' && clocks.push(exchange));
    const wish = { last: 3, change, options: { ...PARTS, classification: 'Personal' as const }, onExchange };
    const { stopped, journal } = await onboard(bank.target, wish);
    expect([stopped, clocks.length]).toEqual([undefined, 1]);
    expect(journal.told('accounts')).toEqual(['1 accepted', '2 undecided', '3 accepted']);
    const undecided = journal.entries.find(({ outcome }) => outcome === 'undecided');
    expect(undecided).toMatchObject({ reason: 'ofac screening Reviewing, decided by people' });
    const customerId = (undecided as { customerId?: string }).customerId ?? '';
    await bank.ok('decideScreening', { path: { customerId }, body: { ofac: 'Clear' } });
    await onboard(bank.target, { ...wish, journal });
    expect(journal.outcomeOf(2, 'accounts')).toBe('accepted');
  });

  test('that the bank does not let be read is no refusal: it is tried again', async ({ bank }) => {
    let isForbidden = true;
    const proxy = await startProxy(bank.target.baseUrl, (asked) =>
      isForbidden && /^GET .*\/customers\//.test(asked) ? 403 : true,
    );
    try {
      const target = { ...bank.target, baseUrl: proxy.baseUrl };
      const { journal } = await onboard(target, { last: 2 });
      expect(journal.told('accounts')).toEqual(['1 failed', '2 failed']);
      isForbidden = false;
      await onboard(target, { last: 2, journal });
      expect([1, 2].map((n) => journal.outcomeOf(n, 'accounts'))).toEqual(['accepted', 'accepted']);
    } finally {
      await proxy.close();
    }
  });

  test('whose account fails is tried once in a session, however often others are looked at, and again in the next', async ({
    bank,
  }) => {
    let isBroken = true;
    let opened = 0;
    const proxy = await startProxy(bank.target.baseUrl, (asked) => {
      if (asked !== 'POST /core/v1/dda/accounts') return true;
      opened += 1;
      return isBroken ? 500 : true;
    });
    try {
      const pending = buildEmulatorTrigger({ ofac: 'Pending' });
      const change = (record: CustomerRecord) =>
        record.n === 1 ? { ...record, customer: pending.change(record.customer) } : record;
      const wish = { last: 3, change, options: { ...PARTS, classification: 'Personal' as const }, parallel: 1 };
      const target = { ...bank.target, baseUrl: proxy.baseUrl };
      const { journal } = await onboard(target, wish);
      // The last one is screened, so there is a second round for the first one, who never is.
      expect([journal.told('accounts'), opened]).toEqual([['2 failed', '3 failed'], 2]);
      isBroken = false;
      await onboard(target, { ...wish, journal });
      expect([journal.outcomeOf(2, 'accounts'), opened]).toEqual(['accepted', 4]);
    } finally {
      await proxy.close();
    }
  });

  test('that does not end within 30 minutes is in nobody’s way, and gone on with in another session', async ({
    bank,
  }) => {
    const pending = buildEmulatorTrigger({ ofac: 'Pending' });
    const change = (record: CustomerRecord) =>
      record.n === 5 ? { ...record, customer: pending.change(record.customer) } : record;
    const wish = { last: 5, change, options: { ...PARTS, classification: 'Personal' as const } };
    const clocks: Exchange[] = [];
    const onExchange = (exchange: Exchange) => void (exchange.operationId === 'advanceClock' && clocks.push(exchange));
    const { stopped, journal } = await onboard(bank.target, { ...wish, parallel: 1, onExchange });
    expect([stopped, clocks.length]).toEqual([undefined, 6]);
    expect(journal.told('accounts')).toEqual(['1 accepted', '2 accepted', '3 accepted', '4 accepted']);
    const last = journal.entries.find(({ n }) => n === 5);
    const customerId = last?.phase === 'customer' && last.outcome === 'accepted' ? last.customerId : '';
    await bank.ok('decideScreening', { path: { customerId }, body: { ofac: 'Clear' } });
    const again = await onboard(bank.target, { ...wish, journal });
    expect(again.stopped).toBeUndefined();
    expect(journal.told('accounts')).toContain('5 accepted');
  });

  test('at a bank whose clock nobody can move is asked for after growing pauses, 30 minutes of them', async ({
    bank,
  }) => {
    const { operator: _, ...target } = bank.target;
    const seconds: number[] = [];
    const onPause = async (durationMs: number) => void seconds.push(durationMs / 1000);
    const { stopped, journal } = await onboard(target, { last: 3, onPause });
    expect([stopped, journal.told('accounts')]).toEqual([undefined, []]);
    expect(seconds.slice(0, 4)).toEqual([10, 15, 23, 35]);
    expect(seconds.reduce((sum, one) => sum + one)).toBe(1_800);
    const again = await onboard(target, { last: 3, journal, onPause: () => bank.advance(300) });
    expect(again.stopped).toBeUndefined();
    expect(journal.told('accounts')).toEqual(['1 accepted', '2 accepted', '3 accepted']);
  });
});

test.describe('what stops it', () => {
  test('an interrupt lets those under way end, and the next session does the rest', async ({ bank }) => {
    const controller = new AbortController();
    const journal = createMemoryJournal(() => journal.entries.length === 5 && controller.abort());
    const wish = { last: 20, journal };
    const { stopped } = await onboard(bank.target, { ...wish, signal: controller.signal });
    expect(stopped).toMatchObject({ code: 'interrupted' });
    expect(journal.entries.length).toBeGreaterThan(5);
    expect(journal.entries.length, 'four lanes finish what they have').toBeLessThanOrEqual(9);
    const { client, records } = await onboard(bank.target, wish);
    await bank.advance(300);
    expect(await takeInventory(client)).toEqual(inventoryOf(records));
  });

  test('a journal that cannot be written; what was sent and not written down is replayed later', async ({ bank }) => {
    let room = 7;
    const journal = createMemoryJournal(() => {
      room -= 1;
      if (room < 0) throw new CrosscheckError({ code: 'report-file', message: 'No room', remedy: 'Make room' });
    });
    const { stopped } = await onboard(bank.target, { last: 20, journal });
    expect(stopped).toMatchObject({ code: 'report-file' });
    expect(journal.entries).toHaveLength(7);
    room = Number.POSITIVE_INFINITY;
    const { client, records } = await onboard(bank.target, { last: 20, journal });
    await bank.advance(300);
    expect(await takeInventory(client)).toEqual(inventoryOf(records));
  });

  test('a bug in what is drawn: nothing invalid leaves', async ({ bank }) => {
    const sent: Exchange[] = [];
    const change = (record: CustomerRecord) => ({ ...record, customer: { ...record.customer, partnerId: 'nobody' } });
    const wish = { last: 3, change, onExchange: (exchange: Exchange) => void sent.push(exchange) };
    await expect(onboard(bank.target, wish)).rejects.toThrow(/customer \d of seed 7 is not valid/);
    expect(sent).toEqual([]);
  });
});
