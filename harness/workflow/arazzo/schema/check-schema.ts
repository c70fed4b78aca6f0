import { validateArazzo } from '../../../../generated/validators/arazzo.js';
import type { Problem } from '../problem.ts';
import type { SourceText } from '../source-text.ts';
import { describeSchemaErrors } from './schema-errors.ts';

/**
 * Checks a file against the schema of Arazzo 1.0 and 1.1, but not references between its parts. Returns one sentence
 * for each problem in the order of the file, or a single one if the file is not an Arazzo document of these versions.
 * Schema: `contracts/arazzo.schema.json`.
 */
export function checkSchema(source: SourceText): Problem[] {
  if (source.problems.length > 0) return [...source.problems];
  const stranger = describeStranger(source.value);
  if (stranger) return [{ message: stranger.message, location: source.locate(stranger.pointer, 'key') }];
  if (validateArazzo(source.value)) return [];
  const problems = describeSchemaErrors(validateArazzo.errors ?? [], source.value).map(
    ({ message, pointer, part }) => ({
      message,
      location: source.locate(pointer, part),
    }),
  );
  return problems.sort((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
}

const NEIGHBOURS = { openapi: 'an OpenAPI', swagger: 'a Swagger', asyncapi: 'an AsyncAPI' };

/** Describes a file that is not an Arazzo document of a supported version. */
function describeStranger(value: unknown): { message: string; pointer: string } | undefined {
  if (value === null) return { message: 'The file is empty; expected an Arazzo document', pointer: '' };
  if (typeof value !== 'object' || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'a list' : 'a single value';
    return { message: `The file holds ${kind}; expected an Arazzo document`, pointer: '' };
  }
  const { arazzo } = value as Record<string, unknown>;
  if (arazzo !== undefined) return describeVersion(arazzo);
  for (const [field, kind] of Object.entries(NEIGHBOURS)) {
    if (field in value)
      return { message: `The file is ${kind} document; expected an Arazzo document`, pointer: `/${field}` };
  }
  const remedy = 'expected an Arazzo document, which begins with arazzo: 1.0.1 or 1.1.0';
  return { message: `The file has no field "arazzo"; ${remedy}`, pointer: '' };
}

function describeVersion(version: unknown): { message: string; pointer: string } | undefined {
  if (typeof version === 'string' && /^1\.[01]\.\d+$/.test(version)) return undefined;
  const text = String(version);
  const message = /^1(?:\.[01])?$/.test(text)
    ? `The Arazzo version ${text} is incomplete; expected three parts, as in 1.0.1 or 1.1.0`
    : `The Arazzo version ${JSON.stringify(version)} is not supported; expected 1.0.x or 1.1.x`;
  return { message, pointer: '/arazzo' };
}
