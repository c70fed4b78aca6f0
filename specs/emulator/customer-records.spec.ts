import { expect } from '@playwright/test';
import type { OperationId } from '../../generated/operations.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Customer = CoreSchemas['Customer'];
type Owner = CoreSchemas['BeneficialOwner'];
interface StoredRecord {
  readonly id: string;
  readonly status: string;
  readonly isPrimary: boolean;
}
interface Page<Item> {
  readonly results: Item[];
  readonly hasNextPage: boolean;
}

const { address, phone, identification } = createCustomerGenerator(4).person();
const email = { isPrimary: true, emailType: 'Personal', emailAddress: 'ada@example.com' };
const UNKNOWN_ID = '00000000-0000-4000-a000-000000000001';

/** For each kind of record: its first content, and its second, which omits the optional fields. */
const kinds = [
  ['Address', 'Addresses', address, { ...address, street1: 'Sample Road 2', addressType: 'Work' }],
  ['Phone', 'Phones', { ...phone, notes: 'evenings' }, { ...phone, phoneType: 'Other' }],
  ['Email', 'Emails', email, { ...email, emailType: 'Work', emailAddress: 'ada@example.org' }],
  [
    'Identification',
    'Identifications',
    identification,
    {
      isPrimary: true,
      idNumber: 'TEST 2',
      idType: 'IdCard',
      issuingAuthority: 'NJMVC',
      issuingCountryCode: 'US',
    },
  ],
] as const;

for (const [kind, plural, first, second] of kinds) {
  const operation = (verb: string) => `${verb}${kind}` as OperationId;
  const idName = `${kind.toLowerCase()}Id`;
  const inputOf = (verb: string, path: object) => ({
    path: { ...path },
    ...(verb === 'change' ? { body: second } : {}),
  });

  test(
    `${kind} records can be added, changed, removed and read`,
    proves(...(kind === 'Identification' ? ['I09'] : [])),
    async ({ bank }) => {
      const onboarded = { primaryAddress: undefined, primaryPhone: undefined };
      const customerId = await bank.customer(onboarded);
      const record = await bank.ok<StoredRecord>(operation('add'), { path: { customerId }, body: first });
      expect(record).toMatchObject({ ...first, customerId, status: 'Active' });
      const path = { customerId, [idName]: record.id };
      expect(await bank.ok(operation('get'), { path })).toEqual(record);

      const changed = await bank.ok<StoredRecord>(operation('change'), { path, body: second });
      expect(changed).toMatchObject({ ...second, id: record.id });
      const leftOut = Object.keys(first).filter((field) => !(field in second));
      for (const field of leftOut) expect(changed).not.toHaveProperty(field);
      const primary = `primary${kind}` as const;
      const customer = () => bank.ok<Customer>('getCustomer', { path: { customerId } });
      expect((await customer())[primary]).toEqual(changed);

      const removed = await bank.ok<StoredRecord>(operation('remove'), { path });
      expect(removed).toMatchObject({ id: record.id, status: 'Inactive', isPrimary: false });
      expect(await bank.ok(operation('get'), { path })).toEqual(removed);
      expect((await bank.ok<Page<StoredRecord>>(`list${plural}` as OperationId, { path })).results).toEqual([removed]);
      expect(await customer()).not.toHaveProperty(primary);
      for (const again of ['change', 'remove']) {
        const { statusCode, body } = await bank.send(operation(again), inputOf(again, path));
        expect([statusCode, body]).toEqual([400, { errors: [{ code: 2010, message: 'Record was removed' }] }]);
      }
    },
  );

  test(`${kind}: a new primary record replaces the earlier one`, async ({ bank }) => {
    const customerId = await bank.customer({ primaryAddress: undefined, primaryPhone: undefined });
    const add = (isPrimary: boolean) =>
      bank.ok<StoredRecord>(operation('add'), { path: { customerId }, body: { ...first, isPrimary } });
    const [, later] = [await add(true), await add(false)];
    const primaries = async () => {
      const { results } = await bank.ok<Page<StoredRecord>>(`list${plural}` as OperationId, { path: { customerId } });
      return results.map(({ isPrimary }) => isPrimary);
    };
    expect(await primaries()).toEqual([true, false]);
    await bank.ok(operation('change'), {
      path: { customerId, [idName]: later.id },
      body: { ...first, isPrimary: true },
    });
    expect(await primaries()).toEqual([false, true]);
  });

  test(`${kind}: an unknown one and one of another customer return 404`, async ({ bank }) => {
    const [mine, others] = [await bank.customer(), await bank.customer()];
    const { id } = await bank.ok<StoredRecord>(operation('add'), { path: { customerId: others }, body: first });
    for (const recordId of [UNKNOWN_ID, id]) {
      for (const verb of ['get', 'change', 'remove']) {
        const path = { customerId: mine, [idName]: recordId };
        expect((await bank.send(operation(verb), inputOf(verb, path))).statusCode).toBe(404);
      }
    }
  });
}

test('openAccount rejects a customer whose address was removed', async ({ bank }) => {
  const customerId = await bank.customer();
  const { results } = await bank.ok<Page<StoredRecord>>('listAddresses', { path: { customerId } });
  await bank.ok('removeAddress', { path: { customerId, addressId: results[0]?.id } });
  const body = { customerId, productId: bank.emulator.demo.products.checking, title: 'T' };
  expect((await bank.send('openAccount', { body })).body).toEqual({
    errors: [{ code: 2004, message: 'Customer has no address' }],
  });
});

const businessName = { entityName: 'Test Holding' };
const businessProfile = {
  taxIdType: 'Ein',
  taxId: '000000007',
  dateFormed: '2019-09-10',
  entityType: 'Corporation',
  riskRating: 'Low',
  ownershipType: 'LegalEntity',
  enableBackupWithholding: false,
  backupWithholdingPercent: 0,
};
const businessDueDiligence = {
  natureOfBusiness: 'Technology',
  naics: '541512',
  merchantCategoryCode: '4816',
  businessUrl: 'www.example.com',
  relationshipFormationDate: '1982-06-27',
};
const asBusiness = (change: object = {}) => ({
  classification: 'Business',
  name: businessName,
  profile: businessProfile,
  ...change,
});

test('a Business customer keeps its fields and opens a business account', proves('C07'), async ({ bank }) => {
  const owner = await bank.customer();
  const profile = { ...businessProfile, primaryOwnerCustomerId: owner };
  const customerId = await bank.customer(asBusiness({ profile, businessDueDiligence }));
  expect(await bank.ok('getCustomer', { path: { customerId } })).toMatchObject({
    classification: 'Business',
    name: businessName,
    profile,
    businessDueDiligence,
  });
  expect(await bank.open('business', customerId)).toMatch(/^2/);
});

test('changeName and changeProfile replace their part and change nothing else', async ({ bank }) => {
  const customerId = await bank.customer();
  const before = await bank.ok<Customer>('getCustomer', { path: { customerId } });
  const name = { firstName: 'Grace', lastName: 'Test' };
  const renamed = await bank.ok<Customer>('changeName', { path: { customerId }, body: name });
  expect(renamed).toEqual({ ...before, name, lastModifiedAt: renamed.lastModifiedAt });
  const profile = { taxIdType: 'Ssn', taxId: '900110009', riskRating: 'High' };
  const changed = await bank.ok<Customer>('changeProfile', { path: { customerId }, body: profile });
  expect(changed).toEqual({ ...renamed, profile, lastModifiedAt: changed.lastModifiedAt });
});

const refusals: [what: string, change: (bank: TestBank) => object | Promise<object>, message: string, ids: string[]][] =
  [
    [
      'a withholding percentage without withholding',
      () => ({
        profile: { taxIdType: 'Ssn', taxId: '900110009', enableBackupWithholding: false, backupWithholdingPercent: 24 },
      }),
      'Profile.BackupWithholdingPercent must be 0 if EnableBackupWithholding is false',
      ['C16'],
    ],
    [
      'a field of the other classification',
      () => asBusiness({ profile: { ...businessProfile, birthDate: '1990-01-01' } }),
      'Profile.BirthDate is for Personal customers',
      [],
    ],
    [
      'a business formed tomorrow',
      () => asBusiness({ profile: { ...businessProfile, dateFormed: '2026-03-03' } }),
      'Profile.DateFormed must not be in the future',
      [],
    ],
    [
      'a primary owner who is not a Personal customer',
      async (bank) => {
        const primaryOwnerCustomerId = await bank.customer(asBusiness());
        return asBusiness({ profile: { ...businessProfile, primaryOwnerCustomerId } });
      },
      'Profile.PrimaryOwnerCustomerId must be a Personal customer',
      [],
    ],
    [
      'dueDiligence for a Business customer',
      () => asBusiness({ dueDiligence: {} }),
      'DueDiligence is for Personal customers',
      ['C07'],
    ],
    [
      'businessDueDiligence for a Personal customer',
      () => ({ businessDueDiligence }),
      'BusinessDueDiligence is for Business customers',
      ['C07'],
    ],
  ];
for (const [what, change, message, ids] of refusals) {
  test(`onboardCustomer rejects ${what}`, proves(...ids), async ({ bank }) => {
    const { name, profile } = createCustomerGenerator(4).person();
    const good = { partnerId: bank.target.partnerId, classification: 'Personal', name, profile };
    const { statusCode, body } = await bank.send('onboardCustomer', { body: { ...good, ...(await change(bank)) } });
    expect([statusCode, body]).toEqual([400, { errors: [{ code: 1000, message }] }]);
  });
}

test(
  'onboardCustomer requires dueDiligence by programme and classification',
  proves('C06', 'C30'),
  async ({ bank }) => {
    const { name, profile } = createCustomerGenerator(4).person();
    const personal = { partnerId: bank.target.partnerId, classification: 'Personal', name, profile };
    const business = { ...personal, ...asBusiness() };
    const switchTo = (requiresDueDiligence: boolean, requiresBusinessDueDiligence: boolean) =>
      bank.ok('configureProgramme', {
        path: { partnerId: bank.target.partnerId },
        body: { requiresDueDiligence, requiresBusinessDueDiligence },
      });
    const outcome = async (body: object) => {
      const answer = await bank.send('onboardCustomer', { body });
      const [error] = (answer.body as { errors?: { message: string }[] }).errors ?? [];
      return error?.message ?? answer.statusCode;
    };
    expect([await outcome(personal), await outcome(business)]).toEqual([200, 200]);
    await switchTo(true, false);
    expect([await outcome(personal), await outcome(business)]).toEqual(['DueDiligence required', 200]);
    expect(await outcome({ ...personal, dueDiligence: { employmentStatus: 'Employed' } })).toBe(200);
    await switchTo(false, true);
    expect([await outcome(personal), await outcome(business)]).toEqual([200, 'BusinessDueDiligence required']);
    expect(await outcome({ ...business, businessDueDiligence })).toBe(200);
    const [, other] = bank.emulator.demo.partners;
    const { statusCode } = await bank.other.send('onboardCustomer', {
      body: { ...business, partnerId: other.partnerId },
    });
    expect(statusCode).toBe(200);
    expect(
      (
        await bank.send('configureProgramme', {
          path: { partnerId: UNKNOWN_ID },
          body: { requiresDueDiligence: true, requiresBusinessDueDiligence: true },
        })
      ).statusCode,
    ).toBe(404);
  },
);

test('a business has Personal owners, each once, with at most 100 percent', async ({ bank }) => {
  const customerId = await bank.customer(asBusiness());
  const [ada, bob, eve] = [await bank.customer(), await bank.customer(), await bank.customer()];
  const add = (ownerCustomerId: string, ownershipPercentage: number | string, business = customerId) =>
    bank.send('addBeneficialOwner', {
      path: { customerId: business },
      body: { ownerCustomerId, ownerTitle: 'CEO', ownershipPercentage },
    });
  const outcome = async (answer: ReturnType<typeof add>) => {
    const { statusCode, body } = await answer;
    return (body as { errors?: { code: number }[] }).errors?.[0]?.code ?? statusCode;
  };
  const first = (await add(ada, '26')).body as Owner;
  expect(first).toMatchObject({ customerId, ownerCustomerId: ada, ownershipPercentage: '26', status: 'Active' });
  expect(await outcome(add(ada, 10))).toBe(2013);
  expect(await outcome(add(bob, 74.5))).toBe(2014);
  expect(await outcome(add(bob, 74))).toBe(200);
  expect(await outcome(add(customerId, 0))).toBe(2012);
  expect(await outcome(add(UNKNOWN_ID, 0))).toBe(2404);
  expect(await outcome(add(eve, 0, ada))).toBe(2011);
  expect(await outcome(add(eve, 0, UNKNOWN_ID))).toBe(2404);
  expect(await outcome(add(eve, 101))).toBe(1000);

  const path = { customerId, beneficialOwnerId: first.id };
  expect(await bank.ok('removeBeneficialOwner', { path })).toMatchObject({ id: first.id, status: 'Inactive' });
  expect((await bank.send('removeBeneficialOwner', { path })).statusCode).toBe(400);
  expect(await outcome(add(eve, 26))).toBe(200);
  const { results } = await bank.ok<Page<Owner>>('listBeneficialOwners', { path });
  expect(results.map(({ ownerCustomerId, status }) => [ownerCustomerId, status])).toEqual([
    [ada, 'Inactive'],
    [bob, 'Active'],
    [eve, 'Active'],
  ]);
});

test(
  'deactivateCustomer rejects a customer with accounts; an Inactive one opens none',
  proves('C10'),
  async ({ bank }) => {
    const [customerId, owner] = [await bank.customer(), await bank.customer()];
    await bank.open('checking', owner);
    const outcome = async (operationId: OperationId, input: object) => {
      const { statusCode, body } = await bank.send(operationId, input);
      return (body as { errors?: { code: number }[] }).errors?.[0]?.code ?? statusCode;
    };
    expect(await outcome('deactivateCustomer', { path: { customerId: owner } })).toBe(2009);
    expect(await bank.ok('deactivateCustomer', { path: { customerId } })).toMatchObject({ status: 'Inactive' });
    expect(await outcome('deactivateCustomer', { path: { customerId } })).toBe(2008);
    const body = { customerId, productId: bank.emulator.demo.products.checking, title: 'T' };
    expect(await outcome('openAccount', { body })).toBe(2008);
    expect(await outcome('deactivateCustomer', { path: { customerId: UNKNOWN_ID } })).toBe(2404);
  },
);
