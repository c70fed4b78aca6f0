import { invariant } from '../../core/errors.ts';
import type { Provenance } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { cosContract } from '../contract/contract.ts';
import { describeSchemaError } from '../contract/describe-schema-error.ts';

/** The origin of the rule that a negative record breaks. A bank may accept a request that breaks an inferred rule. */
export interface RuleOrigin {
  readonly provenance: Provenance;
  /** The key of a document or the id of a requirement. */
  readonly source: string;
  /** The row of the discrepancy register on which the rule is based. */
  readonly discrepancy?: string;
}

/**
 * Returns the origin of the rule by which the contract refuses a body, from the marks of the schema at which the
 * validator stops. The marks belong to the field, not to each of its limits. ASSUMPTION: an empty required text, null
 * and an unknown field are refused; no document says so. Throws for a body that the contract allows.
 */
export function originOf(operationId: OperationId, body: unknown, value: unknown): RuleOrigin {
  const validate = cosContract.request(operationId);
  const isValid = validate?.(body) ?? true;
  const [error] = validate?.errors ?? [];
  invariant(!isValid && error, `the contract allows an invalid body of ${operationId}`);
  const { provenance, discrepancy } = describeSchemaError(error, body, operations[operationId]);
  const isUndocumented = value === null || error.keyword === 'minLength' || error.keyword === 'additionalProperties';
  return {
    provenance: isUndocumented ? 'inferred' : provenance,
    source: String((error.parentSchema as Readonly<Record<string, unknown>> | undefined)?.['x-document']),
    ...(discrepancy ? { discrepancy } : {}),
  };
}
