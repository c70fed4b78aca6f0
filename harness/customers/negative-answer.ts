import type { Exchange } from '../../core/exchange.ts';
import { cosContract } from '../contract/contract.ts';
import type { NegativeRecord } from './negative-records.ts';

/**
 * The result of checking the response to a negative record, with a sentence for a report that has no values of the
 * request.
 */
export interface NegativeVerdict {
  readonly isAsPromised: boolean;
  readonly sentence: string;
}

/**
 * Checks the response to a negative record: the status, the form of the errors, and that all codes are validation
 * codes. It does not check which field the bank's message names.
 */
export function checkNegativeAnswer(record: NegativeRecord, { response }: Pick<Exchange, 'response'>): NegativeVerdict {
  const { statusCode, body } = response;
  const { expected, broken } = record;
  const { min, max } = expected.errorCode;
  const differs = (actual: string, promised: string): NegativeVerdict => {
    return { isAsPromised: false, sentence: `${actual} instead of ${promised}: ${broken}${certaintyOf(record)}` };
  };
  if (statusCode < 300)
    return differs(`Accepted with status ${statusCode}`, `refused with status ${expected.statusCode}`);
  if (statusCode !== expected.statusCode)
    return differs(`Status ${statusCode}${knownStatus(statusCode)}`, `status ${expected.statusCode}`);
  if (!cosContract.response(record.operationId, statusCode)?.(body))
    return differs(`Refused with status ${statusCode} and another body`, 'documented errors');
  const codes = codesOf(body);
  const others = codes.filter((code) => code < min || code > max);
  if (others.length > 0) return differs(`Refused with code ${others.join(', ')}`, `codes from ${min} to ${max}`);
  return { isAsPromised: true, sentence: `Refused with status ${statusCode} and code ${codes.join(', ')}: ${broken}` };
}

/** Returns the error codes of a body. Both casings are documented (DOC-022). */
function codesOf(body: unknown): number[] {
  const { errors, Errors } = body as {
    readonly errors?: readonly { readonly code: number }[];
    readonly Errors?: readonly { readonly Code: number }[];
  };
  return [...new Set([...(errors ?? []).map(({ code }) => code), ...(Errors ?? []).map(({ Code }) => Code)])];
}

/** Returns a note for the status that another public document has for validation. */
function knownStatus(statusCode: number): string {
  return statusCode === 422 ? ' (DOC-021)' : '';
}

function certaintyOf({ expected: { provenance, source, discrepancy } }: NegativeRecord): string {
  if (discrepancy) return ` (${source}, the documents disagree: ${discrepancy})`;
  return provenance === 'inferred' ? ' (a conclusion of ours: no document says that this is refused)' : ` (${source})`;
}
