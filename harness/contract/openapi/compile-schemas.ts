import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { TooLong, withinCeiling } from '../../../core/time-ceiling.ts';
import { isObject, notExecutable, type SourceDocument } from './document.ts';

/**
 * The compiler for the schemas of one document; it compiles each when first used. Throws a CrosscheckError for a broken
 * schema.
 */
export interface SchemaCompiler {
  /** Returns the validator of the JSON value whose schema is at a pointer. */
  forJson(pointer: string): ValidateFunction;
  /** Returns the validator of the fields of a form, as an object or as text: every field is sent as text. */
  forForm(pointer: string): ValidateFunction;
}

const NAME = 'openapi.json';

/** Builds the compiler of a document: JSON Schema 2020-12 for OpenAPI 3.1, draft 7 with `nullable` for 3.0. */
export function createSchemaCompiler(source: SourceDocument): SchemaCompiler {
  let schemas: object | undefined;
  const create = (options: Options): Ajv => {
    schemas ??= { ...(normalize(source.document) as object), $id: NAME };
    const lenient = { strict: false, allErrors: true, verbose: true, validateSchema: false, logger: false } as const;
    const Dialect = /^3\.0/.test(String(source.document.openapi)) ? Ajv : Ajv2020;
    const ajv = new Dialect({ ...lenient, ...options });
    addFormats.default(ajv);
    return ajv.addSchema(schemas);
  };
  const forJson = compileOnce(source, () => create({}));
  const compileForm = compileOnce(source, () => create({ coerceTypes: 'array' }));
  const forms = new Map<string, ValidateFunction>();
  return {
    forJson,
    forForm(pointer) {
      const known = forms.get(pointer) ?? overFields(compileForm(pointer));
      forms.set(pointer, known);
      return known;
    },
  };
}

function compileOnce({ sourceName }: SourceDocument, create: () => Ajv): (pointer: string) => ValidateFunction {
  const compiled = new Map<string, ValidateFunction>();
  let ajv: Ajv | undefined;
  return (pointer) => {
    const known = compiled.get(pointer);
    if (known) return known;
    try {
      ajv ??= create();
      const validate = inTime(ajv.compile({ $ref: `${NAME}${pointer}` }));
      compiled.set(pointer, validate);
      return validate;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw notExecutable(
        `Source "${sourceName}" has a broken schema at "${decodeURIComponent(pointer)}": ${why}`,
        'Correct the schema',
        cause,
      );
    }
  };
}

/**
 * Limits the time of a validator, because a pattern of another API's document can be endless. Reports a timeout as an
 * error of the body.
 */
function inTime(validate: ValidateFunction): ValidateFunction {
  const check = (body: unknown) => {
    try {
      const isValid = withinCeiling('The body', () => validate(body));
      check.errors = validate.errors ?? null;
      return isValid;
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      const schema = 'that can be matched in time';
      check.errors = [
        { keyword: 'pattern', instancePath: '', schemaPath: '', params: {}, schema, message: error.message },
      ];
      return false;
    }
  };
  check.errors = null as ValidateFunction['errors'];
  return check as unknown as ValidateFunction;
}

/** Validates a copy, because AJV writes converted values into its input. */
function overFields(validate: ValidateFunction): ValidateFunction {
  const check = (body: unknown) => {
    const isText = typeof body === 'string';
    const isValid = validate(isText ? Object.fromEntries(new URLSearchParams(body)) : structuredClone(body));
    check.errors = validate.errors ?? null;
    return isValid;
  };
  check.errors = null as ValidateFunction['errors'];
  return check as unknown as ValidateFunction;
}

/**
 * Copies a document and adapts OpenAPI 3.0 to AJV: `nullable` without `type`, common next to `allOf` or `$ref`, becomes
 * a choice; a boolean `exclusiveMinimum` or `exclusiveMaximum` takes the limit over.
 */
function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  if (!isObject(value)) return value;
  const schema: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, normalize(child)]),
  );
  for (const [exclusive, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue;
    if (schema[exclusive] && schema[limit] !== undefined) schema[exclusive] = schema[limit];
    else delete schema[exclusive];
  }
  if (typeof schema.nullable !== 'boolean' || schema.type !== undefined) return schema;
  const { nullable, ...rest } = schema;
  return nullable ? { anyOf: [rest, { type: 'null' }] } : rest;
}
