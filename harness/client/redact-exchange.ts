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
 * depth; text that is not JSON is left out, because nothing is known of it. What was masked is added to `secrets`. Source: S-CUST (the tax id comes back unmasked in its sample).
 */
export function redactExchange(exchange: Exchange, secrets?: Set<string>): Exchange {
  const { request, response } = exchange;
  if (secrets) for (const part of [request, response]) collectSecrets(part, secrets);
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

/** Shorter values stand in too many texts by chance. */
const SHORTEST_SECRET = 4;

function collectSecrets(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown },
  secrets: Set<string>,
): void {
  for (const [name, value] of Object.entries(headers))
    if (SENSITIVE_HEADERS.has(name)) for (const part of [value, ...value.split(' ')]) addSecret(part, secrets);
  collectValues(body, secrets);
}

function collectValues(value: unknown, secrets: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (typeof child === 'string' && !Array.isArray(value) && isMasked(name, child)) addSecret(child, secrets);
    else collectValues(child, secrets);
  }
}

function addSecret(value: string, secrets: Set<string>): void {
  if (value.length >= SHORTEST_SECRET && !/^Bearer$/i.test(value)) secrets.add(value);
}

/** Copies a JSON value with every secret masked, by whatever name it goes, also within a text. */
export function maskValues<T>(value: T, secrets: ReadonlySet<string>): T {
  if (typeof value === 'string') return maskText(value, secrets) as T;
  if (Array.isArray(value)) return value.map((item) => maskValues(item, secrets)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, maskValues(child, secrets)])) as T;
}

function maskText(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets].reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
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
