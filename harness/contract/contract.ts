import type { ValidateFunction } from 'ajv';
import { invariant } from '../../core/errors.ts';
import type { OperationIndex } from '../../core/operation.ts';
import { operations } from '../../generated/operations.ts';
import { validators as closedResponses } from '../../generated/validators/closed-responses.js';
import { validators as requests } from '../../generated/validators/requests.js';
import { validators as responses } from '../../generated/validators/responses.js';

/**
 * A contract for exchanges: the operations of one or more APIs, and the validators of their bodies. A validator is
 * undefined if the contract does not describe the body. `contentType` is the header of the message; COS has only JSON
 * and ignores it.
 */
export interface Contract {
  readonly operations: OperationIndex;
  request(operationId: string, contentType?: string): ValidateFunction | undefined;
  response(operationId: string, statusCode: number, contentType?: string): ValidateFunction | undefined;
  /** The validator of an answer without undocumented fields and enum values. */
  closedResponse(operationId: string, statusCode: number, contentType?: string): ValidateFunction | undefined;
}

/** The contract of COS, from the generated validators. */
export const cosContract: Contract = {
  operations,
  request: (operationId) => requests[operationId],
  response: (operationId, statusCode) => responses[`${operationId}_${statusCode}`],
  closedResponse: (operationId, statusCode) => closedResponses[`${operationId}_${statusCode}`],
};

/** Joins contracts whose operations have different ids; the first is usually `cosContract`. */
export function joinContracts(...contracts: readonly Contract[]): Contract {
  const owners = new Map<string, Contract>();
  for (const contract of contracts) {
    for (const operationId of Object.keys(contract.operations)) {
      invariant(!owners.has(operationId), `two contracts have the operation "${operationId}"`);
      owners.set(operationId, contract);
    }
  }
  return {
    operations: Object.assign({}, ...contracts.map((contract) => contract.operations)) as OperationIndex,
    request: (operationId, ...rest) => owners.get(operationId)?.request(operationId, ...rest),
    response: (operationId, ...rest) => owners.get(operationId)?.response(operationId, ...rest),
    closedResponse: (operationId, ...rest) => owners.get(operationId)?.closedResponse(operationId, ...rest),
  };
}
