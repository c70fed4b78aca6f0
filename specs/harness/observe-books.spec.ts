import { expect, test } from '@playwright/test';
import type { Client } from '../../harness/client/client.ts';
import { type Activity, type Books, emptyBooks } from '../../harness/ledger/books.ts';
import { createBooksObserver } from '../../harness/ledger/observe-books.ts';
import { clientOf } from './answering-client.ts';
import { exchangeOf } from './law-examples/sample-records.ts';
import { account, activity, guid, MAIN, memoPost, payment, restriction, SECOND, transaction } from './sample-books.ts';

const list = (...results: readonly unknown[]) => ({ results, hasNextPage: false });
const main = account('master', { accountNumber: MAIN });
const answers = {
  getAccount: main,
  listActivities: list(),
  listHolds: list(),
  listPostingExceptions: list(),
  listMemoPosts: list(memoPost()),
  listRestrictions: list(restriction(), restriction({ id: guid(901) })),
  getAchPayment: payment(),
};

test('createBooksObserver forgets a payment that the bank no longer shows', async () => {
  const look = { accounts: [main], fullRead: () => true };
  const before = await createBooksObserver(clientOf(answers)).observe({ ...look, before: emptyBooks });
  expect([...before.payments.keys()]).toEqual([guid(600)]);
  const { getAchPayment: _gone, ...others } = answers;
  const after = await createBooksObserver(clientOf(others)).observe({ ...look, before });
  expect(after.payments.size).toBe(0);
  expect(before.payments.size, 'the earlier look is left alone').toBe(1);
});

test('createBooksObserver remembers restrictions that are no longer listed', async () => {
  const look = { accounts: [main], fullRead: () => true };
  const observe = (before: typeof emptyBooks, ...left: readonly unknown[]) =>
    createBooksObserver(clientOf({ ...answers, listRestrictions: list(...left) })).observe({ ...look, before });
  const ids = (books: typeof emptyBooks) => books.records.get(MAIN)?.formerRestrictions.map(({ id }) => id);
  const both = await observe(emptyBooks, restriction(), restriction({ id: guid(901) }));
  expect(ids(both)).toEqual([]);
  const one = await observe(both, restriction());
  expect(ids(one)).toEqual([guid(901)]);
  expect(ids(await observe(one))).toEqual([guid(901), guid(900)]);
});

const passed = transaction({ number: 1, debit: SECOND, credit: MAIN, cents: 1 });
const many = Array.from({ length: 120 }, (_, at) => activity({ transaction: at + 1, cents: 1 }));

/** Reads the books of a bank with a long list of activity; returns the pages and transactions that were read. */
async function lookAt(listed: readonly Activity[], before: Books, { sweep = false, postingDay = '2026-03-02' } = {}) {
  const pages: number[] = [];
  let transactions = 0;
  const others = clientOf({
    ...answers,
    listMemoPosts: list(),
    getTrialBalance: { accounts: [], total: 0 },
    getTransaction: passed,
    getClock: { now: '2026-03-02T09:00:00-05:00', postingDay, closeTime: '21:00' },
  });
  const client: Client = {
    secrets: others.secrets,
    target: { ...others.target, operator: { clientId: 'operator', clientSecret: 'stub-secret' } },
    async send(operationId, input) {
      if (operationId === 'getTransaction') transactions += 1;
      if (operationId !== 'listActivities') return await others.send(operationId, input);
      const { pageNumber = 1, pageSize = 0 } = (input?.query ?? {}) as Record<string, number>;
      pages.push(pageNumber);
      const results = listed.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
      const body = { results, hasNextPage: listed.length > pageNumber * pageSize };
      return exchangeOf('listActivities', {}, { response: { statusCode: 200, headers: {}, body } });
    },
  };
  const look = { accounts: [main], fullRead: () => true, before, sweep };
  const books = await createBooksObserver(client).observe(look);
  return { books, pages, transactions };
}

test('createBooksObserver reads the end of a long list, and all in a sweep or new day', async () => {
  const { books: before, pages } = await lookAt(many.slice(0, 110), emptyBooks);
  expect(pages).toEqual([1, 2, 3]);
  const further = await lookAt(many, before);
  expect([further.pages, further.transactions]).toEqual([[3], 10]);
  expect(further.books.records.get(MAIN)?.activities).toEqual(many);
  for (const all of [{ sweep: true }, { postingDay: '2026-03-03' }]) {
    const whole = await lookAt(many, before, all);
    expect([whole.pages, whole.transactions]).toEqual([[1, 2, 3], 120]);
  }
});

test('createBooksObserver reads all activity if a known record is gone or has changed', async () => {
  const { books: before } = await lookAt(many.slice(0, 110), emptyBooks);
  const changed = many.map((record, at) => (at === 105 ? { ...record, amount: 7 } : record));
  for (const listed of [many.slice(1), [...many.slice(0, 5), ...many.slice(4)], changed, many.slice(0, 60)]) {
    const { books, pages } = await lookAt(listed, before);
    expect(pages.slice(pages.lastIndexOf(1))).toEqual(listed.length > 100 ? [1, 2, 3] : [1, 2]);
    expect(books.records.get(MAIN)?.activities).toEqual(listed);
  }
});
