import { expect } from '@playwright/test';
import type { OperationId } from '../../generated/operations.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Customer = CoreSchemas['Customer'];
interface Page<Item> {
  readonly results: Item[];
  readonly pageNumber: number;
  readonly pageSize: number;
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
}

const UNKNOWN_ID = '00000000-0000-4000-a000-000000000001';
const list = <Item>(bank: TestBank, operationId: OperationId, query: object = {}, path = {}) =>
  bank.ok<Page<Item>>(operationId, { path, query: query as Record<string, unknown> });
/** Lists the values of one field of all records that a filter returns. */
async function found(bank: TestBank, operationId: OperationId, field: string, query: object): Promise<unknown[]> {
  const { results } = await list<Record<string, unknown>>(bank, operationId, query);
  return results.map((item) => item[field]);
}

test('listCustomers pages at most 50 in order of onboarding, without a total', async ({ bank }) => {
  const ids: string[] = [];
  for (let count = 0; count < 51; count++) ids.push(await bank.customer());
  const pageOf = async (query: object) => {
    const { results, ...envelope } = await list<Customer>(bank, 'listCustomers', query);
    return { ids: results.map(({ id }) => id), ...envelope };
  };
  const envelope = (pageNumber: number, pageSize: number) => ({
    pageNumber,
    pageSize,
    hasPreviousPage: pageNumber > 1,
  });
  expect(await pageOf({})).toEqual({ ids: ids.slice(0, 50), ...envelope(1, 50), hasNextPage: true });
  expect(await pageOf({ pageNumber: 2 })).toEqual({ ids: ids.slice(50), ...envelope(2, 50), hasNextPage: false });
  expect(await pageOf({ pageSize: 17, pageNumber: 3 })).toEqual({
    ids: ids.slice(34),
    ...envelope(3, 17),
    hasNextPage: false,
  });
  expect(await pageOf({ pageNumber: 9 })).toEqual({ ids: [], ...envelope(9, 50), hasNextPage: false });
  for (const query of [{ pageSize: 51 }, { pageSize: 0 }, { pageNumber: 0 }, { pageNumber: 'two' }])
    expect((await bank.send('listCustomers', { query })).statusCode).toBe(400);
});

test('listCustomers applies each filter', proves('C08', 'I10'), async ({ bank }) => {
  const taxId = '900110099';
  const first = await bank.customer({ clientIdentifier: 'mine-1', profile: { taxIdType: 'Ssn', taxId } });
  const name = { firstName: 'Ofac-Positive', middleName: 'Pep-Failed', lastName: 'Test' };
  const positive = await bank.customer({ name });
  const profile = { taxIdType: 'Ein', taxId: '000000007' };
  const business = await bank.customer({ classification: 'Business', name: { entityName: 'Test' }, profile });
  await bank.ok('deactivateCustomer', { path: { customerId: business } });
  const { cifNumber, createdAt } = await bank.ok<Customer>('getCustomer', { path: { customerId: positive } });
  const ids = (query: object) => found(bank, 'listCustomers', 'id', query);
  expect(await ids({ classification: 'Business' })).toEqual([business]);
  expect(await ids({ status: 'Active' })).toEqual([first, positive]);
  expect(await ids({ cifNumber })).toEqual([positive]);
  expect(await ids({ taxId })).toEqual([first]);
  expect(await ids({ ofac: 'Positive' })).toEqual([positive]);
  expect(await ids({ pepScan: 'Failed' })).toEqual([positive]);
  expect(await ids({ clientIdentifier: 'mine-1' })).toEqual([first]);
  expect(await ids({ clientIdentifier: 'mine' })).toEqual([]);
  expect(await ids({ classification: 'Personal', ofac: 'Clear' })).toEqual([first]);
  expect(await ids({ from: createdAt })).toEqual([positive, business]);
  expect(await ids({ to: createdAt })).toEqual([first]);
  const utc = new Date(createdAt).toISOString().replace('.000Z', '');
  for (const sameInstant of [`${utc}Z`, `${utc}.0000000Z`, `${utc}.000+00:00`])
    expect(await ids({ to: sameInstant })).toEqual([first]);
  expect((await bank.send('listCustomers', { query: { from: `${utc}.00000000Z` } })).statusCode).toBe(400);
  expect((await list(bank.other as TestBank, 'listCustomers')).results).toEqual([]);
});

test('listAccounts and listSubaccounts apply each filter', proves('L14'), async ({ bank }) => {
  const [ada, bob] = [await bank.customer(), await bank.customer()];
  const [mine, savings, other] = [
    await bank.open('checking', ada),
    await bank.open('savings', ada),
    await bank.open('checking', bob),
  ];
  const accounts = (query: object) => found(bank, 'listAccounts', 'accountNumber', query);
  expect(await accounts({})).toEqual([mine, savings, other]);
  expect(await accounts({ customerId: ada })).toEqual([mine, savings]);
  expect(await accounts({ customerId: ada.toUpperCase() })).toEqual([mine, savings]);
  expect(await accounts({ productId: bank.emulator.demo.products.savings })).toEqual([savings]);
  expect(await accounts({ status: 'Active', customerId: bob })).toEqual([other]);
  expect(await accounts({ status: 'Closed' })).toEqual([]);
  const body = {
    customerId: bob,
    productId: bank.emulator.demo.products.checking,
    title: 'T',
    clientIdentifier: 'account-1',
  };
  const { accountNumber } = await bank.ok<{ accountNumber: string }>('openAccount', { body });
  expect(await accounts({ clientIdentifier: 'account-1' })).toEqual([accountNumber]);
  expect(await accounts({ clientIdentifier: 'none' })).toEqual([]);

  const create = async (masterAccountNumber: string, change: object) =>
    (
      await bank.ok<{ accountNumber: string }>('createSubaccount', {
        body: { masterAccountNumber, title: 'P', ...change },
      })
    ).accountNumber;
  const created = [
    await create(mine, { clientIdentifier: 'savings-1' }),
    await create(mine, { customerId: ada }),
    await create(other, {}),
  ];
  const subledgers = (query: object) => found(bank, 'listSubaccounts', 'accountNumber', query);
  expect(await subledgers({})).toEqual(created);
  expect(await subledgers({ masterAccountNumber: mine })).toEqual(created.slice(0, 2));
  expect(await subledgers({ customerId: ada })).toEqual([created[1]]);
  expect(await subledgers({ clientIdentifier: 'savings-1' })).toEqual([created[0]]);
  expect(await subledgers({ status: 'Active', masterAccountNumber: other })).toEqual([created[2]]);
  expect(await subledgers({ masterAccountNumber: UNKNOWN_ID.slice(0, 10) })).toEqual([]);
  for (const operationId of ['listAccounts', 'listSubaccounts'] as const)
    expect((await list(bank.other as TestBank, operationId)).results).toEqual([]);
});

test('a list ignores unknown query parameters', async ({ bank }) => {
  const accountNumber = await bank.open();
  await bank.inbound({ receiverAccountNumber: accountNumber });
  const { target } = bank;
  const form = { grant_type: 'client_credentials', audience: target.audience };
  const client = { client_id: target.partner.clientId, client_secret: target.partner.clientSecret };
  const issued = await fetch(target.tokenUrl, { method: 'POST', body: new URLSearchParams({ ...form, ...client }) });
  const { access_token } = (await issued.json()) as { access_token: string };
  const read = async (url: string) =>
    await (await fetch(`${target.baseUrl}${url}`, { headers: { authorization: `Bearer ${access_token}` } })).json();
  const account = `/core/v1/dda/accounts/${accountNumber}`;
  const lists = [
    ...['activities', 'holds', 'memo-posts', 'posting-exceptions', 'restrictions', 'relationships'].map(
      (list) => `${account}/${list}`,
    ),
    '/core/v1/transactions',
    '/core/v1/dda/accounts',
    '/ach/v1/payments',
    '/ach/v1/client-batches',
  ];
  for (const list of lists) expect(await read(`${list}?results=x&zzz=1`), list).toEqual(await read(list));
});
