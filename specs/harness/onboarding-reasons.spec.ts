import { expect, test } from '@playwright/test';
import { customer } from '../../harness/host.ts';
import { describeErrorResponse } from '../../harness/onboarding/describe-error-response.ts';

const record = customer(7, 5, { classification: 'Business', parts: ['accounts', 'subledgers'] });

/** Returns the reason that is recorded for an error message of the bank. */
const reasonOf = (message: unknown, about: unknown = record, code: unknown = 1000) =>
  describeErrorResponse({ statusCode: 400, headers: {}, body: { errors: [{ code, message }] } }, about);

test('describeErrorResponse masks every value of the whole record', () => {
  const { customer: business, owners } = record;
  const person = owners[0]?.customer;
  const values = [
    business.name.entityName,
    business.profile.taxId,
    business.primaryEmail?.emailAddress,
    person?.name.firstName,
    person?.name.lastName,
    person?.profile.taxId,
    person?.profile.birthDate,
    person?.primaryPhone?.phoneNumber,
    person?.primaryAddress?.street1,
    person?.primaryAddress?.city,
    person?.primaryIdentification?.idNumber,
    business.clientIdentifier,
  ];
  for (const value of values) {
    expect(value).toBeTruthy();
    expect(reasonOf(`A customer with ${value} is there`)).toBe('1000 A customer with *** is there');
    expect(reasonOf(`A customer with ${value?.toUpperCase()} is there`)).toBe('1000 A customer with *** is there');
  }
});

for (const [what, text] of [
  ['a formatted phone number', '(517) 555-0100'],
  ['a phone number with country code', '+1 (517) 555-0100'],
  ['a phone number with dots', '517.555.0100'],
  ['a long number', '1234567'],
  ['a date', '02/03/1985'],
] as const)
  test(`describeErrorResponse masks ${what} without a record`, () => {
    expect(reasonOf(`It is ${text}, said we`, {})).toBe('1000 It is ***, said we');
    expect(reasonOf('No', {}, text)).toBe('*** No');
  });

test('describeErrorResponse keeps short numbers and parts of words', () => {
  expect(reasonOf('At most 123456 in the fleet of Leeds', { name: { lastName: 'Lee' } })).toBe(
    '1000 At most 123456 in the fleet of Leeds',
  );
});

test('describeErrorResponse masks the last four digits of identifying numbers', () => {
  const { taxId } = record.customer.profile;
  const idNumber = record.owners[0]?.customer.primaryIdentification?.idNumber;
  for (const number of [taxId, idNumber])
    expect(reasonOf(`It ends in ${number?.slice(-4)}`)).toBe('1000 It ends in ***');
  expect(reasonOf(`It is xxx-xx-${taxId?.slice(-4)}`)).toBe('1000 It is xxx-xx-***');
});

test('describeErrorResponse masks before it cuts to one line of 200 characters', () => {
  const { lastName = '' } = record.owners[0]?.customer.name ?? {};
  const reason = reasonOf(`${'word\n '.repeat(38)}${lastName} ${'word '.repeat(40)}`);
  expect(reason).toHaveLength(200);
  expect(reason).not.toContain('\n');
  expect(reason).toContain('***');
  expect(reason).not.toContain(lastName.slice(0, 3));
});

test('describeErrorResponse returns the status if there is no error message', () => {
  for (const body of [undefined, '', { errors: [] }, { errors: 'no' }])
    expect(describeErrorResponse({ statusCode: 404, headers: {}, body }, record)).toBe(
      'status 404 without an error message',
    );
});
