import { CrosscheckError } from '../../core/errors.ts';
import { BinaryBody, type ReceivedResponse } from '../../core/exchange.ts';
import { isFormMediaType, isJsonMediaType } from '../../core/media-type.ts';
import type { Client, SendInput } from '../client/client.ts';
import { untilAborted } from '../client/time-limit.ts';
import type { Router } from './find-operation.ts';

/**
 * Returns a function like `fetch` that sends by a client: it finds the operation of a `Request`, sends it, and returns
 * the exchange as a `Response`. Throws a CrosscheckError before anything is sent if the address is not below `baseUrl`
 * or the contract has no such operation.
 */
export function sendAsFetch(send: Client['send'], router: Router, baseUrl: string) {
  return async (request: Request): Promise<Response> => {
    const { method, url, signal } = request;
    const path = pathBelow(baseUrl, url);
    const route = path === undefined ? undefined : router.find(method, path);
    if (!route) throw noOperation(method, url, path === undefined ? [] : router.methodsOf(path));
    const body = await readBody(request);
    const input: SendInput = {
      path: route.path,
      query: readFields(new URL(url).searchParams),
      headers: Object.fromEntries(request.headers),
      ...(body === undefined ? {} : { body }),
      signal,
    };
    const exchange = await untilAborted(signal, () => send(route.operation.operationId, input));
    return buildResponse(exchange.response, url);
  };
}

/** Returns the encoded path of a URL below a base; undefined for a URL elsewhere. */
function pathBelow(baseUrl: string, url: string): string | undefined {
  const { origin, pathname } = new URL(url);
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  return origin === base.origin && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : undefined;
}

/** Returns the fields of a query or form; a name that occurs several times has the list of its values. */
function readFields(fields: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(fields.keys())].map((name) => {
    const [first = '', ...more] = fields.getAll(name);
    return [name, more.length === 0 ? first : [first, ...more]] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Returns the value that a request's body was rendered from: JSON as a value, a form as its fields, other text as it
 * is.
 */
async function readBody(request: Request): Promise<unknown> {
  if (request.body === null) return undefined;
  const text = await request.text();
  const contentType = request.headers.get('content-type') ?? 'application/json';
  if (isFormMediaType(contentType)) return readFields(new URLSearchParams(text));
  if (!isJsonMediaType(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { method, url } = request;
    throw new CrosscheckError({
      code: 'not-executable',
      message: `Cannot send ${method} ${new URL(url).pathname}: the body is not JSON`,
      remedy: 'Pass the body as a value, or set the header content-type to the media type of the text',
      cause,
    });
  }
}

/** Statuses for which a `Response` must not have a body. Source: Fetch Standard, null body status. */
const WITHOUT_BODY = new Set([204, 205, 304]);
/** These headers describe the bytes on the wire, which a parsed body no longer has. */
const OF_THE_BYTES = new Set(['content-length', 'transfer-encoding']);

function buildResponse({ statusCode, headers, body, text, binary }: ReceivedResponse, url: string): Response {
  if (statusCode < 200 || statusCode > 599)
    throw new CrosscheckError({
      code: 'answer-unusable',
      message: `"${new URL(url).origin}" answered with status ${statusCode}; a Response has a status from 200 to 599`,
      remedy: 'Read the exchange with api.exchanges(); a bank that answers with such a status has a fault',
    });
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_BYTES.has(name));
  const bytes = binary instanceof BinaryBody ? binary.bytes() : undefined;
  const content = bytes ? new Blob([Buffer.from(bytes)]) : body === undefined ? text : JSON.stringify(body);
  const response = new Response(WITHOUT_BODY.has(statusCode) ? null : (content ?? null), {
    status: statusCode,
    headers: Object.fromEntries(kept),
  });
  return Object.defineProperty(response, 'url', { value: url });
}

function noOperation(method: string, url: string, methods: readonly string[]): CrosscheckError {
  const { origin, pathname } = new URL(url);
  const known = methods.length === 0 ? '' : `; it has ${methods.join(', ')} for this path`;
  return new CrosscheckError({
    code: 'usage',
    message: `Cannot send ${method} ${pathname} to "${origin}": the contract document has no such operation${known}`,
    remedy: 'Correct method, path and base URL; generated/openapi/ has every operation',
  });
}
