import { expect } from '@playwright/test';
import { invariant } from '../../core/errors.ts';
import { operations } from '../../generated/operations.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { validators } from '../../generated/validators/requests.js';
import { fieldAt } from '../../harness/contract/field-cases.ts';
import { type BankIds, listRequests, unassignedIds } from '../../harness/customers/negative-bodies.ts';
import {
  type CustomerRecord,
  checkNegativeAnswer,
  customer,
  negativeRecords,
  negativeRecordsOf,
  partNames,
} from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { proves } from '../requirement.ts';

type Classification = 'Personal' | 'Business';
type Body = Readonly<Record<string, unknown>>;

/** Returns customers of a classification with all parts that a record can have. */
function recordsOf(classification: Classification): CustomerRecord[] {
  return Array.from({ length: 6 }, (_, at) => customer(7, at + 1, { classification, parts: partNames }));
}

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the paths at which two bodies differ. An absent part is one difference. */
function differences(left: unknown, right: unknown, at: readonly string[] = []): string[] {
  if (!isObject(left) || !isObject(right))
    return JSON.stringify(left) === JSON.stringify(right) ? [] : [at.map(String).join('/')];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap((name) => differences(left[name], right[name], [...at, name]));
}

/** Returns every field of a body with its path, including objects. */
function fieldsOf(value: unknown, at: readonly string[] = []): { at: readonly string[]; isLeaf: boolean }[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    { at: [...at, name], isLeaf: !isObject(part) },
    ...fieldsOf(part, [...at, name]),
  ]);
}

function without(body: unknown, [name = '', ...rest]: readonly string[]): unknown {
  const { [name]: part, ...others } = body as Body;
  return rest.length === 0 ? others : { ...others, [name]: without(part, rest) };
}

const valueAt = (body: unknown, at: readonly string[]) =>
  at.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), body);

/** The errors that the schemas allow and the documents refuse in words. */
const WORDED: Readonly<Record<Classification, readonly string[]>> = {
  Personal: [
    'Name.FirstName is missing: a person has one',
    'Name.LastName is missing: a person has one',
    'Profile.BirthDate is in the future',
    'Classification is Business, but the other fields are those of a person',
    'Profile.BackupWithholdingPercent is not 0, although withholding is not enabled',
    'Profile.DateFormed is a field of Business customers',
    'Profile.EntityType is a field of Business customers',
    'Profile.OwnershipType is a field of Business customers',
    'Profile.PrimaryOwnerCustomerId is a field of Business customers',
    'BusinessDueDiligence is a field of Business customers',
  ],
  Business: [
    'Name.EntityName is missing: a business has one',
    'Profile.DateFormed is in the future',
    'Profile.PrimaryOwnerCustomerId is an unknown id',
    'Classification is Personal, but the other fields are those of a business',
    'Profile.BackupWithholdingPercent is not 0, although withholding is not enabled',
    'Profile.RegO is a field of Personal customers',
    'Profile.PoliticallyExposedPerson is a field of Personal customers',
    'Profile.BirthDate is a field of Personal customers',
    'DueDiligence is a field of Personal customers',
  ],
};

for (const classification of ['Personal', 'Business'] as const) {
  test(`negativeRecords of a ${classification} customer have exactly one invalid field`, () => {
    for (const record of recordsOf(classification)) {
      const valid = new Map(listRequests(record, unassignedIds).map(({ operationId, body }) => [operationId, body]));
      for (const [operationId, body] of valid) expect(validators[operationId]?.(body), operationId).toBe(true);
      const allowed: string[] = [];
      const problems: string[] = [];
      for (const { operationId, field, broken, request, expected } of negativeRecords(record)) {
        const changed = differences(valid.get(operationId), request).map((path) => fieldAt(path.split('/')));
        if (changed.join() !== field || !broken.startsWith(`${field} is `))
          problems.push(`${broken}: ${changed.join()}`);
        if (!(expected.statusCode in operations[operationId].responses))
          problems.push(`${operationId} promises no 400`);
        if (validators[operationId]?.(request)) allowed.push(broken);
      }
      expect(problems).toEqual([]);
      expect(allowed).toEqual(WORDED[classification]);
    }
  });

  test(`negativeRecords of a ${classification} customer break every field`, () => {
    for (const record of recordsOf(classification)) {
      const negatives = [...negativeRecords(record)];
      const problems: string[] = [];
      for (const { operationId, body } of listRequests(record, unassignedIds)) {
        for (const { at, isLeaf } of fieldsOf(body)) {
          const field = fieldAt(at);
          const own = negatives.filter((negative) => negative.operationId === operationId && negative.field === field);
          const isRequired =
            !validators[operationId]?.(without(body, at)) ||
            WORDED[classification].some((sentence) => sentence.startsWith(`${field} is missing`));
          const missing = own.filter(({ request }) => valueAt(request, at) === undefined);
          if (isLeaf && own.length === 0) problems.push(`${operationId} ${field} is never broken`);
          if (missing.length !== Number(isRequired))
            problems.push(`${operationId} ${field} is missing ${missing.length} times, required is ${isRequired}`);
        }
      }
      expect(problems).toEqual([]);
    }
  });
}

test('negativeRecords are repeatable, numbered from 1 and complete as JSON', () => {
  const record = customer(7, 1, { parts: partNames });
  const negatives = [...negativeRecords(record)];
  expect([...negativeRecords(customer(7, 1, { parts: partNames }))]).toEqual(negatives);
  expect(negatives.map(({ caseNumber }) => caseNumber)).toEqual(negatives.map((_, index) => index + 1));
  expect(new Set(negatives.map(({ operationId, broken }) => `${operationId} ${broken}`)).size).toBe(negatives.length);
  expect(JSON.parse(JSON.stringify(negatives))).toEqual(negatives);
});

test('negativeRecordsOf draws a customer only when its records are read', () => {
  let drawn = 0;
  const records = function* () {
    for (let n = 1; ; n += 1) {
      drawn = n;
      yield customer(7, n);
    }
  };
  const negatives = negativeRecordsOf(records());
  expect(negatives.next().value).toMatchObject({ generatorVersion: 1, seed: 7, n: 1, caseNumber: 1 });
  expect(drawn).toBe(1);
});

/** Frozen: a lost or new rule fails here, and a change is a new version of the generator. */
const COUNTS = {
  Personal: {
    onboardCustomer: 408,
    addIdentification: 65,
    openAccount: 81,
    createSubaccount: 115,
    simulateInboundOrigination: 94,
  },
  Business: {
    onboardCustomer: 404,
    addIdentification: 65,
    addBeneficialOwner: 25,
    openAccount: 81,
    createSubaccount: 115,
  },
};

test('negativeRecords of full customers have the frozen counts', () => {
  const all = Array.from({ length: 50 }, (_, at) => customer(7, at + 1, { parts: partNames }));
  const person = all.find((record) => record.payroll && record.identifications.length > 0);
  const business = all.find((record) => record.owners[0]?.identifications.length);
  const counts = [person, business].map((record) => {
    const byOperation: Record<string, number> = {};
    for (const { operationId } of record ? negativeRecords(record) : [])
      byOperation[operationId] = (byOperation[operationId] ?? 0) + 1;
    return byOperation;
  });
  expect(counts).toEqual([COUNTS.Personal, COUNTS.Business]);
});

test('negativeRecords contain no number that can belong to a real person', proves('C29'), () => {
  const found: string[] = [];
  for (const record of [...recordsOf('Personal'), ...recordsOf('Business')]) {
    const valid = new Map(listRequests(record, unassignedIds).map(({ operationId, body }) => [operationId, body]));
    for (const { operationId, broken, request } of negativeRecords(record)) {
      for (const path of differences(valid.get(operationId), request)) {
        const text = JSON.stringify(valueAt(request, path.split('/'))) ?? '';
        const runs = text.match(/\d{7,}/g) ?? [];
        // Never issued, of no bank, and above the highest amount.
        if (runs.some((run) => !/^1?0+$/.test(run))) found.push(broken);
      }
    }
  }
  expect(found).toEqual([]);
});

test('negativeRecords have the provenance of the rule that they break', () => {
  const negatives = [...negativeRecords(customer(7, 1, { classification: 'Personal' }))];
  const certaintyOf = (broken: string) => {
    const { provenance, source, discrepancy } =
      negatives.find((negative) => negative.broken === broken)?.expected ?? {};
    return [provenance, source, discrepancy];
  };
  expect(certaintyOf('PartnerId is missing')).toEqual(['source', 'S-CUST', undefined]);
  expect(certaintyOf('Profile.TaxId is 8 of 9 digits')).toEqual(['source', 'S-CUST', undefined]);
  // It is less certain that fields of the profile are required than that they exist.
  expect(certaintyOf('Profile.TaxId is missing')).toEqual(['inferred', 'S-CUST', undefined]);
  expect(certaintyOf('PrimaryAddress.AddressType is a value that is not in the enum')).toEqual([
    'public',
    'P-CUSTNEW',
    undefined,
  ]);
  expect(certaintyOf('ClientIdentifier is 51 of at most 50 characters')).toEqual(['public', 'P-RTPRPT', 'DOC-039']);
  expect(certaintyOf('Name.LastName is missing: a person has one')).toEqual(['public', 'L-ERR', 'DOC-055']);
  for (const undocumented of [
    'Colour is an extra field',
    'Name.FirstName is empty text',
    'PartnerId is a value of type null',
  ])
    expect(certaintyOf(undocumented), undocumented).toEqual(['inferred', 'S-CUST', undefined]);
});

/** Creates the customers and the account that the requests of a record refer to. */
async function createAt(bank: TestBank, record: CustomerRecord): Promise<BankIds> {
  const { products } = bank.emulator.demo;
  const onboard = async (body: CustomerRecord['customer']) =>
    (await bank.ok<{ id: string }>('onboardCustomer', { body })).id;
  const [owner] = record.owners;
  const ownerCustomerId = owner ? await onboard(owner.customer) : unassignedIds.ownerCustomerId;
  const customerId = await onboard(record.customer);
  await bank.advance(300);
  const [account] = record.accounts ?? [];
  const productId = products[account?.product ?? 'checking'];
  const body = { ...account?.account, customerId, productId };
  const { accountNumber } = await bank.ok<CoreSchemas['Account']>('openAccount', { body });
  return { customerId, ownerCustomerId, productId, accountNumber };
}

/** Lists everything that a negative record could have created. */
async function inventory(bank: TestBank, { customerId }: BankIds): Promise<unknown> {
  const lists = ['listCustomers', 'listAccounts', 'listSubaccounts', 'listAchPayments'] as const;
  const ofCustomer = ['listIdentifications', 'listAddresses', 'listPhones', 'listEmails'] as const;
  return await Promise.all([
    ...lists.map((list) => bank.ok(list)),
    ...ofCustomer.map((list) => bank.ok(list, { path: { customerId } })),
    bank.send('listBeneficialOwners', { path: { customerId } }).then(({ body }) => body),
  ]);
}

/** Returns a customer with at least one request of each operation that its classification can have. */
function fullRecord(classification: Classification, partnerId: string): CustomerRecord {
  const records = Array.from({ length: 50 }, (_, at) =>
    customer(7, at + 1, { classification, parts: partNames, partnerId }),
  );
  const full = records.find((record) => listRequests(record, unassignedIds).length === 5);
  invariant(full, 'one customer in fifty has all parts');
  return full;
}

for (const classification of ['Personal', 'Business'] as const) {
  test(`the emulator refuses every negative record of a ${classification} customer`, async ({ bank }) => {
    const record = fullRecord(classification, bank.target.partnerId);
    const ids = await createAt(bank, record);
    const before = await inventory(bank, ids);
    const problems: string[] = [];
    for (const negative of negativeRecords(record, ids)) {
      const { operationId, path, request, field, broken } = negative;
      const response = await bank.send(operationId, { body: request as object, ...(path ? { path } : {}) });
      const { isAsPromised, sentence } = checkNegativeAnswer(negative, { response });
      if (!isAsPromised) problems.push(sentence);
      const { errors } = response.body as { errors: readonly { message: string }[] };
      // For a wrong classification, the bank names the field that does not fit it.
      const isNamed =
        broken.startsWith('Classification is') || errors.every(({ message }) => message.startsWith(field));
      if (!isNamed) problems.push(`${broken}, but the bank says: ${errors.map(({ message }) => message).join(', ')}`);
    }
    expect(problems).toEqual([]);
    expect(await inventory(bank, ids)).toEqual(before);
    for (const { operationId, path, body } of listRequests(record, ids)) {
      const { statusCode } = await bank.send(operationId, { body, ...(path ? { path } : {}) });
      expect(statusCode, operationId).toBeLessThan(300);
    }
  });
}
