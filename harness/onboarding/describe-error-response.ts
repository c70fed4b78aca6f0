import type { ReceivedResponse } from '../../core/exchange.ts';

const MASK = '***';
/** Shorter values occur in too many texts by chance. */
const SHORTEST_NUMBER = 4;
const MOST_CHARACTERS = 200;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/**
 * Seven or more digits in any grouping: a tax id, a date, a phone number such as (517) 555-0100, or an account number.
 */
const LONG_NUMBER = /\+?\(?\d(?:[-. /()]{0,2}\d){6,}/g;
const LAST_DIGITS = 4;

/**
 * Returns the bank's error codes and messages as one line for the progress file, of at most 200 characters. Personal
 * values of `about` are masked and ids are replaced by a word, so that the same reason is the same text for every
 * customer. `about` must be the whole record, since the bank may repeat values of earlier requests.
 */
export function describeErrorResponse({ statusCode, body }: ReceivedResponse, about: unknown): string {
  const errors = errorsOf(body);
  if (errors.length === 0) return `status ${statusCode} without an error message`;
  const values = personalValues(about);
  const texts = errors.map(({ code = '', message = '' }) =>
    `${mask(textOf(code), [])} ${mask(textOf(message), values)}`.trim(),
  );
  return texts.join('; ').slice(0, MOST_CHARACTERS);
}

/** Returns the errors of a body, each with code and message. Source: L-ERR (D13). */
function errorsOf(body: unknown): { readonly code?: unknown; readonly message?: unknown }[] {
  const { errors } = (body ?? {}) as { errors?: unknown };
  return Array.isArray(errors) ? errors.map((error: unknown) => (error ?? {}) as object) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function mask(text: string, values: readonly string[]): string {
  return values.reduce(maskWord, text.replaceAll(GUID, '(id)')).replaceAll(LONG_NUMBER, MASK).replaceAll(/\s+/g, ' ');
}

/**
 * Returns the personal values, the longest first. For a tax id or identification number, its last four digits are
 * included.
 */
function personalValues(about: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, name: string) => {
    if (typeof value === 'string' && isPersonal(name, value)) {
      found.add(value);
      if (/^(?:taxId|idNumber)$/.test(name)) found.add(value.slice(-LAST_DIGITS));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, Array.isArray(value) ? name : key);
    }
  };
  visit(about, '');
  return [...found].sort((a, b) => b.length - a.length);
}

/** Checks for names, titles and cities, and for values with a digit or an at sign. */
function isPersonal(name: string, value: string): boolean {
  if (/(?:name|title|city)$/i.test(name)) return value.length > 1;
  return value.length >= SHORTEST_NUMBER && /[\d@]/.test(value);
}

/** Masks a value only as a whole word: `Lee` is not masked in `fleet`. */
function maskWord(text: string, word: string): string {
  // Building the expression takes a millisecond, and the bank repeats few values.
  if (!text.toLowerCase().includes(word.toLowerCase())) return text;
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'), MASK);
}
