import { type ContractDocument, contractDocuments } from '../../../core/contract-documents.ts';
import type { DemoAccess, DemoClient } from './demo-access.ts';

/** The contract's documents that the page shows, in the order of its switcher. */
export const modules = contractDocuments;
export type Module = ContractDocument;

/** What of a bundled OpenAPI document is changed before it is served; the rest goes through untouched. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly description?: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly components: { readonly securitySchemes?: Readonly<Record<string, unknown>> };
}

/** Whose token a module wants; the identity server gives the tokens and wants none. */
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
 * Builds the document that the page shows from one of the contract's: calls go to the emulator that serves it, by paths
 * without a host, and the
 * bearer scheme becomes a client credentials flow, named after the role that the module wants, with which Swagger UI's
 * Authorize dialog can fetch the token.
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
  return `Demo credentials, which open no real bank: client_id \`${clientId}\`, client_secret \`${clientSecret}\``;
}
