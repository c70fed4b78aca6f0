import { test as base, expect } from '@playwright/test';
import { withCrosscheck } from '../../playwright/index.ts';

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
