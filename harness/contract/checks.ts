import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { Operation } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { contentTypeIsJson } from './checks/content-type-is-json.ts';
import { requestBodyIsValid } from './checks/request-body-is-valid.ts';
import { responseBodyHasNothingNew } from './checks/response-body-has-nothing-new.ts';
import { responseBodyIsValid } from './checks/response-body-is-valid.ts';
import { statusIsDocumented } from './checks/status-is-documented.ts';
import type { ContractCheck } from './contract-check.ts';

/** Every contract check, in the order in which their deviations are reported. */
export const contractChecks: readonly ContractCheck[] = [
  statusIsDocumented,
  contentTypeIsJson,
  responseBodyIsValid,
  responseBodyHasNothingNew,
  requestBodyIsValid,
];

/** Holds an exchange against the contract and collects every deviation. */
export function checkExchange(exchange: Exchange): Deviation[] {
  const operation: Operation = operations[exchange.operationId as OperationId];
  return contractChecks.flatMap(({ rule, requirementIds, check }) =>
    check(exchange, operation).map((facts) => ({
      ...facts,
      rule,
      requirementIds,
      operationId: exchange.operationId,
    })),
  );
}
