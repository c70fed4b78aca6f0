import type { SentRequest } from '../../core/exchange.ts';
import { isForeign, type Operation, takesIdempotencyKey } from '../../core/operation.ts';
import { renderFields } from './render-body.ts';
import { renderPath } from './render-path.ts';

/** The parts of a request that a caller gives. */
export interface RequestInput {
  readonly path?: Readonly<Record<string, unknown>>;
  /** An array repeats its name for each value; undefined is left out. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** Names in any casing. With an `authorization` no token is fetched. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  /** A JSON value, the fields of a form, or the text of any other media type. */
  readonly body?: unknown;
  /** The media type of the body; default: the operation's first documented one. */
  readonly contentType?: string;
  readonly idempotencyKey?: string;
}

interface RequestContext {
  /** The base URL, without a slash at its end. */
  readonly base: string;
  readonly newIdempotencyKey: () => string;
}

/**
 * Builds a request without a token. Header names become lower case. An idempotency key of the caller, as input or as
 * header, is kept. Without one, a POST to the bank gets a new key; a request to another API gets one if that documents
 * the header.
 */
export function buildRequest(
  operation: Operation,
  input: RequestInput,
  { base, newIdempotencyKey }: RequestContext,
): SentRequest {
  const { body, idempotencyKey } = input;
  const headers: Record<string, string> = {
    accept: acceptOf(operation),
  };
  for (const [name, value] of Object.entries(input.headers ?? {})) headers[name.toLowerCase()] = value;
  if (input.cookies) addCookies(headers, input.cookies);
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  else if (getsIdempotencyKey(operation)) headers['idempotency-key'] ??= newIdempotencyKey();
  if (body !== undefined) setContentType(headers, operation, input);
  return {
    method: operation.method.toUpperCase(),
    url: `${base}${renderPath(operation, input.path)}${renderQuery(input.query)}`,
    headers,
    ...(body === undefined ? {} : { body }),
  };
}

/** Returns the media types to accept: JSON, and those of a successful response that is not JSON. */
function acceptOf(operation: Operation): string {
  if (isForeign(operation)) return 'application/json, */*';
  const { mediaTypes = [] } = operation.responses[200] ?? {};
  return [...mediaTypes, 'application/json'].join(', ');
}

function getsIdempotencyKey(operation: Operation): boolean {
  return isForeign(operation) ? takesIdempotencyKey(operation) : operation.method === 'post';
}

function setContentType(
  headers: Record<string, string>,
  operation: Operation,
  { body, contentType }: RequestInput,
): void {
  const documented = contentType ?? headers['content-type'] ?? operation.requestContentType;
  if (documented !== undefined) headers['content-type'] = documented;
  else if (isForeign(operation)) headers['content-type'] = typeof body === 'string' ? 'text/plain' : 'application/json';
}

/**
 * Adds cookies as they are; characters that would end or break the header are percent-encoded. Source: RFC 6265,
 * section 4.1.1.
 */
function addCookies(headers: Record<string, string>, cookies: Readonly<Record<string, string>>): void {
  const written = (value: string) => value.replace(/[^\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]/gu, encodeURIComponent);
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${written(value.toWellFormed())}`);
  headers.cookie = [...(headers.cookie === undefined ? [] : [headers.cookie]), ...pairs].join('; ');
}

function renderQuery(query: RequestInput['query']): string {
  if (!query) return '';
  const fields = renderFields(query);
  return fields.size > 0 ? `?${fields}` : '';
}
