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
  test(`the emulator screens a ${classification} customer as its trigger says`, async ({ bank }) => {
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

test('a bank’s triggers replace the fields that they name, and nothing else', () => {
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

test('papers and work fit the date of birth that a bank looks for', () => {
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

test('a result without a row is named, and so are two rows that want one field', () => {
  const pep = { ...person, list: 'pep', name: { lastName: 'Other' } } as const;
  expect(() => buildTrigger({ ofac: 'Positive' }, [person], both)).toThrow(
    'The screening triggers have no row for ofac=Positive of Business customers',
  );
  expect(() => buildTrigger({ ofac: 'Positive', pep: 'Positive' }, [person, pep], ['Personal'])).toThrow(
    'The screening triggers want two values of lastName for ofac and pep at the same time',
  );
  expect(() => buildTrigger({ ofac: 'Clear' }, [], both)).not.toThrow();
});

for (const [what, text, problem] of [
  ['no JSON', '{', 'are no JSON'],
  ['no list', '{}', 'are no JSON list of rows'],
  ['an unknown list', [{ ...person, list: 'sanctions' }], 'have a row 1 whose list is none of ofac, pep, internal'],
  ['an unknown result', [person, { ...person, result: 'Bad' }], 'have a row 2 whose result is none of Clear, Failed,'],
  ['another classification', [{ ...person, classification: 'Trust' }], 'have a row 1 whose classification is none of'],
  ['an unknown field of the name', [{ ...person, name: { nick: 'x' } }], 'have a row 1 whose name has something else'],
  ['a field of a business', [{ ...person, name: { entityName: 'x' } }], 'have a row 1 whose name has something else'],
  ['a field of a person', [{ ...entity, name: { lastName: 'x' } }], 'have a row 1 whose name has something else'],
  ['a name that is too long', [{ ...person, name: { lastName: 'x'.repeat(51) } }], 'texts of 1 to 50 characters'],
  ['an empty name', [{ ...person, name: { lastName: '' } }], 'have a row 1 whose name has something else'],
  ['no date', [{ ...person, birthDate: '1970-02-30' }], 'have a row 1 whose birthDate is no date'],
  ['a date of birth of a business', [{ ...entity, birthDate: '1970-01-01' }], 'birthDate is not for a Business'],
  ['nothing to look for', [{ ...person, name: undefined }], 'have a row 1 whose name and birthDate are both missing'],
  ['an unknown field', [{ ...person, address: 'x' }], 'have a row 1 whose field "address" is not known'],
  ['a row that is none', [null], 'have a row 1 whose list is none of'],
] as const)
  test(`parseTriggers refuses ${what}`, () => {
    expect(() => parseTriggers(typeof text === 'string' ? text : JSON.stringify(text))).toThrow(problem);
  });
