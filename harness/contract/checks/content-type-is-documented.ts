import { BinaryBody, type ReceivedResponse } from '../../../core/exchange.ts';
import { isJsonMediaType, isWithinMediaRange } from '../../../core/media-type.ts';
import { responseOf } from '../../../core/operation.ts';
import type { ContractCheck } from '../contract-check.ts';

/**
 * An answer whose contract documents media types has one of them, JSON parses as JSON, and a PDF begins like a PDF. It
 * applies to the documents of COS, and to other APIs instead of `content-type-is-json`. Source: S-ACCT, Statements
 * ("retrievable as a PDF file"); OpenAPI 3.1, Response Object, `content`.
 */
export const contentTypeIsDocumented: ContractCheck = {
  rule: 'content-type-is-documented',
  requirementIds: ['ST4', 'TX3'],
  check({ response }, operation) {
    const { statusCode, headers, body, text, binary } = response;
    const { mediaTypes = [], provenance } = responseOf(operation, statusCode) ?? {};
    // A body that should not exist is reported by `response-body-is-valid`.
    const hasBody = body !== undefined || text !== undefined || binary !== undefined;
    if (provenance === undefined || mediaTypes.length === 0 || !hasBody) return [];
    const contentType = headers['content-type'] ?? 'none';
    const problem = findProblem(contentType, response);
    if (!problem && mediaTypes.some((range) => isWithinMediaRange(contentType, range))) return [];
    return [
      {
        message: `${operation.operationId} answered with an undocumented media type, or with a body that does not match it`,
        expected: mediaTypes.join(', '),
        actual: problem ? `${contentType}, ${problem}` : contentType,
        provenance,
      },
    ];
  },
};

/** Returns the reason why a body does not match its own media type. */
function findProblem(contentType: string, { text, binary }: ReceivedResponse): string | undefined {
  if (text !== undefined && isJsonMediaType(contentType)) return 'text that does not parse';
  const isPdf = isWithinMediaRange(contentType, 'application/pdf');
  if (!isPdf || !(binary instanceof BinaryBody)) return undefined;
  return Buffer.from(binary.bytes()).subarray(0, PDF.length).toString('latin1') === PDF
    ? undefined
    : `bytes that do not begin with ${PDF}`;
}

/** The first bytes of every PDF. Source: ISO 32000-1, section 7.5.2. */
const PDF = '%PDF-';
