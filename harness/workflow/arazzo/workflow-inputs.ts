import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ArazzoDocument, ArazzoWorkflow, JsonSchema } from './document.ts';
import type { Values } from './expressions.ts';

/** The inputs of a workflow with its defaults, and what its schema says against them. */
export interface CheckedInputs {
  readonly inputs: Values;
  /** Sentences, each naming an input; empty when they are valid. */
  readonly problems: readonly string[];
}

/**
 * Fills in the defaults of a workflow's inputs and holds them against its JSON Schema (draft 2020-12; `$ref` into the document).
 * The values given are not changed.
 */
export async function checkInputs(
  document: ArazzoDocument,
  workflow: ArazzoWorkflow,
  given: Values,
): Promise<CheckedInputs> {
  const schema = workflow.inputs;
  if (!schema) return { inputs: given, problems: [] };
  if (isPlain(schema)) return checkPlain(schema, given);
  const validate = await compileOnce(document, workflow);
  if (typeof validate === 'string') return { inputs: given, problems: [validate] };
  const inputs = structuredClone(given) as Record<string, unknown>;
  const isValid = validate(inputs);
  return { inputs, problems: isValid ? [] : (validate.errors ?? []).map(describeError) };
}

/**
 * The names that a schema of inputs lists, with those behind `allOf` and `$ref` into the components; undefined where it lets
 * others through, or has other ways to name some.
 */
export function inputNames(
  document: ArazzoDocument,
  schema: JsonSchema = {},
  seen: readonly JsonSchema[] = [],
): readonly string[] | undefined {
  const { $ref, allOf = [], properties = {}, additionalProperties, ...others } = schema;
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  if (isOpen || OTHER_WAYS.some((keyword) => Object.hasOwn(others, keyword))) return undefined;
  const parts = [...(allOf as JsonSchema[])];
  if ($ref !== undefined) {
    const [, name = ''] = /^#\/components\/inputs\/([\w.-]+)$/.exec(String($ref)) ?? [];
    const referred = document.components?.inputs?.[name];
    if (!referred || seen.includes(referred)) return undefined;
    parts.push(referred);
  }
  const names = parts.map((part) => inputNames(document, part, [...seen, schema]));
  if (names.includes(undefined)) return undefined;
  return [...new Set([...Object.keys(properties as object), ...(names as string[][]).flat()])];
}

/** The inputs that a schema requires itself, and has no default for. */
export function requiredInputs({ required = [], properties = {} }: JsonSchema = {}): readonly string[] {
  const schemas = properties as Readonly<Record<string, JsonSchema | undefined>>;
  return (required as readonly string[]).filter((name) => schemas[name]?.default === undefined);
}

const OTHER_WAYS = ['anyOf', 'oneOf', 'if', 'patternProperties', 'dependentSchemas', '$dynamicRef'];

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
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

/** A schema that only lists names, with types and defaults, as most do: no validator has to be loaded for it. */
function isPlain({ type, required, properties = {}, ...others }: JsonSchema): boolean {
  const known = type === 'object' && (required === undefined || Array.isArray(required));
  const schemas = Object.values(properties as Record<string, JsonSchema>);
  return known && Object.keys(others).length === 0 && schemas.every(isPlainProperty);
}

function isPlainProperty(schema: JsonSchema): boolean {
  const { type } = schema;
  const isKnown = type === undefined || (typeof type === 'string' && Object.hasOwn(isOfType, type));
  return isKnown && Object.keys(schema).every((keyword) => PLAIN_KEYWORDS.has(keyword));
}

function checkPlain({ required = [], properties = {} }: JsonSchema, given: Values): CheckedInputs {
  const schemas = Object.entries(properties as Record<string, PlainSchema>);
  const defaults = schemas.filter(([name, schema]) => given[name] === undefined && schema.default !== undefined);
  const inputs: Values = { ...given, ...Object.fromEntries(defaults.map(([name, schema]) => [name, schema.default])) };
  const missing = (required as readonly string[]).filter((name) => inputs[name] === undefined);
  const wrong = schemas.filter(
    ([name, { type }]) => type !== undefined && inputs[name] !== undefined && !isOfType[type]?.(inputs[name]),
  );
  return {
    inputs,
    problems: [
      ...missing.map((name) => `Input "${name}" is missing`),
      ...wrong.map(([name, { type }]) => `Input "${name}" must be ${type}`),
    ],
  };
}

const compiled = new WeakMap<ArazzoWorkflow, Promise<ValidateFunction | string>>();

/** A workflow that is called a hundred times has its schema compiled once. */
function compileOnce(document: ArazzoDocument, workflow: ArazzoWorkflow): Promise<ValidateFunction | string> {
  const known = compiled.get(workflow) ?? compile(document, document.workflows.indexOf(workflow));
  compiled.set(workflow, known);
  return known;
}

/** A sentence where the schema is none. */
async function compile(document: ArazzoDocument, index: number): Promise<ValidateFunction | string> {
  const [{ Ajv2020 }, { default: addFormats }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, logger: false });
  addFormats.default(ajv);
  try {
    ajv.addSchema(document, 'document');
    return ajv.compile({ $ref: `document#/workflows/${index}/inputs` });
  } catch (error) {
    return `What describes the inputs is no JSON Schema (draft 2020-12): ${(error as Error).message}`;
  }
}

function describeError({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const input = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required')
    return `Input "${[input, String(params.missingProperty)].filter(Boolean).join('.')}" is missing`;
  if (keyword === 'additionalProperties') return `Input "${String(params.additionalProperty)}" is not known`;
  const wanted = keyword === 'enum' ? `: ${(params.allowedValues as unknown[]).map(String).join(', ')}` : '';
  return `Input "${input || 'of the workflow'}" ${message}${wanted}`;
}
