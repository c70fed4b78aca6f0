import { isJsonMediaType } from '../../../core/media-type.ts';
import {
  type HttpMethod,
  httpMethods,
  type Operation,
  type OperationParameter,
  type OperationResponse,
} from '../../../core/operation.ts';
import { childOf, membersOf, notExecutable, type Place, rootOf, type SourceDocument } from './document.ts';
import { findServer } from './find-server.ts';
import { secretNamesOf } from './secret-names.ts';

/** The pointers to the schemas of a body by media type; undefined without a schema. */
export type BodySchemas = ReadonlyMap<string, string | undefined>;

/** One operation of a document, with the pointers to the schemas of its bodies. */
export interface ListedOperation {
  readonly operation: Operation;
  readonly request?: { readonly required: boolean; readonly schemas: BodySchemas };
  /** Responses by status, class of statuses or `default`. */
  readonly responses: Readonly<Record<string, BodySchemas>>;
}

/**
 * Lists every operation of a document. `server` overrides the servers of the document. Throws a CrosscheckError for a
 * duplicate operationId, and for an operation without an absolute server.
 */
export function listOperations(source: SourceDocument, server?: string): ListedOperation[] {
  const secretNames = secretNamesOf(source.document);
  const listed = membersOf(source, rootOf(source), 'paths').flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      const place = childOf(source, item, method);
      const known = { source, path, method, item, secretNames, ...(server ? { server } : {}) };
      return place ? [listOperation({ ...known, place })] : [];
    }),
  );
  const seen = new Set<string>();
  for (const { operation } of listed) {
    if (seen.has(operation.operationId)) {
      throw notExecutable(
        `Source "${source.sourceName}" has two operations with the id "${operation.operationId}"`,
        'Give each operation a unique operationId',
      );
    }
    seen.add(operation.operationId);
  }
  return listed;
}

interface OperationPlace {
  readonly source: SourceDocument;
  readonly path: string;
  readonly method: HttpMethod;
  readonly item: Place;
  readonly place: Place;
  readonly secretNames: ReadonlySet<string>;
  readonly server?: string;
}

function listOperation(at: OperationPlace): ListedOperation {
  const { source, path, method, item, place } = at;
  const { sourceName } = source;
  const { operationId: name } = place.node;
  const operationId = `${sourceName}.${typeof name === 'string' ? name : `${method} ${path}`}`;
  const body = childOf(source, place, 'requestBody');
  const request = body && { required: body.node.required === true, schemas: schemasOf(source, body) };
  const requestContentType = request && contentTypeOf([...request.schemas.keys()]);
  const responses = Object.fromEntries(
    membersOf(source, place, 'responses').map(([status, response]) => [
      /^[1-5]xx$/i.test(status) ? status.toUpperCase() : status,
      schemasOf(source, response),
    ]),
  );
  const operation: Operation = {
    operationId,
    source: sourceName,
    method,
    path,
    parameters: listParameters(source, [item, place]),
    ...(requestContentType === undefined ? {} : { requestContentType }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, schemas]) => [status, describeResponse(method, schemas)]),
    ),
    provenance: 'source',
    document: sourceName,
    server: at.server ?? findServer(operationId, [place.node, item.node, source.document]),
    ...(at.secretNames.size > 0 ? { secretNames: at.secretNames } : {}),
  };
  return { operation, responses, ...(request ? { request } : {}) };
}

/** Describes a response; one to HEAD never has a body. Source: RFC 9110, section 9.3.2. */
function describeResponse(method: HttpMethod, schemas: BodySchemas): OperationResponse {
  return { hasBody: schemas.size > 0 && method !== 'head', mediaTypes: [...schemas.keys()], provenance: 'source' };
}

/** Returns the schemas of a body; exact media types come before ranges. */
function schemasOf(source: SourceDocument, body: Place): BodySchemas {
  const content = membersOf(source, body, 'content').map(([mediaType, { node, pointer }]) => {
    const hasSchema = Object.hasOwn(node, 'schema');
    return [mediaType, hasSchema ? `${pointer}/schema` : undefined] as const;
  });
  return new Map(content.sort(([a], [b]) => Number(a.includes('*')) - Number(b.includes('*'))));
}

/** Returns JSON if the document offers it, otherwise its first media type; ranges cannot be sent. */
function contentTypeOf(mediaTypes: readonly string[]): string | undefined {
  const chosen = mediaTypes.find(isJsonMediaType) ?? mediaTypes[0];
  return chosen?.includes('*') ? 'application/json' : chosen;
}

/** Lists the parameters; one of the operation replaces one of the path with the same name and place. */
function listParameters(source: SourceDocument, owners: readonly Place[]): OperationParameter[] {
  const parameters = new Map<string, OperationParameter>();
  for (const owner of owners) {
    for (const [, { node }] of membersOf(source, owner, 'parameters')) {
      const name = String(node.name);
      const place = node.in as OperationParameter['in'];
      parameters.set(`${place} ${name}`, { name, in: place, required: node.required === true || place === 'path' });
    }
  }
  return [...parameters.values()];
}
