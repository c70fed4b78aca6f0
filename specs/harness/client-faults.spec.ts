import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, test } from '@playwright/test';
import pactum from 'pactum';
import type { Exchange } from '../../core/exchange.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { type Client, createClient, type SendInput } from '../../harness/client/client.ts';
import { sendWithRetries } from '../../harness/client/send-with-retries.ts';
import { StepTimeout, withinLimit } from '../../harness/client/time-limit.ts';
import { checkExchange } from '../../harness/contract/checks.ts';
import { createColors } from '../../harness/host.ts';
import { renderStep } from '../../harness/report/render-step.ts';
import {
  answering,
  type Fault,
  type FaultyUpstream,
  faults,
  givingToken,
  startFaultyUpstream,
} from './faulty-upstream.ts';

let upstream: FaultyUpstream;
/** The pauses that the client made, in milliseconds; it does not really wait. */
let pauses: number[];
let client: Client;

test.beforeAll(async () => {
  upstream = await startFaultyUpstream();
});
test.afterAll(() => upstream.close());
test.beforeEach(() => {
  pactum.mock.clearInteractions();
  upstream.fail('POST', '/connect/token', [givingToken]);
  pauses = [];
  const pause = async (durationMs: number) => void pauses.push(durationMs);
  client = createClient(upstream.target, { timeoutMs: TIMEOUT_MS, pause });
});

/** Long enough for an answer on a busy machine; a case that hangs takes it once a try. */
const TIMEOUT_MS = 2_000;
const ACCOUNT = '/core/v1/dda/accounts/2100000005';
const RESTRICTION = '00000000-0000-4000-a000-000000000001';
const get: [OperationId, SendInput, string, string] = [
  'getAccount',
  { path: { accountNumber: '2100000005' } },
  'GET',
  ACCOUNT,
];
const post: [OperationId, SendInput, string, string] = [
  'createTransfer',
  { body: { debitAccountNumber: '1', creditAccountNumber: '2', amount: 1 } },
  'POST',
  '/core/v1/transfers',
];
const put: [OperationId, SendInput, string, string] = [
  'changeName',
  { path: { customerId: RESTRICTION }, body: { firstName: 'A', lastName: 'B' } },
  'PUT',
  `/core/v1/cm/customers/${RESTRICTION}/name`,
];
const remove: [OperationId, SendInput, string, string] = [
  'removeRestriction',
  { path: { accountNumber: '2100000005', restrictionId: RESTRICTION } },
  'DELETE',
  `${ACCOUNT}/restrictions/${RESTRICTION}`,
];
const advance: [OperationId, SendInput, string, string] = [
  'advanceClock',
  { body: { bySeconds: 60 } },
  'POST',
  '/emulator/v1/clock/advance',
];

/** Sends an operation to an upstream that answers with these faults in order, then well. */
async function sendThrough(
  [operationId, input, method, path]: typeof get,
  answers: readonly Fault[],
): Promise<{ outcome: Exchange | Error; calls: ReturnType<FaultyUpstream['fail']> }> {
  const calls = upstream.fail(method, path, answers);
  const outcome = await client.send(operationId, input).catch((error: Error) => error);
  return { outcome, calls };
}

const well = answering(200, {}, { done: true });
const statusOf = (outcome: Exchange | Error) => ('response' in outcome ? outcome.response.statusCode : String(outcome));

for (const [what, operation] of Object.entries({ GET: get, POST: post, PUT: put, DELETE: remove })) {
  for (const status of what === 'DELETE' ? [429] : [429, 503]) {
    test(`${what} is retried after ${status} and the pause of Retry-After, unchanged`, async () => {
      const asked = answering(status, { 'retry-after': '7' });
      const { outcome, calls } = await sendThrough(operation, [asked, answering(status), well]);
      expect(statusOf(outcome)).toBe(200);
      expect(pauses).toEqual([7_000, 1_000]);
      expect(calls).toHaveLength(3);
      expect(new Set(calls.map(({ headers, body }) => JSON.stringify([headers['idempotency-key'], body]))).size).toBe(
        1,
      );
      if (what === 'POST') expect(calls[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
      const mayHaveBeenProcessed = status === 503;
      expect((outcome as Exchange).retries).toEqual([
        { reason: `status ${status}`, waitedMs: 7_000, mayHaveBeenProcessed },
        { reason: `status ${status}`, waitedMs: 1_000, mayHaveBeenProcessed },
      ]);
    });
  }
}

for (const status of [502, 503, 504]) {
  test(`a DELETE and a POST of the control plane are not retried after ${status}`, async () => {
    for (const operation of [remove, advance]) {
      pactum.mock.clearInteractions();
      upstream.fail('POST', '/connect/token', [givingToken]);
      const { outcome, calls } = await sendThrough(operation, [answering(status), well]);
      expect([statusOf(outcome), calls.length]).toEqual([status, 1]);
    }
  });
}

test('a POST without an idempotency key is sent once, and a key of the caller is kept', async () => {
  const request = { method: 'POST', url: `${upstream.target.baseUrl}/core/v1/transfers`, headers: {} };
  const calls = upstream.fail('POST', '/core/v1/transfers', [faults.reset]);
  const sending = { timeoutMs: TIMEOUT_MS, pause: async () => undefined, nowMs: () => 0 };
  const lost = sendWithRetries(request, operations.createTransfer, sending);
  await expect(lost).rejects.toMatchObject({ code: 'answer-lost' });
  expect(calls).toHaveLength(1);
  const [, { body }] = post;
  pactum.mock.clearInteractions();
  upstream.fail('POST', '/connect/token', [givingToken]);
  const kept = upstream.fail('POST', '/core/v1/transfers', [well]);
  await client.send('createTransfer', { body, idempotencyKey: 'mine' });
  await client.send('createTransfer', { body, headers: { 'Idempotency-Key': 'mine' } });
  expect(kept.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine', 'mine']);
});

test('a target that is gone after a lost response is reported as answer-lost', async () => {
  let heard = 0;
  const server = createServer((request) => {
    heard += 1;
    server.close();
    request.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gone = createClient({ ...upstream.target, baseUrl }, { timeoutMs: TIMEOUT_MS, pause: async () => undefined });
  await expect(gone.send('createTransfer', post[1])).rejects.toMatchObject({
    code: 'answer-lost',
    message: expect.stringMatching(
      /has no response: the target no longer answers, after 4 attempts with the same idempotency key$/,
    ),
  });
  expect(heard).toBe(1);
});

test('a response that breaks HTTP is reported as answer-lost, not as unreachable', async () => {
  const server = createTcpServer((socket) => void socket.end('HTP/9 what\r\n\r\n', () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const odd = createClient({ ...upstream.target, baseUrl }, { timeoutMs: TIMEOUT_MS, pause: async () => undefined });
  await expect(odd.send('removeRestriction', remove[1])).rejects.toMatchObject({
    code: 'answer-lost',
    message: expect.stringMatching(/the connection failed before a response \(.+\)$/),
  });
  await new Promise((resolve) => server.close(resolve));
});

test('Retry-After may be a date; a past date or invalid value adds no pause', async () => {
  const asking = (value: string) => answering(429, { 'retry-after': value });
  const dates = ['Mon, 02 Mar 2026 14:00:10 GMT', 'Mon, 02 Mar 2026 13:59:00 GMT', 'soon'].map(asking);
  upstream.fail('GET', ACCOUNT, [...dates, well]);
  const request = { method: 'GET', url: `${upstream.target.baseUrl}${ACCOUNT}`, headers: {} };
  const pause = async (durationMs: number) => void pauses.push(durationMs);
  const nowMs = () => Date.parse('2026-03-02T09:00:00-05:00');
  await sendWithRetries(request, operations.getAccount, { timeoutMs: TIMEOUT_MS, pause, nowMs });
  expect(pauses).toEqual([10_000, 0, 2_000]);
});

test('the fourth 429, and a 429 that asks for over a minute, are returned unchanged', async () => {
  const refused = await sendThrough(post, [answering(429)]);
  expect([statusOf(refused.outcome), refused.calls.length, pauses]).toEqual([429, 4, [500, 1_000, 2_000]]);
  pactum.mock.clearInteractions();
  const asked = await sendThrough(post, [answering(429, { 'retry-after': '61' }), well]);
  expect([statusOf(asked.outcome), asked.calls.length]).toEqual([429, 1]);
});

for (const [name, fault] of Object.entries({ ...faults, '504': answering(504) })) {
  for (const [what, operation] of Object.entries({ GET: get, POST: post, PUT: put })) {
    test(`${what} is retried after ${name}, with the same idempotency key`, async () => {
      const { outcome, calls } = await sendThrough(operation, [fault, well]);
      expect(statusOf(outcome)).toBe(200);
      expect(calls).toHaveLength(2);
      expect(calls[0]?.headers['idempotency-key']).toBe(calls[1]?.headers['idempotency-key']);
      expect((outcome as Exchange).retries).toEqual([
        { reason: expect.any(String), waitedMs: 500, mayHaveBeenProcessed: true },
      ]);
    });
  }
}

const reasons: readonly [name: keyof typeof faults, says: RegExp][] = [
  ['hang', /has no response: no complete response within 2 s/],
  ['reset', /has no response: the connection failed before a response \(UND_ERR_SOCKET|ECONNRESET\)/],
  ['truncated', /has no response: the response broke off/],
];
for (const [name, says] of reasons) {
  for (const [what, operation] of Object.entries({ DELETE: remove, 'the control plane’s POST': advance })) {
    test(`${what} is not retried after ${name}, and the remedy gives the reason`, async () => {
      const { outcome, calls } = await sendThrough(operation, [faults[name], well]);
      expect(calls).toHaveLength(1);
      expect(outcome).toMatchObject({
        code: 'answer-lost',
        message: expect.stringMatching(says),
        remedy: 'It cannot be retried safely, because it might be executed twice: look at the target, then run again',
      });
    });
  }

  test(`after four attempts that end with ${name}, the error says what was tried`, async () => {
    const { outcome, calls } = await sendThrough(post, [faults[name]]);
    expect(calls).toHaveLength(4);
    expect(outcome).toMatchObject({
      code: 'answer-lost',
      message: expect.stringMatching(
        new RegExp(
          `^POST /core/v1/transfers at "http://.*" ${says.source}, after 4 attempts with the same idempotency key$`,
        ),
      ),
      remedy: 'It may have been executed: look at the target before you run again',
    });
  });
}

test('a 409 is returned; after a lost response it is retried', async () => {
  const conflict = answering(409, {}, { errors: [{ code: 2016, message: 'x' }] });
  const first = await sendThrough(post, [conflict, well]);
  expect([statusOf(first.outcome), first.calls.length]).toEqual([409, 1]);
  pactum.mock.clearInteractions();
  const second = await sendThrough(post, [faults.reset, conflict, well]);
  expect([statusOf(second.outcome), second.calls.length]).toEqual([200, 3]);
});

for (const status of [400, 404, 422, 500]) {
  test(`a ${status} is returned without a retry`, async () => {
    const { outcome, calls } = await sendThrough(post, [answering(status), well]);
    expect([statusOf(outcome), calls.length, pauses]).toEqual([status, 1, []]);
  });
}

test('a response of a wrong content type is returned, and a contract check reports it', async () => {
  const page: Fault = (answer) => void answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  const { outcome, calls } = await sendThrough(get, [page]);
  expect(calls).toHaveLength(1);
  expect(checkExchange(outcome as Exchange)).toMatchObject([
    { rule: 'content-type-is-json', actual: expect.stringContaining('text/html') },
  ]);
});

test('a redirect to another host is not followed, and its location is reported', async () => {
  const visitors: string[] = [];
  const elsewhere = createServer((request, response) => {
    visitors.push(`${request.method} ${request.headers.authorization}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/core`;
  for (const status of [301, 302, 307, 308]) {
    pactum.mock.clearInteractions();
    upstream.fail('POST', '/connect/token', [givingToken]);
    const { outcome, calls } = await sendThrough(post, [answering(status, { location })]);
    expect(calls).toHaveLength(1);
    const [finding] = checkExchange(outcome as Exchange);
    expect(finding).toMatchObject({
      rule: 'status-is-documented',
      actual: `${status}, a redirect to "${new URL(location).origin}" that was not followed`,
    });
  }
  pactum.mock.clearInteractions();
  upstream.fail('POST', '/connect/token', [answering(307, { location })]);
  const refused = await createClient(upstream.target)
    .send('getAccount', get[1])
    .catch((error: Error) => error);
  expect(refused).toMatchObject({
    code: 'answer-unusable',
    message: expect.stringMatching(/^The identity server ".*" answered with status 307 and no token$/),
  });
  expect(visitors).toEqual([]);
  await new Promise((resolve) => elsewhere.close(resolve));
});

for (const [name, fault] of Object.entries({ ...faults, '429': answering(429), '503': answering(503) })) {
  test(`a token request is retried after ${name}`, async () => {
    pactum.mock.clearInteractions();
    const asked = upstream.fail('POST', '/connect/token', [fault, givingToken]);
    const { outcome } = await sendThrough(get, [well]);
    expect([statusOf(outcome), asked.length]).toEqual([200, 2]);
  });
}

/** Long enough for a token on a busy machine, and far from the time that one answer may take. */
const LIMIT_MS = 400;

/** Sends a response that begins and never ends. */
const stalled: Fault = (answer) => {
  answer.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  answer.write('{');
};

const overlong: [what: string, answers: Fault[], calls: number, pause: () => Promise<void>][] = [
  ['a try that hangs', [faults.hang], 1, async () => undefined],
  ['an answer that stalls', [stalled], 1, async () => undefined],
  ['a pause', [answering(429)], 1, () => new Promise(() => undefined)],
  ['a later try', [answering(503), faults.reset, faults.hang], 3, async () => undefined],
];
for (const [what, answers, expected, pause] of overlong) {
  test(`send with a time limit ends ${what} with a StepTimeout`, async () => {
    // An answer may take longer than the test: only the limit ends it.
    const limited = createClient(upstream.target, { timeoutMs: 120_000, pause });
    await limited.send('getAccount', get[1]).catch(() => undefined);
    const calls = upstream.fail('GET', ACCOUNT, answers);
    const failure = await limited
      .send('getAccount', { ...get[1], timeoutMs: LIMIT_MS })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StepTimeout);
    expect(failure).toMatchObject({ timeoutMs: LIMIT_MS, message: `No response within ${LIMIT_MS} ms` });
    expect(calls).toHaveLength(expected);
  });
}

test('a time limit ends the wait for a token, which other sends still receive', async () => {
  pactum.mock.clearInteractions();
  let give = (): void => undefined;
  const late: Fault = (answer) => {
    give = () => void givingToken(answer);
  };
  const asked = upstream.fail('POST', '/connect/token', [late]);
  upstream.fail('GET', ACCOUNT, [well]);
  const patient = createClient(upstream.target, { timeoutMs: 30_000 });
  const other = patient.send('getAccount', get[1]);
  await expect(patient.send('getAccount', { ...get[1], timeoutMs: 50 })).rejects.toBeInstanceOf(StepTimeout);
  await expect.poll(() => asked.length).toBe(1);
  give();
  expect((await other).response.statusCode).toBe(200);
});

test('a time limit that is not reached changes nothing', async () => {
  const { outcome } = await sendThrough(['getAccount', { ...get[1], timeoutMs: 30_000 }, 'GET', ACCOUNT], [well]);
  expect(statusOf(outcome)).toBe(200);
  // Its timer does not outlive it, or it would keep the process from ending.
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const during = await withinLimit(60_000, async () => timers());
  expect([during, timers()]).toEqual([before + 1, before]);
});

test('an interruption ends a pause, and says if the request may have been executed', async () => {
  for (const [fault, remedy] of [
    [answering(429), 'It was not executed: run again'],
    [answering(503), 'It may have been executed: look at the target before you run again'],
  ] as const) {
    pactum.mock.clearInteractions();
    upstream.fail('POST', '/connect/token', [givingToken]);
    const calls = upstream.fail('POST', '/core/v1/transfers', [fault, well]);
    const controller = new AbortController();
    const pause = () => new Promise<void>(() => queueMicrotask(() => controller.abort()));
    const stopped = createClient(upstream.target, { timeoutMs: TIMEOUT_MS, pause });
    await expect(
      stopped.send('createTransfer', { ...post[1], timeoutMs: 30_000, signal: controller.signal }),
    ).rejects.toMatchObject({
      code: 'interrupted',
      message: expect.stringMatching(/^Interrupted before the retry of POST \/core\/v1\/transfers at "http:.*"$/),
      remedy,
    });
    expect(calls).toHaveLength(1);
  }
});

test('an interruption leaves no timer of a pause behind', async () => {
  const controller = new AbortController();
  const asking: Fault = (answer) => {
    answering(429, { 'retry-after': '59' })(answer);
    setImmediate(() => controller.abort());
  };
  upstream.fail('GET', ACCOUNT, [asking]);
  const stopped = createClient(upstream.target);
  await expect(stopped.send('getAccount', { ...get[1], signal: controller.signal })).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('Interrupted before the retry of GET'),
  });
});

test('an interruption lets a request in flight finish', async () => {
  const controller = new AbortController();
  const meanwhile: Fault = (answer) => {
    controller.abort();
    well(answer);
  };
  upstream.fail('GET', ACCOUNT, [meanwhile]);
  const stopped = createClient(upstream.target, { timeoutMs: TIMEOUT_MS });
  expect((await stopped.send('getAccount', { ...get[1], signal: controller.signal })).response.statusCode).toBe(200);
});

test('a discarded response causes one retry with the same idempotency key', async () => {
  const calls = upstream.fail('POST', '/core/v1/transfers', [well]);
  const { response, retries } = await client.send('createTransfer', { ...post[1], losesAnswer: true });
  expect([response.statusCode, calls.length]).toEqual([200, 2]);
  expect(calls[0]?.headers['idempotency-key']).toBe(calls[1]?.headers['idempotency-key']);
  expect(retries).toEqual([
    { reason: 'the response was discarded on purpose', waitedMs: 0, mayHaveBeenProcessed: true },
  ]);
});

test('a request that is not safe to repeat fails if its response is discarded', async () => {
  for (const [operationId, input, method, path] of [remove, advance]) {
    const calls = upstream.fail(method, path, [well]);
    await expect(client.send(operationId, { ...input, losesAnswer: true })).rejects.toMatchObject({
      code: 'answer-lost',
      message: expect.stringMatching(/has no response: the response was discarded on purpose$/),
    });
    expect(calls).toHaveLength(1);
  }
});

test('a lost response is not reported as discarded on purpose', async () => {
  upstream.fail('POST', '/core/v1/transfers', [faults.truncated, well]);
  const { retries } = await client.send('createTransfer', { ...post[1], losesAnswer: true });
  expect(retries?.map(({ reason }) => reason)).toEqual(['the response broke off']);
});

test('a report names each retry with its reason', async () => {
  const { outcome } = await sendThrough(get, [answering(503, { 'retry-after': '3' }), faults.reset, well]);
  const step = {
    stepId: 's',
    title: 'Read',
    operationId: 'getAccount',
    outcome: 'passed' as const,
    attempts: 1,
    durationMs: 1,
    exchanges: [outcome as Exchange],
    exchangesChecked: 1,
    movements: [],
    findings: [],
    lawsChecked: [],
    emits: [],
  };
  expect(renderStep(step, 1, createColors(false)).split('\n').slice(1)).toEqual([
    '       getAccount was retried after 3 s: status 503',
    expect.stringMatching(
      /^ {7}getAccount was retried after 1 s: the connection failed before a response \((UND_ERR_SOCKET|ECONNRESET)\)$/,
    ),
  ]);
});
