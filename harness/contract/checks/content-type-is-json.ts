import { responseOf } from '../../../core/operation.ts';
import type { ContractCheck } from '../contract-check.ts';

/**
 * An answer with a body is JSON and has a JSON content type, unless the contract documents another one. Source: S-CUST
 * (Accept and Content-Type of every sample).
 */
export const contentTypeIsJson: ContractCheck = {
  rule: 'content-type-is-json',
  requirementIds: ['C27'],
  check({ response }, operation) {
    // A documented PDF is checked by `content-type-is-documented`.
    if (responseOf(operation, response.statusCode)?.mediaTypes) return [];
    const contentType = response.headers['content-type'] ?? 'none';
    const hasBody = response.body !== undefined || response.text !== undefined || response.binary !== undefined;
    if (!hasBody || (/^application\/json\b/i.test(contentType) && response.text === undefined)) return [];
    return [
      {
        message: `${operation.operationId} answered with a body that is not JSON or has another content type`,
        expected: 'application/json',
        actual: response.text === undefined ? contentType : `${contentType}, text that does not parse`,
        provenance: 'source',
      },
    ];
  },
};
