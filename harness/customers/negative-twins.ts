import { type OperationId, operations } from '../../generated/operations.ts';
import { type FieldCase, fieldAt, listFieldCases, withField } from '../contract/field-cases.ts';
import { requestContractOf } from '../contract/request-contract.ts';
import type { CustomerRecord } from './customer-record.ts';
import { type BankIds, listRequests, nobodysIds, type RecordRequest } from './negative-bodies.ts';
import { originOf, type RuleOrigin } from './negative-origin.ts';
import { isOfOtherClassification, listWordedRules } from './negative-rules.ts';

/** A valid request of a generated customer with one field broken, and the answer that the contract promises. */
export interface NegativeTwin extends Pick<CustomerRecord, 'generatorVersion' | 'seed' | 'n'> {
  /** From 1; the same one for ever within a version of the generator. */
  readonly twin: number;
  readonly operationId: OperationId;
  /** What the path names, where it names something. */
  readonly path?: { readonly customerId: string };
  /** The field as the bank names it: Pascal case, dotted. */
  readonly field: string;
  /** What is broken, as a sentence without the value that was there: `Profile.TaxId is 8 of 9 digits`. */
  readonly broken: string;
  /** The whole body; it differs from the valid one in this field only. */
  readonly request: unknown;
  readonly expected: PromisedAnswer;
}

/** An answer in the shape of the documented errors. Source: L-ERR (D13), DOC-021 side A. */
export interface PromisedAnswer extends RuleOrigin {
  readonly statusCode: 400;
  /** Codes of validation, both inclusive. */
  readonly errorCode: { readonly min: 1000; readonly max: 1999 };
}

const promised = { statusCode: 400, errorCode: { min: 1000, max: 1999 } } as const;

/**
 * Gives, for a generated customer, one twin for each way to break one field of what the record has: what the schemas of the
 * contract refuse, then what the documents refuse in words. One request of each operation is broken: onboarding, a further
 * identification, a share, an account, a subledger, an entry of payroll. Where a field is optional and the record has not got it, the
 * twin has a broken one. Lazy and pure; ids that only the bank gives are nobody's unless told.
 */
export function* negativeTwins(record: CustomerRecord, ids: BankIds = nobodysIds): Generator<NegativeTwin> {
  const { generatorVersion, seed, n } = record;
  let twin = 0;
  for (const request of listRequests(record, ids)) {
    for (const { pointer, broken, body, origin } of breakFields(request, record)) {
      twin += 1;
      yield {
        generatorVersion,
        seed,
        n,
        twin,
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

/** The twins of each of these customers, one customer after the other. */
export function* twinsOf(records: Iterable<CustomerRecord>): Generator<NegativeTwin> {
  for (const record of records) yield* negativeTwins(record);
}

interface Break {
  readonly pointer: readonly string[];
  readonly broken: string;
  readonly body: unknown;
  readonly origin: RuleOrigin;
}

function* breakFields(request: RecordRequest, { customer }: CustomerRecord): Generator<Break> {
  const { operationId, body } = request;
  const isOnboarding = operationId === 'onboardCustomer';
  for (const { pointer, title, value } of wrongCasesOf(operationId)) {
    // Within a part that is not there, or beside what is there, more than one field would be wrong.
    if (!hasPart(body, pointer.slice(0, -1)) || (isOnboarding && isOfOtherClassification(customer, pointer))) continue;
    const changed = withField(body, pointer, value);
    yield { pointer, broken: title, body: changed, origin: originOf(operationId, changed, value) };
  }
  if (!isOnboarding) return;
  for (const { pointer, what, value, provenance, source, discrepancy } of listWordedRules(customer)) {
    const origin = { provenance, source, ...(discrepancy ? { discrepancy } : {}) };
    yield { pointer, broken: `${fieldAt(pointer)} is ${what}`, body: withField(body, pointer, value), origin };
  }
}

const wrongCases = new Map<OperationId, readonly FieldCase[]>();

function wrongCasesOf(operationId: OperationId): readonly FieldCase[] {
  const { body = {}, resolve } = requestContractOf(operations[operationId]);
  const known = wrongCases.get(operationId) ?? listFieldCases(body, resolve).filter(({ isAllowed }) => !isAllowed);
  wrongCases.set(operationId, known);
  return known;
}

function hasPart(body: unknown, pointer: readonly string[]): boolean {
  let part = body;
  for (const token of pointer) part = (part as Readonly<Record<string, unknown>> | undefined)?.[token];
  return part !== undefined;
}
