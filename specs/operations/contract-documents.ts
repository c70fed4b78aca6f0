import { readFileSync } from 'node:fs';
import type { Operation } from '../../core/operation.ts';

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
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface OperationNode {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const documents = new Map<string, Document>();

function documentOf(source: string): Document {
  const known =
    documents.get(source) ?? (JSON.parse(readFileSync(`generated/openapi/${source}.openapi.json`, 'utf8')) as Document);
  documents.set(source, known);
  return known;
}

/** The contract of one operation's request, from the bundled document: its body's schema and its parameters'. */
export interface RequestContract {
  readonly body: Schema | undefined;
  readonly parameters: readonly Parameter[];
  /** Follows `$ref`s to the schema that they mean. */
  resolve(schema: Schema): Schema;
}

export function requestContractOf({ source, path, method, requestContentType }: Operation): RequestContract {
  const document = documentOf(source);
  const node = document.paths[path]?.[method] ?? {};
  const lookUp = <Node extends { readonly $ref?: string }>({ $ref, ...rest }: Node): Node => {
    if ($ref === undefined) return rest as Node;
    let found: unknown = document;
    for (const token of $ref.slice(2).split('/')) {
      found = (found as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return lookUp({ ...(found as Node), ...rest } as Node);
  };
  return {
    body: requestContentType ? node.requestBody?.content[requestContentType]?.schema : undefined,
    parameters: (node.parameters ?? []).map((parameter) => lookUp(parameter)),
    resolve: lookUp,
  };
}
