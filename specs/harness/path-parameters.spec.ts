import { expect, test } from '@playwright/test';
import { operations as cosOperations } from '../../generated/operations.ts';
import { type Client, createClient } from '../../harness/client/client.ts';
import { buildContract } from '../../harness/contract/openapi/build-contract.ts';
import { fetchResources } from '../../harness/events/fetch-resources.ts';
import type { ArazzoStep } from '../../harness/workflow/arazzo/document.ts';
import { orchard } from './foreign-documents.ts';
import { runStub } from './stub-api.ts';
import { type StubBank, startStubBank } from './stub-bank.ts';

let stub: StubBank;
let client: Client;

test.beforeEach(async () => {
  stub = await startStubBank(({ path }) => (path === '/connect/token' ? undefined : { status: 200, body: {} }));
  const { operations } = buildContract('api', orchard, { server: `${stub.target.baseUrl}/base` });
  client = createClient(stub.target, { operations: { ...cosOperations, ...operations } });
});
test.afterEach(() => stub.close());

/** Values that a server or proxy would read as a dot segment or as empty. */
const unsafe: readonly unknown[] = [
  '.',
  '..',
  './',
  '../',
  '../x',
  '../../x',
  'a/..',
  'a/../b',
  'a/./b',
  '/..',
  '/../x',
  '..\\',
  '..\\x',
  'a\\..\\b',
  '%2e',
  '%2E',
  '%2e%2e',
  '%2E%2e',
  '.%2e',
  '%2e.',
  '.%2E',
  '%252e%252e',
  '%25252E%25252e',
  '%%32%65%%32%65',
  '%2F..',
  'a%2F..',
  'a%2f..%2fb',
  '%2f%2e%2e%2f',
  '..%2Fx',
  '..%5cx',
  'a%5C..%5Cb',
  '%5c..',
  'a%252f..%252fb',
  '%c0%ae%c0%ae',
  '%C0%AE.',
  '..%c0%afx',
  '%u002e%u002e',
  '..;',
  '..;a=b',
  '.;x',
  '..%3Bx',
  'a/..;/b',
  '．．',
  '．',
  '‥',
  '․․',
  '｡｡',
  '。。',
  '%EF%BC%8E%EF%BC%8E',
  '..／x',
  '..＼x',
  '..\0',
  '..%00',
  '.\t.',
  '.%09.',
  ' .. ',
  '..%20',
  '\u200b..',
  '.\u00ad.',
  '..\u2060',
  '\ufeff.',
  `%${'25'.repeat(20)}2e`,
  '',
  ' ',
  '\t\n',
  null,
  undefined,
  [],
  '\ud800',
  'a\udc00b',
];

for (const [what, operationId, name] of [
  ['COS', 'getAccount', 'accountNumber'],
  ['another API', 'api.getTree', 'tree-id'],
] as const) {
  test(`send rejects each unsafe path value for an operation of ${what}`, async () => {
    expect(unsafe.length).toBeGreaterThan(60);
    for (const value of unsafe) {
      const failure = await client.send(operationId, { path: { [name]: value } }).catch((error: unknown) => error);
      expect(failure, JSON.stringify(value)).toMatchObject({
        code: 'unsafe-path',
        message: expect.stringContaining(name),
      });
    }
    for (const path of [undefined, {}])
      await expect(client.send(operationId, path === undefined ? {} : { path })).rejects.toThrow('has no value');
    expect(stub.requests).toEqual([]);
  });

  test(`send keeps each safe path value for an operation of ${what} in its own segment`, async () => {
    const safe = [
      '1',
      'a.b',
      '...',
      '.hidden',
      'a..b',
      'a/b',
      'a\\b',
      '%41',
      '100%',
      'ü',
      'x y',
      '?',
      '#',
      'a;b',
      '0',
      0,
      false,
    ];
    for (const value of safe) await client.send(operationId, { path: { [name]: value } });
    const sent = stub.requests.filter(({ path }) => path !== '/connect/token').map(({ path }) => path);
    const before = operationId === 'getAccount' ? '/core/v1/dda/accounts/' : '/base/trees/';
    expect(sent).toEqual(safe.map((value) => `${before}${encodeURIComponent(String(value))}`));
  });
}

test('send rejects a dot segment that template and values form together', async () => {
  const [tree] = [buildContract('api', orchard, { server: stub.target.baseUrl }).operations['api.getTree']];
  const templates: [path: string, values: Record<string, string>][] = [
    ['/x/.{a}/y', { a: 'x/..' }],
    ['/x/{a}{b}/y', { a: 'x', b: '/../' }],
    ['/x/%2{a}.', { a: 'e' }],
    ['/x/{a}./y', { a: '%2525252e' }],
    ['/x/../y', {}],
    ['/x/%2e%2E/y', {}],
    ['/x\\..\\y', {}],
    ['/x/.\t./y', {}],
    ['/x/{constructor}', {}],
    ['/x/{__proto__}', {}],
  ];
  for (const [path, values] of templates) {
    const operations = { 'api.x': { ...tree, operationId: 'api.x', path } } as never;
    const sending = createClient(stub.target, { operations }).send('api.x', { path: values });
    await expect(sending, path).rejects.toMatchObject({ code: 'unsafe-path' });
  }
  expect(stub.requests).toEqual([]);
});

test('a long value of percent signs is rejected quickly', async () => {
  const value = `%${'25'.repeat(200_000)}2e`;
  await expect(client.send('getAccount', { path: { accountNumber: value } })).rejects.toThrow('dot segment');
});

test('a lone surrogate in a cookie or query is sent as a replacement character', async () => {
  await client.send('api.getTree', {
    path: { 'tree-id': '1' },
    query: { detail: '\ud800' },
    cookies: { session: '\ud800' },
  });
  const [{ path, headers } = { path: '', headers: {} }] = stub.requests;
  expect([path, headers.cookie]).toEqual(['/base/trees/1?detail=%EF%BF%BD', 'session=%EF%BF%BD']);
});

test.describe('a value of an earlier response', () => {
  const run = async (id: unknown) => {
    const steps: ArazzoStep[] = [
      { stepId: 'a', operationId: 'createThing', outputs: { id: '$response.body#/id' } },
      { stepId: 'b', operationId: 'getThing', parameters: [{ name: 'id', in: 'path', value: '$steps.a.outputs.id' }] },
    ];
    return await runStub({ workflows: [{ workflowId: 'main', steps }] }, ({ method }) =>
      method === 'POST' ? { status: 200, body: { id } } : undefined,
    );
  };

  for (const id of ['..', '.', '%2e%2e', 'x/../..', '', null, ' ', '\ud800'])
    test(`runWorkflow fails a step with ${JSON.stringify(id)} from an earlier response in its path`, async () => {
      const { requests, report, outcomes } = await run(id);
      expect(requests.map(({ method }) => method)).toEqual(['POST']);
      expect(outcomes).toEqual(['a passed', 'b failed']);
      expect(report.steps[1]).toMatchObject({
        reason: expect.stringMatching(/^Nothing was sent: The path parameter "id" /),
        attempts: 0,
      });
    });

  test('runWorkflow sends an ordinary value of an earlier response', async () => {
    const { requests } = await run('t-1.x');
    expect(requests.map(({ path }) => path)).toEqual(['/things', '/things/t-1.x']);
  });
});

test('fetchResources rejects an event’s resource that leaves its path', async () => {
  const resources = ['core/v1/dda/accounts/..', 'core/v1/dda/accounts/%2e%2e', 'core/v1/dda/accounts/1'];
  const fetched = await fetchResources(client, new Set(resources));
  expect(resources.map((resource) => fetched.get(resource)?.kind)).toEqual(['unsafe', 'unsafe', 'unknown']);
  expect(stub.requests.map(({ path }) => path)).toEqual(['/connect/token', '/core/v1/dda/accounts/1']);
});
