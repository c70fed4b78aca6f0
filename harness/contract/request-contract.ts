import { readFileSync } from 'node:fs';
import type { Operation } from '../../core/operation.ts';

/** The keywords of JSON Schema in the requests of COS. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationNode>>>>;
}

interface OperationNode {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** The contract of one request: the schema of its body (undefined without a body) and of its parameters. */
export interface RequestContract {
  readonly body: Schema | undefined;
  readonly parameters: readonly Parameter[];
  /** Follows `$ref` to the schema itself. */
  resolve(schema: Schema): Schema;
}

/** Returns the request of an operation from its bundled document, which is read at the first call. */
export function requestContractOf({ source, path, method, requestContentType }: Operation): RequestContract {
  const document = documentOf(source);
  const node = document.paths[path]?.[method] ?? {};
  const resolve = <Node extends { readonly $ref?: string }>(from: Node): Node => follow(document, from);
  return {
    body: requestContentType ? node.requestBody?.content[requestContentType]?.schema : undefined,
    parameters: (node.parameters ?? []).map(resolve),
    resolve,
  };
}

const documents = new Map<string, Document>();

function documentOf(source: string): Document {
  const file = new URL(`../../generated/openapi/${source}.openapi.json`, import.meta.url);
  const known = documents.get(source) ?? (JSON.parse(readFileSync(file, 'utf8')) as Document);
  documents.set(source, known);
  return known;
}

/** Follows a `$ref`; its sibling keywords override the target. Source: OpenAPI 3.1, JSON Schema 2020-12. */
function follow<Node extends { readonly $ref?: string }>(document: Document, { $ref, ...rest }: Node): Node {
  if ($ref === undefined) return rest as Node;
  let found: unknown = document;
  for (const token of $ref.slice(2).split('/')) {
    found = (found as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return follow(document, { ...(found as Node), ...rest });
}
