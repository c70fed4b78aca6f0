import { expect, test } from '@playwright/test';
import { customer } from '../../harness/host.ts';
import { describeAnswer } from '../../harness/onboarding/describe-answer.ts';

const record = customer(7, 5, { classification: 'Business', parts: ['accounts', 'subledgers'] });

/** The reason that is written down of what a bank says. */
const reasonOf = (message: unknown, about: unknown = record, code: unknown = 1000) =>
  describeAnswer({ statusCode: 400, headers: {}, body: { errors: [{ code, message }] } }, about);

test('describeAnswer masks every value of the whole record, not only of the request that was refused', () => {
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
  ['a phone as people write it', '(517) 555-0100'],
  ['a phone with the country', '+1 (517) 555-0100'],
  ['a phone with dots', '517.555.0100'],
  ['a long number', '1234567'],
  ['a date', '02/03/1985'],
] as const)
  test(`describeAnswer masks ${what} whoever it is of`, () => {
    expect(reasonOf(`It is ${text}, said we`, {})).toBe('1000 It is ***, said we');
    expect(reasonOf('No', {}, text)).toBe('*** No');
  });

test('describeAnswer leaves short numbers and parts of words alone', () => {
  expect(reasonOf('At most 123456 in the fleet of Leeds', { name: { lastName: 'Lee' } })).toBe(
    '1000 At most 123456 in the fleet of Leeds',
  );
});

test('describeAnswer masks the last four digits of tax ids and of the numbers of documents', () => {
  const { taxId } = record.customer.profile;
  const idNumber = record.owners[0]?.customer.primaryIdentification?.idNumber;
  for (const number of [taxId, idNumber])
    expect(reasonOf(`It ends in ${number?.slice(-4)}`)).toBe('1000 It ends in ***');
  expect(reasonOf(`It is xxx-xx-${taxId?.slice(-4)}`)).toBe('1000 It is xxx-xx-***');
});

test('describeAnswer gives one line of at most 200 characters, masked before it is cut', () => {
  const { lastName = '' } = record.owners[0]?.customer.name ?? {};
  const reason = reasonOf(`${'word\n '.repeat(38)}${lastName} ${'word '.repeat(40)}`);
  expect(reason).toHaveLength(200);
  expect(reason).not.toContain('\n');
  expect(reason).toContain('***');
  expect(reason).not.toContain(lastName.slice(0, 3));
});

test('describeAnswer tells the status where the bank gives no reason', () => {
  for (const body of [undefined, '', { errors: [] }, { errors: 'no' }])
    expect(describeAnswer({ statusCode: 404, headers: {}, body }, record)).toBe('status 404 without a reason');
});
