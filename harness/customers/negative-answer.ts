import type { Exchange } from '../../core/exchange.ts';
import { cosContract } from '../contract/contract.ts';
import type { NegativeTwin } from './negative-twins.ts';

/** Whether a twin was answered as the contract promises, and a sentence about it for a report, without values of the request. */
export interface TwinVerdict {
  readonly isAsPromised: boolean;
  readonly sentence: string;
}

/**
 * Holds the answer to a twin against the promised one: the status, the shape of the errors, and that all codes are of validation. It
 * does not ask which field the bank's message names.
 */
export function checkTwin(twin: NegativeTwin, { response }: Pick<Exchange, 'response'>): TwinVerdict {
  const { statusCode, body } = response;
  const { expected, broken } = twin;
  const { min, max } = expected.errorCode;
  const differs = (came: string, promised: string): TwinVerdict => {
    return { isAsPromised: false, sentence: `${came} instead of ${promised}: ${broken}${certaintyOf(twin)}` };
  };
  if (statusCode < 300) return differs(`Accepted with ${statusCode}`, `refused with ${expected.statusCode}`);
  if (statusCode !== expected.statusCode)
    return differs(`Answered with ${statusCode}${knownStatus(statusCode)}`, `${expected.statusCode}`);
  if (!cosContract.response(twin.operationId, statusCode)?.(body))
    return differs(`Refused with ${statusCode} and another body`, 'documented errors');
  const codes = codesOf(body);
  const others = codes.filter((code) => code < min || code > max);
  if (others.length > 0) return differs(`Refused with code ${others.join(', ')}`, `one from ${min} to ${max}`);
  return { isAsPromised: true, sentence: `Refused with ${statusCode} and code ${codes.join(', ')}: ${broken}` };
}

/** Both casings are documented (DOC-022). */
function codesOf(body: unknown): number[] {
  const { errors, Errors } = body as {
    readonly errors?: readonly { readonly code: number }[];
    readonly Errors?: readonly { readonly Code: number }[];
  };
  return [...new Set([...(errors ?? []).map(({ code }) => code), ...(Errors ?? []).map(({ Code }) => Code)])];
}

/** Another public document has this status for validation. */
function knownStatus(statusCode: number): string {
  return statusCode === 422 ? ' (DOC-021)' : '';
}

function certaintyOf({ expected: { provenance, source, discrepancy } }: NegativeTwin): string {
  if (discrepancy) return ` (${source}, the documents disagree: ${discrepancy})`;
  return provenance === 'inferred' ? ' (no document says that this is refused, it is our conclusion)' : ` (${source})`;
}
