import type { ReceivedResponse } from '../../core/exchange.ts';

const MASK = '***';
/** Shorter numbers stand in too many texts by chance. */
const SHORTEST_NUMBER = 4;
const MOST_CHARACTERS = 200;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** So many digits, however they are grouped, may be a tax id, a date, a phone as (517) 555-0100 or an account. */
const LONG_NUMBER = /\+?\(?\d(?:[-. /()]{0,2}\d){6,}/g;
const LAST_DIGITS = 4;

/**
 * What the bank says against a request, as one line that can stand in a journal: what is known of the person is masked where the
 * bank repeats it, and ids give way to a word, so that the same reason is the same text for everybody. `about` is all that may be
 * repeated: the whole record, for an answer can tell of what earlier requests said.
 */
export function describeAnswer({ statusCode, body }: ReceivedResponse, about: unknown): string {
  const errors = errorsOf(body);
  if (errors.length === 0) return `status ${statusCode} without a reason`;
  const values = personalValues(about);
  const told = errors.map(({ code = '', message = '' }) =>
    `${mask(textOf(code), [])} ${mask(textOf(message), values)}`.trim(),
  );
  return told.join('; ').slice(0, MOST_CHARACTERS);
}

/** Each with its code and its message. Source: L-ERR (D13). */
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

/** Values that could tell of a person, the longest first; of a number that identifies, what is usually shown of it, too. */
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

/** Names and titles, and whatever has a digit or an at sign. */
function isPersonal(name: string, value: string): boolean {
  if (/(?:name|title|city)$/i.test(name)) return value.length > 1;
  return value.length >= SHORTEST_NUMBER && /[\d@]/.test(value);
}

/** A name is a word of its own: `Lee` is not masked in `fleet`. */
function maskWord(text: string, word: string): string {
  // Such an expression takes a millisecond to build, and most values are repeated by nobody.
  if (!text.toLowerCase().includes(word.toLowerCase())) return text;
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'), MASK);
}
