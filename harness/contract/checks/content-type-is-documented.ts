import { isJsonMediaType, isWithinMediaRange } from '../../../core/media-type.ts';
import { responseOf } from '../../../core/operation.ts';
import type { ContractCheck } from '../contract-check.ts';

/**
 * An answer with a body has a media type from the contract, and JSON parses as JSON. The counterpart of
 * `content-type-is-json` for other APIs. Source: OpenAPI 3.1, Response Object, `content`.
 */
export const contentTypeIsDocumented: ContractCheck = {
  rule: 'content-type-is-documented',
  requirementIds: [],
  check({ response: { statusCode, headers, body, text } }, operation) {
    const { mediaTypes = [], provenance } = responseOf(operation, statusCode) ?? {};
    // A body that should not exist is reported by `response-body-is-valid`.
    if (provenance === undefined || mediaTypes.length === 0 || (body === undefined && text === undefined)) return [];
    const contentType = headers['content-type'] ?? 'none';
    const isBroken = text !== undefined && isJsonMediaType(contentType);
    if (!isBroken && mediaTypes.some((range) => isWithinMediaRange(contentType, range))) return [];
    return [
      {
        message: `${operation.operationId} answered with an undocumented media type, or with a body that does not match it`,
        expected: mediaTypes.join(', '),
        actual: isBroken ? `${contentType}, text that does not parse` : contentType,
        provenance,
      },
    ];
  },
};
