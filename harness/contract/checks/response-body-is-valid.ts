import type { ReceivedResponse } from '../../../core/exchange.ts';
import { isBinaryMediaType, isJsonMediaType } from '../../../core/media-type.ts';
import { isForeign, type Operation, type OperationResponse, responseOf } from '../../../core/operation.ts';
import type { ContractCheck, DeviationFacts } from '../contract-check.ts';
import { describeSchemaErrors, isOnlyForDirection } from '../describe-schema-error.ts';
import { findSchemaErrors } from '../schema-errors.ts';

/**
 * The body of the answer matches the open schema: types, required fields, formats. New enum values of COS are left to
 * `response-body-has-nothing-new`; for another API they are errors.
 */
export const responseBodyIsValid: ContractCheck = {
  rule: 'response-body-is-valid',
  requirementIds: ['C01', 'C10', 'I08', 'L01', 'L22', 'X04', 'X09', 'B07'],
  check({ operationId, response }, operation, contract) {
    const documented = responseOf(operation, response.statusCode);
    const allowsNewValues = !isForeign(operation);
    // A body of COS that is not JSON is reported by the checks of the content type.
    const isOther = response.text !== undefined || response.binary !== undefined;
    if (!documented || response.unreadable !== undefined || (allowsNewValues && isOther)) return [];
    if (isBodyWrong(documented, response)) return [describeAmiss(documented, { operation, response })];
    if (response.body === undefined) return [];
    const contentType = response.headers['content-type'];
    // Most bodies are valid in the closed schema: then they are valid in the open one.
    const closed = contract.closedResponse(operationId, response.statusCode, contentType);
    if (closed && findSchemaErrors(closed, response.body).length === 0) return [];
    const validate = contract.response(operationId, response.statusCode, contentType);
    if (!validate) return [];
    const errors = findSchemaErrors(validate, response.body).filter(
      (error) => !(allowsNewValues && error.keyword === 'enum') && !isOnlyForDirection(error, 'writeOnly'),
    );
    return describeSchemaErrors(errors, response.body, operation);
  },
};

/** Returns true if a body is missing or undocumented. An empty text is a text; JSON and a PDF can be missing. */
function isBodyWrong({ hasBody, mediaTypes }: OperationResponse, { body, text, binary }: ReceivedResponse): boolean {
  const cameEmpty = body === undefined && text === undefined && binary === undefined;
  return hasBody ? cameEmpty && (mediaTypes?.every(isNeverEmpty) ?? true) : !cameEmpty;
}

function isNeverEmpty(mediaType: string): boolean {
  return isJsonMediaType(mediaType) || isBinaryMediaType(mediaType);
}

function describeAmiss(
  { hasBody, mediaTypes, provenance, discrepancy }: OperationResponse,
  { operation, response }: { readonly operation: Operation; readonly response: ReceivedResponse },
): DeviationFacts {
  const body = response.text === undefined ? 'a JSON body' : 'a body of text';
  const what = hasBody ? 'without the documented body' : 'with an undocumented body';
  return {
    message: `${operation.operationId} answered ${response.statusCode} ${what}`,
    expected: hasBody
      ? mediaTypes?.every(isBinaryMediaType)
        ? `a body of ${mediaTypes.join(', ')}`
        : 'a JSON body'
      : 'no body',
    actual: hasBody ? 'no body' : body,
    provenance,
    ...(discrepancy ? { discrepancy } : {}),
  };
}
