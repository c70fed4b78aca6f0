import type { ErrorObject } from 'ajv';
import type { Operation, Provenance } from '../../core/operation.ts';
import { plural } from '../../core/plural.ts';
import { sensitiveProperties } from '../../generated/operations.ts';
import type { DeviationFacts } from './contract-check.ts';

type MarkedSchema = { [key: string]: unknown; properties?: Record<string, MarkedSchema> };

/** The owner of a body: an operation of COS or of another API, or an event of COS. */
type Described = Pick<Operation, 'server' | 'provenance'>;

/** The number of characters of a value or an unknown field name in a message. */
const MOST_SHOWN = 120;

/** The number of schema errors that one check reports for a body: a page of a million wrong items is one fault. */
const MOST_ERRORS = 50;

/** Converts the schema errors of a body to deviations; the first also counts those beyond the fiftieth. */
export function describeSchemaErrors(
  errors: readonly ErrorObject[],
  body: unknown,
  operation: Described,
): DeviationFacts[] {
  const described = errors.slice(0, MOST_ERRORS).map((error) => describeSchemaError(error, body, operation));
  const [first, ...others] = described;
  const more = errors.length - described.length;
  if (!first || more === 0) return described;
  return [{ ...first, message: `${first.message} (and ${plural(more, 'more error')} in this body)` }, ...others];
}

/** Converts one schema error to a deviation: pointer, expected and actual value, and provenance. */
export function describeSchemaError(error: ErrorObject, body: unknown, operation: Described): DeviationFacts {
  const parent = (error.parentSchema ?? {}) as MarkedSchema;
  const missing = typeof error.params.missingProperty === 'string' ? error.params.missingProperty : undefined;
  const { unevaluatedProperty, additionalProperty } = error.params;
  const added = [unevaluatedProperty, additionalProperty].find((name) => typeof name === 'string') as
    | string
    | undefined;
  const pointer = `${error.instancePath}${missing ? `/${missing}` : ''}${added ? `/${added}` : ''}`;
  const element = (missing && parent.properties?.[missing]) || parent;
  const discrepancy = element['x-discrepancy'];
  return {
    message: `${pointer.slice(0, MOST_SHOWN) || 'the body'} ${error.message ?? 'is not valid'}`,
    expected: describeExpectation(error),
    actual: missing ? 'absent' : describeActual(error, pointer, valueAt(body, pointer)),
    pointer,
    provenance: operation.server === undefined ? provenanceOf(error, element) : operation.provenance,
    ...(typeof discrepancy === 'string' ? { discrepancy } : {}),
  };
}

/**
 * Returns true if an error only says that a field of the other direction is missing: `readOnly` fields are required in
 * answers only, `writeOnly` fields in requests only. Source: OpenAPI 3.0.3, Schema Object.
 */
export function isOnlyForDirection(error: ErrorObject, mark: 'readOnly' | 'writeOnly'): boolean {
  const { properties } = (error.parentSchema ?? {}) as MarkedSchema;
  return error.keyword === 'required' && properties?.[String(error.params.missingProperty)]?.[mark] === true;
}

/**
 * Returns the provenance of an error. `x-required-provenance` of an object applies to its required fields, which can be
 * less certain than the fields themselves.
 */
function provenanceOf({ keyword, parentSchema }: ErrorObject, element: MarkedSchema): Provenance {
  const required = keyword === 'required' ? (parentSchema as MarkedSchema)['x-required-provenance'] : undefined;
  return (required ?? element['x-provenance'] ?? 'inferred') as Provenance;
}

function describeExpectation(error: ErrorObject): string {
  const { keyword, params, schema } = error;
  if (keyword === 'enum') return (params.allowedValues as unknown[]).map(String).join(', ');
  if (keyword === 'required') return `a value for ${String(params.missingProperty)}`;
  if (keyword === 'unevaluatedProperties') return 'no other properties than the documented ones';
  if (keyword === 'additionalProperties')
    return `no property "${String(params.additionalProperty).slice(0, MOST_SHOWN)}"`;
  return typeof schema === 'object' ? (error.message ?? keyword) : `${keyword} ${String(schema)}`;
}

/** Keywords of errors about unknown fields, whose values are not shown: they may be personal data. */
const OF_UNKNOWN_FIELDS: ReadonlySet<string> = new Set(['unevaluatedProperties', 'additionalProperties']);

function describeActual({ keyword }: ErrorObject, pointer: string, value: unknown): string {
  if (OF_UNKNOWN_FIELDS.has(keyword)) return `a value of type ${typeOf(value)}`;
  if (pointer.split('/').some((token) => sensitiveProperties.has(token)))
    return `a value that is not shown (${typeof value})`;
  const text = typeof value === 'object' && value !== null ? `a value of type ${typeOf(value)}` : JSON.stringify(value);
  return (text ?? 'absent').slice(0, MOST_SHOWN);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}
