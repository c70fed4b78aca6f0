import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ajv2020 as AjvClass } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { listOperations } from './operation-index.ts';
import { closeObjects, escapePointer, type JsonObject, resolve, spreadProvenance } from './schema-walk.ts';

type Roots = Record<string, JsonObject>;
type Validator = 'requests' | 'parameters' | 'responses' | 'closed-responses' | 'events' | 'closed-events';

/**
 * Compiles the contract's schemas into modules without a compiler at run time: request bodies, parameters (the query
 * coerced, nothing else), response bodies and delivered events, and these two with every object closed.
 */
export async function buildValidators(documents: Roots, out: string, notice: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const marked = spreadProvenance(documents) as Roots;
  const open = mapDocuments(marked, (document) => document);
  const closed = mapDocuments(marked, (document) => closeObjects(document) as JsonObject);
  const modules: Record<Validator, string> = {
    requests: compile(open, requestSchemas(marked), { verbose: true }),
    parameters: compile(open, parameterSchemas(marked), { verbose: false, coerceTypes: true, useDefaults: true }),
    responses: compile(open, responseSchemas(marked), { verbose: true }),
    'closed-responses': compile(closed, responseSchemas(marked), { verbose: true }),
    events: compile(open, eventSchemas(marked), { verbose: true }),
    'closed-events': compile(closed, eventSchemas(marked), { verbose: true }),
  };
  for (const [name, code] of Object.entries(modules)) {
    await writeFile(join(out, `${name}.js`), `${notice}${code}`);
    await writeFile(
      join(out, `${name}.d.ts`),
      `${notice}import type { ValidateFunction } from 'ajv';\n\n/** By ${keyOf(name)}. */\n` +
        'export declare const validators: Readonly<Record<string, ValidateFunction>>;\n',
    );
  }
}

function keyOf(name: string): string {
  if (name.endsWith('events')) return 'the name of the event';
  return name.endsWith('responses') ? 'operationId and status, `createTransfer_200`' : 'operationId';
}

function mapDocuments(documents: Roots, change: (document: JsonObject) => JsonObject): Roots {
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [`${name}.json`, { ...change(document), $id: `${name}.json` }]),
  );
}

function requestSchemas(documents: Roots): Roots {
  const schemas: Roots = {};
  for (const { operationId, source, path, method, requestContentType } of listOperations(documents)) {
    if (!requestContentType) continue;
    const tokens = ['paths', path, method, 'requestBody', 'content', requestContentType, 'schema'];
    schemas[operationId] = pointTo(documents, source, tokens);
  }
  return schemas;
}

function responseSchemas(documents: Roots): Roots {
  const schemas: Roots = {};
  for (const { operationId, source, path, method, responses } of listOperations(documents)) {
    for (const [status, { hasBody, mediaTypes }] of Object.entries(responses)) {
      if (!hasBody || mediaTypes) continue;
      const tokens = ['paths', path, method, 'responses', status, 'content', 'application/json', 'schema'];
      schemas[`${operationId}_${status}`] = pointTo(documents, source, tokens);
    }
  }
  return schemas;
}

function eventSchemas(documents: Roots): Roots {
  const schemas: Roots = {};
  for (const [source, document] of Object.entries(documents)) {
    for (const name of Object.keys((document.webhooks as JsonObject | undefined) ?? {})) {
      const tokens = ['webhooks', name, 'post', 'requestBody', 'content', 'application/json', 'schema'];
      schemas[name] = pointTo(documents, source, tokens);
    }
  }
  return schemas;
}

function parameterSchemas(documents: Roots): Roots {
  const schemas: Roots = {};
  for (const { operationId, source, path, method } of listOperations(documents)) {
    const document = documents[source] as JsonObject;
    const item = (document.paths as Record<string, Roots>)[path]?.[method] as JsonObject;
    const places: Record<string, { properties: JsonObject; required: string[] }> = {};
    for (const reference of (item.parameters as JsonObject[] | undefined) ?? []) {
      const parameter = resolve(document, reference);
      const place = String(parameter.in);
      const name = place === 'header' ? String(parameter.name).toLowerCase() : String(parameter.name);
      places[place] ??= { properties: {}, required: [] };
      places[place].properties[name] = outsideOf(source, parameter.schema as JsonObject);
      if (parameter.required === true) places[place].required.push(name);
    }
    const properties = Object.fromEntries(
      Object.entries(places).map(([place, part]) => [place, { type: 'object', ...part }]),
    );
    schemas[operationId] = { type: 'object', properties };
  }
  return schemas;
}

/** Returns a parameter's schema in a form that works outside its document. */
function outsideOf(source: string, schema: JsonObject): JsonObject {
  return typeof schema.$ref === 'string' ? { ...schema, $ref: `${source}.json${schema.$ref}` } : schema;
}

/**
 * Returns a reference to a schema of a document after following every `$ref`, so that equal schemas are compiled once.
 */
function pointTo(documents: Roots, source: string, tokens: readonly string[]): JsonObject {
  const document = documents[source] as JsonObject;
  let node: unknown = document;
  let pointer = '';
  for (const token of tokens) {
    node = (node as JsonObject)[token];
    pointer += `/${encodeURIComponent(escapePointer(token))}`;
    while (typeof (node as JsonObject).$ref === 'string') {
      pointer = String((node as JsonObject).$ref).slice(1);
      node = resolve(document, node as JsonObject);
    }
  }
  return { $ref: `${source}.json#${pointer}` };
}

type Options = NonNullable<ConstructorParameters<typeof AjvClass>[0]>;

function compile(documents: Roots, schemas: Roots, options: Options): string {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    inlineRefs: false,
    ...options,
    code: { source: true, esm: true, lines: true, optimize: 1 },
  });
  addFormats.default(ajv);
  for (const document of Object.values(documents)) ajv.addSchema(document);
  const known = new Map<string, string>();
  const table: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const text = JSON.stringify(schema);
    const variable = known.get(text) ?? `validate_${name.replaceAll('.', '_')}`;
    if (!known.has(text)) ajv.addSchema({ ...schema, $id: variable });
    known.set(text, variable);
    table.push(`  ${JSON.stringify(name)}: ${variable},`);
  }
  const code = standaloneCode.default(ajv, Object.fromEntries([...known.values()].map((name) => [name, name])));
  return `${importRuntime(code)}\nexport const validators = {\n${table.join('\n')}\n};\n`;
}

/** Compiles one JSON Schema of our own into a module with a single validator. */
export async function buildSchemaValidator(
  schema: JsonObject,
  options: { out: string; name: string; notice: string },
): Promise<void> {
  const ajv = new Ajv2020({ allErrors: true, code: { source: true, esm: true, lines: true } });
  addFormats.default(ajv);
  const code = importRuntime(standaloneCode.default(ajv, ajv.compile(schema)))
    .replace(/export default \w+;/, '')
    .replace('export const validate =', `export const ${options.name} =`);
  await writeFile(`${options.out}.js`, `${options.notice}${code}`);
  await writeFile(
    `${options.out}.d.ts`,
    `${options.notice}import type { ValidateFunction } from 'ajv';\n\nexport declare const ${options.name}: ValidateFunction;\n`,
  );
}

/** Replaces `require(...)` by imports: AJV writes it for its run-time parts even into ES modules. */
function importRuntime(code: string): string {
  const imports = new Map<string, string>();
  const body = code.replace(/require\("([^"]+)"\)/g, (_, path: string) => {
    const name = imports.get(path) ?? `runtime${imports.size}`;
    imports.set(path, name);
    return name;
  });
  const lines = [...imports].map(([path, name]) => `import ${name} from '${path}.js';`);
  return `${lines.join('\n')}\n${body.replace('"use strict";', '')}`;
}
