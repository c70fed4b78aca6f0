import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from '@playwright/test';
import type { Delivery } from '../../emulator/bank/events/delivery-queue.ts';
import { deliverEvent } from '../../emulator/webhooks/deliver-event.ts';
import { proves } from '../requirement.ts';
import { startTestBank } from './test-bank.ts';
import { hooksOf, OPENED } from './webhook-bank.ts';
import { startReceiver } from './webhook-receiver.ts';

const GUID = '00000000-0000-4000-a000-000000000001';
const CREATED = '2026-03-02T14:00:00.000+00:00';

const deliveryTo = (url: string): Delivery => ({
  eventId: GUID,
  position: 1,
  registrationId: GUID,
  partnerId: GUID,
  url,
  body: {
    id: GUID,
    eventName: OPENED,
    status: 'Pending',
    partnerId: GUID,
    createdAt: CREATED,
    resources: ['core/v1/dda/subaccounts/1'],
    details: [],
  },
});

const never = new AbortController().signal;
const SHORT_MS = 30;

test('deliverEvent ends an attempt without a response after its time limit', proves('D09'), async () => {
  const receiver = await startReceiver();
  let closed: Promise<unknown> = Promise.resolve();
  receiver.answer = (response) => {
    closed = once(response, 'close');
  };
  const { isTaken, problem } = await deliverEvent(deliveryTo(receiver.url), { signal: never, answerMs: SHORT_MS });
  expect([isTaken, problem]).toEqual([false, 'no answer within 0.03 s']);
  await closed;
  await receiver.close();
});

test('deliverEvent accepts a 200 whose body never ends and closes it later', proves('D09'), async () => {
  const receiver = await startReceiver();
  const closing = new AbortController();
  const closed = new Promise<void>((resolve) => {
    receiver.answer = (response) => {
      response.on('close', resolve);
      response.writeHead(200);
      response.write('a little');
    };
  });
  const patience = { signal: closing.signal, answerMs: 3_600_000 };
  expect(await deliverEvent(deliveryTo(receiver.url), patience)).toMatchObject({ isTaken: true, statusCode: 200 });
  closing.abort();
  await closed;
  await receiver.close();
});

test('deliverEvent closes an endless body after some kilobytes', proves('D09'), async () => {
  const receiver = await startReceiver();
  let sent = 0;
  const closed = new Promise<void>((resolve) => {
    receiver.answer = (response) => {
      response.on('close', resolve);
      response.writeHead(200);
      pour(response, (bytes) => {
        sent += bytes;
      });
    };
  });
  const hour = 3_600_000;
  expect(await deliverEvent(deliveryTo(receiver.url), { signal: never, answerMs: hour })).toMatchObject({
    isTaken: true,
    statusCode: 200,
  });
  await closed;
  await receiver.close();
  expect(sent).toBeGreaterThan(64 * 1024);
});

/** Writes while the reader reads. */
function pour(response: ServerResponse, report: (bytes: number) => void): void {
  const chunk = 'x'.repeat(16 * 1024);
  const more = () => {
    if (response.destroyed) return;
    report(chunk.length);
    response.write(chunk, (error) => {
      if (!error) setImmediate(more);
    });
  };
  more();
}

test('deliverEvent fails without a whole head', proves('D09'), async () => {
  const receiver = await startReceiver();
  receiver.answer = (response) => {
    response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1024 * 1024)}`);
  };
  expect(await deliverEvent(deliveryTo(receiver.url), { signal: never, answerMs: 3_600_000 })).toMatchObject({
    isTaken: false,
    problem: 'HPE_HEADER_OVERFLOW',
  });
  await receiver.close();
});

test('deliverEvent fails if the bank aborts the attempt', async () => {
  const receiver = await startReceiver();
  const closing = new AbortController();
  receiver.answer = () => closing.abort();
  expect(await deliverEvent(deliveryTo(receiver.url), { signal: closing.signal, answerMs: 3_600_000 })).toMatchObject({
    isTaken: false,
  });
  await receiver.close();
});

test('a silent receiver is attempted four times while the clock continues', proves('D09'), async () => {
  const [bank, receiver] = [await startTestBank({ answerMs: SHORT_MS }), await startReceiver()];
  const hooks = hooksOf(bank, receiver);
  receiver.answer = () => undefined;
  const { id } = await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  await bank.advance(600);
  expect(await hooks.state(id)).toBe('Suspended 4');
  await bank.emulator.close();
  await receiver.close();
});

test('each attempt checks the allow-list and calls onDelivery', proves('D07'), async () => {
  const attempts: string[] = [];
  const bank = await startTestBank({
    onDelivery: ({ url }, { isTaken, problem }) => attempts.push(`${new URL(url).hostname} ${isTaken} ${problem}`),
  });
  const receiver = await startReceiver();
  const hooks = hooksOf(bank, receiver);
  // By https and not on the list, but on this machine: the attempt fails at the handshake with a server that speaks
  // http.
  const callbackUrl = receiver.url.replace('http://127.0.0.1', 'https://127.0.0.2');
  const allow = (...hosts: string[]) =>
    bank.ok('configureCallbackHosts', { path: { partnerId: bank.target.partnerId }, body: { hosts } });
  await allow('127.0.0.2');
  await hooks.register(OPENED, { callbackUrl });
  await bank.subledger(await bank.open());
  await allow();
  await hooks.group();
  const refusal = '127.0.0.2 false CallbackUrl must be on the allow-list; 127.0.0.2 is not on it';
  expect(attempts).toEqual([refusal]);
  await allow('127.0.0.2');
  await bank.advance(30);
  expect(attempts).toEqual([refusal, expect.stringMatching(/^127\.0\.0\.2 false (?!CallbackUrl)/)]);
  await allow('hooks.example.com');
  await bank.advance(600);
  expect(attempts.slice(2)).toEqual([refusal, refusal]);
  await bank.emulator.close();
  await receiver.close();
});

/** Each row: an equivalent spelling of the receiver's address, and whether http answers there. */
const spellings: readonly [how: string, spell: (url: string) => string, isTaken: boolean][] = [
  ['its scheme in capitals', (url) => url.replace('http:', 'HTTP:'), true],
  ['no slashes', (url) => url.replace('http://', 'http:'), true],
  ['a fragment', (url) => `${url}#part`, true],
  ['characters that have to be escaped', (url) => `${url}/a?b=<>{}`, true],
  ['https in capitals', (url) => url.replace('http:', 'HTTPS:'), false],
];
for (const [how, spell, isTaken] of spellings) {
  test(`a callback with ${how} is ${isTaken ? 'called' : 'attempted'} and stops nothing`, proves('D07'), async () => {
    const [bank, receiver] = [await startTestBank(), await startReceiver()];
    const hooks = hooksOf(bank, receiver);
    const { id } = await hooks.register(OPENED, { callbackUrl: spell(receiver.url) });
    await bank.ok('pingRegistration', { path: { registrationId: id } });
    await bank.subledger(await bank.open());
    await bank.advance(600);
    expect(await hooks.state(id)).toBe(isTaken ? 'Active 0' : 'Suspended 4');
    expect(receiver.received.length).toBe(isTaken ? 2 : 0);
    await bank.emulator.close();
    await receiver.close();
  });
}

test('each partner has its own allow-list', proves('D07'), async () => {
  const bank = await startTestBank();
  const [first, second] = bank.emulator.demo.partners;
  const body = { hosts: ['hooks.example.com'] };
  await bank.ok('configureCallbackHosts', { path: { partnerId: second.partnerId }, body });
  const request = { eventName: OPENED, callbackUrl: 'https://hooks.example.com/x' };
  const ask = ({ send }: Pick<typeof bank, 'send'>, partnerId: string) =>
    send('createRegistration', { body: { partnerId, ...request } });
  expect((await ask(bank, first.partnerId)).statusCode).toBe(400);
  expect((await ask(bank.other, second.partnerId)).statusCode).toBe(200);
  expect((await bank.send('configureCallbackHosts', { path: { partnerId: GUID }, body })).statusCode).toBe(404);
  await bank.emulator.close();
});

for (const host of ['api.crbcos.com', 'SANDBOX.crbcos.com', 'crbcos.com.', 'api.crbcos.com..'])
  test(`configureCallbackHosts and createRegistration reject ${host}`, proves('D07'), async () => {
    const bank = await startTestBank();
    const { partnerId } = bank.target;
    const rejected = await bank.send('configureCallbackHosts', { path: { partnerId }, body: { hosts: [host] } });
    const error = { message: expect.stringMatching(/a host of the real bank|must match pattern/) };
    expect(rejected).toMatchObject({ statusCode: 400, body: { errors: [error] } });
    const body = { partnerId, eventName: OPENED, callbackUrl: `https://${host}/hook` };
    const registered = await bank.send('createRegistration', { body });
    const reason = { code: 2029, message: expect.stringContaining('is a host of the bank') };
    expect(registered).toMatchObject({ statusCode: 400, body: { errors: [reason] } });
    await bank.emulator.close();
  });
