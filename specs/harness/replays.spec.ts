import { expect, test } from '@playwright/test';
import { createRepeatFinder } from '../../harness/ledger/replays.ts';
import { proves } from '../requirement.ts';
import { exchangeOf } from './law-examples/sample-records.ts';

const transfer = { method: 'POST', url: 'http://127.0.0.1/core/v1/transfers', body: { amount: 100 } };
const sent = (key: string | undefined, request: object = {}, facts: object = {}) => {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return exchangeOf('createTransfer', {}, { request: { ...transfer, headers, ...request }, ...facts });
};

test('createRepeatFinder finds the same operation, path, body and key after a success', proves('D12'), () => {
  const find = createRepeatFinder();
  const first = sent('key');
  expect(find(first)).toBeUndefined();
  expect(find(sent('key')), 'without a word of the bank').toBe(first);
  expect(find(sent('key')), 'as often as it is sent').toBe(first);
  expect(find(sent('other'))).toBeUndefined();
  expect(find(sent('key', { body: { amount: 101 } }))).toBeUndefined();
  expect(find(sent('key', { url: 'http://127.0.0.1/core/v1/transactions' }))).toBeUndefined();
});

test('createRepeatFinder passes over what has no key, what ignores it and what failed', () => {
  const find = createRepeatFinder();
  const twice = (exchange: ReturnType<typeof sent>) => [find(exchange), find(exchange)];
  expect(twice(sent(undefined))).toEqual([undefined, undefined]);
  expect(twice(sent('get', { method: 'GET' }))).toEqual([undefined, undefined]);
  expect(twice(sent('clock', {}, { operationId: 'getClock' }))).toEqual([undefined, undefined]);
  expect(twice(sent('bad', {}, { response: { statusCode: 400, headers: {} } }))).toEqual([undefined, undefined]);
});

test('createRepeatFinder forgets a key seven days after its first request', () => {
  const find = createRepeatFinder();
  const first = sent('key');
  find(first, '2026-03-02T09:00:00-05:00');
  expect(find(sent('key'), '2026-03-09T09:59:59-04:00')).toBe(first);
  const second = sent('key');
  expect(find(second, '2026-03-09T10:00:00-04:00')).toBeUndefined();
  expect(find(sent('key'), '2026-03-09T10:00:01-04:00')).toBe(second);
});
