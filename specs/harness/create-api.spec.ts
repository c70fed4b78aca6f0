import { expect, test } from '@playwright/test';
import type { Target } from '../../core/target.ts';
import { startEmulator } from '../../emulator/start.ts';
import { operations } from '../../generated/operations.ts';
import { type Api, ContractError, createApi } from '../../harness/api/create-api.ts';
import { createRouter } from '../../harness/api/find-operation.ts';
import { type StubAnswer, type StubBank, type StubRequest, startStubBank } from './stub-bank.ts';

let bank: StubBank;
let answer: (request: StubRequest) => StubAnswer | undefined;
let api: Api;

test.beforeEach(async () => {
  answer = ({ path }) => (path === '/connect/token' ? undefined : { status: 200, body: {} });
  bank = await startStubBank((request) => answer(request));
  api = createApi({ ...bank.target, operator: { clientId: 'operator', clientSecret: 'operator-secret' } });
});
test.afterEach(() => bank.close());

/** Calls to the API itself, without those for a token. */
const calls = () => bank.requests.filter(({ path }) => path !== '/connect/token');
const accountAt = (accountNumber: string) => ({ params: { path: { accountNumber } } });
const transfer = { debitAccountNumber: '1', creditAccountNumber: '2', amount: 3 };

test('createApi sends each method of the contract with a token, path, query and body', async () => {
  const path = { customerId: 'c 1' };
  await api.core.GET('/core/v1/cm/customers', { params: { query: { pageSize: 2, cifNumber: 'a&b' } } });
  await api.core.POST('/core/v1/transfers', { body: transfer });
  await api.core.PUT('/core/v1/cm/customers/{customerId}/name', { params: { path }, body: { entityName: 'Ä' } });
  await api.core.DELETE('/core/v1/cm/customers/{customerId}', { params: { path } });
  expect(calls().map(({ method, path, body }) => [method, path, body])).toEqual([
    ['GET', '/core/v1/cm/customers?pageSize=2&cifNumber=a%26b', ''],
    ['POST', '/core/v1/transfers', JSON.stringify(transfer)],
    ['PUT', '/core/v1/cm/customers/c%201/name', '{"entityName":"Ä"}'],
    ['DELETE', '/core/v1/cm/customers/c%201', ''],
  ]);
  expect(new Set(calls().map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer token-1']));
});

test('createApi has a client for each contract document', async () => {
  await api.ach.GET('/ach/v1/payments');
  await api.webhooks.GET('/webhooks/v1/registrations');
  await api.emulator.GET('/emulator/v1/clock');
  const body = { grant_type: 'client_credentials', client_id: 'a', client_secret: 'b', audience: 'c' } as const;
  const { data } = await api.identity.POST('/connect/token', { body });
  expect(calls().map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/ach/v1/payments', 'Bearer token-1'],
    ['/webhooks/v1/registrations', 'Bearer token-1'],
    ['/emulator/v1/clock', 'Bearer token-2'],
  ]);
  expect(data?.access_token).toBe('token-3');
  expect(bank.requests.at(-1)?.body).toBe('grant_type=client_credentials&client_id=a&client_secret=b&audience=c');
});

test('createApi keeps each special character of a path parameter in its segment', async () => {
  const values = ['a/b', 'a\\b', '%41', '100%', 'ü', 'x y', '?', '#', 'a;b', '...', '$&', "'"];
  for (const value of values) await api.core.GET('/core/v1/dda/accounts/{accountNumber}', accountAt(value));
  expect(calls().map(({ path }) => path)).toEqual(
    values.map((value) => `/core/v1/dda/accounts/${encodeURIComponent(value)}`),
  );
});

test('createApi rejects an empty or dot-segment path parameter before sending', async () => {
  for (const value of ['..', '.', '%2e%2e', 'a/../b', '', '\ud800']) {
    const call = api.core.GET('/core/v1/dda/accounts/{accountNumber}', accountAt(value));
    await expect(call, value).rejects.toMatchObject({ code: 'unsafe-path' });
  }
  const call = api.core.GET('/core/v1/dda/accounts/{accountNumber}', {} as never);
  await expect(call).rejects.toThrow('The path parameter "accountNumber" has no value');
  expect(bank.requests).toEqual([]);
});

test('createApi repeats a query name for each value of an array', async () => {
  const query = { cifNumber: ['a', 'b c'], pageNumber: 2 } as never;
  await api.core.GET('/core/v1/cm/customers', { params: { query } });
  expect(calls()[0]?.path).toBe('/core/v1/cm/customers?cifNumber=a&cifNumber=b+c&pageNumber=2');
});

test('createApi returns a problem response as error, with status and headers', async () => {
  const body = { errors: [{ code: 2404, message: 'Account not found' }] };
  answer = ({ path }) =>
    path === '/connect/token' ? undefined : { status: 404, body, headers: { 'request-id': 'r1' } };
  const { data, error, response } = await api.core.GET('/core/v1/dda/accounts/{accountNumber}', accountAt('1'));
  expect([data, error, response.status, response.ok]).toEqual([undefined, body, 404, false]);
  expect([response.headers.get('request-id'), response.url]).toEqual([
    'r1',
    `${bank.target.baseUrl}/core/v1/dda/accounts/1`,
  ]);
});

test('createApi returns no data for a response without a body', async () => {
  answer = ({ path }) => (path === '/connect/token' ? undefined : { status: 204 });
  const { data, response } = await api.core.DELETE('/core/v1/cm/customers/{customerId}', {
    params: { path: { customerId: '1' } },
  });
  expect([data, response.status]).toEqual([undefined, 204]);
});

test('createApi rejects an undocumented path or method before sending', async () => {
  const { GET, PATCH } = api.core as unknown as Record<'GET' | 'PATCH', (path: string) => Promise<unknown>>;
  await expect(GET('/core/v1/nothing')).rejects.toMatchObject({
    code: 'usage',
    message: `Cannot send GET /core/v1/nothing to "${bank.target.baseUrl}": the contract document has no such operation`,
  });
  await expect(GET('/ach/v1/payments')).rejects.toMatchObject({ code: 'usage' });
  await expect(PATCH('/core/v1/transfers')).rejects.toThrow('; it has POST for this path');
  const elsewhere = api.core.GET('/core/v1/cm/customers', { baseUrl: 'http://127.0.0.1:1' });
  await expect(elsewhere).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('127.0.0.1:1"') });
  expect(bank.requests).toEqual([]);
});

test('createApi rejects a control-plane operation without operator before sending', async () => {
  await expect(createApi(bank.target).emulator.GET('/emulator/v1/clock')).rejects.toMatchObject({
    code: 'configuration',
    message: expect.stringContaining('getClock'),
  });
  expect(bank.requests).toEqual([]);
});

test('createApi keeps the prefix of a base URL', async () => {
  const prefixed = createApi({ ...bank.target, baseUrl: `${bank.target.baseUrl}/cos` });
  await prefixed.core.GET('/core/v1/dda/accounts/{accountNumber}', accountAt('1'));
  expect(calls()[0]?.path).toBe('/cos/core/v1/dda/accounts/1');
});

test.describe('with a first response of status 503', () => {
  test.beforeEach(() => {
    answer = ({ path }) => {
      if (path === '/connect/token') return undefined;
      if (calls().length === 1) return { status: 503, body: {}, headers: { 'retry-after': '0' } };
      return { status: 200, body: { id: 't1' } };
    };
  });
  const keys = () => calls().map(({ headers }) => headers['idempotency-key']);

  test('createApi repeats a POST with one idempotency key', async () => {
    const { data } = await api.core.POST('/core/v1/transfers', { body: transfer });
    expect(keys()).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), keys()[0]]);
    expect(calls().map(({ body }) => body)).toEqual(Array(2).fill(JSON.stringify(transfer)));
    expect(data).toEqual({ id: 't1' });
  });

  test('createApi repeats the idempotency key of the caller', async () => {
    const params = { header: { 'Idempotency-Key': 'own-key' } };
    await api.core.POST('/core/v1/transfers', { params, body: transfer });
    expect(keys()).toEqual(['own-key', 'own-key']);
    expect(api.exchanges()).toMatchObject([{ operationId: 'createTransfer', retries: [{ reason: 'status 503' }] }]);
  });
});

test('createApi ends a call at once when its signal aborts', async () => {
  const controller = new AbortController();
  answer = ({ path }) => {
    if (path === '/connect/token') return undefined;
    controller.abort(new Error('stop'));
    return { status: 503, body: {}, headers: { 'retry-after': '59' } };
  };
  const { signal } = controller;
  await expect(api.core.GET('/core/v1/cm/customers', { signal })).rejects.toThrow('stop');
});

test.describe('on an emulator', () => {
  let target: Target;
  let close: () => Promise<void>;
  test.beforeEach(async () => {
    ({ target, close } = await startEmulator());
  });
  test.afterEach(() => close());

  test('exchanges() masks tokens, client secrets and personal data', async () => {
    const own = createApi(target);
    const profile = { taxId: '900110001', birthDate: '1990-01-01', phone: '+12025550100', email: 'a@example.com' };
    const body = { partnerId: target.partnerId, classification: 'Personal', name: { firstName: 'Ada' }, profile };
    await own.core.POST('/core/v1/cm/customers', { body: body as never });
    const { clientId: client_id, clientSecret: client_secret } = target.partner;
    const grant = { grant_type: 'client_credentials', client_id, client_secret, audience: target.audience } as const;
    const { data } = await own.identity.POST('/connect/token', { body: grant });
    const [onboarding, token] = own.exchanges();
    expect(onboarding).toMatchObject({
      operationId: 'onboardCustomer',
      request: { headers: { authorization: '***' }, body: { profile: { taxId: '***', birthDate: '***' } } },
    });
    expect(token).toMatchObject({ response: { statusCode: 200, body: { access_token: '***', token_type: 'Bearer' } } });
    const text = JSON.stringify(own.exchanges());
    for (const secret of ['900110001', '1990-01-01', client_secret, String(data?.access_token)])
      expect(text).not.toContain(secret);
  });

  test('findings() is empty and check() returns when every exchange fits the contract', async () => {
    const own = createApi(target);
    const { data } = await own.emulator.GET('/emulator/v1/clock');
    await own.core.GET('/core/v1/dda/accounts/{accountNumber}', accountAt('2100000005'));
    expect(data?.postingDay).toBe('2026-03-02');
    expect(own.findings()).toEqual([]);
    own.check();
  });
});

test('findings() lists each difference, and check() throws for failures', async () => {
  answer = ({ path }) =>
    path === '/connect/token' ? undefined : { status: 200, body: { results: 'none', hasNextPage: false } };
  const { data } = await api.core.GET('/core/v1/cm/customers');
  expect(data).toEqual({ results: 'none', hasNextPage: false });
  expect(api.findings()).toContainEqual(
    expect.objectContaining({
      operationId: 'listCustomers',
      rule: 'response-body-is-valid',
      severity: 'failure',
      pointer: '/results',
    }),
  );
  expect(() => api.check()).toThrow(ContractError);
  expect(() => api.check()).toThrow(/^The exchanges break the contract\n.*failure: response-body-is-valid\n/);
});

test('check() does not throw for a discovery', async () => {
  const clock = { now: '2026-03-02T09:00:00-05:00', postingDay: '2026-03-02', closeTime: '21:00', mode: 'frozen' };
  answer = ({ path }) => (path === '/connect/token' ? undefined : { status: 200, body: { ...clock, isNew: true } });
  await api.emulator.GET('/emulator/v1/clock');
  expect(api.findings()).toMatchObject([{ rule: 'response-body-has-nothing-new', severity: 'discovery' }]);
  api.check();
});

test('the router finds each operation of the contract by its method and path', () => {
  const { find } = createRouter(operations);
  for (const { operationId, method, path } of Object.values(operations)) {
    const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
    const url = names.reduce((text, name) => text.replace(`{${name}}`, `a%2F${name}`), path as string);
    const route = find(method.toUpperCase(), url);
    expect(route?.operation.operationId).toBe(operationId);
    expect(route?.path).toEqual(Object.fromEntries(names.map((name) => [name, `a/${name}`])));
  }
});

test('the compiler rejects calls that the contract does not allow', async () => {
  const calls = () => [
    // @ts-expect-error -- no such path
    api.core.GET('/core/v1/nothing'),
    // @ts-expect-error -- a path of another document
    api.ach.GET('/core/v1/cm/customers'),
    // @ts-expect-error -- the path has no DELETE
    api.core.DELETE('/core/v1/transfers'),
    // @ts-expect-error -- without its path parameter
    api.core.GET('/core/v1/dda/accounts/{accountNumber}'),
    // @ts-expect-error -- without a body
    api.core.POST('/core/v1/transfers'),
    // @ts-expect-error -- an amount is a number
    api.core.POST('/core/v1/transfers', { body: { ...transfer, amount: '3' } }),
    // @ts-expect-error -- no such query parameter
    api.core.GET('/core/v1/cm/customers', { params: { query: { nothing: '1' } } }),
  ];
  expect(calls).toBeInstanceOf(Function);
  const { data } = await api.core.GET('/core/v1/cm/customers');
  // @ts-expect-error -- no such field
  expect(data?.nothing).toBe(undefined);
});
