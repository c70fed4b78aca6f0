import type { ContractCheck } from '../contract-check.ts';
import { describeSchemaErrors } from '../describe-schema-error.ts';
import { findSchemaErrors } from '../schema-errors.ts';

const ADDITIVE: ReadonlySet<string> = new Set(['enum', 'unevaluatedProperties']);

/**
 * The answer has no field and no enum value that the contract does not know. The bank's versioning policy allows
 * additions (P-PAGING), so each is a discovery, never a failure.
 */
export const responseBodyHasNothingNew: ContractCheck = {
  rule: 'response-body-has-nothing-new',
  requirementIds: ['C11', 'C12', 'C13', 'I04', 'L15', 'L16', 'L17', 'L23'],
  check({ operationId, response }, operation, contract) {
    const validate = contract.closedResponse(operationId, response.statusCode, response.headers['content-type']);
    if (!validate || response.body === undefined) return [];
    const errors = findSchemaErrors(validate, response.body).filter(({ keyword }) => ADDITIVE.has(keyword));
    return describeSchemaErrors(errors, response.body, operation).map((facts) => ({ ...facts, additive: true }));
  },
};
