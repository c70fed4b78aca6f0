import { expect, test } from '@playwright/test';
import { operations as cosOperations } from '../../generated/operations.ts';
import { type Client, createClient, type SendInput } from '../../harness/client/client.ts';
import { buildContract } from '../../harness/contract/openapi/build-contract.ts';
import { redactExchange } from '../../harness/masking/redact-exchange.ts';
import { orchard } from './foreign-documents.ts';
import { type StubBank, startStubBank } from './stub-bank.ts';

let stub: StubBank;
let client: Client;

test.beforeEach(async () => {
  stub = await startStubBank(() => ({ status: 200, body: {} }));
  const { operations } = buildContract('api', orchard, { server: `${stub.target.baseUrl}/base` });
  client = createClient(stub.target, { operations: { ...cosOperations, ...operations } });
});
test.afterEach(() => stub.close());

const read = { path: { 'tree-id': 'a/b' }, query: { detail: 'all' } };

test('send calls another API at its own server without a token', async () => {
  const exchange = await client.send('api.getTree', read);
  expect(stub.requests).toHaveLength(1);
  expect(stub.requests).toMatchObject([{ method: 'GET', path: '/base/trees/a%2Fb?detail=all' }]);
  expect(stub.requests[0]?.headers).toMatchObject({ accept: 'application/json, */*' });
  expect(stub.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(exchange).toMatchObject({ operationId: 'api.getTree', response: { statusCode: 200 } });
});

test('send gives no token to another API that is named like a contract document', async () => {
  for (const name of ['core', 'identity', 'emulator']) {
    const { operations } = buildContract(name, orchard, { server: stub.target.baseUrl });
    await createClient(stub.target, { operations }).send(`${name}.getTree`, read);
  }
  expect(stub.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual(
    Array(3).fill(['/trees/a%2Fb?detail=all', undefined]),
  );
});

test('send rejects an unknown operation, also one named like an object property', async () => {
  for (const operationId of ['getTree', 'constructor']) {
    await expect(client.send(operationId)).rejects.toThrow(`there is no operation "${operationId}"`);
  }
});

const FORM = 'application/x-www-form-urlencoded';
const bodies: [what: string, operationId: string, input: SendInput, contentType: string, body: string][] = [
  ['JSON', 'api.patch /trees/{tree-id}', { ...read, body: { kind: 'pear' } }, 'application/json', '{"kind":"pear"}'],
  ['a text in the first documented media type', 'api.writeNote', { body: 'a;b\n' }, 'text/plain', 'a;b\n'],
  [
    'a text in the media type of the input',
    'api.writeNote',
    { body: 'a;b', contentType: 'text/csv' },
    'text/csv',
    'a;b',
  ],
  [
    'a text in the media type of a header',
    'api.writeNote',
    { body: 'a', headers: { 'Content-Type': 'text/csv' } },
    'text/csv',
    'a',
  ],
  [
    'JSON of another name',
    'api.writeNote',
    { body: ['a'], contentType: 'application/x+json' },
    'application/x+json',
    '["a"]',
  ],
  [
    'the fields of a form',
    'api.sendForm',
    { body: { count: 2, kinds: ['a', 'b'], x: undefined, y: { z: 1 } } },
    FORM,
    'count=2&kinds=a&kinds=b&y=%7B%22z%22%3A1%7D',
  ],
  ['the text of a form', 'api.sendForm', { body: 'count=2' }, FORM, 'count=2'],
  ['JSON where the document names nothing', 'api.getNothing', { body: { a: 1 } }, 'application/json', '{"a":1}'],
  ['text where the document names nothing', 'api.getNothing', { body: 'a' }, 'text/plain', 'a'],
];

for (const [what, operationId, input, contentType, body] of bodies) {
  test(`send renders ${what}`, async () => {
    const paths = { ...orchard.paths, '/nothing': { post: { operationId: 'getNothing', responses: {} } } };
    const { operations } = buildContract('api', { ...orchard, paths }, { server: stub.target.baseUrl });
    await createClient(stub.target, { operations }).send(operationId, input);
    expect([stub.requests[0]?.headers['content-type'], stub.requests[0]?.body]).toEqual([contentType, body]);
  });
}

test('send adds cookies to those of a header, percent-encoded where needed', async () => {
  const cookies = { session: 'a=b/c==', name: 'Ä; x' };
  const exchange = await client.send('api.getTree', { ...read, headers: { Cookie: 'own=1' }, cookies });
  expect(stub.requests[0]?.headers.cookie).toBe('own=1; session=a=b/c==; name=%C3%84%3B%20x');
  expect(redactExchange(exchange).request.headers).toMatchObject({ cookie: '***' });
});

test('send repeats the name of a query array for each value', async () => {
  await client.send('api.getTree', { ...read, query: { detail: ['a', 'b'], none: [], absent: undefined } });
  expect(stub.requests[0]?.path).toBe('/base/trees/a%2Fb?detail=a&detail=b');
});

test('send adds an idempotency key for another API only if it documents one', async () => {
  await client.send('api.writeNote', { body: 'a' });
  await client.send('api.sendForm', { body: { count: 1 } });
  await client.send('api.sendForm', { body: { count: 1 }, idempotencyKey: 'mine' });
  const keys = stub.requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), undefined, 'mine']);
});

test('credentials of the caller are sent to another API, and masked in a recording', async () => {
  const headers = { Authorization: 'Basic x', 'X-API-Key': 'y' };
  const exchange = await client.send('api.writeNote', { headers, body: 'a secret' });
  expect(stub.requests[0]?.headers).toMatchObject({ authorization: 'Basic x', 'x-api-key': 'y' });
  expect(redactExchange(exchange).request).toMatchObject({
    headers: { authorization: '***', 'x-api-key': '***' },
    body: '8 characters of text',
  });
});

const unsendable: [what: string, input: SendInput, why: RegExp][] = [
  ['a GET with a body', { ...read, body: {} }, /^Cannot send GET \/base\/trees\/a%2Fb: .*body/],
  [
    'a line break in a header',
    { ...read, headers: { 'x-a': 'secret\n\0' } },
    /^Cannot send GET \/base\/[^:]*: [^\n]*invalid header value/,
  ],
];
for (const [what, input, why] of unsendable) {
  test(`send rejects ${what} without showing the value`, async () => {
    const failure = await client.send('api.getTree', input).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'not-executable', message: expect.stringMatching(why) });
    expect((failure as Error).message).not.toContain('secret');
    expect(stub.requests).toEqual([]);
  });
}

const servers: [server: string, isAllowed: boolean][] = [
  ['http://127.0.0.1:3000/v1', true],
  ['https://127.8.9.10', true],
  ['http://localhost:3000', true],
  ['http://LOCALHOST.:3000', true],
  ['http://[::1]:3000', true],
  ['http://api.example', false],
  ['https://127.0.0.1.example', false],
  ['https://localhost.example', false],
  ['http://localhost@api.example', false],
  ['http://0.0.0.0:3000', false],
  ['http://192.168.1.1', false],
  ['http://[::2]', false],
  ['ftp://127.0.0.1', false],
  ['127.0.0.1:3000', false],
];
for (const [server, isAllowed] of servers) {
  test(`createClient ${isAllowed ? 'accepts' : 'rejects'} the server ${server} of another API`, () => {
    const { operations } = buildContract('api', orchard, { server });
    const create = () => createClient(stub.target, { operations });
    if (isAllowed) expect(create).not.toThrow();
    else expect(create).toThrow(expect.objectContaining({ code: 'target-not-allowed' }));
  });
}

test('createClient names a rejected server with its source and a remedy', () => {
  const { operations } = buildContract('api', { ...orchard, servers: [{ url: 'https://api.example/v1' }] });
  expect(() => createClient(stub.target, { operations })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /^The server "https:\/\/api\.example\/v1" of source "api" must be on this machine/,
      ),
      remedy: expect.stringContaining('http://127.0.0.1:3000'),
    }),
  );
  expect(stub.requests).toEqual([]);
});
