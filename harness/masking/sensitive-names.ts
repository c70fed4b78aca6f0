import { sensitiveProperties } from '../../generated/operations.ts';

/** Lower-case names that a document marks as secret: of properties, parameters, headers and cookies. */
export type MaskedNames = ReadonlySet<string>;

const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);

/** Returns true if a header always carries a credential. */
export function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_HEADERS.has(name.toLowerCase());
}

const sensitiveNames: MaskedNames = new Set([...sensitiveProperties].map((name) => name.toLowerCase()));

/**
 * Returns true if a property is masked by its name, in any casing. The bank's document also shows an identification as
 * a text, which is then its number (DOC-004).
 */
export function isSensitive(name: string, value: unknown, names?: MaskedNames): boolean {
  if (value === null) return false;
  const known = name.toLowerCase();
  if (sensitiveNames.has(known) || names?.has(known)) return true;
  return known === 'primaryidentification' && typeof value === 'string';
}

/** The sensitive properties of the contract whose values are also masked under other names and within texts. */
const SECRET_NAMES: MaskedNames = new Set([
  'taxid',
  'birthdate',
  'idnumber',
  'access_token',
  'client_secret',
  'authpassword',
]);

/** Returns true if the value of a property is a secret wherever it occurs; titles, names and reasons are not. */
export function isSecret(name: string, value: unknown, names?: MaskedNames): boolean {
  const known = name.toLowerCase();
  if (SECRET_NAMES.has(known) || names?.has(known)) return true;
  return known === 'primaryidentification' && typeof value === 'string';
}
