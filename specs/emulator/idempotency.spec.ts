import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

async function setUp(bank: TestBank) {
  const [a, b] = [await bank.open(), await bank.open()];
  await bank.inbound({ receiverAccountNumber: a, amount: 1_000 });
  const send = (amount: number, idempotencyKey: string) =>
    bank.send('createTransfer', { body: { debitAccountNumber: a, creditAccountNumber: b, amount }, idempotencyKey });
  return { a, b, send };
}

test('a POST with the same key, path and body has one response', proves('D12'), async ({ bank }) => {
  const { a, send } = await setUp(bank);
  const first = await send(100, 'key');
  const again = await send(100, 'key');
  expect([again.statusCode, again.body]).toEqual([200, first.body]);
  expect(first.headers['original-request-id']).toBeUndefined();
  expect(again.headers['original-request-id']).toBe(first.headers['request-id']);
  expect(again.headers['request-id']).not.toBe(first.headers['request-id']);
  expect(await bank.master(a)).toBe('900 / 900');

  expect((await send(101, 'key')).headers['original-request-id'], 'a changed body is a new request').toBeUndefined();
  expect((await send(100, 'other')).headers['original-request-id'], 'another key is a new request').toBeUndefined();
  expect(await bank.master(a)).toBe('699 / 699');

  expect((await send(100, 'k'.repeat(50))).statusCode).toBe(200);
  expect(await send(100, 'k'.repeat(51))).toMatchObject({ statusCode: 400, body: { errors: [{ code: 1000 }] } });

  await bank.advance(7 * 86_400 - 1_000);
  expect((await send(100, 'key')).headers['original-request-id']).toBeDefined();
  await bank.advance(1_000);
  expect((await send(100, 'key')).headers['original-request-id'], 'after seven days it is forgotten').toBeUndefined();
});

test('the spelling of a path does not matter for its key, the customer does', async ({ bank }) => {
  const [first, second] = [await bank.customer(), await bank.customer()];
  const { clientId, clientSecret } = bank.target.partner;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(bank.target.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ ...form, audience: bank.target.audience }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const post = async (customer: string, emails: string) => {
    const sent = await fetch(`${bank.target.baseUrl}/core/v1/cm/customers/${customer}${emails}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'idempotency-key': 'key',
      },
      body: JSON.stringify({ isPrimary: true, emailType: 'Work', emailAddress: 'ada@example.com' }),
    });
    return ((await sent.json()) as { id: string }).id;
  };
  const id = await post(first, '/emails');
  for (const spelling of ['/emails/', '/Emails', '/%65mails']) expect(await post(first, spelling)).toBe(id);
  expect(await post(first.toUpperCase(), '/emails')).toBe(id);
  expect(await post(second, '/emails')).not.toBe(id);
});

test('an idempotency key applies to one partner and path only', async ({ bank }) => {
  const [a] = [await bank.open()];
  const body = { masterAccountNumber: a, title: 'T' };
  const idempotencyKey = 'shared';
  const mine = await bank.send('createSubaccount', { body, idempotencyKey });
  expect((await bank.other.send('createSubaccount', { body, idempotencyKey })).statusCode).toBe(404);
  expect(mine.statusCode).toBe(200);
});

test('a rejected request can be retried with its key', async ({ bank }) => {
  const { id } = await bank.ok<CoreSchemas['Customer']>('onboardCustomer', {
    body: {
      partnerId: bank.target.partnerId,
      classification: 'Personal',
      name: { firstName: 'A', lastName: 'B' },
      profile: { taxIdType: 'Ssn', taxId: '900110001' },
    },
  });
  const open = () =>
    bank.send('openAccount', {
      body: { customerId: id, productId: bank.emulator.demo.products.checking, title: 'T' },
      idempotencyKey: 'k',
    });
  expect((await open()).statusCode).toBe(400);
  await bank.advance(300);
  const answer = await open();
  expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ message: 'Customer has no address' }] } });
});
