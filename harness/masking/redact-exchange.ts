import type { Exchange } from '../../core/exchange.ts';
import { maskUrlPath } from '../../core/loopback.ts';
import { MASK } from './mask.ts';
import { isCredentialHeader, isSensitive, type MaskedNames } from './sensitive-names.ts';

/**
 * Copies an exchange for a recording. Credentials, and properties that the contract or the operation marks as
 * sensitive, are masked at any depth. Text that is not JSON and the bytes of documents are left out, because their
 * content is unknown. `SecretValues` masks the same values under other names. Source: S-CUST (its sample returns the
 * tax id unmasked).
 */
export function redactExchange(exchange: Exchange, names?: MaskedNames): Exchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: {
      ...request,
      url: redactQuery(request.url, names),
      headers: redactHeaders(request.headers, names),
      ...(request.body === undefined ? {} : { body: redactBody(request.body, names) }),
    },
    response: {
      statusCode: response.statusCode,
      headers: redactHeaders(response.headers, names),
      ...(response.body === undefined ? {} : { body: redactValue(response.body, names) }),
      ...(response.binary === undefined ? {} : { binary: describeBinary(response.binary) }),
      ...(response.text === undefined ? {} : { text: describeText(response.text, 'characters, not JSON') }),
    },
  };
}

/** Copies the length and the digest only. */
function describeBinary({ length, sha256 }: NonNullable<Exchange['response']['binary']>) {
  return { length, sha256 };
}

function redactBody(body: unknown, names: MaskedNames | undefined): unknown {
  return typeof body === 'string' ? describeText(body, 'characters of text') : redactValue(body, names);
}

/** The replacement of a body that was too long. */
const NOT_KEPT = /^a (?:body|text)(?: of more than \d+ bytes)?, not kept \(limit \w+\)$/;

function describeText(text: string, what: string): string {
  return NOT_KEPT.test(text) ? text : `${text.length} ${what}`;
}

/** Copies a JSON value with every property masked that is sensitive by its name, at any depth. */
export function redactValue(value: unknown, names?: MaskedNames): unknown {
  if (Array.isArray(value)) return value.map((item) => redactValue(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, redactProperty(name, child, names)]));
}

function redactProperty(name: string, value: unknown, names: MaskedNames | undefined): unknown {
  if (isSensitive(name, value, names)) return MASK;
  return name === 'callbackUrl' && typeof value === 'string' ? maskUrlPath(value) : redactValue(value, names);
}

function redactQuery(url: string, names: MaskedNames | undefined): string {
  return url.replace(/([?&])([^=&]+)=[^&]*/g, (parameter, separator: string, name: string) =>
    isSensitive(decodeName(name), '', names) ? `${separator}${name}=${MASK}` : parameter,
  );
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

function redactHeaders(
  headers: Readonly<Record<string, string>>,
  names: MaskedNames | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (isCredentialHeader(name) || isSensitive(name, value, names)) return [name, MASK];
      return [name, name.toLowerCase() === 'location' ? redactQuery(value, names) : value];
    }),
  );
}
