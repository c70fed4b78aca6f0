import type { ValidateFunction } from 'ajv';
import { isFormMediaType, isJsonMediaType, isWithinMediaRange } from '../../../core/media-type.ts';
import { documentedStatus } from '../../../core/operation.ts';
import type { Contract } from '../contract.ts';
import { createSchemaCompiler, type SchemaCompiler } from './compile-schemas.ts';
import type { JsonObject } from './document.ts';
import { withoutSlash } from './find-server.ts';
import { guardDocument } from './guard-document.ts';
import { type BodySchemas, listOperations } from './list-operations.ts';

/** Options of `buildContract`. */
export interface ContractOptions {
  /** The base URL of every operation; overrides the servers of the document. */
  readonly server?: string;
}

/**
 * Builds the contract of another API from its parsed OpenAPI 3.0 or 3.1 document. Operations are named
 * `{sourceName}.{operationId}`, or `{sourceName}.{method} {path}` without an id. Schemas are compiled when first used.
 * Bodies that are neither JSON nor a form are not checked, and there are no closed schemas. Throws a CrosscheckError
 * (`not-executable`) for another version, a `$ref` to another file or to nothing, duplicate operationIds, and a server
 * that is not absolute. A broken schema throws when it is first used.
 */
export function buildContract(sourceName: string, document: JsonObject, options: ContractOptions = {}): Contract {
  const source = { sourceName, document };
  guardDocument(source);
  const server = options.server === undefined ? undefined : withoutSlash(options.server);
  const listed = new Map(listOperations(source, server).map((entry) => [entry.operation.operationId, entry]));
  const compiler = createSchemaCompiler(source);
  return {
    operations: Object.fromEntries([...listed].map(([operationId, { operation }]) => [operationId, operation])),
    request(operationId, contentType) {
      const request = listed.get(operationId)?.request;
      // Without a content type nothing was sent.
      if (!request || (contentType === undefined && !request.required)) return undefined;
      return validatorOf(compiler, request.schemas, contentType);
    },
    response(operationId, statusCode, contentType) {
      const responses = listed.get(operationId)?.responses ?? {};
      const schemas = responses[documentedStatus(responses, statusCode) ?? ''];
      return schemas && validatorOf(compiler, schemas, contentType);
    },
    closedResponse: () => undefined,
  };
}

/** Returns the validator of a message. A message without a media type is checked as the first documented JSON. */
function validatorOf(
  compiler: SchemaCompiler,
  schemas: BodySchemas,
  contentType: string | undefined,
): ValidateFunction | undefined {
  const range = [...schemas.keys()].find((one) =>
    contentType ? isWithinMediaRange(contentType, one) : isJsonMediaType(one),
  );
  const pointer = range === undefined ? undefined : schemas.get(range);
  if (range === undefined || pointer === undefined) return undefined;
  const mediaType = contentType ?? range;
  if (isJsonMediaType(mediaType)) return compiler.forJson(pointer);
  return isFormMediaType(mediaType) ? compiler.forForm(pointer) : undefined;
}
