import { resolvePointer } from '../json-pointer.ts';
import { type SchemaError, wantedBy } from './schema-wants.ts';

/**
 * Replaces the errors of an `anyOf` or `oneOf` that no alternative matches: by one error, or by those of the
 * alternative that was meant. Drops errors that only refer to others.
 */
export function foldAlternatives(errors: readonly SchemaError[], root: unknown): SchemaError[] {
  let kept: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword === 'if' || error.keyword === 'propertyNames') continue;
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      kept.push(error);
      continue;
    }
    const value = resolvePointer(root, error.instancePath);
    const inside = new Set(errorsInside(error, kept, isObject(value)));
    kept = [...kept.filter((other) => !inside.has(other)), ...judge(error, [...inside], value)];
  }
  return kept;
}

/**
 * Returns the errors of the alternatives. AJV does not assign errors behind a `$ref`; those alternatives have the value
 * to themselves.
 */
function errorsInside(choice: SchemaError, errors: readonly SchemaError[], isOfObject: boolean): SchemaError[] {
  const below = errors.filter(({ instancePath }) => `${instancePath}/`.startsWith(`${choice.instancePath}/`));
  const written = below.filter(({ schemaPath }) => schemaPath.startsWith(`${choice.schemaPath}/`));
  return isOfObject && written.length > 0 ? written : below;
}

function judge(choice: SchemaError, errors: readonly SchemaError[], value: unknown): SchemaError[] {
  // The alternative that accepted a part of the value is the one that was meant.
  const deeper = errors.filter(({ instancePath }) => instancePath.length > choice.instancePath.length);
  if (deeper.length > 0) return deeper;
  const byFields = isObject(value) ? judgeFields(choice, errors, value) : [];
  if (byFields.length > 0) return byFields;
  return [{ ...choice, keyword: 'wanted', params: { wanted: [...new Set(errors.flatMap(wantedBy))] } }];
}

/** Returns the errors of alternatives that differ by their fields. */
function judgeFields(choice: SchemaError, errors: readonly SchemaError[], value: object): SchemaError[] {
  const lacking = errors.filter(({ keyword }) => keyword === 'required');
  const foreign = errors.filter(({ keyword, propertyName }) => keyword === 'enum' && propertyName !== undefined);
  const missing = lacking.map(({ params }) => String(params.missingProperty));
  const allowed = foreign.flatMap(({ params }) => params.allowedValues as string[]);
  const known = [...new Set([...missing, ...allowed])];
  if (known.length === 0) return [];
  const unknown = foreign.filter(({ propertyName }) => !known.includes(propertyName ?? ''));
  if (unknown.length > 0) return unknown.map((error) => ({ ...error, params: { allowedValues: known } }));
  const present = known.filter((name) => Object.hasOwn(value, name));
  if (present.length === 0) return [{ ...choice, keyword: 'noneOf', params: { names: known } }];
  // The alternative that rejects no field of the value is the one that was meant: only it can lack a field that others
  // do not have.
  const meant = lacking.filter(({ params }) => !allowed.includes(String(params.missingProperty)));
  return meant.length > 0 ? meant : [{ ...choice, keyword: 'severalOf', params: { names: present } }];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
