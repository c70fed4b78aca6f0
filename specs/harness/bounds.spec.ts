import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { defaultLimits, limitNames, limitTable, parseLimits } from '../../core/limits.ts';
import type { Target } from '../../core/target.ts';
import { createClient } from '../../harness/client/client.ts';
import { parseBody } from '../../harness/client/parse-body.ts';
import { readPages } from '../../harness/client/read-pages.ts';
import { ExchangeShortener } from '../../harness/client/shorten-exchange.ts';
import { checkExchange } from '../../harness/contract/checks.ts';
import { getThing, runStub } from './stub-api.ts';

const MEGABYTE = 'x'.repeat(1024 * 1024);

/** Starts a bank whose answers the test writes byte by byte; tokens come by themselves. */
async function startRawBank(answer: (outgoing: ServerResponse) => void) {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url !== '/connect/token') return answer(outgoing);
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end('{"access_token":"t","token_type":"Bearer","expires_in":86400}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target: Target = {
    kind: 'bank',
    baseUrl,
    tokenUrl: `${baseUrl}/connect/token`,
    audience: 'https://api.crbcos.com/',
    partnerId: 'p',
    partner: { clientId: 'id', clientSecret: 'stub-secret' },
    products: {},
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { target, close };
}

/** Writes for as long as the other side reads. */
function pour(outgoing: ServerResponse, chunk: string, most: number): void {
  let left = most;
  const more = () => {
    while (left > 0 && !outgoing.destroyed) {
      left -= chunk.length;
      if (!outgoing.write(chunk)) return void outgoing.once('drain', more);
    }
    if (!outgoing.destroyed) outgoing.end();
  };
  more();
}

for (const [what, most] of [
  ['of 200 MB', 200 * MEGABYTE.length],
  ['without an end', Number.POSITIVE_INFINITY],
] as const) {
  test(`send stops reading a body ${what} at the limit and keeps the status`, async () => {
    let poured: ServerResponse | undefined;
    const bank = await startRawBank((outgoing) => {
      poured = outgoing;
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      pour(outgoing, MEGABYTE, most);
    });
    try {
      const exchange = await createClient(bank.target).send('getClock', { headers: { authorization: 'none' } });
      expect(exchange.response).toEqual({
        statusCode: 200,
        headers: expect.objectContaining({ 'content-type': 'application/json' }),
        unreadable: expect.stringMatching(/^the body is too long: at most 5242880 bytes \(.*--limit answerBytes=/),
      });
      expect(checkExchange(exchange).map(({ rule }) => rule)).toEqual(['answer-can-be-read']);
      await expect.poll(() => poured?.destroyed).toBe(true);
    } finally {
      await bank.close();
    }
  });
}

test('send reads a body up to the limit that a target sets', async () => {
  const bank = await startRawBank((outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end(`"${'y'.repeat(98)}"`);
  });
  try {
    const send = async (limit: number) => {
      const target = { ...bank.target, limits: parseLimits([`answerBytes=${limit}`]) };
      return (await createClient(target).send('getClock', { headers: { authorization: 'none' } })).response;
    };
    expect((await send(100)).body).toBe('y'.repeat(98));
    expect((await send(99)).unreadable).toContain('at most 99 bytes');
  } finally {
    await bank.close();
  }
});

test('runWorkflow reports an answer that drips without an end as a finding and stops', async () => {
  const target = { limits: { answerSeconds: 1 } };
  const dripping = await startRawBank((outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => outgoing.write(' '), 100);
    outgoing.once('close', () => clearInterval(drip));
  });
  try {
    const { report } = await runStub(
      {
        workflows: [
          { workflowId: 'w', steps: [{ stepId: 'drip', operationId: 'createThing', requestBody: { payload: {} } }] },
        ],
      },
      () => undefined,
      { target: { ...dripping.target, ...target }, server: dripping.target.baseUrl },
    );
    expect(report.outcome).toBe('failed');
    expect(report.stopped?.message).toMatch(/no complete response within 1 s/);
    expect(report.steps[0]?.findings).toMatchObject([
      { rule: 'answer-can-be-read', severity: 'failure', actual: 'no complete response within 1 s' },
    ]);
  } finally {
    await dripping.close();
  }
});

const limits = { ...defaultLimits, answerDepth: 3, answerValues: 5 };
const bodies: readonly [what: string, text: string, parsed: object][] = [
  ['JSON within the limits', '{"a":[{"b":1}]}', { body: { a: [{ b: 1 }] } }],
  ['text', 'a: "b", c', { text: 'a: "b", c' }],
  ['half a body', '{"a":', { text: '{"a":' }],
  ['nothing', '', {}],
  ['brackets within a string', '"[[[[[[]]]]]],,,,,"', { body: '[[[[[[]]]]]],,,,,' }],
  ['an escaped quote', '["\\\\\\"[[[[[["]', { body: ['\\"[[[[[['] }],
  ['JSON that is too deep', '[[[[]]]]', { unreadable: expect.stringContaining('--limit answerDepth=') }],
  ['JSON of too many values', '[1,2,3,4,5]', { unreadable: expect.stringContaining('--limit answerValues=') }],
  ['a property that is there twice', '{"a":1,"a":1}', { unreadable: expect.stringContaining('twice') }],
  ['the same property in two objects', '[{"a":1},{"a":1}]', { body: [{ a: 1 }, { a: 1 }] }],
  ['a property __proto__ that is there twice', '{"__proto__":1,"__proto__":2}', { unreadable: expect.anything() }],
];
for (const [what, text, parsed] of bodies) {
  test(`parseBody returns what it can use of ${what}`, () => {
    expect(parseBody(text, limits)).toEqual(parsed);
  });
}

test('readPages stops at an endless list and at an empty page that announces another', async () => {
  const endless = async () => ({ results: [1], hasNextPage: true });
  await expect(readPages(endless, { ...defaultLimits, pagesPerList: 3 })).rejects.toThrow(
    /^the list does not end: at most 3 pages \(change it with --limit pagesPerList=NUMBER/,
  );
  const empty = async () => ({ results: [], hasNextPage: true });
  await expect(readPages(empty, defaultLimits)).rejects.toThrow('page 1 is empty and announces another page');
  const million = async () => ({ results: Array(1_000_000).fill(1), hasNextPage: false });
  expect(await readPages(million, defaultLimits)).toHaveLength(1_000_000);
});

test('ExchangeShortener keeps bodies up to its limits, one by one and all together', () => {
  const shortener = new ExchangeShortener({ ...defaultLimits, keptBytes: 100, keptBytesPerRun: 150 });
  const exchange = (body: unknown) => ({
    operationId: 'getClock',
    durationMs: 1,
    request: { method: 'GET', url: 'http://127.0.0.1', headers: {} },
    response: { statusCode: 200, headers: {}, body },
  });
  const kept = (body: unknown) => shortener.shorten(exchange(body)).response.body;
  expect(kept('a'.repeat(90))).toBe('a'.repeat(90));
  expect(kept('a'.repeat(101))).toBe('a body of more than 100 bytes, not kept (limit keptBytes)');
  expect(kept({ a: 'b'.repeat(101) })).toMatch(/not kept/);
  expect(kept('a'.repeat(90))).toBe('a body, not kept (limit keptBytesPerRun)');
});

test('runWorkflow ends a step at the limit of tries, and says so', async () => {
  const retry = { name: 'again', type: 'retry' as const, retryLimit: 1_000_000_000, retryAfter: 0 };
  const { report, sent } = await runStub(
    { workflows: [{ workflowId: 'w', steps: [getThing('bad', { onFailure: [retry] })] }] },
    () => undefined,
    { limits: { attemptsPerStep: 7 } },
  );
  expect(sent).toHaveLength(7);
  expect(report.steps[0]?.reason).toMatch(
    /after 7 attempts, at most 7 attempts \(change it with --limit attemptsPerStep=/,
  );
});

test('parseLimits accepts every limit of the table and rejects anything else', () => {
  const all = limitNames.map((name) => `${name}=7`);
  expect(parseLimits([all.join(', ')])).toEqual(Object.fromEntries(limitNames.map((name) => [name, 7])));
  expect(parseLimits([])).toEqual({});
  for (const wrong of [
    'answerbytes=1',
    'answerBytes',
    'answerBytes=',
    'answerBytes=0',
    'answerBytes=-1',
    'answerBytes=1e9',
  ])
    expect(() => parseLimits([wrong]), wrong).toThrow(`Cannot set the limit "${wrong}"`);
  for (const name of limitNames) expect(limitTable[name].value).toBeGreaterThan(0);
});
