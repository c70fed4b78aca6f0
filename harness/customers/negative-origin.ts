import { invariant } from '../../core/errors.ts';
import type { Provenance } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { cosContract } from '../contract/contract.ts';
import { describeSchemaError } from '../contract/describe-schema-error.ts';

/** Where the rule comes from that a twin breaks. A bank may accept what is refused by an inferred one. */
export interface RuleOrigin {
  readonly provenance: Provenance;
  /** The key of a document or the id of a requirement. */
  readonly source: string;
  /** The row of the discrepancy register that the rule stands on. */
  readonly discrepancy?: string;
}

/**
 * Tells where the rule comes from by which the contract refuses a body, from the marks of the schema that its validator stops at; they
 * are those of the field, not of each of its limits. ASSUMPTION: text that is required is not empty, null is no value, and a field that
 * nobody knows is refused; no document says so. Throws for a body that the contract allows.
 */
export function originOf(operationId: OperationId, body: unknown, value: unknown): RuleOrigin {
  const validate = cosContract.request(operationId);
  const isValid = validate?.(body) ?? true;
  const [error] = validate?.errors ?? [];
  invariant(!isValid && error, `the contract allows a broken body of ${operationId}`);
  const { provenance, discrepancy } = describeSchemaError(error, body, operations[operationId]);
  const isUnsaid = value === null || error.keyword === 'minLength' || error.keyword === 'additionalProperties';
  return {
    provenance: isUnsaid ? 'inferred' : provenance,
    source: String((error.parentSchema as Readonly<Record<string, unknown>> | undefined)?.['x-document']),
    ...(discrepancy ? { discrepancy } : {}),
  };
}
