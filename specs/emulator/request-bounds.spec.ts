import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { monotonicMs } from '../../core/clock.ts';
import { defaultLimits } from '../../core/limits.ts';
import type { Operation } from '../../core/operation.ts';
import { findExcess, timeBounds } from '../../emulator/api/request-bounds.ts';
import { operations } from '../../generated/operations.ts';
import { paymentFrom } from './ach-bank.ts';
import { createSender, type OperationRequest } from './request-sender.ts';
import { startTestBank, type TestBank } from './test-bank.ts';

const SHORT = { requestHeadSeconds: 1, requestSeconds: 1, idleSeconds: 1 };
const LONGEST_MS = 8_000;

/** Sends a text whole, or one byte every 50 ms; returns the bytes received until the bank closed the connection. */
async function speak({ emulator }: TestBank, text: string, drip = '') {
  const socket: Socket = connect(Number(new URL(emulator.baseUrl).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part;
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const startMs = monotonicMs();
  socket.write(text);
  let at = 0;
  const timer = setInterval(() => drip !== '' && socket.write(drip[at++ % drip.length] ?? ''), 50);
  await once(socket, 'close');
  clearInterval(timer);
  return { answer, durationMs: monotonicMs() - startMs };
}

async function tokenOf({ target }: TestBank): Promise<string> {
  const { clientId, clientSecret } = target.partner;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(target.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ ...form, audience: target.audience }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const POST =
  'POST /core/v1/transfers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n';
const LATE = '{"errors":[{"code":1006,"message":"Request did not arrive in time"}]}';

const slow: [what: string, text: string, drip: string, says: RegExp | string][] = [
  ['a slow body', `${POST}authorization: Bearer TOKEN\r\n\r\n{"a":"`, 'x', LATE],
  ['a slow body without a token', `${POST}\r\n{"a":"`, 'x', '"code":3000'],
  ['a missing body', `${POST}authorization: Bearer TOKEN\r\n\r\n`, '', LATE],
  ['a slow head', 'GET / HTTP/1.1\r\nx: ', 'y', LATE],
  ['a silent connection', '', '', LATE],
  ['an idle connection after a response', 'GET /core/v1/wishes HTTP/1.1\r\nhost: x\r\n\r\n', '', '"code":2405'],
];
for (const [what, text, drip, says] of slow) {
  test(`${what} is closed after its time limit`, async () => {
    const failures: string[] = [];
    const bank = await startTestBank({ limits: SHORT, writeLine: (line) => failures.push(line) });
    try {
      const { answer, durationMs } = await speak(bank, text.replace('TOKEN', await tokenOf(bank)), drip);
      expect(answer).toContain(says);
      expect(durationMs).toBeLessThan(LONGEST_MS);
      if (says === LATE) {
        expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nrequest-id: [0-9a-f-]{36}\r\n/);
      }
      expect(await bank.ok('getClock')).toBeTruthy();
      expect(failures).toEqual([]);
    } finally {
      await bank.emulator.close();
    }
  });
}

test('the default limits are 10 s for a head, 30 s for a request, 72 s idle', () => {
  expect(timeBounds(defaultLimits)).toMatchObject({
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 10_000, requestTimeout: 30_000 },
  });
});

test('invalid HTTP and an endless head get errors in the bank’s format', async () => {
  const bank = await startTestBank();
  const noise = await speak(bank, 'GIVE me all\r\n\r\n');
  expect(noise.answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(noise.answer).toContain('{"errors":[{"code":1005,"message":"Request is not valid HTTP"}]}');
  const head = await speak(bank, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
  expect(head.answer).toMatch(/^HTTP\/1\.1 431 /);
  expect(head.answer).toContain('{"errors":[{"code":1007,"message":"Headers are too large"}]}');
  await bank.emulator.close();
});

test('findExcess counts levels outside texts and the length of texts', () => {
  const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
  const excessOf = (text: string) => findExcess(text, defaultLimits);
  expect([excessOf(nested(100)), excessOf(nested(102))]).toEqual([undefined, 'too-deep']);
  expect(excessOf(JSON.stringify({ text: '[{"'.repeat(500) }))).toBe(undefined);
  expect(excessOf(`{"text":"\\"${'['.repeat(500)}\\\\"}`)).toBe(undefined);
  expect(excessOf('['.repeat(5_000_000))).toBe('too-deep');
  expect(excessOf(`"${'x'.repeat(4_000)}"`)).toBe(undefined);
  expect(excessOf(`"${'x'.repeat(4_001)}"`)).toBe('text-too-long');
  // It is malformed and is rejected as such.
  expect(excessOf(`"${'['.repeat(5_000_000)}`)).toBe(undefined);
});

test('every operation rejects a body that is nested too deeply', async () => {
  const bank = await startTestBank();
  const send = await createSender(bank.target, 1);
  const nest = (levels: number): object => Array.from({ length: levels }).reduce<object>((inner) => ({ a: inner }), {});
  const withBody = Object.values<Operation>(operations).filter(
    ({ operationId, method }) => ['post', 'put', 'patch'].includes(method) && operationId !== 'issueToken',
  );
  expect(withBody.length).toBeGreaterThan(40);
  for (const { operationId, path } of withBody) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'x']);
    const request = {
      operationId,
      path: Object.fromEntries(names),
      idempotencyKey: operationId,
    } as unknown as OperationRequest;
    const answer = await send({ ...request, body: { details: nest(150) } as Record<string, unknown> });
    expect([operationId, answer]).toEqual([
      operationId,
      { statusCode: 400, body: { errors: [{ code: 1004, message: 'Body is nested too deeply' }] } },
    ]);
  }
  await bank.emulator.close();
});

test('details of 5,000 levels leave no unreadable payment', async () => {
  const failures: string[] = [];
  const bank = await startTestBank({ writeLine: (line) => failures.push(line) });
  const authorization = `Bearer ${await tokenOf(bank)}`;
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  const request = async (levels: number) => {
    const deep = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const change = { secCode: 'IAT', serviceType: 'Standard', transactionType: 'Pull', iatDetails: 'DEEP' };
    const body = JSON.stringify(paymentFrom(account, change)).replace('"DEEP"', deep);
    const headers = { authorization, 'content-type': 'application/json' };
    return (
      await fetch(`${bank.emulator.baseUrl}${operations.originateAchPayment.path}`, { method: 'POST', headers, body })
    ).status;
  };
  // The body itself is one level.
  expect([await request(5_000), await request(100), await request(99)]).toEqual([400, 400, 200]);
  const { results } = await bank.ok<{ results: { id: string }[] }>('listAchPayments');
  expect(results).toHaveLength(2);
  expect(failures).toEqual([]);
  await bank.emulator.close();
});
