import { validators } from '../../../generated/validators/requests.js';
import type { ContractCheck } from '../contract-check.ts';
import { describeSchemaError } from '../describe-schema-error.ts';

/**
 * A request that the target accepted is one that the contract allows. A refused one is not judged: sending what the
 * contract forbids, to see it refused, is a test.
 */
export const requestBodyIsValid: ContractCheck = {
  rule: 'request-body-is-valid',
  requirementIds: ['C02', 'C03', 'C04', 'I02', 'L02', 'L03', 'X12'],
  check({ operationId, request, response }) {
    const validate = validators[operationId];
    if (!validate || response.statusCode >= 400 || validate(request.body)) return [];
    return (validate.errors ?? []).map((error) => {
      const facts = describeSchemaError(error, request.body);
      return { ...facts, message: `Accepted a request that the contract forbids: ${facts.message}` };
    });
  },
};
