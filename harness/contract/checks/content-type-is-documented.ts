import { isJsonMediaType, isWithinMediaRange } from '../../../core/media-type.ts';
import { responseOf } from '../../../core/operation.ts';
import type { ContractCheck } from '../contract-check.ts';

/**
 * An answer with a body has a media type that the contract lists for it, and one of JSON is JSON. The counterpart of
 * `content-type-is-json` for other APIs. Source: OpenAPI 3.1, Response Object, `content`.
 */
export const contentTypeIsDocumented: ContractCheck = {
  rule: 'content-type-is-documented',
  requirementIds: [],
  check({ response: { statusCode, headers, body, text } }, operation) {
    const { mediaTypes = [], provenance } = responseOf(operation, statusCode) ?? {};
    // That there should be no body at all is the business of `response-body-is-valid`.
    if (provenance === undefined || mediaTypes.length === 0 || (body === undefined && text === undefined)) return [];
    const contentType = headers['content-type'] ?? 'none';
    const isBroken = text !== undefined && isJsonMediaType(contentType);
    if (!isBroken && mediaTypes.some((range) => isWithinMediaRange(contentType, range))) return [];
    return [
      {
        message: `${operation.operationId} answered in a media type that the contract does not list, or names one falsely`,
        expected: mediaTypes.join(', '),
        actual: isBroken ? `${contentType}, text that does not parse` : contentType,
        provenance,
      },
    ];
  },
};
