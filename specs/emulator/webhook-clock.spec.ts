import type { ServerResponse } from 'node:http';
import { expect, test as plain } from '@playwright/test';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { originate } from './ach-bank.ts';
import { startTestBank, type TestBank } from './test-bank.ts';
import { hooksOf, OPENED, type Registration, resources, test, type WebhookEvent } from './webhook-bank.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

const business = {
  classification: 'Business',
  name: { entityName: 'Test Holding' },
  profile: { taxIdType: 'Ein', taxId: '000000007' },
};
const clockOf = ({ ok }: TestBank) => ok<EmulatorSchemas['Clock']>('getClock');

/** Delays the receiver's next response; returns it when the delivery has arrived. */
function delayResponse(receiver: Receiver): Promise<ServerResponse> {
  return new Promise((resolve) => {
    receiver.answer = (response) => {
      receiver.answer = 200;
      resolve(response);
    };
  });
}

test('two concurrent advanceClock calls run in order and deliver each event once', async ({ bank, hooks }) => {
  await hooks.register(OPENED);
  const master = await bank.open();
  const { now } = await clockOf(bank);
  const first = await bank.subledger(master);
  const held = delayResponse(hooks.receiver);
  const advances = [bank.advance(40)];
  const answer = await held;
  advances.push(bank.advance(50));
  const second = await bank.subledger(master);
  expect((await clockOf(bank)).now).toBe(now.replace('09:05:00', '09:05:30'));
  answer.writeHead(200).end();
  expect((await Promise.all(advances)).map((clock) => clock.now)).toEqual([
    now.replace('09:05:00', '09:05:40'),
    now.replace('09:05:00', '09:06:30'),
  ]);
  expect(hooks.receiver.received.map(({ event }) => event.resources)).toEqual([
    [resources.subledger(first)],
    [resources.subledger(second)],
  ]);
});

test('closePostingDay waits for the deliveries of an advance', async ({ bank, hooks }) => {
  const master = await bank.open();
  await hooks.register(OPENED);
  await bank.subledger(master);
  const held = delayResponse(hooks.receiver);
  const advance = bank.advance(40);
  const answer = await held;
  const close = bank.close();
  expect((await clockOf(bank)).postingDay).toBe('2026-03-02');
  answer.writeHead(500).end();
  expect([(await advance).postingDay, (await close).closedPostingDay]).toEqual(['2026-03-02', '2026-03-02']);
  // Its second attempt was due at once, and came after the close.
  expect(hooks.receiver.received.length).toBe(2);
  expect((await clockOf(bank)).now).toBe('2026-03-02T21:00:00-05:00');
});

test('the bank serves a partner while it waits for that partner’s receiver', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  const accountNumber = await bank.subledger(await bank.open());
  const held = delayResponse(hooks.receiver);
  const advance = bank.advance(600);
  const answer = await held;
  expect(await bank.ok('getSubaccount', { path: { accountNumber } })).toMatchObject({ accountNumber });
  await bank.ok('deleteRegistration', { path: { registrationId: id } });
  const again = await hooks.register(OPENED);
  answer.writeHead(500).end();
  await advance;
  expect([hooks.receiver.received.length, await hooks.state(again.id), await hooks.events()]).toEqual([
    1,
    'Active 0',
    [],
  ]);
});

test('an event acknowledged during its attempt stays acknowledged', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  const held = delayResponse(hooks.receiver);
  const advance = bank.advance(600);
  const answer = await held;
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, type: 'Poll' };
  await bank.ok('updateRegistration', { path: { registrationId: id }, body });
  const event = await bank.ok<WebhookEvent>('pollEvents');
  await bank.ok('acknowledgeEvent', { path: { eventId: event.id } });
  answer.writeHead(500).end();
  await advance;
  expect([await hooks.state(id), hooks.receiver.received.length]).toEqual(['Active 0', 1]);
  expect((await hooks.events()).map(({ status }) => status)).toEqual(['Success']);
});

test('resetBank between two advances ends the first and empties the bank', async ({ bank, hooks }) => {
  const { now } = await clockOf(bank);
  await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  const held = delayResponse(hooks.receiver);
  const first = bank.advance(600);
  const answer = await held;
  const reset = bank.ok<EmulatorSchemas['Clock']>('resetBank');
  const second = bank.advance(60);
  answer.writeHead(500).end();
  expect([(await first).now, (await reset).now, (await second).now]).toEqual([
    now.replace('09:00:00', '09:15:00'),
    now,
    now.replace('09:00:00', '09:01:00'),
  ]);
  expect(await hooks.events()).toEqual([]);
  const tries = hooks.receiver.received.length;
  await bank.advance(3_600);
  expect(hooks.receiver.received.length).toBe(tries);
});

test('resetBank ignores the result of a ping in progress', async ({ bank, hooks }) => {
  const ping = async () => {
    const { id } = await hooks.register(OPENED);
    await bank.ok('pingRegistration', { path: { registrationId: id } });
    return id;
  };
  const held = delayResponse(hooks.receiver);
  const before = await ping();
  const answer = await held;
  const [old] = await hooks.events();
  await bank.ok('resetBank');
  // The same seed generates the same ids.
  expect(await ping()).toBe(before);
  expect((await hooks.events()).map(({ id }) => id)).toEqual([old?.id]);
  answer.writeHead(500).end();
  await hooks.deliverDue();
  expect((await hooks.events()).map(({ status }) => status)).toEqual(['Success']);
  expect(hooks.receiver.received.length).toBe(2);
});

test('a rejected closePostingDay undoes its due work and events', async ({ bank, hooks }) => {
  const holder = await bank.customer(business);
  const [ledger, account] = [await bank.open('generalLedger', holder), await bank.open()];
  const payment = await originate(bank, ledger);
  await bank.transfer(ledger, account, 100);
  await hooks.listenToAll();
  const before = await clockOf(bank);
  const { statusCode } = await bank.send('closePostingDay');
  expect([statusCode, await clockOf(bank)]).toEqual([400, before]);
  expect([hooks.receiver.received, await hooks.events()]).toEqual([[], []]);
  await bank.transfer(account, ledger, 100);
  await hooks.group();
  hooks.lines();
  await bank.advanceTo('2026-03-02T10:20:00-05:00');
  await hooks.group();
  expect(hooks.lines().filter((line) => line.startsWith('Ach.'))).toEqual([
    `Ach.Payment.Sent ${resources.payment(payment.id)}`,
  ]);
});

test('closePostingDay delivers the events of its due work afterwards', async ({ bank, hooks }) => {
  await hooks.register(OPENED);
  const subledger = await bank.subledger(await bank.open());
  await bank.close();
  const [delivery] = hooks.receiver.received;
  expect([delivery?.event.createdAt, delivery?.event.resources]).toEqual([
    '2026-03-02T14:05:30.000+00:00',
    [resources.subledger(subledger)],
  ]);
  const [event] = await hooks.events();
  expect(event?.lastAttemptedAt).toBe('2026-03-03T02:00:00.000+00:00');
});

plain('close aborts a delivery, which is sent again from the same file', async ({ browserName: _ }, info) => {
  const dataFile = info.outputPath('bank.db');
  const receiver = await startReceiver();
  const first = await startTestBank({ dataFile });
  const hooks = hooksOf(first, receiver);
  await hooks.register(OPENED);
  await hooks.register('Core.SubAccount.Closed', { callbackUrl: `${receiver.url}/closed` });
  const accountNumber = await first.subledger(await first.open());
  await first.ok('closeSubaccount', { path: { accountNumber } });
  const cutOff: Promise<void>[] = [];
  const arrived = new Promise<void>((resolve) => {
    receiver.answer = (response) => {
      cutOff.push(new Promise((done) => response.on('close', done)));
      if (cutOff.length === 2) resolve();
    };
  });
  const advances = [first.advance(600), first.advance(600), first.advance(600)].map((advance) =>
    advance.then(
      () => 'answered',
      () => 'broken off',
    ),
  );
  await arrived;
  await first.emulator.close();
  await Promise.all(cutOff);
  expect(await Promise.all(advances)).toEqual(Array(3).fill('broken off'));
  receiver.answer = 200;
  const second = await startTestBank({ dataFile });
  const later = hooksOf(second, receiver);
  expect((await later.events()).map(({ status }) => status)).toEqual(['Pending', 'Pending']);
  await later.deliverDue();
  expect((await later.events()).map(({ status }) => status)).toEqual(['Success', 'Success']);
  expect(
    receiver.received
      .slice(2)
      .map(({ event }) => event.id)
      .sort(),
  ).toEqual(
    receiver.received
      .slice(0, 2)
      .map(({ event }) => event.id)
      .sort(),
  );
  await second.emulator.close();
  await receiver.close();
});

plain(
  'registrations, their state and their queues survive a restart on the same file',
  async ({ browserName: _ }, info) => {
    const dataFile = info.outputPath('bank.db');
    const receiver = await startReceiver();
    const first = await startTestBank({ dataFile });
    const hooks = hooksOf(first, receiver);
    const { id } = await hooks.register(OPENED, { format: 'Extended' });
    const master = await first.open();
    receiver.answer = 500;
    const subledgers = [await first.subledger(master)];
    await first.advance(600);
    subledgers.push(await first.subledger(master));
    await hooks.group();
    subledgers.push(await first.subledger(master));
    const known: [Registration, WebhookEvent[]] = [await hooks.get(id), await hooks.events()];
    await first.emulator.close();
    receiver.received.length = 0;
    receiver.answer = 200;
    const second = await startTestBank({ dataFile });
    const later = hooksOf(second, receiver);
    expect([await later.get(id), await later.events()]).toEqual(known);
    await second.advance(600);
    expect(receiver.received).toEqual([]);
    await later.restart(id);
    await later.deliverDue();
    expect(receiver.received.flatMap(({ event }) => event.resources)).toEqual(subledgers.map(resources.subledger));
    await second.emulator.close();
    await receiver.close();
  },
);

plain('a bank with a running clock delivers overdue events', async ({ browserName: _ }, info) => {
  const dataFile = info.outputPath('bank.db');
  const receiver = await startReceiver();
  const first = await startTestBank({ dataFile });
  const hooks = hooksOf(first, receiver);
  await hooks.register(OPENED);
  const accountNumber = await first.subledger(await first.open());
  await first.emulator.close();
  const arrived = new Promise<void>((resolve) => {
    receiver.answer = (response) => {
      response.writeHead(200).end();
      resolve();
    };
  });
  const second = await startTestBank({ dataFile, clock: 'wall' });
  await arrived;
  await second.emulator.close();
  await receiver.close();
  expect(receiver.received.map(({ event }) => [event.createdAt, event.resources])).toEqual([
    ['2026-03-02T14:05:30.000+00:00', [resources.subledger(accountNumber)]],
  ]);
});

/** Runs a bank for a day and returns every visible number, id and balance. */
async function liveADay(isListening: boolean): Promise<unknown> {
  const [bank, receiver] = [await startTestBank({ seed: 7 }), await startReceiver()];
  if (isListening) await hooksOf(bank, receiver).listenToAll('Extended');
  const customerId = await bank.customer();
  const [one, two] = [await bank.open('checking', customerId), await bank.open('earlyDirectDeposit', customerId)];
  await bank.inbound({ receiverAccountNumber: one, amount: 5_000 });
  await bank.inbound({ receiverAccountNumber: two, amount: 700, serviceType: 'Standard' });
  const subledger = await bank.subledger(one);
  await bank.transfer(one, subledger, 1_000);
  await originate(bank, one, { purpose: 'RETURN_R01' });
  const path = { accountNumber: two };
  await bank.ok('createRestriction', { path, body: { appliesTo: 'Account', rail: 'Wire', reason: 'R' } });
  await bank.close();
  await bank.close();
  const lists = ['listCustomers', 'listAccounts', 'listSubaccounts', 'listTransactions', 'listAchPayments'] as const;
  const books = [await bank.trial(), await clockOf(bank)];
  for (const list of lists) books.push(await bank.ok(list));
  for (const accountNumber of [one, two]) {
    for (const list of ['listActivities', 'listMemoPosts', 'listRestrictions', 'listRelationships'] as const)
      books.push(await bank.ok<never>(list, { path: { accountNumber } }));
  }
  const deliveries = receiver.received.length;
  await bank.emulator.close();
  await receiver.close();
  expect(receiver.problems).toEqual([]);
  expect(deliveries > 0).toBe(isListening);
  expect((books[5] as unknown as { results: CoreSchemas['Transaction'][] }).results.length).toBeGreaterThan(4);
  return books;
}

plain('registrations do not change the ids, numbers and balances of a seed', async () => {
  expect(await liveADay(true)).toEqual(await liveADay(false));
});
