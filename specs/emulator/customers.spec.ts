import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Customer = CoreSchemas['Customer'];
type Identification = CoreSchemas['Identification'];

const person = () => createCustomerGenerator(3).person();
const UNKNOWN_ID = '00000000-0000-4000-a000-000000000001';

function request(bank: TestBank, change: object = {}) {
  const { name, profile } = person();
  return { partnerId: bank.target.partnerId, classification: 'Personal', name, profile, ...change };
}

test(
  'onboardCustomer creates an Active customer with pending screenings',
  proves('C01', 'C05', 'C10', 'C15', 'C17', 'C20', 'C22'),
  async ({ bank }) => {
    const name = {
      prefix: 'Ms.',
      firstName: 'Ada',
      middleName: 'B.',
      lastName: 'Test',
      suffix: 'Jr.',
      preferredName: 'Addy',
    };
    const body = request(bank, { name, clientIdentifier: 'mine-1' });
    const created = await bank.ok<Customer>('onboardCustomer', { body });
    expect(created).toMatchObject({
      classification: 'Personal',
      status: 'Active',
      ofac: 'Pending',
      pepScan: 'Pending',
      internalList: 'Pending',
      name,
      profile: body.profile,
      partnerId: bank.target.partnerId,
      clientIdentifier: 'mine-1',
    });
    expect(created.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(created.cifNumber).toMatch(/^\d{12}$/);
    expect(created.createdAt).toBe(created.lastModifiedAt);
    expect(await bank.ok('getCustomer', { path: { customerId: created.id } })).toEqual(created);
    await bank.advance(300);
    const screened = await bank.ok<Customer>('getCustomer', { path: { customerId: created.id } });
    await bank.advance(60);
    await bank.ok('addPhone', { path: { customerId: created.id }, body: person().phone });
    const later = await bank.ok<Customer>('getCustomer', { path: { customerId: created.id } });
    expect(later.createdAt).toBe(created.createdAt);
    expect(Date.parse(later.lastModifiedAt) - Date.parse(screened.lastModifiedAt)).toBe(60_000);
    expect(Date.parse(later.lastModifiedAt)).toBeGreaterThan(Date.parse(created.createdAt));
  },
);

test('onboardCustomer stores the primary records, which openAccount accepts', proves('C09'), async ({ bank }) => {
  const { address, phone, identification } = person();
  const primaryEmail = { isPrimary: true, emailType: 'Personal', emailAddress: 'ada@example.com' };
  const primaries = {
    primaryAddress: address,
    primaryPhone: phone,
    primaryEmail,
    primaryIdentification: identification,
  };
  const created = await bank.ok<Customer>('onboardCustomer', { body: request(bank, primaries) });
  expect(created).toMatchObject(primaries);
  await bank.advance(300);
  expect(await bank.open('checking', created.id)).toMatch(/^2\d{9}$/);
});

test('onboardCustomer returns fields that the sample response omits', proves('C21'), async ({ bank }) => {
  const sent = { citizenshipCountryCode: 'CA', backupWithholdingPercent: 24, privacyOptOut: false };
  const profile = { ...person().profile, enableBackupWithholding: true, ...sent };
  const { id: customerId } = await bank.ok<Customer>('onboardCustomer', { body: request(bank, { profile }) });
  expect((await bank.ok<Customer>('getCustomer', { path: { customerId } })).profile).toMatchObject(sent);
});

test('onboardCustomer does not use clientIdentifier to prevent duplicates', async ({ bank }) => {
  const body = request(bank, { clientIdentifier: 'same' });
  const [first, second] = [
    await bank.ok<Customer>('onboardCustomer', { body }),
    await bank.ok<Customer>('onboardCustomer', { body }),
  ];
  expect(second.id).not.toBe(first.id);
});

const refusals: [what: string, change: object, message: RegExp, ids: string[]][] = [
  ['a missing partnerId', { partnerId: undefined }, /^PartnerId required$/, ['C02']],
  ['a partnerId that is not a GUID', { partnerId: 'me' }, /^PartnerId must match format/, ['C02']],
  [
    'an unknown classification',
    { classification: 'Company' },
    /^Classification must be one of Personal, Business$/,
    ['C03'],
  ],
  ['a missing profile', { profile: undefined }, /^Profile required$/, ['C04']],
  [
    'an impossible date of birth',
    { profile: { ...person().profile, birthDate: '1990-02-30' } },
    /^Profile\.BirthDate must match format/,
    ['C18'],
  ],
  [
    'a date of birth in the future',
    { profile: { ...person().profile, birthDate: '2026-03-03' } },
    /^Profile\.BirthDate must not be in the future$/,
    ['C18'],
  ],
  [
    'a country code of three letters',
    { profile: { ...person().profile, citizenshipCountryCode: 'USA' } },
    /^Profile\.CitizenshipCountryCode must match/,
    ['C19'],
  ],
  ['a missing last name', { name: { firstName: 'Ada' } }, /^Name\.LastName required$/, []],
  [
    'a business without a name',
    { classification: 'Business', profile: { taxIdType: 'Ein', taxId: '000000001' } },
    /^Name\.EntityName required$/,
    [],
  ],
  ['an unknown field', { colour: 'red' }, /^Colour is not a field of this request$/, []],
];
for (const [what, change, message, ids] of refusals) {
  test(`onboardCustomer rejects ${what}`, proves(...ids), async ({ bank }) => {
    const { statusCode, body } = await bank.send('onboardCustomer', { body: request(bank, change) });
    expect(statusCode).toBe(400);
    const { errors } = body as { errors: { code: number; message: string }[] };
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 1000, message: expect.stringMatching(message) });
    expect((await bank.ok<{ results: unknown[] }>('listCustomers')).results, 'nothing is created').toEqual([]);
  });
}

test(
  'words in the name select each of the 125 screening results',
  proves('C11', 'C12', 'C13', 'C14'),
  async ({ bank }) => {
    const states = ['Pending', 'Clear', 'Failed', 'Positive', 'Reviewing'];
    const wanted: Record<string, string> = {};
    for (const ofac of states) {
      for (const pep of states) {
        for (const list of states) {
          const name = { firstName: `Ofac-${ofac}`, middleName: `Pep-${pep}`, lastName: `Test List-${list}` };
          const { id } = await bank.ok<Customer>('onboardCustomer', { body: request(bank, { name }) });
          wanted[id] = `${ofac} ${pep} ${list}`;
        }
      }
    }
    await bank.advance(300);
    for (const [customerId, combination] of Object.entries(wanted)) {
      const { ofac, pepScan, internalList } = await bank.ok<Customer>('getCustomer', { path: { customerId } });
      expect(`${ofac} ${pepScan} ${internalList}`).toBe(combination);
    }
    expect(new Set(Object.values(wanted)).size).toBe(125);
  },
);

test(
  'addIdentification stores an identification and returns it',
  proves('I01', 'I03', 'I07', 'I08', 'I11'),
  async ({ bank }) => {
    const customerId = await bank.customer();
    const body = { ...person().identification, idNumber: 'DL12345 67890 54321' };
    const record = await bank.ok<Identification>('addIdentification', { path: { customerId }, body });
    expect(record).toMatchObject({ ...body, customerId, partnerId: bank.target.partnerId, status: 'Active' });
    expect(record.id).toMatch(/^[0-9a-f-]{36}$/);
    const { issuedDate: _1, expDate: _2, verifiedDate: _3, issuingStateOrProvince: _4, ...least } = body;
    expect((await bank.send('addIdentification', { path: { customerId }, body: least })).statusCode).toBe(200);
    expect(
      (await bank.send('addIdentification', { path: { customerId }, body: { ...body, expDate: '30-08-2030' } }))
        .statusCode,
    ).toBe(400);
  },
);

for (const [field, id] of [
  ['isPrimary', 'I02'],
  ['idNumber', 'I03'],
  ['idType', 'I04'],
  ['issuingAuthority', 'I05'],
  ['issuingCountryCode', 'I06'],
] as const) {
  test(
    `addIdentification requires ${field}`,
    proves(...(id === 'I03' || id === 'I04' ? [] : [id])),
    async ({ bank }) => {
      const customerId = await bank.customer();
      const send = (body: object) => bank.send('addIdentification', { path: { customerId }, body });
      expect((await send({ ...person().identification, [field]: undefined })).statusCode).toBe(400);
      expect((await send({ ...person().identification, [field]: 5 })).statusCode).toBe(400);
      if (field === 'issuingCountryCode')
        expect((await send({ ...person().identification, [field]: 'USA' })).statusCode).toBe(400);
    },
  );
}

test('addIdentification accepts five idTypes and a card token as Other', proves('I04', 'I12'), async ({ bank }) => {
  const customerId = await bank.customer();
  const send = (change: object) =>
    bank.send('addIdentification', { path: { customerId }, body: { ...person().identification, ...change } });
  for (const idType of ['DriversLicense', 'Passport', 'IdCard', 'SocialSecurity'])
    expect((await send({ idType })).statusCode).toBe(200);
  expect(
    (await send({ idType: 'Other', idNumber: 'tok_test_0001', issuingAuthority: 'Card processor' })).body,
  ).toMatchObject({ idNumber: 'tok_test_0001' });
  expect((await send({ idType: 'Visa' })).statusCode).toBe(400);
});

test('a second primary identification replaces the first', proves('I13'), async ({ bank }) => {
  const customerId = await bank.customer();
  const add = (idNumber: string) =>
    bank.ok<Identification>('addIdentification', {
      path: { customerId },
      body: { ...person().identification, idNumber },
    });
  const [, second] = [await add('TEST 1'), await add('TEST 2')];
  const { primaryIdentification } = await bank.ok<Customer>('getCustomer', { path: { customerId } });
  expect(primaryIdentification?.id).toBe(second.id);
});

test('a record of an unknown customer returns 404', proves('I14'), async ({ bank }) => {
  for (const operationId of ['addIdentification', 'addAddress', 'addPhone'] as const) {
    const { identification, address, phone } = person();
    const body = { addIdentification: identification, addAddress: address, addPhone: phone }[operationId];
    expect((await bank.send(operationId, { path: { customerId: UNKNOWN_ID }, body })).statusCode).toBe(404);
  }
  const customerId = await bank.customer({ primaryAddress: undefined, primaryPhone: undefined });
  for (const operationId of ['listIdentifications', 'listAddresses', 'listPhones'] as const)
    expect((await bank.ok<{ results: unknown[] }>(operationId, { path: { customerId } })).results).toEqual([]);
});

test('onboardCustomer makes a record in a primary field primary', async ({ bank }) => {
  const primaryAddress = { ...person().address, isPrimary: false };
  const created = await bank.ok<Customer>('onboardCustomer', { body: request(bank, { primaryAddress }) });
  expect(created.primaryAddress).toMatchObject({ ...primaryAddress, isPrimary: true });
});

test(
  'openAccount requires a cleared customer, address, phone and matching product',
  proves('A04', 'C25'),
  async ({ bank }) => {
    const { checking, business } = bank.emulator.demo.products;
    const { address, phone } = person();
    const refused = async (body: object) => {
      const answer = await bank.send('openAccount', { body: { productId: checking, title: 'T', ...body } });
      const { errors } = answer.body as { errors: { code: number; message: string }[] };
      return `${answer.statusCode} ${errors[0]?.code} ${errors[0]?.message}`;
    };
    const { id: customerId } = await bank.ok<Customer>('onboardCustomer', { body: request(bank) });
    expect(await refused({ customerId: UNKNOWN_ID })).toBe('404 2404 Customer not found');
    expect(await refused({ customerId, productId: UNKNOWN_ID })).toBe('400 2001 Unknown product');
    expect(await refused({ customerId, productId: business })).toBe('400 2002 Product is for Business customers');
    expect(await refused({ customerId })).toBe('400 2003 OFAC screening of the customer is not Clear');
    await bank.advance(300);
    expect(await refused({ customerId })).toBe('400 2004 Customer has no address');
    await bank.ok('addAddress', { path: { customerId }, body: address });
    expect(await refused({ customerId })).toBe('400 2005 Customer has no phone');
    await bank.ok('addPhone', { path: { customerId }, body: phone });
    expect(await bank.open('checking', customerId)).toMatch(/^2/);
  },
);

test(
  'a customer can have several accounts, each with a valid new number',
  proves('A06', 'A07', 'A08', 'C24', 'D01'),
  async ({ bank }) => {
    const customerId = await bank.customer();
    const luhn = (digits: string) =>
      [...digits]
        .reverse()
        .reduce(
          (sum, digit, index) =>
            sum +
            ((index % 2 ? 2 : 1) * Number(digit) > 9 ? 2 * Number(digit) - 9 : (index % 2 ? 2 : 1) * Number(digit)),
          0,
        );
    const numbers: string[] = [];
    for (let count = 0; count < 20; count++) {
      const master = await bank.open('checking', customerId);
      const subledger = await bank.subledger(master);
      expect([master, subledger]).toEqual([expect.stringMatching(/^2\d{9}$/), expect.stringMatching(/^3\d{11}$/)]);
      expect([luhn(master) % 10, luhn(subledger) % 10]).toEqual([0, 0]);
      numbers.push(master, subledger);
    }
    expect(new Set(numbers).size).toBe(40);
  },
);
