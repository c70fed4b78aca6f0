import type { ErrorObject } from 'ajv';
import { parseBankTimestamp } from '../../core/business-day.ts';
import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import { checkExchange } from './checks.ts';
import { type Contract, cosContract } from './contract.ts';
import { describeSchemaError } from './describe-schema-error.ts';
import { findSchemaErrors } from './schema-errors.ts';

/** The reason why an answer cannot be used as data of its type; `facts` say how certain the contract is. */
export interface AnswerProblem {
  readonly reason: string;
  readonly facts: Pick<Deviation, 'provenance' | 'discrepancy'>;
}

/**
 * Checks whether the body of an answer may be used as its type in the contract. New fields, new enum values (P-PAGING)
 * and timestamps without an offset (DOC-009) are accepted. Any other schema error makes the whole body unusable; with
 * `fields`, only errors in these properties and in the body itself count. Returns undefined for a usable body.
 */
export function findAnswerProblem(
  exchange: Exchange,
  contract: Contract = cosContract,
  fields?: readonly string[],
): AnswerProblem | undefined {
  const { operationId, response } = exchange;
  const { statusCode, body } = response;
  const validate = contract.response(operationId, statusCode, response.headers['content-type']);
  if (statusCode >= 300 || !validate) return sure(`status ${statusCode}`);
  if (response.unreadable !== undefined) return sure(response.unreadable);
  if (body === undefined) return sure(response.text === undefined ? 'no body' : 'a body that is not JSON');
  if (checkExchange(exchange, contract).length === 0) return undefined;
  const error = findSchemaErrors(validate, body).find((one) => matters(one) && (!fields || isIn(fields, one)));
  const operation = contract.operations[operationId];
  if (!error || !operation) return undefined;
  const { message, provenance, discrepancy } = describeSchemaError(error, body, operation);
  return { reason: message, facts: { provenance, ...(discrepancy === undefined ? {} : { discrepancy }) } };
}

function sure(reason: string): AnswerProblem {
  return { reason, facts: { provenance: 'source' } };
}

function matters({ keyword, params, data }: ErrorObject): boolean {
  if (keyword === 'enum' || keyword === 'unevaluatedProperties') return false;
  return !(keyword === 'format' && params.format === 'date-time' && isBankTimestamp(data));
}

function isBankTimestamp(value: unknown): boolean {
  try {
    return typeof value === 'string' && Number.isFinite(parseBankTimestamp(value));
  } catch {
    return false;
  }
}

function isIn(fields: readonly string[], { instancePath, params }: ErrorObject): boolean {
  const [, property = params.missingProperty] = instancePath.split('/');
  return property === undefined || fields.includes(String(property));
}
