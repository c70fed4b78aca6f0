import type { ContractCheck } from '../contract-check.ts';
import { describeSchemaErrors, isOnlyForDirection } from '../describe-schema-error.ts';
import { findSchemaErrors } from '../schema-errors.ts';

/**
 * A request that the target accepts is valid according to the contract. Rejected requests are not checked: tests send
 * invalid ones on purpose.
 */
export const requestBodyIsValid: ContractCheck = {
  rule: 'request-body-is-valid',
  requirementIds: ['C02', 'C03', 'C04', 'I02', 'L02', 'L03', 'X12'],
  check({ operationId, request, response }, operation, contract) {
    if (response.statusCode >= 400) return [];
    const validate = contract.request(operationId, request.headers['content-type']);
    if (!validate) return [];
    const errors = findSchemaErrors(validate, request.body).filter((error) => !isOnlyForDirection(error, 'readOnly'));
    return describeSchemaErrors(errors, request.body, operation).map((facts) => ({
      ...facts,
      message: `Accepted a request that the contract forbids: ${facts.message}`,
    }));
  },
};
