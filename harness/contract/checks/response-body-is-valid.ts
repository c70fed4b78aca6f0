import { validators } from '../../../generated/validators/responses.js';
import type { ContractCheck } from '../contract-check.ts';
import { describeSchemaError } from '../describe-schema-error.ts';

/**
 * The answer's body fits the open schema: types, required fields, formats. A new enum value is not its business, see
 * `response-body-has-nothing-new`.
 */
export const responseBodyIsValid: ContractCheck = {
  rule: 'response-body-is-valid',
  requirementIds: ['C01', 'C10', 'I08', 'L01', 'L22', 'X04', 'X09', 'B07'],
  check({ operationId, response }, operation) {
    const documented = operation.responses[response.statusCode];
    if (!documented || response.text !== undefined) return [];
    if (documented.hasBody !== (response.body !== undefined)) {
      return [
        {
          message: `${operationId} answered ${response.statusCode} ${documented.hasBody ? 'without the documented' : 'with an undocumented'} body`,
          expected: documented.hasBody ? 'a JSON body' : 'no body',
          actual: documented.hasBody ? 'no body' : 'a JSON body',
          provenance: documented.provenance,
          ...(documented.discrepancy ? { discrepancy: documented.discrepancy } : {}),
        },
      ];
    }
    const validate = validators[`${operationId}_${response.statusCode}`];
    if (!validate || validate(response.body)) return [];
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'enum');
    return errors.map((error) => describeSchemaError(error, response.body));
  },
};
