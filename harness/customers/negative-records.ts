import { type OperationId, operations } from '../../generated/operations.ts';
import { type FieldCase, fieldAt, listFieldCases, withField } from '../contract/field-cases.ts';
import { requestContractOf } from '../contract/request-contract.ts';
import type { CustomerRecord } from './customer-record.ts';
import { type BankIds, listRequests, type RecordRequest, unassignedIds } from './negative-bodies.ts';
import { originOf, type RuleOrigin } from './negative-origin.ts';
import { isOfOtherClassification, listWordedRules } from './negative-rules.ts';

/** A request of a generated customer with exactly one invalid field, and the response that the contract promises. */
export interface NegativeRecord extends Pick<CustomerRecord, 'generatorVersion' | 'seed' | 'n'> {
  /** The number of the negative record of this customer, from 1. It never changes within a version of the generator. */
  readonly caseNumber: number;
  readonly operationId: OperationId;
  /** The path parameters, if there are any. */
  readonly path?: { readonly customerId: string };
  /** The invalid field, spelled as in the bank's messages: Pascal case, dotted. */
  readonly field: string;
  /** The error as a sentence, without the valid value: `Profile.TaxId is 8 of 9 digits`. */
  readonly broken: string;
  /** The full body; it differs from the valid one only in this field. */
  readonly request: unknown;
  readonly expected: PromisedAnswer;
}

/** A response in the form of the documented errors. Source: L-ERR (D13), DOC-021 side A. */
export interface PromisedAnswer extends RuleOrigin {
  readonly statusCode: 400;
  /** The range of validation codes, both inclusive. */
  readonly errorCode: { readonly min: 1000; readonly max: 1999 };
}

const promised = { statusCode: 400, errorCode: { min: 1000, max: 1999 } } as const;

/**
 * Generates one negative record for each way to make one field of a customer invalid. Errors that the schemas of the
 * contract refuse come first, then those that the documents refuse in words. It uses one request of each operation:
 * onboarding, a further identification, a share, an account, a subledger, a payroll entry. An absent optional field is
 * added with an invalid value. Lazy and pure. Ids that only the bank can assign are placeholders by default.
 */
export function* negativeRecords(record: CustomerRecord, ids: BankIds = unassignedIds): Generator<NegativeRecord> {
  const { generatorVersion, seed, n } = record;
  let caseNumber = 0;
  for (const request of listRequests(record, ids)) {
    for (const { pointer, broken, body, origin } of invalidFieldsOf(request, record)) {
      caseNumber += 1;
      yield {
        generatorVersion,
        seed,
        n,
        caseNumber,
        operationId: request.operationId,
        ...(request.path ? { path: request.path } : {}),
        field: fieldAt(pointer),
        broken,
        request: body,
        expected: { ...promised, ...origin },
      };
    }
  }
}

/** Generates the negative records of these customers, one customer after the other. */
export function* negativeRecordsOf(records: Iterable<CustomerRecord>): Generator<NegativeRecord> {
  for (const record of records) yield* negativeRecords(record);
}

interface InvalidField {
  readonly pointer: readonly string[];
  readonly broken: string;
  readonly body: unknown;
  readonly origin: RuleOrigin;
}

function* invalidFieldsOf(request: RecordRequest, { customer }: CustomerRecord): Generator<InvalidField> {
  const { operationId, body } = request;
  const isOnboarding = operationId === 'onboardCustomer';
  for (const { pointer, title, value } of invalidCasesOf(operationId)) {
    // In an absent part, or with a field of the other classification, more than one field would be invalid.
    if (!hasPart(body, pointer.slice(0, -1)) || (isOnboarding && isOfOtherClassification(customer, pointer))) continue;
    const changed = withField(body, pointer, value);
    yield { pointer, broken: title, body: changed, origin: originOf(operationId, changed, value) };
  }
  if (!isOnboarding) return;
  for (const { pointer, problem, value, provenance, source, discrepancy } of listWordedRules(customer)) {
    const origin = { provenance, source, ...(discrepancy ? { discrepancy } : {}) };
    yield { pointer, broken: `${fieldAt(pointer)} is ${problem}`, body: withField(body, pointer, value), origin };
  }
}

const invalidCases = new Map<OperationId, readonly FieldCase[]>();

function invalidCasesOf(operationId: OperationId): readonly FieldCase[] {
  const { body = {}, resolve } = requestContractOf(operations[operationId]);
  const known = invalidCases.get(operationId) ?? listFieldCases(body, resolve).filter(({ isAllowed }) => !isAllowed);
  invalidCases.set(operationId, known);
  return known;
}

function hasPart(body: unknown, pointer: readonly string[]): boolean {
  let part = body;
  for (const token of pointer) part = (part as Readonly<Record<string, unknown>> | undefined)?.[token];
  return part !== undefined;
}
