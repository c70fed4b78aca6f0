import { invariant } from '../../core/errors.ts';
import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import { isForeign } from '../../core/operation.ts';
import { answerCanBeRead } from './checks/answer-can-be-read.ts';
import { contentTypeIsDocumented } from './checks/content-type-is-documented.ts';
import { contentTypeIsJson } from './checks/content-type-is-json.ts';
import { requestBodyIsValid } from './checks/request-body-is-valid.ts';
import { responseBodyHasNothingNew } from './checks/response-body-has-nothing-new.ts';
import { responseBodyIsValid } from './checks/response-body-is-valid.ts';
import { statusIsDocumented } from './checks/status-is-documented.ts';
import { type Contract, cosContract } from './contract.ts';
import type { ContractCheck } from './contract-check.ts';

/** Every contract check of COS, in the order of their findings. */
export const contractChecks: readonly ContractCheck[] = [
  answerCanBeRead,
  statusIsDocumented,
  contentTypeIsJson,
  contentTypeIsDocumented,
  responseBodyIsValid,
  responseBodyHasNothingNew,
  requestBodyIsValid,
];

/** The same for another API, which may answer in other media types than JSON. */
export const foreignChecks: readonly ContractCheck[] = contractChecks.filter((check) => check !== contentTypeIsJson);

/** Results of exchanges already checked: both the report and the reader of an answer ask for them. */
const checked = new WeakMap<Exchange, { readonly contract: Contract; readonly deviations: readonly Deviation[] }>();

/**
 * Checks an exchange against a contract (default: COS's) and returns every deviation. Deviations of another API cite no
 * requirements.
 */
export function checkExchange(exchange: Exchange, contract: Contract = cosContract): readonly Deviation[] {
  const known = checked.get(exchange);
  if (known?.contract === contract) return known.deviations;
  const deviations = runChecks(exchange, contract);
  checked.set(exchange, { contract, deviations });
  return deviations;
}

function runChecks(exchange: Exchange, contract: Contract): Deviation[] {
  const { operationId } = exchange;
  const operation = contract.operations[operationId];
  invariant(operation, `the contract has no operation "${operationId}"`);
  const hasOtherRules = isForeign(operation);
  return (hasOtherRules ? foreignChecks : contractChecks).flatMap(({ rule, requirementIds, check }) =>
    check(exchange, operation, contract).map((facts) => ({
      ...facts,
      rule,
      requirementIds: hasOtherRules ? [] : requirementIds,
      operationId,
    })),
  );
}
