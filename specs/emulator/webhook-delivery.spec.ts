import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { errorOf } from './ach-bank.ts';
import type { TestBank } from './test-bank.ts';
import { type Hooks, OPENED, resources, test } from './webhook-bank.ts';
import { type ReceiverAnswer, startReceiver } from './webhook-receiver.ts';

/** The pauses in seconds between the attempts of one event that no receiver accepts, after the first one. */
const PAUSES = [30, 45, 60];
/** Long enough for every attempt. */
const ALL_TRIES = 600;

/** Suspends a registration by failed attempts; one event waits. */
async function suspend(bank: TestBank, hooks: Hooks) {
  const { id } = await hooks.register(OPENED);
  const master = await bank.open();
  hooks.receiver.answer = 500;
  const subledgers = [await bank.subledger(master)];
  await bank.advance(ALL_TRIES);
  expect(await hooks.state(id)).toBe('Suspended 4');
  hooks.receiver.received.length = 0;
  const subledger = async () => {
    subledgers.push(await bank.subledger(master));
    await hooks.group();
  };
  const lines = () => subledgers.map((number) => `${OPENED} ${resources.subledger(number)}`);
  return { id, subledger, lines };
}

const came = ({ receiver }: Hooks) =>
  receiver.received.flatMap(({ event }) => event.resources.map((resource) => `${event.eventName} ${resource}`));

test(
  'a failed delivery is retried three times, then the registration is Suspended',
  proves('D09'),
  async ({ bank, hooks }) => {
    const { id } = await hooks.register(OPENED);
    const master = await bank.open();
    hooks.receiver.answer = 500;
    await bank.subledger(master);
    const tries = () => hooks.receiver.received.length;
    await bank.advance(29);
    expect([tries(), await hooks.state(id), await hooks.events()]).toEqual([0, 'Active 0', []]);
    await bank.advance(1);
    for (const [index, pause] of PAUSES.entries()) {
      expect([tries(), await hooks.state(id)]).toEqual([index + 1, `Active ${index + 1}`]);
      expect((await hooks.events()).map(({ status }) => status)).toEqual(['Pending']);
      await bank.advance(pause - 1);
      expect(tries()).toBe(index + 1);
      await bank.advance(1);
    }
    expect([tries(), await hooks.state(id)]).toEqual([4, 'Suspended 4']);
    expect((await hooks.get(id)).lastError).toBe((await bank.advance(ALL_TRIES)).now.replace(/T.*/, 'T09:07:45-05:00'));
    expect((await hooks.events()).map(({ status }) => status)).toEqual(['Failed']);
    expect(new Set(hooks.receiver.received.map(({ event }) => event.id)).size).toBe(1);
    expect(tries()).toBe(4);
  },
);

for (const failures of [1, 2, 3]) {
  test(
    `a delivery that succeeds after ${failures} failures keeps the registration Active`,
    proves('D09'),
    async ({ bank, hooks }) => {
      const { id } = await hooks.register(OPENED);
      const master = await bank.open();
      await bank.subledger(master);
      hooks.receiver.answer = (response) =>
        response.writeHead(hooks.receiver.received.length > failures ? 200 : 503).end();
      await bank.advance(ALL_TRIES);
      expect([hooks.receiver.received.length, await hooks.state(id)]).toEqual([failures + 1, 'Active 0']);
      expect((await hooks.events()).map(({ status }) => status)).toEqual(['Success']);
      hooks.receiver.answer = 500;
      await bank.subledger(master);
      await bank.advance(ALL_TRIES);
      expect([hooks.receiver.received.length, await hooks.state(id)]).toEqual([failures + 5, 'Suspended 4']);
    },
  );
}

test('later events wait behind an outstanding attempt and arrive in order', proves('D09'), async ({ bank, hooks }) => {
  await hooks.register(OPENED);
  const master = await bank.open();
  hooks.receiver.answer = 500;
  const subledgers: string[] = [];
  for (let group = 0; group < 3; group++) {
    subledgers.push(await bank.subledger(master));
    await hooks.group();
  }
  hooks.receiver.answer = 200;
  const before = hooks.receiver.received.length;
  await bank.advance(ALL_TRIES);
  const later = hooks.receiver.received.slice(before).flatMap(({ event }) => event.resources);
  expect(later).toEqual(subledgers.map(resources.subledger));
});

test('a suspended registration gets no events, pings or second restart', proves('D09'), async ({ bank, hooks }) => {
  const { id, subledger } = await suspend(bank, hooks);
  hooks.receiver.answer = 200;
  for (let more = 0; more < 3; more++) await subledger();
  const path = { registrationId: id };
  expect(errorOf(await bank.send('pingRegistration', { path }))).toMatch(/^400 2035 /);
  await bank.advance(86_400);
  expect(hooks.receiver.received).toEqual([]);
  expect((await hooks.events()).map(({ status }) => status)).toEqual(['Failed', 'Pending', 'Pending', 'Pending']);
  expect((await hooks.restart(id)).status).toBe('Restarting');
  await hooks.deliverDue();
  expect(errorOf(await bank.send('restartRegistration', { path }))).toMatch(/^400 2034 /);
});

test(
  'restartRegistration makes it Active after one success and sends the backlog',
  proves('D09', 'D10'),
  async ({ bank, hooks }) => {
    const { id, subledger, lines } = await suspend(bank, hooks);
    for (let more = 0; more < 3; more++) await subledger();
    hooks.receiver.answer = 200;
    expect([(await hooks.restart(id)).status, await hooks.deliverDue()]).toEqual(['Restarting', undefined]);
    expect([came(hooks), await hooks.state(id)]).toEqual([lines(), 'Active 0']);
    expect(new Set((await hooks.events()).map(({ status }) => status))).toEqual(new Set(['Success']));
  },
);

test('restartRegistration suspends again after two failed attempts', proves('D09'), async ({ bank, hooks }) => {
  const { id, subledger, lines } = await suspend(bank, hooks);
  await subledger();
  await hooks.restart(id);
  await hooks.deliverDue();
  expect([hooks.receiver.received.length, await hooks.state(id)]).toEqual([1, 'Restarting 5']);
  await bank.advance(28);
  expect(hooks.receiver.received.length).toBe(1);
  await bank.advance(2);
  expect([hooks.receiver.received.length, await hooks.state(id)]).toEqual([2, 'Suspended 6']);
  await bank.advance(86_400);
  expect(came(hooks)).toEqual([lines()[0], lines()[0]]);
  await hooks.restart(id);
  await hooks.deliverDue();
  hooks.receiver.answer = 200;
  await bank.advance(30);
  expect([came(hooks).slice(3), await hooks.state(id)]).toEqual([lines(), 'Active 0']);
});

test('restartRegistration makes a Poll registration Active at once', proves('D09'), async ({ bank, hooks }) => {
  const { id } = await suspend(bank, hooks);
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, type: 'Poll' };
  await bank.ok('updateRegistration', { path: { registrationId: id }, body });
  expect(await hooks.state(id)).toBe('Suspended 4');
  expect((await bank.send('pollEvents')).statusCode).toBe(204);
  expect((await hooks.restart(id)).status).toBe('Active');
  expect((await bank.send('pollEvents')).statusCode).toBe(200);
});

test('updateRegistration to Poll makes a Restarting registration Active', proves('D09'), async ({ bank, hooks }) => {
  const { id } = await suspend(bank, hooks);
  expect((await hooks.restart(id)).status).toBe('Restarting');
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, type: 'Poll' };
  await bank.ok('updateRegistration', { path: { registrationId: id }, body });
  expect((await hooks.get(id)).status).toBe('Active');
});

/** Each row: a response of a receiver, and whether it accepts the event. */
const answers: readonly [title: string, answer: ReceiverAnswer, isTaken: boolean][] = [
  ['200', 200, true],
  ['200 with a body', (response) => response.writeHead(200).end('{"ok":true}'), true],
  [
    '200 with a truncated body',
    (response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('abc', () => response.destroy());
    },
    true,
  ],
  ...[201, 202, 204, 206, 301, 302, 304, 307, 308, 400, 401, 404, 410, 429, 500, 503, 599].map(
    (status) => [String(status), status, false] as [string, number, boolean],
  ),
  [
    '100, then 500',
    (response) => {
      response.writeContinue();
      response.writeHead(500).end();
    },
    false,
  ],
  [
    '101 with an upgrade',
    (response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    },
    false,
  ],
  ['invalid HTTP', (response) => response.socket?.end('220 smtp ready\r\n'), false],
  ['half a head', (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-'), false],
  ['nothing, and closes the socket', (response) => response.destroy(), false],
  ['nothing, and resets the socket', (response) => response.socket?.resetAndDestroy(), false],
];

for (const [title, answer, isTaken] of answers) {
  test(
    `a receiver that returns ${title} ${isTaken ? 'accepts' : 'does not accept'} the event`,
    proves('D09'),
    async ({ bank, hooks }) => {
      const { id } = await hooks.register(OPENED);
      const master = await bank.open();
      await bank.subledger(master);
      hooks.receiver.answer = answer;
      await bank.advance(ALL_TRIES);
      const [event] = await hooks.events();
      expect([await hooks.state(id), event?.status]).toEqual(
        isTaken ? ['Active 0', 'Success'] : ['Suspended 4', 'Failed'],
      );
      expect(hooks.receiver.received.length).toBe(isTaken ? 1 : 4);
    },
  );
}

test('a receiver that is down does not delay other registrations', proves('D09'), async ({ bank, hooks }) => {
  const gone = await startReceiver();
  await gone.close();
  const { id } = await hooks.register(OPENED, { callbackUrl: gone.url });
  const other = await hooks.register('Core.SubAccount.Closed');
  const accountNumber = await bank.subledger(await bank.open());
  await bank.ok('closeSubaccount', { path: { accountNumber } });
  await bank.advance(ALL_TRIES);
  expect([await hooks.state(id), await hooks.state(other.id)]).toEqual(['Suspended 4', 'Active 0']);
  expect(hooks.lines()).toEqual([`Core.SubAccount.Closed ${resources.subledger(accountNumber)}`]);
});

test('a redirect is not followed and leaks no credentials', proves('D09'), async ({ bank, hooks }) => {
  const target = await startReceiver();
  await hooks.register(OPENED, { authUsername: 'u', authPassword: 'p' });
  await bank.subledger(await bank.open());
  hooks.receiver.answer = (response) => response.writeHead(307, { location: target.url }).end();
  await bank.advance(ALL_TRIES);
  await target.close();
  expect([hooks.receiver.received.length, target.received]).toEqual([4, []]);
});
