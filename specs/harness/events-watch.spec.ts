import { expect, test } from '@playwright/test';
import { parseLimits } from '../../core/limits.ts';
import type { EventName } from '../../generated/events.ts';
import { createClient } from '../../harness/client/client.ts';
import { startReceiver } from '../../harness/events/receiver.ts';
import { type EventWatch, type WatchOptions, watchEvents } from '../../harness/events/watch-events.ts';
import { proves } from '../requirement.ts';
import { customerEvent, startWebhookBank, type WebhookBank, type WebhookBankOptions } from './webhook-bank.ts';

const NAMES: readonly EventName[] = ['Core.Customer.Onboarded', 'Core.Customer.Name.Changed'];
const ids = ({ events }: EventWatch) => events.map(({ body }) => (body as { id: string }).id);

/** Watches the names at a bank of the test's own while the act lasts. */
async function watching(
  act: (watch: EventWatch, bank: WebhookBank) => Promise<void>,
  { watch: options, ...given }: WebhookBankOptions & { watch?: Partial<WatchOptions> } = {},
): Promise<WebhookBank> {
  const bank = await startWebhookBank(given);
  try {
    const how = { way: { by: 'receive' }, isClockFrozen: true, ...options } as const;
    const watch = await watchEvents(createClient(bank.target), NAMES, how);
    await act(watch, bank).finally(() => watch.close());
    return bank;
  } finally {
    await bank.close();
  }
}

test('the receiver accepts any body with its credentials and answers 200', async () => {
  const bodies: unknown[] = [];
  const receiver = await startReceiver({ onDelivery: (body) => bodies.push(body) });
  try {
    const { callbackUrl, authUsername, authPassword } = receiver;
    expect(callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    const basic = (password: string) => `Basic ${Buffer.from(`${authUsername}:${password}`).toString('base64')}`;
    const post = async (authorization: string | undefined, body: string) => {
      const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
      return (await fetch(callbackUrl, { method: 'POST', headers, body })).status;
    };
    expect(await post(basic(authPassword), '{"id":"1"}')).toBe(200);
    expect(await post(basic(authPassword), '{"id":')).toBe(200);
    expect(await post(basic(`${authPassword}x`), '{"id":"2"}')).toBe(401);
    expect(await post(undefined, '{"id":"3"}')).toBe(401);
    expect(bodies).toEqual([{ id: '1' }, '{"id":']);
    // Nothing that recurses over an event may meet a deeper one than it can bear.
    expect(await post(basic(authPassword), `${'['.repeat(20_000)}${']'.repeat(20_000)}`)).toBe(200);
    expect(bodies[2]).toMatch(/^the JSON body is too large: at most 200 levels/);
    expect(await post(basic(authPassword), JSON.stringify(Array(60_000).fill('core/v1/x')))).toBe(200);
    expect(bodies[3]).toHaveLength(60_000);
  } finally {
    await receiver.close();
  }
});

test('the receiver accepts an event of 1,000 resources with their details', proves('D08'), async () => {
  await watching(async (watch, bank) => {
    const resources = Array.from({ length: 1_000 }, (_, at) => `core/v1/cm/customers/${at}`);
    const details = resources.map((resource) => ({ customerId: resource, filler: 'x'.repeat(2_000) }));
    expect(await bank.deliver(customerEvent('Core.Customer.Onboarded', { resources, details }))).toBe(200);
    expect(watch.events).toHaveLength(1);
  });
});

for (const [limit, says] of [
  ['eventsPerRun=3', /^the bank sends too many events: at most 3 events/],
  ['eventBytesPerRun=2000', /^the bank sends too long events: at most 2000 bytes/],
] as const) {
  test(`watchEvents stops at the limit ${limit}, and no name is observable`, async () => {
    const bank = await startWebhookBank();
    try {
      const target = { ...bank.target, limits: parseLimits([limit]) };
      const watch = await watchEvents(createClient(target), NAMES, { way: { by: 'receive' }, isClockFrozen: true });
      for (let count = 0; count < 20; count++)
        expect(await bank.deliver(customerEvent('Core.Customer.Onboarded', { id: `event-${count}` }))).toBe(200);
      expect(watch.events.length).toBeGreaterThan(0);
      expect(watch.events.length).toBeLessThan(20);
      expect([...watch.watchedNames]).toEqual([]);
      for (const { reason } of watch.notObservable()) expect(reason).toMatch(says);
      expect(watch.notObservable()).toHaveLength(NAMES.length);
      await watch.close();
    } finally {
      await bank.close();
    }
  });
}

test('a port in use is reported, and no name is observable', async () => {
  const other = await startReceiver({ onDelivery: () => undefined });
  try {
    const port = Number(new URL(other.callbackUrl).port);
    const way = { by: 'receive', port, callbackUrl: 'https://hooks.example.com/cos' } as const;
    await watching(
      async (watch, bank) => {
        expect(watch.notObservable().map(({ reason }) => reason)).toEqual(
          Array(2).fill(`Cannot receive events on port ${port}: the port is in use`),
        );
        expect([...watch.watchedNames, ...bank.registrations]).toEqual([]);
      },
      { watch: { way } },
    );
  } finally {
    await other.close();
  }
});

test('each name is registered once, Extended, with credentials, and deleted at the end', async () => {
  const bank = await watching(async (watch, { registrations }) => {
    expect([...watch.watchedNames].sort()).toEqual([...NAMES].sort());
    for (const registration of registrations.values())
      expect(registration).toMatchObject({
        partnerId: expect.any(String),
        format: 'Extended',
        type: 'Push',
        authUsername: 'crosscheck',
        callbackUrl: expect.stringMatching(/^http:/),
        authPassword: expect.stringMatching(/^[\w-]{43}$/),
      });
  });
  expect([...bank.registrations]).toEqual([]);
});

test('a name with a registration of the partner is not observable and left alone', async () => {
  const own = { id: 'theirs', eventName: 'core.customer.ONBOARDED', type: 'Push', callbackUrl: 'https://example.com' };
  const bank = await watching(
    async (watch) => {
      expect([...watch.watchedNames]).toEqual(['Core.Customer.Name.Changed']);
      expect(watch.notObservable()).toEqual([
        {
          name: 'Core.Customer.Onboarded',
          reason: 'the partner has a registration theirs for it, and there can be only one',
        },
      ]);
    },
    { own: [own] },
  );
  expect([...bank.registrations.values()]).toEqual([own]);
  const touching = bank.requests.filter(({ path, method }) => path.includes('theirs') && method !== 'GET');
  expect(touching).toEqual([]);
});

test('a bank that rejects or hides registrations is reported in its own words', async () => {
  const refusal = { status: 403, body: { errors: [{ code: 3003, message: 'Not allowed' }] } };
  await watching(
    async (watch) => {
      expect([...watch.watchedNames]).toEqual([]);
      const reason = 'the bank does not register the run for it (status 403: Not allowed)';
      expect(watch.notObservable()).toEqual(NAMES.map((name) => ({ name, reason })));
    },
    { answer: ({ method, path }) => (method === 'POST' && path.includes('registrations') ? refusal : undefined) },
  );
  await watching(
    async (watch) => {
      expect(watch.notObservable()[1]?.reason).toBe('the bank shows no registrations (status 404)');
    },
    { answer: ({ path }) => (path.includes('registrations') ? { status: 404 } : undefined) },
  );
});

test('repeated deliveries are counted once; pings and the order are ignored', async () => {
  await watching(async (watch, bank) => {
    const [first, second] = [customerEvent('Core.Customer.Onboarded'), customerEvent('Core.Customer.Name.Changed')];
    const ping = customerEvent('Core.Customer.Onboarded', { isPing: true, resources: [], details: [] });
    for (const event of [second, first, ping, second, first]) expect(await bank.deliver(event)).toBe(200);
    expect(ids(watch)).toEqual([(second as { id: string }).id, (first as { id: string }).id]);
    expect(watch.duplicates()).toBe(2);
  });
});

test('an event of an earlier session that is delivered again is counted', async () => {
  const event = customerEvent('Core.Customer.Onboarded');
  await watching(
    async (watch, bank) => {
      expect(await bank.deliver(event)).toBe(200);
      expect([watch.events.length, watch.duplicates()]).toEqual([0, 1]);
    },
    { watch: { seenEventIds: [(event as { id: string }).id] } },
  );
});

test('registrations kept from an earlier session are reused and deleted at the end', async () => {
  const keptRegistrations = [{ id: 'kept', name: 'Core.Customer.Onboarded' }] as const;
  const own = [{ id: 'kept', eventName: 'Core.Customer.Onboarded', type: 'Poll' }];
  const bank = await watching(
    async (watch, { registrations }) => {
      expect(watch.watchedNames.size).toBe(2);
      expect(registrations.size).toBe(2);
    },
    { own, watch: { keptRegistrations, way: { by: 'poll' } } },
  );
  expect(bank.registrations.size).toBe(0);
});

test('a registration that the bank does not delete is reported', async () => {
  const bank = await startWebhookBank({ answer: ({ method }) => (method === 'DELETE' ? { status: 500 } : undefined) });
  try {
    const watch = await watchEvents(createClient(bank.target), NAMES, { way: { by: 'poll' }, isClockFrozen: true });
    expect((await watch.close()).map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  } finally {
    await bank.close();
  }
});

test.describe('polling', () => {
  const polls = (bank: WebhookBank) => bank.requests.filter(({ path }) => path.endsWith('/events/poll')).length;

  test('on a frozen clock fetches all waiting events at once, and acknowledges each', proves('D11'), async () => {
    await watching(
      async (watch, bank) => {
        const all = NAMES.map((name) => customerEvent(name));
        bank.waiting.push(...all);
        expect(polls(bank)).toBe(0);
        await watch.drain();
        expect(ids(watch)).toEqual(all.map((event) => (event as { id: string }).id));
        expect([bank.waiting, polls(bank)]).toEqual([[], 3]);
      },
      { watch: { way: { by: 'poll' } } },
    );
  });

  test('on a clock that runs pauses for 30 seconds after each poll', async () => {
    const pauses: number[] = [];
    const third = Promise.withResolvers<void>();
    const asked: number[] = [];
    const bank = await watching(() => third.promise, {
      watch: {
        way: { by: 'poll' },
        isClockFrozen: false,
        pause: async (durationMs, signal) => {
          pauses.push(durationMs);
          asked.push(pauses.length);
          if (pauses.length < 3) return;
          third.resolve();
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      },
    });
    expect(pauses).toEqual([30_000, 30_000, 30_000]);
    expect(polls(bank)).toBe(3);
  });

  test('a bank that does not allow polling is reported and polled once', async () => {
    for (const status of [401, 403]) {
      const bank = await watching(
        async (watch) => {
          await watch.drain();
          await watch.drain();
          expect([...watch.watchedNames]).toEqual([]);
          expect(watch.notObservable().map(({ reason }) => reason)).toEqual(
            Array(2).fill(`the bank does not allow this partner to poll (status ${status})`),
          );
        },
        { watch: { way: { by: 'poll' } }, answer: ({ path }) => (path.endsWith('/poll') ? { status } : undefined) },
      );
      expect(bank.registrations.size).toBe(0);
    }
  });

  test('an event of another owner’s registration is not acknowledged', async () => {
    const bank = await watching(
      async (watch, { waiting }) => {
        waiting.push(customerEvent('Core.Account.Opened'));
        await watch.drain();
        expect(watch.events).toEqual([]);
        expect(watch.notObservable()[0]?.reason).toBe(
          'the first waiting event, Core.Account.Opened, belongs to another owner, so this run cannot acknowledge it',
        );
      },
      { watch: { way: { by: 'poll' } } },
    );
    expect(bank.requests.filter(({ path }) => path.includes('acknowledge'))).toEqual([]);
  });

  test('an event that cannot be acknowledged ends it instead of going round', async () => {
    await watching(
      async (watch, { waiting }) => {
        waiting.push(customerEvent('Core.Customer.Onboarded'));
        await watch.drain();
        expect([watch.events.length, watch.duplicates()]).toEqual([1, 1]);
        expect(watch.notObservable()[0]?.reason).toMatch(/^event .* cannot be acknowledged \(status 500\)$/);
      },
      {
        watch: { way: { by: 'poll' } },
        answer: ({ path }) => (path.includes('acknowledge') ? { status: 500 } : undefined),
      },
    );
  });
});
