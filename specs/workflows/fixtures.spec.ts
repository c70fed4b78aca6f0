import { test as base, expect } from '@playwright/test';
import { moves as movesOfWorkflows } from '../../harness/index.ts';
import { createRefs } from '../../harness/workflow/builder/references.ts';
import { moves, withCrosscheck } from '../../playwright/index.ts';

const test = withCrosscheck(base);

test('the fixture customers gives persons and businesses whom the bank takes', async ({ target, customers, books }) => {
  const { partnerId } = target;
  const { name, profile, address, phone, email, identification } = customers.person();
  const primary = {
    primaryAddress: address,
    primaryPhone: phone,
    primaryEmail: email,
    primaryIdentification: identification,
  };
  const person = await books.call('onboardCustomer', {
    body: { partnerId, classification: 'Personal', name, profile, ...primary },
  });
  const { customer: body } = customers.record({ classification: 'Business' });
  const business = await books.call('onboardCustomer', { body });
  expect([person.name.lastName, business.name.entityName]).toEqual([name.lastName, body.name.entityName]);
  expect([person.clientIdentifier, business.clientIdentifier]).toEqual([undefined, 'crosscheck-1-2']);
});

test.describe('with a seed', () => {
  test.use({ emulatorOptions: { seed: 7 } });
  test('the fixture customers draws those of the seed', ({ customers }) => {
    expect([customers.record().seed, customers.record().n]).toEqual([7, 2]);
  });
});

test('the fixture api sends through books: attached, checked and audited', async ({ api, books, target, customer }) => {
  const product = { customerId: customer.id, productId: target.products.checking ?? '' };
  const { data: main } = await api.core.POST('/core/v1/dda/accounts', { body: { ...product, title: 'Main' } });
  const { data: rent } = await api.core.POST('/core/v1/dda/accounts', { body: { ...product, title: 'Rent' } });
  const [debitAccountNumber, creditAccountNumber] = [main?.accountNumber ?? '', rent?.accountNumber ?? ''];
  await books.fund({ accountNumber: debitAccountNumber }, 10_000);
  const body = { debitAccountNumber, creditAccountNumber, amount: 2_500 };
  const { data: transfer } = await api.core.POST('/core/v1/transfers', { body });
  const [from, to] = [{ accountNumber: debitAccountNumber }, { accountNumber: creditAccountNumber }];
  await books.audit([moves(from, -2_500), moves(to, 2_500)]);
  expect(transfer?.status).toBe('Complete');
  expect(api.exchanges().map(({ operationId }) => operationId)).toEqual([
    'openAccount',
    'openAccount',
    'createTransfer',
  ]);
  expect(api.findings()).toEqual([]);
});

test('the fixture api fails the test for a write that no audit declares', async ({ api, books, target, customer }) => {
  test.fail();
  const product = { customerId: customer.id, productId: target.products.checking ?? '' };
  const { data: main } = await api.core.POST('/core/v1/dda/accounts', { body: { ...product, title: 'Main' } });
  const { data: rent } = await api.core.POST('/core/v1/dda/accounts', { body: { ...product, title: 'Rent' } });
  const [debitAccountNumber, creditAccountNumber] = [main?.accountNumber ?? '', rent?.accountNumber ?? ''];
  await books.fund({ accountNumber: debitAccountNumber }, 10_000);
  await api.core.POST('/core/v1/transfers', { body: { debitAccountNumber, creditAccountNumber, amount: 1 } });
});

test('audit accepts effects of the entry crosscheck, but no reference into a workflow', async ({ books }) => {
  expect(moves).toBe(movesOfWorkflows);
  const { accountNumber } = createRefs<{ accountNumber: string }>(() => '$steps.open.outputs.accountNumber');
  await expect(books.audit([moves({ accountNumber }, 1)])).rejects.toThrow('it refers to a step of a workflow');
});
