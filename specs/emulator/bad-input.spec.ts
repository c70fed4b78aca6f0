import { expect } from '@playwright/test';
import pactum from 'pactum';
import { proves } from '../requirement.ts';
import { test } from './test-bank.ts';

const GUID = '00000000-0000-4000-a000-000000000001';

interface BadInput {
  readonly what: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly code: number;
  readonly contentType?: string;
}

const good = { debitAccountNumber: 'A', creditAccountNumber: 'B', amount: 1 };
const transfers = '/core/v1/transfers';
const table: readonly BadInput[] = [
  { what: 'malformed JSON', path: transfers, body: '{"amount": 1,}', status: 400, code: 1001 },
  {
    what: 'text that is no JSON type',
    path: transfers,
    body: 'amount=1',
    contentType: 'text/plain',
    status: 400,
    code: 1003,
  },
  {
    what: 'JSON that says it is a form, as curl says it',
    path: transfers,
    body: JSON.stringify(good),
    contentType: 'application/x-www-form-urlencoded',
    status: 400,
    code: 1003,
  },
  { what: 'no body', path: transfers, body: '', status: 400, code: 1000 },
  { what: 'an array', path: transfers, body: [good], status: 400, code: 1000 },
  { what: 'null', path: transfers, body: 'null', status: 400, code: 1000 },
  { what: 'a number as text', path: transfers, body: { ...good, amount: '1' }, status: 400, code: 1000 },
  { what: 'a decimal amount', path: transfers, body: { ...good, amount: 1.5 }, status: 400, code: 1000 },
  { what: 'a negative amount', path: transfers, body: { ...good, amount: -1 }, status: 400, code: 1000 },
  { what: 'an amount of nothing', path: transfers, body: { ...good, amount: 0 }, status: 400, code: 1000 },
  { what: 'an amount beyond all money', path: transfers, body: { ...good, amount: 1e21 }, status: 400, code: 1000 },
  { what: 'an extra property', path: transfers, body: { ...good, memo: 'x' }, status: 400, code: 1000 },
  { what: 'a prototype', path: transfers, body: '{"__proto__": {"amount": 1}}', status: 400, code: 1000 },
  { what: 'a missing property', path: transfers, body: { ...good, amount: undefined }, status: 400, code: 1000 },
  {
    what: 'one account on both sides',
    path: transfers,
    body: { ...good, creditAccountNumber: 'A' },
    status: 400,
    code: 2007,
  },
  {
    what: 'an unknown customer',
    path: `/core/v1/cm/customers/${GUID}/phones`,
    body: { isPrimary: true, phoneType: 'Home', phoneNumber: '1' },
    status: 404,
    code: 2404,
  },
  {
    what: 'a customer id that is no GUID',
    path: '/core/v1/cm/customers/me/phones',
    body: { isPrimary: true, phoneType: 'Home', phoneNumber: '1' },
    status: 400,
    code: 1000,
  },
  {
    what: 'an unknown account',
    path: '/core/v1/dda/accounts/2100000005/restrictions',
    body: { appliesTo: 'All', reason: 'R' },
    status: 404,
    code: 2404,
  },
  {
    what: 'a body over the limit',
    path: transfers,
    body: { ...good, debitAccountNumber: 'x'.repeat(300_000) },
    status: 400,
    code: 1002,
  },
  { what: 'an unknown operation', path: '/core/v1/wishes', body: good, status: 404, code: 2405 },
];

test('bad input returns the documented error and changes no books', proves('X12'), async ({ bank }) => {
  const { clientId, clientSecret } = bank.target.partner;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    audience: bank.target.audience,
  };
  const token = await fetch(bank.emulator.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await token.json()) as { access_token: string };
  const [a, b] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: a, amount: 1_000 });
  const named = (body: unknown) =>
    typeof body === 'object'
      ? JSON.stringify(body).replace('"A"', `"${a}"`).replace('"A"', `"${a}"`).replace('"B"', `"${b}"`)
      : String(body);
  const before = [await bank.trial(), await bank.list('listActivities', a), await bank.master(a)];
  for (const { what, path, body, status, code, contentType = 'application/json' } of table) {
    const request = pactum
      .spec()
      .post(bank.emulator.baseUrl + path)
      .withHeaders({ authorization: `Bearer ${access_token}`, 'content-type': contentType })
      .withBody(named(body));
    const answer = await request.toss();
    const { errors } = answer.body as { errors?: { code: number; message: string }[] };
    expect([what, answer.statusCode, errors?.[0]?.code]).toEqual([what, status, code]);
    expect(errors?.every(({ message }) => message.length > 0)).toBe(true);
  }
  expect([await bank.trial(), await bank.list('listActivities', a), await bank.master(a)]).toEqual(before);
});

test('every response has a request id; a missing token is reported first', async ({ bank }) => {
  const send = async (path: string, init: RequestInit) => {
    const answer = await fetch(bank.emulator.baseUrl + path, init);
    const { errors } = (await answer.json()) as { errors: { code: number }[] };
    return [answer.status, errors[0]?.code, answer.headers.get('request-id')?.length];
  };
  const json = { 'content-type': 'application/json' };
  expect(await send(transfers, { method: 'POST', headers: json, body: '{' })).toEqual([401, 3000, 36]);
  expect(await send('/core/v1/wishes', {})).toEqual([404, 2405, 36]);
  expect((await send('/core/v1/dda/accounts/%zz', {})).slice(0, 2)).toEqual([404, 2405]);
});

test('a list rejects page numbers and sizes outside their limits', async ({ bank }) => {
  const account = await bank.open();
  const list = async (query: object) =>
    (await bank.send('listActivities', { path: { accountNumber: account }, query: { ...query } })).statusCode;
  expect(await Promise.all([{}, { pageSize: 50 }, { pageNumber: 9 }].map(list))).toEqual([200, 200, 200]);
  expect(
    await Promise.all(
      [{ pageNumber: 1e300 }, { pageSize: 51 }, { pageSize: 0 }, { pageNumber: 0 }, { pageSize: 'ten' }].map(list),
    ),
  ).toEqual(Array(5).fill(400));
});
