import type { ErrorObject } from 'ajv';
import type { Operation, Provenance } from '../../core/operation.ts';
import { sensitiveProperties } from '../../generated/operations.ts';
import type { DeviationFacts } from './contract-check.ts';

type MarkedSchema = { [key: string]: unknown; properties?: Record<string, MarkedSchema> };

/** What the body belongs to: an operation of COS or of another API, or an event of COS. */
type Described = Pick<Operation, 'server' | 'provenance'>;

/** Turns one schema error into a deviation: where, what the contract wants, what came, and where the contract has it from. */
export function describeSchemaError(error: ErrorObject, body: unknown, operation: Described): DeviationFacts {
  const parent = (error.parentSchema ?? {}) as MarkedSchema;
  const missing = typeof error.params.missingProperty === 'string' ? error.params.missingProperty : undefined;
  const added = typeof error.params.unevaluatedProperty === 'string' ? error.params.unevaluatedProperty : undefined;
  const pointer = `${error.instancePath}${missing ? `/${missing}` : ''}${added ? `/${added}` : ''}`;
  const element = (missing && parent.properties?.[missing]) || parent;
  const discrepancy = element['x-discrepancy'];
  return {
    message: `${pointer || 'the body'} ${error.message ?? 'is not valid'}`,
    expected: describeExpectation(error),
    actual: missing ? 'absent' : describeActual(pointer, valueAt(body, pointer)),
    pointer,
    provenance: operation.server === undefined ? provenanceOf(error, element) : operation.provenance,
    ...(typeof discrepancy === 'string' ? { discrepancy } : {}),
  };
}

/**
 * Whether an error says only that a field is missing which the other direction has: `readOnly` fields are required of answers,
 * `writeOnly` ones of requests. Source: OpenAPI 3.0.3, Schema Object.
 */
export function isOnlyForDirection(error: ErrorObject, mark: 'readOnly' | 'writeOnly'): boolean {
  const { properties } = (error.parentSchema ?? {}) as MarkedSchema;
  return error.keyword === 'required' && properties?.[String(error.params.missingProperty)]?.[mark] === true;
}

/** That a field is required may be less certain than the field: `x-required-provenance` of the object says so. */
function provenanceOf({ keyword, parentSchema }: ErrorObject, element: MarkedSchema): Provenance {
  const required = keyword === 'required' ? (parentSchema as MarkedSchema)['x-required-provenance'] : undefined;
  return (required ?? element['x-provenance'] ?? 'inferred') as Provenance;
}

function describeExpectation(error: ErrorObject): string {
  const { keyword, params, schema } = error;
  if (keyword === 'enum') return (params.allowedValues as unknown[]).map(String).join(', ');
  if (keyword === 'required') return `a value for ${String(params.missingProperty)}`;
  if (keyword === 'unevaluatedProperties') return 'no other properties than the documented ones';
  if (keyword === 'additionalProperties') return `no property "${String(params.additionalProperty)}"`;
  return typeof schema === 'object' ? (error.message ?? keyword) : `${keyword} ${String(schema)}`;
}

function describeActual(pointer: string, value: unknown): string {
  if (pointer.split('/').some((token) => sensitiveProperties.has(token)))
    return `a value that is not shown (${typeof value})`;
  const text =
    typeof value === 'object' && value !== null
      ? `a value of type ${Array.isArray(value) ? 'array' : 'object'}`
      : JSON.stringify(value);
  return (text ?? 'absent').slice(0, 120);
}

function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}
