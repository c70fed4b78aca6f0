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
import { inventoryOf, takeInventory } from './bank-inventory.ts';
import { createMemoryProgressLog, type MemoryProgressLog } from './memory-progress-log.ts';

const PARTS: CustomerOptions = { parts: ['accounts', 'subledgers', 'payroll'] };

interface OnboardOptions extends ClientOptions {
  readonly first?: number;
  readonly last: number;
  readonly seed?: number;
  readonly options?: CustomerOptions;
  /** Changes the generated record. */
  readonly change?: (record: CustomerRecord) => CustomerRecord;
  readonly progressLog?: MemoryProgressLog;
  readonly parallel?: number;
  readonly signal?: AbortSignal;
  readonly onPause?: (durationMs: number) => Promise<unknown>;
}

/** Onboards customers of seed 7 with accounts, four at a time, without pauses in real time. */
async function onboard(target: Target, setup: OnboardOptions) {
  const {
    first = 1,
    last,
    seed = 7,
    options = PARTS,
    change,
    progressLog = createMemoryProgressLog(),
    ...more
  } = setup;
  const client = createClient(target, { pause: async () => undefined, ...more });
  const draw = (n: number) => {
    const record = customer(seed, n, { partnerId: target.partnerId, ...options });
    return change ? change(record) : record;
  };
  const stopped = await onboardCustomers({
    client,
    progressLog,
    first,
    last,
    draw,
    opensAccounts: options.parts?.includes('accounts') === true,
    parallel: setup.parallel ?? 4,
    ...(setup.signal ? { signal: setup.signal } : {}),
    pause: async (durationMs) => void (await setup.onPause?.(durationMs)),
  });
  const records = Array.from({ length: last - first + 1 }, (_, at) => draw(first + at));
  return { stopped, progressLog, client, records };
}

test('onboardCustomers creates 60 customers with all parts exactly once', async ({ bank }) => {
  const { stopped, progressLog, client, records } = await onboard(bank.target, { last: 60 });
  expect(stopped).toBeUndefined();
  expect(progressLog.records.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  const expected = inventoryOf(records);
  expect(Object.values(expected).every((lines) => lines.length > 10)).toBe(true);
  // Entries of other banks are visible some minutes later.
  await bank.advance(300);
  expect(await takeInventory(client)).toEqual(expected);
});

test('onboardCustomers sets the first owner of a Business as primary owner', async ({ bank }) => {
  const options: CustomerOptions = { classification: 'Business' };
  const { progressLog } = await onboard(bank.target, { last: 3, options });
  for (const record of progressLog.records) {
    if (record.phase !== 'customer' || record.outcome !== 'accepted') throw new Error('expected accepted customers');
    const { profile } = await bank.ok<{ profile: object }>('getCustomer', { path: { customerId: record.customerId } });
    expect(profile).toHaveProperty('primaryOwnerCustomerId', record.ownerIds?.[0]);
  }
});

test('onboardCustomers creates nothing twice, even without a progress log', async ({ bank }) => {
  const { client } = await onboard(bank.target, { last: 15 });
  await bank.advance(300);
  const before = await takeInventory(client);
  const again = await onboard(bank.target, { last: 15 });
  expect(again.stopped).toBeUndefined();
  await bank.advance(300);
  expect(await takeInventory(client)).toEqual(before);
});

test('onboardingKey is unique for each POST, with at most 50 characters', async ({ bank }) => {
  const keys: string[] = [];
  const onExchange = ({ request: { method, headers, url } }: Exchange) => {
    if (method === 'POST' && !url.includes('/emulator/')) keys.push(headers['idempotency-key'] ?? '');
  };
  const products = ['checking', 'savings', 'earlyDirectDeposit', 'business'] as const;
  const setup = { seed: -(2 ** 31), first: 899_971, last: 900_000, options: { ...PARTS, products }, onExchange };
  const { progressLog } = await onboard(bank.target, setup);
  expect(progressLog.outcomes('accounts')).toHaveLength(30);
  expect(keys.length).toBeGreaterThan(200);
  expect(new Set(keys).size).toBe(keys.length);
  expect(Math.max(...keys.map((key) => key.length)), 'a number can have one more digit').toBeLessThan(LONGEST_KEY);
  expect(keys).toContain('crosscheck-c1--2147483648-900000-customer');
});

test('onboardingKey has frozen key parts, so that no customer is created twice', async ({ bank }) => {
  const keys: string[] = [];
  const onExchange = ({ operationId, request: { method, headers, url } }: Exchange) => {
    const key = headers['idempotency-key'] ?? '';
    if (method === 'POST' && !url.includes('/emulator/')) keys.push(`${operationId} ${key}`);
  };
  const products = ['checking', 'savings', 'earlyDirectDeposit', 'business'] as const;
  const setup = { last: 40, options: { ...PARTS, products }, onExchange };
  await onboard(bank.target, setup);
  const keyParts = new Set(keys.map((line) => line.replace(/crosscheck-c1-7-\d+-/, '')));
  const subledgersOf = (product: string) => [1, 2, 3].map((at) => `createSubaccount ${product}-sub-${at}`);
  expect([...keyParts].sort()).toEqual([
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

test('payroll is sent to the account on its product, even if it is not the first', async ({ bank }) => {
  const products = ['checking', 'earlyDirectDeposit'] as const;
  const options: CustomerOptions = { ...PARTS, classification: 'Personal', products };
  const { client, records } = await onboard(bank.target, { last: 8, options });
  expect(records.some(({ payroll }) => payroll?.product === 'earlyDirectDeposit')).toBe(true);
  expect(records[0]?.accounts?.map(({ product }) => product)).toEqual(products);
  await bank.advance(300);
  expect((await takeInventory(client)).payments).toEqual(inventoryOf(records).payments);
});

test.describe('a refused customer', () => {
  /** Makes a record that is valid by the contract but refused by the bank: only a business has a date of formation. */
  const refuse = (record: CustomerRecord, at: number): CustomerRecord =>
    record.n === at
      ? {
          ...record,
          customer: { ...record.customer, profile: { ...record.customer.profile, dateFormed: '2001-02-03' } },
        }
      : record;

  test('does not stop the others, and is not sent again', async ({ bank }) => {
    const options: CustomerOptions = { ...PARTS, classification: 'Personal' };
    const setup = { last: 10, options, change: (record: CustomerRecord) => refuse(record, 4) };
    const { stopped, progressLog } = await onboard(bank.target, setup);
    expect(stopped).toBeUndefined();
    expect(progressLog.outcomes('customer').filter((line) => !line.endsWith('accepted'))).toEqual(['4 refused']);
    expect(progressLog.outcomes('accounts')).toHaveLength(9);
    expect(progressLog.records.find(({ n }) => n === 4)).toEqual({
      n: 4,
      phase: 'customer',
      outcome: 'refused',
      operationId: 'onboardCustomer',
      statusCode: 400,
      reason: expect.stringContaining('DateFormed is for Business customers'),
    });
    const sent: string[] = [];
    const onExchange = ({ operationId }: Exchange) => void sent.push(operationId);
    expect((await onboard(bank.target, { ...setup, progressLog, onExchange })).stopped).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test('who owns a business skips the other requests of the business', async ({ bank }) => {
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
    const setup = { last: 3, options: { ...PARTS, classification: 'Business' as const }, change, onExchange };
    const { progressLog } = await onboard(bank.target, setup);
    expect(progressLog.outcomes('customer')).toEqual(['1 accepted', '2 refused', '3 accepted']);
    expect(sent).toEqual(['onboardCustomer 400']);
  });
});

test.describe('a screening', () => {
  const positive: CustomerOptions = { ...PARTS, trigger: buildEmulatorTrigger({ ofac: 'Positive' }) };

  test('with result Positive refuses the accounts, with the reason', async ({ bank }) => {
    const { stopped, progressLog, client } = await onboard(bank.target, { last: 6, options: positive });
    expect(stopped).toBeUndefined();
    expect(progressLog.outcomes('customer').every((line) => line.endsWith('accepted'))).toBe(true);
    const refusals = progressLog.records.filter(({ phase }) => phase === 'accounts');
    expect(refusals).toHaveLength(6);
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ outcome: 'refused', customerId: expect.any(String), reason: 'ofac Positive' });
    expect((await takeInventory(client)).accounts).toEqual([]);
  });

  test('with result Failed refuses the accounts', async ({ bank }) => {
    const options: CustomerOptions = { ...PARTS, trigger: buildEmulatorTrigger({ ofac: 'Failed' }) };
    const { progressLog } = await onboard(bank.target, { last: 1, options });
    expect(progressLog.records.at(-1)).toMatchObject({ outcome: 'refused', reason: 'ofac Failed' });
  });

  test('under manual review is not waited for, and read again in the next session', async ({ bank }) => {
    const reviewing = buildEmulatorTrigger({ ofac: 'Reviewing' });
    const change = (record: CustomerRecord) =>
      record.n === 2 ? { ...record, customer: reviewing.change(record.customer) } : record;
    const clocks: Exchange[] = [];
    const onExchange = (exchange: Exchange) => void (exchange.operationId === 'advanceClock' && clocks.push(exchange));
    const setup = { last: 3, change, options: { ...PARTS, classification: 'Personal' as const }, onExchange };
    const { stopped, progressLog } = await onboard(bank.target, setup);
    expect([stopped, clocks.length]).toEqual([undefined, 1]);
    expect(progressLog.outcomes('accounts')).toEqual(['1 accepted', '2 undecided', '3 accepted']);
    const undecided = progressLog.records.find(({ outcome }) => outcome === 'undecided');
    expect(undecided).toMatchObject({ reason: 'ofac screening Reviewing, under manual review' });
    const customerId = (undecided as { customerId?: string }).customerId ?? '';
    await bank.ok('decideScreening', { path: { customerId }, body: { ofac: 'Clear' } });
    await onboard(bank.target, { ...setup, progressLog });
    expect(progressLog.outcomeOf(2, 'accounts')).toBe('accepted');
  });

  test('that cannot be read fails the accounts, which are sent in the next session', async ({ bank }) => {
    let isForbidden = true;
    const proxy = await startProxy(bank.target.baseUrl, (request) =>
      isForbidden && /^GET .*\/customers\//.test(request) ? 403 : true,
    );
    try {
      const target = { ...bank.target, baseUrl: proxy.baseUrl };
      const { progressLog } = await onboard(target, { last: 2 });
      expect(progressLog.outcomes('accounts')).toEqual(['1 failed', '2 failed']);
      isForbidden = false;
      await onboard(target, { last: 2, progressLog });
      expect([1, 2].map((n) => progressLog.outcomeOf(n, 'accounts'))).toEqual(['accepted', 'accepted']);
    } finally {
      await proxy.close();
    }
  });

  test('with a failing account sends it once in each session', async ({ bank }) => {
    let isBroken = true;
    let opened = 0;
    const proxy = await startProxy(bank.target.baseUrl, (request) => {
      if (request !== 'POST /core/v1/dda/accounts') return true;
      opened += 1;
      return isBroken ? 500 : true;
    });
    try {
      const pending = buildEmulatorTrigger({ ofac: 'Pending' });
      const change = (record: CustomerRecord) =>
        record.n === 1 ? { ...record, customer: pending.change(record.customer) } : record;
      const setup = { last: 3, change, options: { ...PARTS, classification: 'Personal' as const }, parallel: 1 };
      const target = { ...bank.target, baseUrl: proxy.baseUrl };
      const { progressLog } = await onboard(target, setup);
      // The screening of the last customer ends, so there is a second round for the first one, whose screening never
      // ends.
      expect([progressLog.outcomes('accounts'), opened]).toEqual([['2 failed', '3 failed'], 2]);
      isBroken = false;
      await onboard(target, { ...setup, progressLog });
      expect([progressLog.outcomeOf(2, 'accounts'), opened]).toEqual(['accepted', 4]);
    } finally {
      await proxy.close();
    }
  });

  test('still pending after 30 minutes is skipped until the next session', async ({ bank }) => {
    const pending = buildEmulatorTrigger({ ofac: 'Pending' });
    const change = (record: CustomerRecord) =>
      record.n === 5 ? { ...record, customer: pending.change(record.customer) } : record;
    const setup = { last: 5, change, options: { ...PARTS, classification: 'Personal' as const } };
    const clocks: Exchange[] = [];
    const onExchange = (exchange: Exchange) => void (exchange.operationId === 'advanceClock' && clocks.push(exchange));
    const { stopped, progressLog } = await onboard(bank.target, { ...setup, parallel: 1, onExchange });
    expect([stopped, clocks.length]).toEqual([undefined, 6]);
    expect(progressLog.outcomes('accounts')).toEqual(['1 accepted', '2 accepted', '3 accepted', '4 accepted']);
    const last = progressLog.records.find(({ n }) => n === 5);
    const customerId = last?.phase === 'customer' && last.outcome === 'accepted' ? last.customerId : '';
    await bank.ok('decideScreening', { path: { customerId }, body: { ofac: 'Clear' } });
    const again = await onboard(bank.target, { ...setup, progressLog });
    expect(again.stopped).toBeUndefined();
    expect(progressLog.outcomes('accounts')).toContain('5 accepted');
  });

  test('at a bank with a running clock is polled for 30 minutes with growing pauses', async ({ bank }) => {
    const { operator: _, ...target } = bank.target;
    const seconds: number[] = [];
    const onPause = async (durationMs: number) => void seconds.push(durationMs / 1000);
    const { stopped, progressLog } = await onboard(target, { last: 3, onPause });
    expect([stopped, progressLog.outcomes('accounts')]).toEqual([undefined, []]);
    expect(seconds.slice(0, 4)).toEqual([10, 15, 23, 35]);
    expect(seconds.reduce((sum, one) => sum + one)).toBe(1_800);
    const again = await onboard(target, { last: 3, progressLog, onPause: () => bank.advance(300) });
    expect(again.stopped).toBeUndefined();
    expect(progressLog.outcomes('accounts')).toEqual(['1 accepted', '2 accepted', '3 accepted']);
  });
});

test.describe('onboardCustomers', () => {
  test('finishes customers in progress after an interrupt, and is resumable', async ({ bank }) => {
    const controller = new AbortController();
    const progressLog = createMemoryProgressLog(() => progressLog.records.length === 5 && controller.abort());
    const setup = { last: 20, progressLog };
    const { stopped } = await onboard(bank.target, { ...setup, signal: controller.signal });
    expect(stopped).toMatchObject({ code: 'interrupted' });
    expect(progressLog.records.length).toBeGreaterThan(5);
    expect(progressLog.records.length, 'four lanes finish their customers').toBeLessThanOrEqual(9);
    const { client, records } = await onboard(bank.target, setup);
    await bank.advance(300);
    expect(await takeInventory(client)).toEqual(inventoryOf(records));
  });

  test('stops if the progress log cannot be written, and is resumable', async ({ bank }) => {
    let room = 7;
    const progressLog = createMemoryProgressLog(() => {
      room -= 1;
      if (room < 0) throw new CrosscheckError({ code: 'report-file', message: 'No room', remedy: 'Make room' });
    });
    const { stopped } = await onboard(bank.target, { last: 20, progressLog });
    expect(stopped).toMatchObject({ code: 'report-file' });
    expect(progressLog.records).toHaveLength(7);
    room = Number.POSITIVE_INFINITY;
    const { client, records } = await onboard(bank.target, { last: 20, progressLog });
    await bank.advance(300);
    expect(await takeInventory(client)).toEqual(inventoryOf(records));
  });

  test('sends no invalid customer', async ({ bank }) => {
    const sent: Exchange[] = [];
    const change = (record: CustomerRecord) => ({ ...record, customer: { ...record.customer, partnerId: 'unknown' } });
    const setup = { last: 3, change, onExchange: (exchange: Exchange) => void sent.push(exchange) };
    await expect(onboard(bank.target, setup)).rejects.toThrow(/customer \d of seed 7 is not valid/);
    expect(sent).toEqual([]);
  });
});
