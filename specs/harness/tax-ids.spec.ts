import { expect, test } from '@playwright/test';
import { customer, parseTaxIdList } from '../../harness/host.ts';
import { isUnassignedEin, whyNeverIssued } from '../../harness/personal-data/tax-ids.ts';

const LIST = '# of our bank\nSsn 900-11-0001\nSsn 900110002\r\n\nEin 00-0000001  # one business\n';

test('parseTaxIdList parses numbers with and without dashes, and comments', () => {
  expect(parseTaxIdList(LIST)).toEqual({ ssn: ['900110001', '900110002'], ein: ['000000001'] });
});

for (const [what, text, problem] of [
  ['an invalid line', 'Ssn 900110001\nSsn 12', 'has no valid tax id in line 2'],
  ['a number without a type', '900110001', 'has no valid tax id in line 1'],
  ['an empty list', '# nothing\n', 'has no Ssn'],
] as const)
  test(`parseTaxIdList rejects ${what}`, () => {
    expect(() => parseTaxIdList(text)).toThrow(`The list of approved tax ids ${problem}`);
  });

test('customer uses each approved tax id before one repeats', () => {
  const list = Array.from({ length: 7 }, (_, at) => `Ssn 90011000${at + 1}`).join('\n');
  const taxIds = parseTaxIdList(list);
  const first = Array.from(
    { length: 7 },
    (_, at) => customer(3, at + 1, { classification: 'Personal', taxIds }).customer.profile.taxId,
  );
  expect([...first].sort()).toEqual(taxIds.ssn);
  const { owners, customer: own } = customer(3, 2, {
    classification: 'Business',
    taxIds: { ...taxIds, ein: ['960110001'] },
  });
  const all = owners.map((owner) => owner.customer.profile.taxId);
  expect([new Set(all).size, own.profile.taxId]).toEqual([all.length, '960110001']);
});

test('customer uses only approved tax ids if there is a list', () => {
  const taxIds = parseTaxIdList(LIST);
  const ssns = Array.from({ length: 200 }, (_, at) => customer(7, at + 1, { classification: 'Personal', taxIds }));
  expect(new Set(ssns.map((one) => one.customer.profile.taxId))).toEqual(new Set(taxIds.ssn));
  const business = customer(7, 5, { classification: 'Business', taxIds });
  expect(business.customer.profile.taxId).toBe('000000001');
  for (const { customer: owner } of business.owners) expect(taxIds.ssn).toContain(owner.profile.taxId);
});

const some = (area: string, group: string, serial = '0001') => `${area}${group}${serial}`;

for (const [ssn, reason] of [
  [some('000', '12'), 'area 000 was never assigned'],
  [some('666', '12'), 'area 666 was never assigned'],
  [some('900', '11'), 'area 900 to 999 was never assigned'],
  [some('999', '69'), 'area 900 to 999 was never assigned'],
  [some('123', '00'), 'group 00 is never assigned'],
  [some('123', '45', '0000'), 'serial 0000 is never assigned'],
  ['987654320', 'published for advertising'],
  ['987654329', 'published for advertising'],
] as const)
  test(`whyNeverIssued returns for ${ssn}: ${reason}`, () => {
    expect(whyNeverIssued(ssn)).toContain(reason);
  });

for (const [title, ssn] of [
  ['an assigned area', some('899', '12')],
  ['the area before 666', some('665', '12')],
  ['the first group of ITINs', some('900', '50')],
  ['the last group of ITINs', some('999', '99')],
  ['the group of ATINs', some('950', '93')],
  ['an internal group of the IRS', some('900', '10')],
  ['the number before those for advertising', some('987', '65', '4319')],
] as const)
  test(`whyNeverIssued returns undefined for ${title}`, () => {
    expect(whyNeverIssued(ssn)).toBeUndefined();
  });

test('isUnassignedEin recognizes prefixes that no IRS campus uses', () => {
  const unassigned = Array.from({ length: 100 }, (_, at) => String(at).padStart(2, '0')).filter((prefix) =>
    isUnassignedEin(`${prefix}0000001`),
  );
  expect(unassigned.join(' ')).toBe('00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97');
});
