import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { errorOf } from './ach-bank.ts';
import type { TestBank } from './test-bank.ts';
import { type Hooks, OPENED, resources, test, type WebhookEvent } from './webhook-bank.ts';

const poll = async ({ send }: TestBank) => {
  const { statusCode, body } = await send('pollEvents');
  return statusCode === 204 ? undefined : (body as WebhookEvent);
};
const pathOf = (event: { id: string } | undefined) => ({ eventId: event?.id ?? '' });
const GUID = '00000000-0000-4000-a000-000000000001';

/** Delivers an event and returns it. */
async function delivered(bank: TestBank, hooks: Hooks): Promise<{ registrationId: string; event: WebhookEvent }> {
  const { id: registrationId } = await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  await hooks.group();
  const [event] = await hooks.events();
  if (!event) throw new Error('No event was made');
  return { registrationId, event };
}

test(
  'getEvent and listEvents return the delivery status; deliveries say Pending',
  proves('D06'),
  async ({ bank, hooks }) => {
    await hooks.register(OPENED);
    await hooks.register('Core.SubAccount.Closed');
    const accountNumber = await bank.subledger(await bank.open());
    await hooks.group();
    hooks.receiver.answer = 500;
    await bank.ok('closeSubaccount', { path: { accountNumber } });
    await hooks.group();
    const statuses = async (query: object = {}) =>
      (await hooks.events(query)).map(({ eventName, status }) => `${eventName} ${status}`);
    expect(await statuses()).toEqual([`${OPENED} Success`, 'Core.SubAccount.Closed Pending']);
    await bank.advance(600);
    expect(await statuses()).toEqual([`${OPENED} Success`, 'Core.SubAccount.Closed Failed']);
    expect(await statuses({ status: 'Failed' })).toEqual(['Core.SubAccount.Closed Failed']);
    expect(await statuses({ status: 'Pending' })).toEqual([]);
    expect(await statuses({ eventName: OPENED.toUpperCase() })).toEqual([`${OPENED} Success`]);
    expect(await statuses({ pageSize: 1, pageNumber: 2 })).toEqual(['Core.SubAccount.Closed Failed']);
    for (const event of await hooks.events()) {
      expect(await bank.ok('getEvent', { path: { eventId: event.id.toUpperCase() } })).toEqual(event);
      expect(event.lastAttemptedAt).not.toBeUndefined();
    }
    expect(new Set(hooks.receiver.received.map(({ event }) => event.status))).toEqual(new Set(['Pending']));
    expect(errorOf(await bank.send('getEvent', { path: { eventId: GUID } }))).toMatch(/^404 2404 /);
  },
);

test('an event contains the time of its previous attempt', proves('D06'), async ({ bank, hooks }) => {
  await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  hooks.receiver.answer = 500;
  await bank.advance(600);
  expect(hooks.receiver.received.map(({ event }) => event.lastAttemptedAt)).toEqual([
    undefined,
    '2026-03-02T14:05:30.000+00:00',
    '2026-03-02T14:06:00.000+00:00',
    '2026-03-02T14:06:45.000+00:00',
  ]);
});

test('pollEvents returns the oldest event until its acknowledgement', proves('D11'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED, { type: 'Poll', callbackUrl: undefined, format: 'Extended' });
  await hooks.register('Core.SubAccount.Closed');
  expect(await poll(bank)).toBeUndefined();
  const master = await bank.open();
  const subledgers = [await bank.subledger(master)];
  expect(await poll(bank)).toBeUndefined();
  await hooks.group();
  subledgers.push(await bank.subledger(master));
  await hooks.group();
  const first = await poll(bank);
  expect([first?.resources, first?.status]).toEqual([[resources.subledger(subledgers[0] ?? '')], 'Pending']);
  expect((await poll(bank))?.id).toBe(first?.id);
  await bank.ok('acknowledgeEvent', { path: pathOf(first) });
  expect(errorOf(await bank.send('acknowledgeEvent', { path: pathOf(first) }))).toMatch(/^400 2032 /);
  const second = await poll(bank);
  expect(second?.resources).toEqual([resources.subledger(subledgers[1] ?? '')]);
  expect((await hooks.events()).map(({ status }) => status)).toEqual(['Success', 'Pending']);
  await bank.ok('acknowledgeEvent', { path: pathOf(second) });
  expect(await poll(bank)).toBeUndefined();
  await bank.advance(3_600);
  expect([hooks.receiver.received, await hooks.state(id)]).toEqual([[], 'Active 0']);
  expect(errorOf(await bank.send('acknowledgeEvent', { path: { eventId: GUID } }))).toMatch(/^404 2404 /);
});

test('pollEvents and acknowledgeEvent ignore Push registrations', proves('D11'), async ({ bank, hooks }) => {
  hooks.receiver.answer = 500;
  const { event } = await delivered(bank, hooks);
  expect(await poll(bank)).toBeUndefined();
  expect(errorOf(await bank.send('acknowledgeEvent', { path: pathOf(event) }))).toMatch(/^400 2032 /);
});

test('updateRegistration between Push and Poll keeps waiting events', proves('D11'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED, { type: 'Poll' });
  const update = (type: string) => {
    const body = { partnerId: bank.target.partnerId, eventName: OPENED, callbackUrl: hooks.receiver.url, type };
    return bank.ok('updateRegistration', { path: { registrationId: id }, body });
  };
  const master = await bank.open();
  await bank.subledger(master);
  await hooks.group();
  hooks.receiver.answer = 500;
  await update('Push');
  await hooks.deliverDue();
  expect([hooks.receiver.received.length, await poll(bank)]).toEqual([1, undefined]);
  await update('Poll');
  await bank.advance(600);
  expect(hooks.receiver.received.length).toBe(1);
  const polled = await poll(bank);
  await bank.ok('acknowledgeEvent', { path: pathOf(polled) });
  await update('Push');
  await bank.advance(600);
  expect(hooks.receiver.received.length).toBe(1);
});

test('resendEvent sends an event again with its id, whatever its status', proves('D06'), async ({ bank, hooks }) => {
  const { event, registrationId } = await delivered(bank, hooks);
  expect((await bank.send('resendEvent', { path: pathOf(event) })).statusCode).toBe(202);
  await hooks.deliverDue();
  expect(hooks.receiver.received.map(({ event: { id } }) => id)).toEqual([event.id, event.id]);
  hooks.receiver.answer = 500;
  await bank.ok('resendEvent', { path: pathOf(event) });
  await bank.advance(600);
  expect([hooks.receiver.received.length, await hooks.state(registrationId)]).toEqual([6, 'Suspended 4']);
  expect(errorOf(await bank.send('resendEvent', { path: { eventId: GUID } }))).toMatch(/^404 2404 /);
});

test('resendEvent queues last while Suspended and rejects a deleted registration', async ({ bank, hooks }) => {
  const { event, registrationId } = await delivered(bank, hooks);
  hooks.receiver.answer = 500;
  await bank.subledger(await bank.open());
  await bank.advance(600);
  await bank.ok('resendEvent', { path: pathOf(event) });
  await bank.advance(600);
  expect(hooks.receiver.received.length).toBe(5);
  hooks.receiver.answer = 200;
  await hooks.restart(registrationId);
  await hooks.deliverDue();
  const [, later] = await hooks.events();
  expect(hooks.receiver.received.slice(5).map(({ event: { id } }) => id)).toEqual([later?.id, event.id]);
  await bank.ok('deleteRegistration', { path: { registrationId } });
  expect(errorOf(await bank.send('resendEvent', { path: pathOf(event) }))).toMatch(/^400 2033 /);
});

test('resendEvent of an event in progress sends it again', proves('D06'), async ({ bank, hooks }) => {
  const { event } = await delivered(bank, hooks);
  await bank.ok('resendEvent', { path: pathOf(event) });
  await hooks.deliverDue();
  let resends = 0;
  hooks.receiver.answer = (response) => {
    if (resends > 0) return response.writeHead(200).end();
    resends += 1;
    return bank.ok('resendEvent', { path: pathOf(event) }).then(() => response.writeHead(200).end());
  };
  await bank.ok('resendEvent', { path: pathOf(event) });
  await hooks.deliverDue();
  await hooks.deliverDue();
  expect(hooks.receiver.received.map(({ event: { id } }) => id)).toEqual(Array(4).fill(event.id));
  expect(await bank.ok('getEvent', { path: pathOf(event) })).toMatchObject({ status: 'Success' });
});

test(
  'a retried event keeps its place and attempts after an older one is resent',
  proves('D09'),
  async ({ bank, hooks }) => {
    const { event, registrationId } = await delivered(bank, hooks);
    hooks.receiver.answer = 500;
    await bank.subledger(await bank.open());
    await hooks.group();
    await bank.ok('resendEvent', { path: pathOf(event) });
    await bank.advance(600);
    const [, later] = await hooks.events();
    expect(hooks.receiver.received.slice(1).map(({ event: { id } }) => id)).toEqual(Array(4).fill(later?.id));
    expect([later?.status, await hooks.state(registrationId)]).toEqual(['Failed', 'Suspended 4']);
    expect(await bank.ok('getEvent', { path: pathOf(event) })).toMatchObject({ status: 'Pending' });
  },
);

test('updateRegistration to Poll ignores the attempt in progress', proves('D11'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, type: 'Poll' };
  hooks.receiver.answer = (response) =>
    bank.ok('updateRegistration', { path: { registrationId: id }, body }).then(() => response.writeHead(500).end());
  await bank.subledger(await bank.open());
  await hooks.group();
  await bank.advance(600);
  expect([hooks.receiver.received.length, await hooks.state(id)]).toEqual([1, 'Active 0']);
  expect(await poll(bank)).toMatchObject({ eventName: OPENED });
});

test('pingRegistration sends a marked event without resources at once', proves('D10'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED, { format: 'Extended', authUsername: 'u', authPassword: 'p' });
  expect((await bank.send('pingRegistration', { path: { registrationId: id } })).statusCode).toBe(202);
  await hooks.deliverDue();
  const [ping] = hooks.receiver.received;
  const { id: eventId, createdAt } = ping?.event ?? {};
  expect(ping?.event).toEqual({
    id: eventId,
    eventName: OPENED,
    status: 'Pending',
    partnerId: bank.target.partnerId,
    createdAt,
    resources: [],
    details: [],
    isPing: true,
  });
  expect(ping?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
  await bank.subledger(await bank.open());
  await hooks.group();
  expect(hooks.receiver.received.map(({ event }) => event.isPing ?? false)).toEqual([true, false]);
});

test('a failed ping is not retried, counted or a cause of suspension', proves('D10'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  hooks.receiver.answer = 500;
  for (let more = 0; more < 5; more++) {
    await bank.ok('pingRegistration', { path: { registrationId: id } });
    await bank.advance(600);
  }
  expect([hooks.receiver.received.length, await hooks.state(id)]).toEqual([5, 'Active 0']);
  expect((await hooks.events()).map(({ status }) => status)).toEqual(Array(5).fill('Failed'));
});

test('a ping does not affect the next attempt of a waiting event', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  hooks.receiver.answer = 500;
  await hooks.group();
  hooks.receiver.answer = 200;
  await bank.ok('pingRegistration', { path: { registrationId: id } });
  await hooks.deliverDue();
  expect(hooks.receiver.received.map(({ event }) => event.isPing ?? false)).toEqual([false, true]);
  expect(await hooks.state(id)).toBe('Active 1');
  await bank.advance(29);
  expect(hooks.receiver.received.map(({ event }) => event.isPing ?? false)).toEqual([false, true, false]);
});

test('the ping of a Poll registration can be polled and acknowledged', proves('D11'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED, { type: 'Poll' });
  await bank.ok('pingRegistration', { path: { registrationId: id } });
  const ping = await poll(bank);
  expect([ping?.isPing, ping?.resources]).toEqual([true, []]);
  await bank.ok('acknowledgeEvent', { path: pathOf(ping) });
  expect([await poll(bank), hooks.receiver.received]).toEqual([undefined, []]);
});

test('sendSampleEvent delivers an event without a cause, also of unknown names', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  const body = { eventName: 'Core.Future.Event', resources: ['core/v1/future/1'], details: [{ any: 1 }] };
  const { eventId } = await bank.ok<{ eventId: string }>('sendSampleEvent', { path: { registrationId: id }, body });
  await hooks.deliverDue();
  const [sample] = hooks.receiver.received;
  expect(sample?.event).toMatchObject({ id: eventId, status: 'Pending', ...body });
  const path = { registrationId: GUID };
  expect(errorOf(await bank.send('sendSampleEvent', { path, body }))).toMatch(/^404 2404 /);
});
