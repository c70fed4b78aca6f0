import type { ErrorObject, ValidateFunction } from 'ajv';
import { withinCeiling } from '../../../core/time-ceiling.ts';
import type { ArazzoDocument, ArazzoWorkflow, JsonSchema } from './document.ts';
import type { Values } from './expressions.ts';
import { childOf } from './json-pointer.ts';

/** The inputs of a workflow with defaults, and the violations of its schema. */
export interface CheckedInputs {
  readonly inputs: Values;
  /** Sentences, each about one input; empty if they are valid. */
  readonly problems: readonly string[];
}

/**
 * Adds the defaults to a workflow's inputs and checks them against its JSON Schema (draft 2020-12; `$ref` within the
 * document). Does not change the given values.
 */
export async function checkInputs(
  document: ArazzoDocument,
  workflow: ArazzoWorkflow,
  given: Values,
): Promise<CheckedInputs> {
  const schema: unknown = workflow.inputs ?? true;
  if (schema === true) return { inputs: given, problems: [] };
  if (schema === false)
    return { inputs: given, problems: ['The schema of the inputs is false, so no inputs are valid'] };
  if (isPlain(schema as JsonSchema)) return checkPlain(schema as JsonSchema, given);
  const validate = await compileOnce(document, workflow);
  if (typeof validate === 'string') return { inputs: given, problems: [validate] };
  const inputs = copyBare(given);
  const isValid = withinCeiling('The schema of the inputs', () => validate(inputs));
  return { inputs: { ...inputs }, problems: isValid ? [] : (validate.errors ?? []).map(describeError) };
}

/**
 * Copies objects without a prototype: otherwise an input named `constructor` would seem to be set, and get no default.
 */
function copyBare(values: Values): Record<string, unknown> {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(values)) copy[name] = copyValue(value);
  return copy;
}

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue);
  return typeof value === 'object' && value !== null ? copyBare(value as Values) : value;
}

/**
 * Returns the input names of a schema, including those behind `allOf` and `$ref` within the components; undefined if it
 * allows other names or lists names in another way.
 */
export function inputNames(
  document: ArazzoDocument,
  schema: JsonSchema | boolean = NO_SCHEMA,
): readonly string[] | undefined {
  if (!isObject(schema)) return findNames(document, schema);
  const known = named.get(document) ?? new Map<JsonSchema, readonly string[] | undefined>();
  named.set(document, known);
  if (!known.has(schema)) known.set(schema, findNames(document, schema));
  return known.get(schema);
}

/** Names already computed, because every expression with an input needs them. */
const named = new WeakMap<ArazzoDocument, Map<JsonSchema, readonly string[] | undefined>>();

function findNames(document: ArazzoDocument, schema: JsonSchema | boolean): readonly string[] | undefined {
  const parts = partsOf(document, schema);
  if (!parts) return undefined;
  return [
    ...new Set(parts.flatMap((part) => propertiesOf(part).flatMap(([name, own]) => (own === false ? [] : name)))),
  ];
}

/**
 * Returns the inputs that a schema requires without a default, including those behind `allOf` and `$ref` within the
 * components; incomplete for schemas that require inputs in other ways.
 */
export function requiredInputs(document: ArazzoDocument, schema: JsonSchema | boolean = {}): readonly string[] {
  const parts = partsOf(document, schema) ?? [schema].filter(isObject);
  const defaults = parts.flatMap((part) =>
    propertiesOf(part).flatMap(([name, own]) => (isObject(own) && own.default !== undefined ? name : [])),
  );
  const required = parts.flatMap((part) => (part.required ?? []) as readonly string[]);
  return [...new Set(required)].filter((name) => !defaults.includes(name));
}

/** Returns true if a schema rejects inputs that it does not list. */
export function isClosed(schema: JsonSchema | boolean = {}): boolean {
  return schema === false || (isObject(schema) && schema.additionalProperties === false);
}

/** Returns the type that a schema requires of an input, if it names a single one itself. */
export function unfitType(schema: JsonSchema | boolean = {}, name: string, value: unknown): string | undefined {
  const [, own] = (isObject(schema) ? propertiesOf(schema) : []).find(([known]) => known === name) ?? [];
  const type = isObject(own) && typeof own.type === 'string' ? own.type : undefined;
  return type === undefined || (childOf(isOfType, type) as IsOfType | undefined)?.(value) !== false ? undefined : type;
}

/**
 * Returns a schema with those behind `allOf` and `$ref` within the components; undefined if it is open or more complex.
 */
function partsOf(
  document: ArazzoDocument,
  schema: JsonSchema | boolean,
  seen: readonly JsonSchema[] = [],
): readonly JsonSchema[] | undefined {
  if (schema === false) return [];
  if (!isObject(schema) || seen.includes(schema)) return undefined;
  const { $ref, allOf = [], additionalProperties, ...others } = schema;
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  if (isOpen || OTHER_WAYS.some((keyword) => Object.hasOwn(others, keyword))) return undefined;
  const [, name = ''] = /^#\/components\/inputs\/([\w.-]+)$/.exec(String($ref)) ?? [];
  const referred = $ref === undefined ? [] : [childOf(document.components?.inputs, name) as JsonSchema | undefined];
  const parts = [...(allOf as JsonSchema[]), ...referred].map(
    (part) => part !== undefined && partsOf(document, part, [...seen, schema]),
  );
  return parts.every((part) => typeof part === 'object') ? [schema, ...parts.flat()] : undefined;
}

function propertiesOf({ properties = {} }: JsonSchema): [name: string, schema: JsonSchema | boolean][] {
  return Object.entries(properties as Readonly<Record<string, JsonSchema | boolean>>);
}

function isObject(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null;
}

const NO_SCHEMA: JsonSchema = {};

const OTHER_WAYS = ['anyOf', 'oneOf', 'if', 'patternProperties', 'dependentSchemas', '$dynamicRef'];

type IsOfType = (value: unknown) => boolean;

const isOfType: Readonly<Record<string, IsOfType>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value) => value === null,
};
const PLAIN_KEYWORDS: ReadonlySet<string> = new Set(['type', 'default', 'description']);

interface PlainSchema {
  readonly type?: string;
  readonly default?: unknown;
}

/**
 * Returns true for a schema that only lists names with types and defaults, as most do: no validator has to be loaded.
 */
function isPlain({ type, required, properties = {}, ...others }: JsonSchema): boolean {
  const known = type === 'object' && (required === undefined || Array.isArray(required));
  const schemas = Object.values(properties as Record<string, JsonSchema | boolean>);
  return known && Object.keys(others).length === 0 && schemas.every(isPlainProperty);
}

function isPlainProperty(schema: JsonSchema | boolean): boolean {
  if (typeof schema === 'boolean') return schema;
  const { type } = schema;
  const isKnown = type === undefined || (typeof type === 'string' && Object.hasOwn(isOfType, type));
  return isKnown && Object.keys(schema).every((keyword) => PLAIN_KEYWORDS.has(keyword));
}

function checkPlain({ required = [], properties = {} }: JsonSchema, given: Values): CheckedInputs {
  const schemas = Object.entries(properties as Record<string, PlainSchema>);
  const defaults = schemas.filter(([name, schema]) => !isGiven(given, name) && schema.default !== undefined);
  const inputs: Values = { ...given, ...Object.fromEntries(defaults.map(([name, schema]) => [name, schema.default])) };
  const missing = (required as readonly string[]).filter((name) => !isGiven(inputs, name));
  const wrong = schemas.filter(
    ([name, { type }]) => type !== undefined && isGiven(inputs, name) && !isOfType[type]?.(inputs[name]),
  );
  return {
    inputs,
    problems: [
      ...missing.map((name) => `Input "${name}" is missing`),
      ...wrong.map(([name, { type }]) => `Input "${name}" must be ${type}`),
    ],
  };
}

/** Returns true if an input is set; `toString` is inherited by every object. */
function isGiven(inputs: Values, name: string): boolean {
  return Object.hasOwn(inputs, name) && inputs[name] !== undefined;
}

const compiled = new WeakMap<ArazzoWorkflow, Promise<ValidateFunction | string>>();

/** Compiles the schema of a workflow once. */
function compileOnce(document: ArazzoDocument, workflow: ArazzoWorkflow): Promise<ValidateFunction | string> {
  const known = compiled.get(workflow) ?? compile(document, document.workflows.indexOf(workflow));
  compiled.set(workflow, known);
  return known;
}

/** Compiles a schema; returns a sentence if it is invalid. */
async function compile(document: ArazzoDocument, index: number): Promise<ValidateFunction | string> {
  const [{ Ajv2020 }, { default: addFormats }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, logger: false });
  addFormats.default(ajv);
  try {
    ajv.addSchema(document, 'document');
    return ajv.compile({ $ref: `document#/workflows/${index}/inputs` });
  } catch (error) {
    return `The schema of the inputs is not a valid JSON Schema (draft 2020-12): ${(error as Error).message}`;
  }
}

function describeError({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const input = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required')
    return `Input "${[input, String(params.missingProperty)].filter(Boolean).join('.')}" is missing`;
  if (keyword === 'additionalProperties') return `Input "${String(params.additionalProperty)}" is not known`;
  if (keyword === 'false schema') return `Input "${input}" is not allowed`;
  const wanted = keyword === 'enum' ? `: ${(params.allowedValues as unknown[]).map(String).join(', ')}` : '';
  return `Input "${input || 'of the workflow'}" ${message}${wanted}`;
}
