import { basename } from 'node:path';

/** A line stays below 4,096 bytes, so that a pipe writes it whole or not at all (POSIX, PIPE_BUF). */
const LONGEST_PATH = 1_000;
const LONGEST_CAUSE = 500;
/** Shorter values, such as amounts, also occur as parts of words and file positions. */
const SHORTEST_SECRET = 4;

/** Nine digits, in groups or not, like a tax id; account numbers of the bank have ten. */
const TAX_ID = /(?<![\w-])\d{3}-?\d{2}-?\d{4}(?![\w-])/g;
const BLANK_OR_UNPRINTABLE = /[^\x21-\x7e]+/g;

/** Returns a path for the log: without query, tax ids and control characters. */
export function maskPath(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/[^\x21-\x7e]/g, (character) => encodeURIComponent(character));
  return shorten(decodeDigits(path).replace(TAX_ID, '*********'), LONGEST_PATH);
}

/** Decodes percent-encoded digits and hyphens, so that masking finds them. */
function decodeDigits(path: string): string {
  return path.replace(/%(2d|3\d)/gi, (whole) => (/%3[a-f]/i.test(whole) ? whole : decodeURIComponent(whole)));
}

/**
 * Describes an error in one line: its message and its position in our code, as `name.ts:line`. Masks quoted parts and
 * the given values of a request, nested or not.
 */
export function describeCause(error: unknown, secrets: readonly unknown[]): string {
  const { message = String(error), stack = '' } = error as Partial<Error>;
  const values = [...new Set(secrets.flatMap(textsOf))].sort((a, b) => b.length - a.length);
  let text = message;
  for (const value of values) text = text.replaceAll(value, '***');
  text = text
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"***"')
    .replace(TAX_ID, '***')
    .replace(BLANK_OR_UNPRINTABLE, ' ');
  const [, file, line] = /\(?(?:file:\/\/)?([^\s()]+\.ts):(\d+):\d+\)?/.exec(stack.slice(message.length)) ?? [];
  const { code } = error as { code?: unknown };
  const facts = [...(typeof code === 'string' ? [code] : []), ...(file ? [`at ${basename(file)}:${line}`] : [])];
  return `${shorten(text, LONGEST_CAUSE)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}

/** Returns the texts and numbers in a value that are long enough to mask. */
function textsOf(value: unknown): string[] {
  const texts: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'object' && next !== null) open.push(...Object.values(next));
    else if (typeof next === 'string' || typeof next === 'number') texts.push(String(next));
  }
  return texts.filter((text) => text.length >= SHORTEST_SECRET);
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}...` : text;
}
