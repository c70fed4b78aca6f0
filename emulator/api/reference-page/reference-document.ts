import { type ContractDocument, contractDocuments } from '../../../core/contract-documents.ts';
import type { DemoAccess, DemoClient } from './demo-access.ts';

/** The contract documents that the page shows, in the order of its selector. */
export const modules = contractDocuments;
export type Module = ContractDocument;

/** The parts of a bundled OpenAPI document that change before it is served. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly description?: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly components: { readonly securitySchemes?: Readonly<Record<string, unknown>> };
}

/** The role whose token a module requires; the identity server issues the tokens and requires none. */
const roles: Record<Module, 'partner' | 'operator' | undefined> = {
  core: 'partner',
  ach: 'partner',
  webhooks: 'partner',
  identity: undefined,
  emulator: 'operator',
};

export interface ReferenceContext {
  readonly module: Module;
  readonly access: DemoAccess;
}

/**
 * Builds the document that the page shows from a contract document. Its server is the emulator itself, as a path
 * without a host. The bearer scheme becomes a client credentials flow, named after the role that the module requires.
 * Swagger UI's Authorize dialog uses it to request the token.
 */
export function buildReferenceDocument(
  document: OpenApiDocument,
  { module, access }: ReferenceContext,
): OpenApiDocument {
  const role = roles[module];
  const served = { ...document, servers: [{ url: '/' }] };
  if (role === undefined) return describe(served, `${hintOf(access.partner)}, audience \`${access.audience}\``);
  const hint = hintOf(access[role]);
  const tokenUrl = '/connect/token';
  const scheme = { type: 'oauth2', description: hint, flows: { clientCredentials: { tokenUrl, scopes: {} } } };
  return {
    ...describe(served, `${hint} (button *Authorize*)`),
    security: [{ [role]: [] }],
    components: { ...document.components, securitySchemes: { [role]: scheme } },
  };
}

function describe(document: OpenApiDocument, hint: string): OpenApiDocument {
  const description = [document.info.description, hint].filter(Boolean).join('\n\n');
  return { ...document, info: { ...document.info, description } };
}

function hintOf({ clientId, clientSecret }: DemoClient): string {
  return `Demo credentials for this emulator only: client_id \`${clientId}\`, client_secret \`${clientSecret}\``;
}
