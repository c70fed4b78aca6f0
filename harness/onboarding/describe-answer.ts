import type { ReceivedResponse } from '../../core/exchange.ts';

const MASK = '***';
/** Shorter numbers stand in too many texts by chance. */
const SHORTEST_NUMBER = 4;
const MOST_CHARACTERS = 200;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** So many digits, however they are grouped, may be a tax id, a date, a phone or an account. */
const LONG_NUMBER = /\d(?:[-. /]?\d){6,}/g;

/**
 * What the bank says against a request, as one line that can stand in a journal: what was sent of a person is masked where the
 * bank repeats it, and ids give way to a word, so that the same reason is the same text for everybody.
 */
export function describeAnswer({ statusCode, body }: ReceivedResponse, sent: unknown): string {
  const messages = messagesOf(body);
  const text = messages.length > 0 ? messages.join('; ') : `status ${statusCode} without a reason`;
  const masked = personalValues(sent).reduce(maskWord, text.replaceAll(GUID, '(id)'));
  return masked.replaceAll(LONG_NUMBER, MASK).replaceAll(/\s+/g, ' ').slice(0, MOST_CHARACTERS);
}

/** The messages of the bank's errors, each with its code. Source: L-ERR (D13). */
function messagesOf(body: unknown): string[] {
  const { errors } = (body ?? {}) as { errors?: unknown };
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => {
    const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: unknown };
    return `${String(code)} ${String(message)}`.trim();
  });
}

/** Values that could tell of a person: names and titles, and whatever has a digit or an at sign; the longest first. */
function personalValues(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return isPersonal(name, value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([key, child]) => personalValues(child, key));
  return found.sort((a, b) => b.length - a.length);
}

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
