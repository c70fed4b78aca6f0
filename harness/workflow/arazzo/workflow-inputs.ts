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
  const validate = await compile(document, workflow);
  const inputs = structuredClone(given) as Record<string, unknown>;
  const isValid = validate(inputs);
  return { inputs, problems: isValid ? [] : (validate.errors ?? []).map(describeError) };
}

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

const validators = new WeakMap<ArazzoWorkflow, ValidateFunction>();

/** A workflow that is run a hundred times is compiled once. What is no schema is not taken, whatever `validateSchema` says. */
async function compile(document: ArazzoDocument, workflow: ArazzoWorkflow): Promise<ValidateFunction> {
  const known = validators.get(workflow);
  if (known) return known;
  const [{ Ajv2020 }, { default: addFormats }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  const validate = ajv.compile({ $ref: `document#/workflows/${document.workflows.indexOf(workflow)}/inputs` });
  validators.set(workflow, validate);
  return validate;
}

function describeError({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const input = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required')
    return `Input "${[input, String(params.missingProperty)].filter(Boolean).join('.')}" is missing`;
  if (keyword === 'additionalProperties') return `Input "${String(params.additionalProperty)}" is not known`;
  const wanted = keyword === 'enum' ? `: ${(params.allowedValues as unknown[]).map(String).join(', ')}` : '';
  return `Input "${input || 'of the workflow'}" ${message}${wanted}`;
}
