import { expect } from '@playwright/test';
import { createFrozenClock } from '../../core/clock.ts';
import { defaultLimits } from '../../core/limits.ts';
import { createIdentity } from '../../emulator/api/identity-server.ts';
import { createRequestRecorder } from '../../emulator/api/request-recorder.ts';
import { buildServer } from '../../emulator/api/server.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { createClient } from '../../harness/client/client.ts';
import { proves } from '../requirement.ts';
import { test } from './test-bank.ts';

const UNKNOWN_ID = '00000000-0000-4000-a000-000000000001';
const everyOperation = (Object.keys(operations) as OperationId[]).filter((id) => id !== 'issueToken');

test('every operation rejects a missing or unknown token and does nothing', proves('C26'), async ({ bank }) => {
  const before = await bank.trial();
  for (const id of everyOperation) {
    const { method, path } = operations[id];
    const url = bank.emulator.baseUrl + path.replace(/\{\w+\}/g, UNKNOWN_ID);
    for (const headers of [{}, { authorization: 'Bearer unknown' }, { authorization: 'Basic abc' }] as Record<
      string,
      string
    >[]) {
      const answer = await fetch(url, { method: method.toUpperCase(), headers });
      expect([id, answer.status]).toEqual([id, 401]);
      expect(await answer.json()).toEqual({
        errors: [{ code: 3000, message: 'Token is missing, unknown or expired' }],
      });
    }
  }
  expect(await bank.trial()).toEqual(before);
});

test('the control plane rejects a partner, the partner API rejects the operator', async ({ bank }) => {
  const tokenOf = async (credentials: { clientId: string; clientSecret: string }) => {
    const form = {
      grant_type: 'client_credentials',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      audience: bank.target.audience,
    };
    const answer = await fetch(bank.emulator.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const [partner, operator] = [await tokenOf(bank.target.partner), await tokenOf(bank.emulator.demo.operator)];
  const get = async (path: string, token: string) =>
    (await fetch(bank.emulator.baseUrl + path, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await get('/emulator/v1/trial-balance', operator)).toBe(200);
  expect(await get('/emulator/v1/trial-balance', partner)).toBe(403);
  expect(await get('/ach/v1/payments', partner)).toBe(200);
  expect(await get('/ach/v1/payments', operator)).toBe(403);
});

const refusedTokens: [what: string, change: Record<string, string>, status: number, error: string][] = [
  ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
  ['an unknown client', { client_id: 'unknown' }, 401, 'invalid_client'],
  ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['another audience', { audience: 'https://example.com/' }, 400, 'invalid_request'],
  ['an empty secret', { client_secret: '' }, 400, 'invalid_request'],
];
for (const [what, change, status, error] of refusedTokens) {
  test(`issueToken rejects ${what}`, async ({ bank }) => {
    const { clientId, clientSecret } = bank.target.partner;
    const good = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: bank.target.audience,
    };
    const { response } = await createClient(bank.target).send('issueToken', { body: { ...good, ...change } });
    expect([response.statusCode, response.body]).toEqual([status, { error }]);
  });
}

test('records of another partner are not found', async ({ bank }) => {
  const customerId = await bank.customer();
  const account = await bank.open('checking', customerId);
  const subledger = await bank.subledger(account);
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  const { id: transactionId } = await bank.transfer(account, subledger, 1);
  const restriction = await bank.ok<CoreSchemas['Restriction']>('createRestriction', {
    path: { accountNumber: account },
    body: { appliesTo: 'SubAccounts', rail: 'Wire', reason: 'Restricted' },
  });
  const { results } = await bank.ok<{ results: { id: string }[] }>('listAchPayments');
  const path = {
    customerId,
    accountNumber: account,
    transactionId,
    paymentId: results[0]?.id,
    restrictionId: restriction.id,
  };
  const reads: OperationId[] = [
    'getCustomer',
    'getAccount',
    'getSubaccount',
    'getTransaction',
    'getAchPayment',
    'listActivities',
    'listHolds',
    'listMemoPosts',
    'listPostingExceptions',
    'listRestrictions',
    'removeRestriction',
  ];
  for (const operationId of reads)
    expect([operationId, (await bank.other.send(operationId, { path })).statusCode]).toEqual([operationId, 404]);
  expect((await bank.other.ok<{ results: unknown[] }>('listAchPayments')).results).toEqual([]);
  const opening = { customerId, productId: bank.emulator.demo.products.checking, title: 'T' };
  expect((await bank.other.send('openAccount', { body: opening })).statusCode).toBe(404);
  expect(
    (await bank.other.send('createSubaccount', { body: { masterAccountNumber: account, title: 'T' } })).statusCode,
  ).toBe(404);
  const transfer = { debitAccountNumber: account, creditAccountNumber: subledger, amount: 1 };
  expect((await bank.other.send('createTransfer', { body: transfer })).body).toMatchObject({
    status: 'Failed',
    debit: { result: { code: 'ANF' } },
  });
  expect(await bank.master(account)).toBe('1000 / 1000');
});

test('onboardCustomer rejects another partner’s id with 403', async ({ bank }) => {
  const [, second] = bank.emulator.demo.partners;
  const body = {
    partnerId: second.partnerId,
    classification: 'Personal',
    name: { firstName: 'A', lastName: 'B' },
    profile: { taxIdType: 'Ssn', taxId: '900110001' },
  };
  expect(await bank.send('onboardCustomer', { body })).toMatchObject({
    statusCode: 403,
    body: { errors: [{ code: 3002 }] },
  });
});

test('an error code shows its class: validation, rule, security or system', proves('D13'), async ({ bank }) => {
  const codesOf = (answer: { statusCode: number; body?: unknown }) => {
    const { errors } = answer.body as { errors: { code: number; message: string }[] };
    return [answer.statusCode, ...errors.map(({ code }) => Math.floor(code / 1000))];
  };
  const customerId = await bank.customer();
  expect(codesOf(await bank.send('changeName', { path: { customerId }, body: {} }))).toEqual([400, 1, 1]);
  const owner = { ownerCustomerId: customerId, ownerTitle: 'CEO', ownershipPercentage: 26 };
  expect(codesOf(await bank.send('addBeneficialOwner', { path: { customerId }, body: owner }))).toEqual([400, 2]);
  const answer = await fetch(`${bank.emulator.baseUrl}/core/v1/dda/accounts`);
  expect(codesOf({ statusCode: answer.status, body: await answer.json() })).toEqual([401, 3]);
  const broken = {
    backend: { bank: { variants: DEFAULT_SIDES } },
    identity: { callerOf: () => ({ role: 'partner' }) },
  };
  const failures: string[] = [];
  const recorder = createRequestRecorder(undefined, (line) => failures.push(line));
  const server = buildServer({ ...broken, access: bank.emulator.demo, limits: defaultLimits, recorder } as never);
  const { statusCode, body } = await server.inject({ method: 'GET', url: '/core/v1/dda/accounts' });
  expect([statusCode, JSON.parse(body)]).toEqual([500, { errors: [{ code: 9999, message: 'System fault' }] }]);
  expect(failures).toEqual([
    expect.stringMatching(/^\S+Z Failure in listAccounts \(request-id [0-9a-f-]{36}\): \S.* \(at [\w-]+\.ts:\d+\)$/),
  ]);
});

test('a token expires after 24 hours', () => {
  const clock = createFrozenClock(0);
  const clients = [{ clientId: 'a', clientSecret: 'b', caller: { role: 'operator' as const } }];
  const identity = createIdentity({ clients, audience: 'c', clock });
  const form = { grant_type: 'client_credentials', client_id: 'a', client_secret: 'b', audience: 'c' };
  const { body } = identity.issueToken(form) as { body: { access_token: string; expires_in: number } };
  const caller = () => identity.callerOf(`Bearer ${body.access_token}`);
  expect(body.expires_in).toBe(86_400);
  clock.moveTo(86_399_999);
  expect(caller()).toEqual({ role: 'operator' });
  clock.moveTo(86_400_000);
  expect(caller()).toBeUndefined();
});

test('a path works in any casing; its parameters keep their casing', proves('C28'), async ({ bank }) => {
  const customerId = await bank.customer();
  const form = {
    grant_type: 'client_credentials',
    client_id: bank.target.partner.clientId,
    client_secret: bank.target.partner.clientSecret,
    audience: bank.target.audience,
  };
  const token = await fetch(bank.emulator.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await token.json()) as { access_token: string };
  const get = async (path: string) => {
    const answer = await fetch(bank.emulator.baseUrl + path, { headers: { authorization: `Bearer ${access_token}` } });
    return [answer.status, await answer.json()];
  };
  const plain = await get(`/core/v1/cm/customers/${customerId}`);
  expect(plain[0]).toBe(200);
  expect(await get(`/Core/v1/cm/Customers/${customerId.toUpperCase()}`)).toEqual(plain);
  expect(await get('/CORE/V1/nothing')).toEqual([
    404,
    { errors: [{ code: 2405, message: 'No operation has this method and path' }] },
  ]);
});

test('token responses and token errors forbid caching', async ({ bank }) => {
  const { clientId, clientSecret } = bank.target.partner;
  const ask = async (secret: string) => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
    const body = new URLSearchParams({ ...form, audience: bank.emulator.demo.audience });
    const { status, headers } = await fetch(bank.emulator.tokenUrl, { method: 'POST', body });
    return [status, headers.get('cache-control'), headers.get('pragma')];
  };
  expect(await ask(clientSecret)).toEqual([200, 'no-store', 'no-cache']);
  expect(await ask('wrong')).toEqual([401, 'no-store', 'no-cache']);
});
