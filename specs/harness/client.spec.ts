import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import { createClient } from '../../harness/client/client.ts';
import { createTypedClient } from '../../harness/client/typed-client.ts';
import { redactExchange, redactValue } from '../../harness/masking/redact-exchange.ts';
import { proves } from '../requirement.ts';
import { type StubAnswer, type StubBank, type StubRequest, startStubBank } from './stub-bank.ts';

let bank: StubBank;
let answer: (request: StubRequest) => StubAnswer | undefined;

test.beforeEach(async () => {
  answer = () => undefined;
  bank = await startStubBank((request) => answer(request));
});
test.afterEach(() => bank.close());

const calls = (path: string) => bank.requests.filter((request) => request.path.startsWith(path));
const account = { path: { accountNumber: '2100000005' } };

test('send fetches one token by client credentials and uses it for every call', proves('D31'), async () => {
  const client = createClient(bank.target);
  await Promise.all([client.send('getAccount', account), client.send('getAccount', account)]);
  const [token, ...more] = calls('/connect/token');
  expect(more).toEqual([]);
  expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'id',
    client_secret: 'stub-secret',
    audience: 'https://api.crbcos.com/',
  });
  expect(calls('/core').map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-1']);
});

test('send retries a 401 once with a new token and the same idempotency key', async () => {
  answer = ({ headers }) => (headers.authorization === 'Bearer token-1' ? { status: 401, body: {} } : undefined);
  const client = createClient(bank.target);
  const body = { debitAccountNumber: '1', creditAccountNumber: '2', amount: 1 };
  const { response } = await client.send('createTransfer', { body });
  const sent = calls('/core');
  expect(response.statusCode).toBe(404);
  expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('calls whose token was refused continue with one new token', async () => {
  answer = ({ headers }) => (headers.authorization === 'Bearer token-1' ? { status: 401, body: {} } : undefined);
  const client = createClient(bank.target);
  const sent = await Promise.all(Array.from({ length: 8 }, () => client.send('getAccount', account)));
  expect(sent.map(({ response }) => response.statusCode)).toEqual(Array(8).fill(404));
  expect(calls('/connect/token')).toHaveLength(2);
});

test('send returns a second 401 unchanged', async () => {
  answer = ({ path }) => (path.startsWith('/core') ? { status: 401, body: {} } : undefined);
  const { response } = await createClient(bank.target).send('getAccount', account);
  expect(response.statusCode).toBe(401);
  expect(calls('/core')).toHaveLength(2);
});

test('send renders path, query and body, and an idempotency key for a POST only', async () => {
  const client = createClient(bank.target, { newIdempotencyKey: () => 'key-1' });
  await client.send('listHolds', { path: { accountNumber: 'a/b' }, query: { pageNumber: 2, pageSize: undefined } });
  await client.send('createSubaccount', { body: { masterAccountNumber: '2', title: 'Ä' } });
  const [list, create] = calls('/core');
  expect([list?.path, list?.headers['idempotency-key']]).toEqual([
    '/core/v1/dda/accounts/a%2Fb/holds?pageNumber=2',
    undefined,
  ]);
  expect([create?.body, create?.headers['idempotency-key']]).toEqual([
    '{"masterAccountNumber":"2","title":"Ä"}',
    'key-1',
  ]);
});

test('send keeps an authorization of the caller and never fetches a token for it', async () => {
  answer = () => ({ status: 401, body: {} });
  const client = createClient(bank.target);
  const { response } = await client.send('getAccount', { ...account, headers: { Authorization: 'Bearer mine' } });
  await client.send('getClock', { headers: { authorization: 'Bearer operator' } });
  expect(response.statusCode).toBe(401);
  expect(bank.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/core/v1/dda/accounts/2100000005', 'Bearer mine'],
    ['/emulator/v1/clock', 'Bearer operator'],
  ]);
});

test('send keeps a response that is not JSON as text, and follows no redirect', async () => {
  answer = ({ path }) =>
    path.startsWith('/core')
      ? { status: 302, body: '<html>', headers: { location: 'http://127.0.0.1:1/' } }
      : undefined;
  const { response } = await createClient(bank.target).send('getAccount', account);
  expect(response).toMatchObject({ statusCode: 302, text: '<html>' });
});

test('send reports an unreachable target with its address', async () => {
  const target = { ...bank.target, baseUrl: 'http://127.0.0.1:1', tokenUrl: 'http://127.0.0.1:1/connect/token' };
  const failure = createClient(target).send('getAccount', account);
  await expect(failure).rejects.toMatchObject({
    code: 'unreachable',
    message: 'Cannot connect to "http://127.0.0.1:1"',
  });
});

test('send reports refused credentials with the client, without the secret', async () => {
  answer = () => ({ status: 401, body: { error: 'invalid_client' } });
  const failure = await createClient(bank.target)
    .send('getAccount', account)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'credentials',
    message: expect.stringContaining('refused client "id" with status 401'),
  });
  expect(JSON.stringify(failure)).not.toContain('stub-secret');
});

for (const status of [200, 204, 304, 500]) {
  test(`send reports an identity server that returns ${status} without a token`, async () => {
    answer = ({ path }) =>
      path === '/connect/token' ? { status, ...(status === 200 ? { body: '<html>' } : {}) } : undefined;
    await expect(createClient(bank.target).send('getAccount', account)).rejects.toMatchObject({
      code: 'answer-unusable',
      message: expect.stringMatching(new RegExp(`answered with status ${status} and no token$`)),
    });
  });
}

test('the typed client sends through the client, with token and recording', async () => {
  const seen: string[] = [];
  const client = createClient(bank.target, { onExchange: ({ operationId }) => seen.push(operationId) });
  const typed = createTypedClient(client);
  const { error, response } = await typed.GET('/core/v1/dda/accounts/{accountNumber}', { params: account });
  expect([response.status, error]).toEqual([404, { errors: [{ code: 2404, message: 'Not found' }] }]);
  await typed.POST('/core/v1/transfers', { body: { debitAccountNumber: '1', creditAccountNumber: '2', amount: 3 } });
  expect(calls('/core').at(-1)?.body).toContain('"amount":3');
  expect(seen).toEqual(['getAccount', 'createTransfer']);
});

test('redactExchange masks only credentials and sensitive properties', () => {
  const exchange: Exchange = {
    operationId: 'onboardCustomer',
    request: {
      method: 'POST',
      url: 'u?taxId=900110001&pageSize=5',
      headers: { authorization: 'Bearer abc', accept: 'application/json' },
      body: {
        name: { firstName: 'Ada' },
        profile: { taxId: '900110001', birthDate: '1990-01-01' },
        list: [{ idNumber: 'X1' }],
      },
    },
    response: {
      statusCode: 302,
      headers: { location: 'https://example.com/?taxId=900110001' },
      body: { profile: { taxId: null }, access_token: 'abc', TaxId: '900110001', primaryIdentification: 'X1' },
    },
    durationMs: 1,
  };
  const redacted = redactExchange(exchange);
  expect(redacted.request.url).toBe('u?taxId=***&pageSize=5');
  expect(redacted.request.headers).toEqual({ authorization: '***', accept: 'application/json' });
  expect(redacted.request.body).toEqual({
    name: { firstName: 'Ada' },
    profile: { taxId: '***', birthDate: '***' },
    list: [{ idNumber: '***' }],
  });
  expect(redacted.response.headers).toEqual({ location: 'https://example.com/?taxId=***' });
  expect(redacted.response.body).toEqual({
    profile: { taxId: null },
    access_token: '***',
    TaxId: '***',
    primaryIdentification: '***',
  });
  const text = redactExchange({ ...exchange, response: { statusCode: 200, headers: {}, text: 'tax id 900110001' } });
  expect(text.response.text).toBe('16 characters, not JSON');
});

test('redactValue masks sensitive properties in a copy', () => {
  const value = [{ profile: { taxId: '900110001', firstName: 'Ada' } }, 'taxId', null];
  expect(redactValue(value)).toEqual([{ profile: { taxId: '***', firstName: 'Ada' } }, 'taxId', null]);
  expect(value[0]).toEqual({ profile: { taxId: '900110001', firstName: 'Ada' } });
});
