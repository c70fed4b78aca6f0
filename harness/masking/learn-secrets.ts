import type { ReceivedResponse, SentRequest } from '../../core/exchange.ts';
import type { Target } from '../../core/target.ts';
import { MASK } from './mask.ts';
import type { SecretValues } from './secret-values.ts';
import { isCredentialHeader, isSecret, type MaskedNames } from './sensitive-names.ts';

/** Adds the credentials of a target and the address of its webhooks, whose path may be a secret. */
export function learnTarget(secrets: SecretValues, { partner, operator, events }: Target): void {
  for (const { clientId, clientSecret } of [partner, ...(operator ? [operator] : [])]) {
    secrets.add(clientSecret);
    learnBasic(secrets, clientId, clientSecret);
  }
  if (events?.by === 'receive' && events.callbackUrl !== undefined) learnCallback(secrets, events.callbackUrl);
}

/** Adds a password, also in the form of HTTP Basic authentication. Source: RFC 7617, section 2. */
function learnBasic(secrets: SecretValues, username: string, password: string): void {
  if (password === '') return;
  secrets.add(password, Buffer.from(`${username}:${password}`).toString('base64'));
}

/** Adds the address of a webhook handler: its password, and the parts of its path and query that look like a secret. */
function learnCallback(secrets: SecretValues, url: string): void {
  if (!URL.canParse(url)) return;
  const { username, password, pathname, searchParams } = new URL(url);
  if (pathname !== '/' || searchParams.size > 0) secrets.addAddress(url);
  learnBasic(secrets, decodeOrSelf(username), decodeOrSelf(password));
  secrets.add(...[...pathname.split('/').map(decodeOrSelf), ...searchParams.values()].filter(isTelling));
}

/**
 * Returns true for a part that looks like a secret; `hooks` and `events`, for example, occur in the bank's own paths.
 */
function isTelling(part: string): boolean {
  return part.length >= 8 && /\d/.test(part);
}

/** Adds the secrets of a request, found by the names of its headers, parameters and properties. */
export function learnRequest(secrets: SecretValues, { url, headers, body }: SentRequest, names?: MaskedNames): void {
  learnHeaders(secrets, headers, names);
  for (const [name, value] of new URL(url).searchParams) if (isSecret(name, value, names)) secrets.add(value);
  learnValue(secrets, body, names, (value) => secrets.addSeen(value));
}

/** Adds the secrets of a response: tokens, cookies, and the personal data that a bank returns. */
export function learnResponse(secrets: SecretValues, { headers, body }: ReceivedResponse, names?: MaskedNames): void {
  learnHeaders(secrets, headers, names);
  learnValue(secrets, body, names, (value) => secrets.addSeen(value));
}

/** Adds every value in a JSON value, at any depth, whose name marks it as secret. */
export function learnValue(
  secrets: SecretValues,
  value: unknown,
  names?: MaskedNames,
  add: (secret: unknown) => void = (secret) => secrets.add(secret),
): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (Array.isArray(value)) learnValue(secrets, child, names, add);
    else if (child !== MASK && isSecret(name, child, names)) add(child);
    else if (name === 'callbackUrl' && typeof child === 'string') learnCallback(secrets, child);
    else learnValue(secrets, child, names, add);
  }
}

function learnHeaders(secrets: SecretValues, headers: Readonly<Record<string, string>>, names?: MaskedNames): void {
  for (const [name, value] of Object.entries(headers)) {
    const known = name.toLowerCase();
    if (known === 'cookie') for (const pair of value.split(';')) learnCookie(secrets, pair);
    // Attributes follow the first pair; several cookies are joined by commas.
    else if (known === 'set-cookie')
      for (const one of value.split(/,(?=[^;,]*=)/)) learnCookie(secrets, one.split(';')[0] ?? '');
    else if (known.endsWith('authorization')) learnAuthorization(secrets, value);
    else if (isCredentialHeader(name) || isSecret(name, value, names)) secrets.add(value);
  }
}

function learnCookie(secrets: SecretValues, pair: string): void {
  const value = pair.slice(pair.indexOf('=') + 1).trim();
  secrets.add(value, decodeOrSelf(value));
}

/**
 * Adds the credentials of an authorization: `Bearer TOKEN`, `Basic BASE64`, or parameters. Source: RFC 9110, section
 * 11.4.
 */
function learnAuthorization(secrets: SecretValues, value: string): void {
  const [, scheme = '', credentials = value] = /^(\S+)\s+(.*)$/s.exec(value) ?? [];
  secrets.add(credentials);
  if (!/^basic$/i.test(scheme)) return;
  const pair = Buffer.from(credentials, 'base64').toString();
  secrets.add(pair.slice(pair.indexOf(':') + 1));
}

function decodeOrSelf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
