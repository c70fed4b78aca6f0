import { findNearestName } from '../../../../core/nearest-name.ts';
import { parsePointer, renderPointer, resolvePointer } from '../json-pointer.ts';
import { renderPlace, renderValue } from './document-places.ts';
import { foldAlternatives } from './schema-alternatives.ts';
import { listWords, type SchemaError, wantedBy } from './schema-wants.ts';

/** A violation of a schema and its place: a value, or the name of the field with it. */
export interface SchemaProblem {
  readonly message: string;
  readonly pointer: string;
  readonly part: 'key' | 'value';
}

/**
 * Describes the errors of a validator as sentences, each mistake once. Omits errors that follow from another mistake,
 * such as a missing field whose name is misspelt.
 */
export function describeSchemaErrors(errors: readonly SchemaError[], root: unknown): SchemaProblem[] {
  const byPlace = new Map<string, SchemaError>();
  for (const error of foldAlternatives(errors, root)) {
    const key = identityOf(error);
    const other = byPlace.get(key);
    if (!other || isCloser(error, other)) byPlace.set(key, error);
  }
  const distinct = [...byPlace.values()];
  const misspelt = new Set(distinct.map((error) => suggestionFor(error)?.pointer));
  const isFollowUp = ({ instancePath, keyword, params }: SchemaError) =>
    (keyword === 'required' && misspelt.has(instancePath + renderPointer([String(params.missingProperty)]))) ||
    (keyword === 'noneOf' && (params.names as string[]).some((name) => misspelt.has(`${instancePath}/${name}`)));
  return distinct.filter((error) => !isFollowUp(error)).map((error) => describe(error, root));
}

const OBJECT_KEYWORDS = new Set(['required', 'dependentRequired', 'noneOf', 'severalOf', 'uniqueItems']);

/**
 * Returns the identity of an error: a value and a field name have one error each; an object may lack several fields.
 */
function identityOf({ instancePath, keyword, params, propertyName }: SchemaError): string {
  if (propertyName !== undefined) return `${instancePath} name ${propertyName}`;
  if (keyword === 'false schema') return `${instancePath} field`;
  return OBJECT_KEYWORDS.has(keyword)
    ? `${instancePath} ${keyword} ${JSON.stringify(params)}`
    : `${instancePath} value`;
}

/** Returns true if an error has the shorter list of allowed values, which says more. */
function isCloser(error: SchemaError, other: SchemaError): boolean {
  const count = ({ params }: SchemaError) => (params.allowedValues as unknown[] | undefined)?.length ?? Infinity;
  return count(error) < count(other);
}

function suggestionFor({ instancePath, keyword, params, propertyName }: SchemaError) {
  if (keyword !== 'enum' || propertyName === undefined) return undefined;
  const name = findNearestName(propertyName, params.allowedValues as string[]);
  return name === undefined ? undefined : { name, pointer: instancePath + renderPointer([name]) };
}

function describe(error: SchemaError, root: unknown): SchemaProblem {
  const { instancePath, propertyName } = error;
  if (propertyName !== undefined) {
    const pointer = instancePath + renderPointer([propertyName]);
    return { message: `${renderPlace(root, instancePath)} ${describeName(error)}`, pointer, part: 'key' };
  }
  if (error.keyword === 'false schema') return describeOutOfPlace(error, root);
  if (error.keyword === 'uniqueItems') {
    const [first = 0, second = 0] = [Number(error.params.i), Number(error.params.j)].sort((a, b) => a - b);
    const pointer = `${instancePath}/${second}`;
    return { message: `${renderPlace(root, pointer)} is the same as item ${first}`, pointer, part: 'value' };
  }
  const message = OBJECT_KEYWORDS.has(error.keyword)
    ? `${renderPlace(root, instancePath)} ${describeFields(error)}`
    : describeValue(error, root);
  return { message, pointer: instancePath, part: 'value' };
}

function describeName(error: SchemaError): string {
  if (error.keyword !== 'enum')
    return `has the field "${error.propertyName}"; expected ${listWords(wantedBy(error), 'or')}`;
  const nearest = suggestionFor(error);
  const allowed = error.params.allowedValues as string[];
  let remedy = '';
  if (nearest) remedy = `; did you mean "${nearest.name}"?`;
  else if (allowed.length <= 6) remedy = `; expected ${listWords(allowed, 'or')}`;
  return `has the unknown field "${error.propertyName}"${remedy}`;
}

function describeFields({ keyword, params }: SchemaError): string {
  const names = params.names as string[];
  if (keyword === 'required') return `has no ${params.missingProperty}`;
  if (keyword === 'dependentRequired') return `has ${params.property} without ${params.missingProperty}`;
  if (keyword === 'noneOf') return `has none of ${names.join(', ')}`;
  return `has ${listWords(names, 'and')}; expected one of them`;
}

/** Describes a field that does not belong to another field, or to the type of its object. */
function describeOutOfPlace({ instancePath, schemaPath }: SchemaError, root: unknown): SchemaProblem {
  const parentPath = instancePath.slice(0, instancePath.lastIndexOf('/'));
  const name = parsePointer(instancePath).at(-1) ?? '';
  const other = /dependentSchemas\/([^/]+)\/properties\/[^/]+\/false schema$/.exec(schemaPath)?.[1];
  const { type } = resolvePointer(root, parentPath) as { type?: unknown };
  let reason = `has the field "${name}", which is not allowed there`;
  if (other) reason = `has ${other} and ${name}; expected one of them`;
  else if (typeof type === 'string') reason = `has the field "${name}", which does not belong to the type "${type}"`;
  return { message: `${renderPlace(root, parentPath)} ${reason}`, pointer: instancePath, part: 'key' };
}

function describeValue(error: SchemaError, root: unknown): string {
  const { instancePath } = error;
  const parentPath = instancePath.slice(0, instancePath.lastIndexOf('/'));
  const value = renderValue(resolvePointer(root, instancePath));
  const wanted = `expected ${listWords(wantedBy(error), 'or')}`;
  const isField = instancePath !== '' && !Array.isArray(resolvePointer(root, parentPath));
  if (!isField) return `${renderPlace(root, instancePath)} is ${value}; ${wanted}`;
  return `${renderPlace(root, parentPath)} has the ${parsePointer(instancePath).at(-1)} ${value}; ${wanted}`;
}
