import { readFileSync } from 'node:fs';
import type { Operation } from '../../core/operation.ts';

/** What the requests of COS are described with: the keywords of JSON Schema that its contract uses. */
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

/** The contract of one operation's request: its body's schema, undefined without a body, and its parameters'. */
export interface RequestContract {
  readonly body: Schema | undefined;
  readonly parameters: readonly Parameter[];
  /** Follows `$ref`s to the schema that they mean. */
  resolve(schema: Schema): Schema;
}

/** Finds the request of an operation of COS in its bundled document, which is read when it is first asked for. */
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

/** What stands beside a `$ref` overrules what it refers to. Source: OpenAPI 3.1, JSON Schema 2020-12. */
function follow<Node extends { readonly $ref?: string }>(document: Document, { $ref, ...rest }: Node): Node {
  if ($ref === undefined) return rest as Node;
  let found: unknown = document;
  for (const token of $ref.slice(2).split('/')) {
    found = (found as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return follow(document, { ...(found as Node), ...rest });
}
