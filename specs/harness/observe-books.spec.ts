import { expect, test } from '@playwright/test';
import type { OperationId } from '../../generated/operations.ts';
import type { Client, SendInput } from '../../harness/client/client.ts';
import { emptyBooks } from '../../harness/ledger/books.ts';
import { createBooksObserver } from '../../harness/ledger/observe-books.ts';
import { exchangeOf } from './law-examples/sample-records.ts';
import { account, guid, MAIN, memoPost, payment, restriction } from './sample-books.ts';

/** A client of a bank that has one master and answers what it is told to. */
function clientOf(answers: Partial<Record<OperationId, unknown>>): Client {
  return {
    target: {
      ...{ kind: 'bank', baseUrl: 'http://127.0.0.1', tokenUrl: 'http://127.0.0.1/connect/token', audience: 'a' },
      ...{ partnerId: 'p', partner: { clientId: 'id', clientSecret: 'stub-secret' }, products: {} },
    },
    async send(operationId: OperationId, _input?: SendInput) {
      const body = answers[operationId];
      const response = { statusCode: body === undefined ? 404 : 200, headers: {}, body: body ?? { errors: [] } };
      return exchangeOf(operationId, {}, { response });
    },
  };
}

const list = (...results: readonly unknown[]) => ({ results, hasNextPage: false });
const main = account('master', { accountNumber: MAIN });
const answers = {
  getAccount: main,
  ...{ listActivities: list(), listHolds: list(), listPostingExceptions: list() },
  ...{ listMemoPosts: list(memoPost()), listRestrictions: list(restriction(), restriction({ id: guid(901) })) },
  getAchPayment: payment(),
};

test('createBooksObserver forgets a payment that the bank shows no more', async () => {
  const look = { accounts: [main], fullRead: () => true };
  const before = await createBooksObserver(clientOf(answers)).observe({ ...look, before: emptyBooks });
  expect([...before.payments.keys()]).toEqual([guid(600)]);
  const { getAchPayment: _gone, ...others } = answers;
  const after = await createBooksObserver(clientOf(others)).observe({ ...look, before });
  expect(after.payments.size).toBe(0);
  expect(before.payments.size, 'the earlier look is left alone').toBe(1);
});

test('createBooksObserver remembers the restrictions that are listed no more', async () => {
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
