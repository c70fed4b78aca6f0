import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { isCalendarDate } from '../../core/business-day.ts';
import type { CustomerRecord } from '../../harness/customers/customer-record.ts';
import { places } from '../../harness/customers/places.ts';
import {
  buildEmulatorTrigger,
  createCustomerGenerator,
  customer,
  explainCustomer,
  MOST_CUSTOMERS,
  validateCustomer,
} from '../../harness/host.ts';
import { proves } from '../requirement.ts';

const EVERYTHING = {
  parts: ['accounts', 'subledgers', 'payroll'],
  products: ['checking', 'savings', 'earlyDirectDeposit', 'business'],
} as const;
const SOME = 2_000;
/**
 * The first customers of a seed, generated once. Loops use `assert`, which takes a hundredth of the time of `expect`.
 */
let drawn: readonly CustomerRecord[] | undefined;
function some(): readonly CustomerRecord[] {
  drawn ??= Array.from({ length: SOME }, (_, at) => customer(7, at + 1, EVERYTHING));
  return drawn;
}

/** Returns the owners of a customer, and then the customer itself. */
const personsOf = ({ owners, customer: own }: CustomerRecord) => [...owners.map((owner) => owner.customer), own];
const papersOf = ({ owners, customer: own, identifications }: CustomerRecord) =>
  [
    ...owners.flatMap((owner) => [owner.customer.primaryIdentification, ...owner.identifications]),
    own.primaryIdentification,
    ...identifications,
  ].filter((paper) => paper !== undefined);

test('customer is a pure function of seed and n', () => {
  const keys = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 1_000_000 }));
  const draw = ([seed, n]: [number, number]) => JSON.stringify(customer(seed, n, EVERYTHING));
  fc.assert(
    fc.property(fc.array(keys, { minLength: 1, maxLength: 8 }), (list) => {
      const forward = list.map(draw);
      const backward = [...list].reverse().map(draw).reverse();
      expect(backward).toEqual(forward);
    }),
    { numRuns: 50 },
  );
  expect(customer(7, 1)).not.toEqual(customer(8, 1));
  expect(new Set(some().map((one) => JSON.stringify(one.customer.name))).size).toBeGreaterThan(SOME * 0.97);
});

test('customer changes only the values that an option concerns', () => {
  for (let n = 1; n <= 200; n++) {
    const { customer: plain, owners, identifications } = customer(7, n);
    const { accounts: _, payroll: _2, ...full } = customer(7, n, EVERYTHING);
    assert.deepEqual(full, { generatorVersion: 1, seed: 7, n, customer: plain, owners, identifications });
    const { classification } = plain;
    assert.deepEqual(customer(7, n, { classification }), { ...full, customer: plain });
    const partnerId = '00000000-0000-4000-a000-00000000000f';
    assert.deepEqual(customer(7, n, { partnerId }).customer, { ...plain, partnerId });
    const advertised = customer(7, n, { taxIds: 'advertising' }).customer;
    assert.deepEqual({ ...advertised, profile: undefined }, { ...plain, profile: undefined });
  }
});

/**
 * A frozen sample of version 1. If this fails because a value was changed on purpose: raise GENERATOR_VERSION and the
 * major version of the package, describe the change in CHANGELOG.md, and write the sample again.
 */
test('customer generates the golden sample of version 1', () => {
  const lines = readFileSync(new URL('golden-customers.ndjson', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const golden = lines.map((line) => JSON.parse(line) as CustomerRecord);
  expect(golden.map(({ customer: { classification } }) => classification)).toContain('Business');
  for (const record of golden) assert.deepEqual(customer(record.seed, record.n, EVERYTHING), record);
  const digest = createHash('sha256');
  for (const record of some()) digest.update(JSON.stringify(record));
  expect(digest.digest('hex')).toBe('657ece21e498c01385312ebe433564a680392f761954301484e12d629135d4f5');
});

test('validateCustomer accepts every generated record and rejects an invalid one', proves('C29'), () => {
  for (const record of some()) assert.deepEqual(validateCustomer(record), []);
  const [record] = some() as [CustomerRecord];
  const { profile } = record.customer;
  const broken = { ...record, customer: { ...record.customer, profile: { ...profile, taxId: '12' } } };
  expect(validateCustomer(broken)).toEqual(['onboardCustomer /profile/taxId must match pattern "^\\d{9}$"']);
});

test('validateCustomer accepts records of the longest seed and number', () => {
  for (const seed of [-(2 ** 31), 2 ** 31 - 1, 0])
    for (let n = MOST_CUSTOMERS - 200; n <= MOST_CUSTOMERS; n++)
      assert.deepEqual(validateCustomer(customer(seed, n, EVERYTHING)), []);
});

test('customer uses tax ids that were never issued, each only once per seed', proves('C29'), () => {
  const records = some();
  const taxIds = records.flatMap((record) => personsOf(record).map(({ profile }) => profile));
  for (const { taxIdType, taxId } of taxIds) {
    // Groups that are not used for ITINs, ATINs or internal numbers of the IRS.
    if (taxIdType === 'Ssn') assert.match(taxId, /^9\d\d(1[1-6]|2[0-7]|3[0-6]|4[0-8]|6[789])(?!0000)\d{4}$/);
    // A prefix that no IRS campus uses. Read as an SSN, the number was never issued either.
    else assert.match(taxId, /^9[67]\d(1[1-6]|2[0-7]|3[0-6]|4[0-8]|6[789])(?!0000)\d{4}$/);
  }
  expect(new Set(taxIds.map(({ taxId }) => taxId)).size).toBe(taxIds.length);
  const last = [MOST_CUSTOMERS, MOST_CUSTOMERS - 1, 1, 2].flatMap((n) =>
    personsOf(customer(7, n)).map(({ profile }) => profile.taxId),
  );
  assert.deepEqual(new Set(last).size, last.length);
  assert.match(
    customer(1, 1, { classification: 'Personal', taxIds: 'advertising' }).customer.profile.taxId,
    /^98765432\d$/,
  );
});

test('customer uses addresses, phones, domains and routing numbers of no one real', () => {
  for (const record of some()) {
    for (const { primaryAddress, primaryPhone, primaryEmail, businessDueDiligence } of personsOf(record)) {
      assert.match(primaryPhone?.phoneNumber ?? '', /^\+1\d{3}55501\d\d$/);
      assert.match(primaryEmail?.emailAddress ?? '', /^[a-z0-9.-]+@([a-z0-9-]+\.example|example\.com)$/);
      assert.match(primaryAddress?.street1 ?? '', /^\d{1,4} Example \S/);
      if (businessDueDiligence) assert.match(businessDueDiligence.businessUrl ?? '', /^www\.[a-z]+-\d+\.example$/);
    }
    for (const { originatorRoutingNumber } of record.payroll?.entries ?? [])
      assert.match(originatorRoutingNumber, /^(110000000|222222226)$/);
  }
});

test('customer draws a unique number for each identification', () => {
  const numbers = some()
    .flatMap(papersOf)
    .flatMap(({ idNumber, idType }) => `${idType} ${idNumber}`);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('customer combines city, state, ZIP, area code and authority consistently', () => {
  for (const record of some())
    for (const { primaryAddress, primaryPhone, primaryIdentification, dueDiligence } of personsOf(record)) {
      const { city, state, postalCode } = primaryAddress ?? {};
      const place = places.find((one) => one.city === city && one.state === state && one.postalCode === postalCode);
      assert.deepEqual(primaryPhone?.phoneNumber.slice(2, 5), place?.areaCode);
      if (dueDiligence) assert.deepEqual(dueDiligence.incomeState, state);
      if (primaryIdentification?.issuingStateOrProvince)
        assert.deepEqual(primaryIdentification.issuingStateOrProvince, state);
    }
});

test('customer orders the dates of identifications: issued, verified, expired', () => {
  const papers = some().flatMap(papersOf);
  expect(new Set(papers.map(({ idType }) => idType))).toEqual(
    new Set(['DriversLicense', 'Passport', 'IdCard', 'SocialSecurity', 'Other']),
  );
  for (const { idNumber, idType, issuedDate = '', verifiedDate = '', expDate = '9999-12-31' } of papers) {
    assert.deepEqual(issuedDate < verifiedDate && verifiedDate < expDate, true);
    assert.deepEqual([issuedDate, verifiedDate, expDate].every(isCalendarDate), true);
    assert.match(idNumber, idType === 'SocialSecurity' ? /^9\d\d-\d\d-\d{4}$/ : /^TEST/);
  }
  for (const record of some())
    for (const { profile, primaryIdentification } of personsOf(record))
      assert.deepEqual(
        (profile.birthDate ?? profile.dateFormed ?? '') <= (primaryIdentification?.issuedDate ?? ''),
        true,
      );
});

test('customer draws owners of a business with 25 percent or more, 100 in all', () => {
  const businesses = some().filter(({ customer: own }) => own.classification === 'Business');
  expect(businesses.length / SOME).toBeGreaterThan(0.17);
  expect(businesses.length / SOME).toBeLessThan(0.23);
  const patterns = new Set<string>();
  for (const record of businesses) {
    expect(Object.keys(record).indexOf('owners')).toBeLessThan(Object.keys(record).indexOf('customer'));
    const shares = record.owners.map(({ share }) => Number(share.ownershipPercentage));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(25);
    assert.deepEqual(
      shares.reduce((sum, share) => sum + share, 0),
      100,
    );
    const { dateFormed = '', entityType } = record.customer.profile;
    const { relationshipFormationDate = '' } = record.customer.businessDueDiligence ?? {};
    assert.ok(dateFormed < relationshipFormationDate);
    assert.ok(record.owners.length > 1 || entityType !== 'Partnership');
    const [first] = record.owners;
    assert.ok(record.customer.name.entityName?.startsWith(`${first?.customer.name.lastName} Example `));
    patterns.add(shares.join());
    for (const { customer: owner } of record.owners) {
      assert.equal(owner.classification, 'Personal');
      assert.equal(owner.dueDiligence?.occupation, 'Executive');
      const ageAtStart = Number(dateFormed.slice(0, 4)) - Number(owner.profile.birthDate?.slice(0, 4));
      assert.ok(ageAtStart >= 21, `${owner.profile.birthDate} to ${dateFormed}`);
    }
  }
  expect([...patterns].sort()).toEqual(['100', '40,30,30', '50,25,25', '51,49', '60,40', '75,25']);
  for (const { owners, customer: own } of some()) if (own.classification === 'Personal') assert.deepEqual(owners, []);
});

test('customer fits work to the age and names to the title', () => {
  for (const record of some())
    for (const { name, profile, dueDiligence } of personsOf(record)) {
      const year = Number(profile.birthDate?.slice(0, 4));
      if (dueDiligence?.employmentStatus === 'Retired') assert.ok(year <= 1963);
      if (dueDiligence?.employmentStatus === 'Student') assert.ok(year >= 2000);
      if (name.prefix === 'Ms.') assert.equal(name.suffix, undefined);
    }
  for (const record of some())
    for (const { issuedDate = '', idType } of papersOf(record).filter((paper) => paper.idType === 'SocialSecurity'))
      assert.ok(issuedDate > '1951', idType);
});

test('customer draws neighbors, parts and seeds independently', () => {
  const sharing = (pairs: readonly (readonly [unknown, unknown])[]) =>
    pairs.filter(([a, b]) => a === b).length / pairs.length;
  const firsts = (seed: number) => Array.from({ length: 400 }, (_, at) => customer(seed, at + 1, EVERYTHING));
  const [own, other] = [firsts(7), firsts(8)];
  expect(
    sharing(own.map((one, at) => [one.customer.name.firstName, own[at - 1]?.customer.name.firstName])),
  ).toBeLessThan(0.15);
  expect(sharing(own.map((one, at) => [one.customer.classification, other[at]?.customer.classification]))).toBeLessThan(
    0.8,
  );
  const paid = own.flatMap((one, at) =>
    one.payroll ? [[one.payroll.employer.identification, other[at]?.payroll?.employer.identification] as const] : [],
  );
  expect(sharing(paid)).toBeLessThan(0.2);
  const owners = own
    .filter(({ owners: all }) => all.length > 1)
    .map(({ owners: [a, b] }) => [a?.customer.name.prefix, b?.customer.name.prefix] as const);
  expect(sharing(owners)).toBeLessThan(0.8);
  const titles = own
    .flatMap(({ accounts = [] }) => accounts.map(({ subledgers: [a, b] = [] }) => [a?.title, b?.title] as const))
    .filter(([, b]) => b);
  expect(sharing(titles)).toBeLessThan(0.5);
});

test('customer opens accounts on fitting products and pays the employed', () => {
  const paid = new Map<string, string>();
  for (const { customer: own, accounts = [], payroll } of some()) {
    const isPersonal = own.classification === 'Personal';
    const products = accounts.map(({ product }) => product);
    const holder = own.name.entityName ?? `${own.name.firstName} ${own.name.lastName}`;
    for (const { account } of accounts) assert.ok(account.title.startsWith(`${holder}, `));
    assert.deepEqual(products, isPersonal ? ['checking', 'savings', 'earlyDirectDeposit'] : ['business']);
    for (const { subledgers = [] } of accounts) {
      assert.ok(subledgers.length > 0);
      for (const { beneficiary } of subledgers) assert.ok(beneficiary?.lastName);
      if (isPersonal) assert.deepEqual(subledgers[0]?.beneficiary?.lastName, own.name.lastName);
    }
    assert.deepEqual(payroll !== undefined, own.dueDiligence?.employmentStatus === 'Employed');
    if (!payroll) continue;
    assert.equal(payroll.product, 'earlyDirectDeposit');
    const { name, identification } = payroll.employer;
    assert.deepEqual(paid.get(identification) ?? name, name);
    paid.set(identification, name);
    for (const entry of payroll.entries)
      assert.deepEqual(
        [entry.originatorName, entry.receiverName],
        [name, `${own.name.firstName} ${own.name.lastName}`],
      );
  }
  assert.deepEqual(paid.size, 40);
});

test('customer sends payroll to Early Direct Deposit, otherwise the first account', () => {
  const paidInto = (...products: readonly ['savings' | 'checking' | 'earlyDirectDeposit', ...'checking'[]]) => {
    const paid = Array.from({ length: 20 }, (_, at) =>
      customer(7, at + 1, { parts: ['accounts', 'payroll'], products }),
    ).find((one) => one.payroll)?.payroll;
    return [paid?.product, paid?.entries[0]?.receiverAccountType];
  };
  expect(paidInto('savings', 'checking')).toEqual(['savings', 'Savings']);
  expect(paidInto('checking')).toEqual(['checking', 'Checking']);
  expect(paidInto('earlyDirectDeposit', 'checking')).toEqual(['earlyDirectDeposit', 'Checking']);
});

test('explainCustomer marks only the fields that a trigger set', () => {
  const trigger = buildEmulatorTrigger({ ofac: 'Positive' });
  const explained = explainCustomer(customer(7, 1, { ...EVERYTHING, trigger }), customer(7, 1, EVERYTHING));
  const triggered = explained.filter(({ reason }) => reason.startsWith('set by --screening'));
  expect(triggered.map(({ value }) => /Ofac-Positive/.test(String(value)))).toEqual(triggered.map(() => true));
  expect(triggered.map(({ field }) => field)).toContain('customer.name.lastName');
});

test('explainCustomer returns a reason for every field', () => {
  for (const record of some().slice(0, 500)) {
    const explained = explainCustomer(record);
    assert.deepEqual(
      explained.filter(({ reason }) => reason.length < 10 || reason.includes('undefined')),
      [],
    );
    expect(explained.map(({ value }) => value)).toContain(record.customer.profile.taxId);
  }
});

test('customer rejects an invalid seed or number', () => {
  for (const seed of [1.5, 2 ** 31, Number.NaN])
    expect(() => customer(seed, 1)).toThrow(`customer of seed ${seed}: expected`);
  for (const n of [0, -1, 1.5, MOST_CUSTOMERS + 1])
    expect(() => customer(7, n)).toThrow(`generate customer ${n}: expected`);
});

test('createCustomerGenerator returns the customers of a seed in order', () => {
  const generator = createCustomerGenerator(7);
  const { customer: second } = customer(7, 2, { classification: 'Business' });
  expect(generator.person().profile).toEqual(customer(7, 1, { classification: 'Personal' }).customer.profile);
  expect(generator.business().name).toEqual(second.name);
  expect(generator.record()).toEqual(customer(7, 3));
});
