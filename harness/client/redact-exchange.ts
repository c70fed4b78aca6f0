import type { Exchange } from '../../core/exchange.ts';
import { sensitiveProperties } from '../../generated/operations.ts';

const MASK = '***';
const SENSITIVE_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);

/**
 * Copies an exchange for a recording: credentials, and every property that the contract marks sensitive, masked at any
 * depth; text that is not JSON is left out, because nothing is known of it. Source: S-CUST (the tax id comes back unmasked in its sample).
 */
export function redactExchange(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: {
      ...request,
      url: redactQuery(request.url),
      headers: redactHeaders(request.headers),
      ...(request.body === undefined ? {} : { body: redactBody(request.body) }),
    },
    response: {
      statusCode: response.statusCode,
      headers: redactHeaders(response.headers),
      ...(response.body === undefined ? {} : { body: redactValue(response.body) }),
      ...(response.text === undefined ? {} : { text: `${response.text.length} characters, not JSON` }),
    },
  };
}

function redactBody(body: unknown): unknown {
  return typeof body === 'string' ? `${body.length} characters of text` : redactValue(body);
}

/** Copies a JSON value with every property that the contract marks sensitive masked, at any depth. */
export function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, isMasked(name, child) ? MASK : redactValue(child)]),
  );
}

/** Whether a value, or anything in it, was masked. */
export function containsMask(value: unknown): boolean {
  if (value === MASK) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsMask);
}

/** The document also shows an identification as a text, which is then its number (DOC-004). */
function isMasked(name: string, value: unknown): boolean {
  return (isSensitive(name) && value !== null) || (name === 'primaryIdentification' && typeof value === 'string');
}

function redactQuery(url: string): string {
  return url.replace(/([?&])([^=&]+)=[^&]*/g, (parameter, separator: string, name: string) =>
    isSensitive(name) ? `${separator}${name}=${MASK}` : parameter,
  );
}

function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, redactHeader(name.toLowerCase(), value)]),
  );
}

function redactHeader(name: string, value: string): string {
  if (SENSITIVE_HEADERS.has(name)) return MASK;
  return name === 'location' ? redactQuery(value) : value;
}

const sensitiveNames: ReadonlySet<string> = new Set([...sensitiveProperties].map((name) => name.toLowerCase()));

/** A target may write a name in another casing than the contract. */
function isSensitive(name: string): boolean {
  return sensitiveNames.has(name.toLowerCase());
}
