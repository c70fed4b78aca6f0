import { expect } from '@playwright/test';
import { buildEmulatorTrigger, buildTrigger, customer, parseTriggers, validateCustomer } from '../../harness/host.ts';
import { test } from '../emulator/test-bank.ts';

const person = {
  list: 'ofac',
  result: 'Positive',
  classification: 'Personal',
  name: { lastName: 'Invented' },
} as const;
const entity = {
  list: 'ofac',
  result: 'Positive',
  classification: 'Business',
  name: { entityName: 'Invented Co' },
} as const;
const both = ['Personal', 'Business'] as const;

for (const classification of both)
  test(`buildEmulatorTrigger triggers the results for a ${classification} customer`, async ({ bank }) => {
    const trigger = buildEmulatorTrigger({ ofac: 'Positive', pep: 'Clear', internal: 'Reviewing' });
    const { partnerId } = bank.target;
    const record = customer(7, 1, { classification, partnerId, trigger });
    expect(validateCustomer(record)).toEqual([]);
    const { id } = await bank.ok<{ id: string }>('onboardCustomer', { body: { ...record.customer } });
    await bank.advance(300);
    const path = { customerId: id };
    const { ofac, pepScan, internalList } = await bank.ok<Record<string, string>>('getCustomer', { path });
    expect([ofac, pepScan, internalList]).toEqual(['Positive', 'Clear', 'Reviewing']);
  });

test('buildTrigger replaces only the fields that the rows name', () => {
  const rows = parseTriggers(JSON.stringify([{ ...person, birthDate: '1970-01-31' }, entity]));
  const trigger = buildTrigger({ ofac: 'Positive', pep: 'Clear' }, rows, both);
  const plain = customer(7, 1, { classification: 'Personal' }).customer;
  const changed = customer(7, 1, { classification: 'Personal', trigger }).customer;
  expect({ ...changed, dueDiligence: plain.dueDiligence }).toEqual({
    ...plain,
    name: { ...plain.name, lastName: 'Invented' },
    profile: { ...plain.profile, birthDate: '1970-01-31' },
  });
  const named = buildTrigger({ ofac: 'Positive' }, [{ ...person, name: { firstName: 'Given' } }], ['Personal']);
  const { name } = customer(7, 1, { classification: 'Personal', trigger: named }).customer;
  expect([name.firstName, name.preferredName, name.lastName]).toEqual(['Given', 'Given', plain.name.lastName]);
  expect(customer(7, 1, { classification: 'Business', trigger }).customer.name).toEqual({ entityName: 'Invented Co' });
});

test('buildTrigger fits identifications and work to the date of birth', () => {
  const old = buildTrigger({ ofac: 'Positive' }, [{ ...person, birthDate: '1951-06-30' }], ['Personal']);
  const papers = Array.from({ length: 40 }, (_, at) =>
    customer(7, at + 1, { classification: 'Personal', trigger: old }),
  );
  const cards = papers.flatMap(({ identifications }) =>
    identifications.filter(({ idType }) => idType === 'SocialSecurity'),
  );
  expect(new Set(cards.map(({ issuedDate }) => issuedDate))).toEqual(new Set(['1952-06-30']));
  expect(papers.map(({ customer: { dueDiligence } }) => dueDiligence?.employmentStatus)).not.toContain('Student');
});

test('buildTrigger rejects a result without a row, and rows that conflict', () => {
  const pep = { ...person, list: 'pep', name: { lastName: 'Other' } } as const;
  expect(() => buildTrigger({ ofac: 'Positive' }, [person], both)).toThrow(
    'The screening triggers have no row for ofac=Positive and Business customers',
  );
  expect(() => buildTrigger({ ofac: 'Positive', pep: 'Positive' }, [person, pep], ['Personal'])).toThrow(
    'The screening triggers need two different values of lastName for ofac and pep',
  );
  expect(() => buildTrigger({ ofac: 'Clear' }, [], both)).not.toThrow();
});

for (const [what, text, problem] of [
  ['a text that is not JSON', '{', 'are not JSON'],
  ['an object', '{}', 'are not a JSON list of rows'],
  [
    'an unknown list',
    [{ ...person, list: 'sanctions' }],
    'are invalid in row 1: list must be one of ofac, pep, internal',
  ],
  [
    'an unknown result',
    [person, { ...person, result: 'Bad' }],
    'are invalid in row 2: result must be one of Clear, Failed,',
  ],
  [
    'another classification',
    [{ ...person, classification: 'Trust' }],
    'are invalid in row 1: classification must be Personal or',
  ],
  ['an unknown field of the name', [{ ...person, name: { nick: 'x' } }], 'are invalid in row 1: name can have only'],
  ['a field of a business', [{ ...person, name: { entityName: 'x' } }], 'are invalid in row 1: name can have only'],
  ['a field of a person', [{ ...entity, name: { lastName: 'x' } }], 'are invalid in row 1: name can have only'],
  ['a name that is too long', [{ ...person, name: { lastName: 'x'.repeat(51) } }], 'each a text of 1 to 50 characters'],
  ['an empty name', [{ ...person, name: { lastName: '' } }], 'are invalid in row 1: name can have only'],
  ['an invalid date', [{ ...person, birthDate: '1970-02-30' }], 'are invalid in row 1: birthDate must be a date'],
  [
    'a date of birth of a business',
    [{ ...entity, birthDate: '1970-01-01' }],
    'birthDate is not allowed for a Business',
  ],
  [
    'a row without name and birthDate',
    [{ ...person, name: undefined }],
    'are invalid in row 1: name and birthDate are both missing',
  ],
  ['an unknown field', [{ ...person, address: 'x' }], 'are invalid in row 1: unknown field "address"'],
  ['a row that is null', [null], 'are invalid in row 1: list must be one of'],
] as const)
  test(`parseTriggers rejects ${what}`, () => {
    expect(() => parseTriggers(typeof text === 'string' ? text : JSON.stringify(text))).toThrow(problem);
  });
