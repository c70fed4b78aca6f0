import type { CrosscheckError } from './errors.ts';

/**
 * Characters that a terminal, a log or an XML file does not show as they are: controls (ESC, CR, C1, DEL, line breaks),
 * formats (bidirectional, zero width), line and paragraph separators, lone surrogates, noncharacters, invisible letters.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Escapes a text from outside, so that it stays on one line and does what a text does: nothing. Characters that are not
 * shown become `\n` or `\u001b` as in JSON. What a CI system reads as a command (`::error` at the beginning of a line,
 * `##[group]` and `##vso[...]` anywhere) loses its meaning, and so does `]]>`, which ends a section of XML. A text that is
 * escaped already stays as it is.
 */
export function printable(text: string): string {
  return text
    .replace(UNPRINTABLE, escapeCharacter)
    .replace(/^( *):/, '$1\\u003a')
    .replace(/##(?=\w*\[)/g, '#\\u0023')
    .replaceAll(']]>', ']]\\u003e');
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return SHORT[character] ?? units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** Escapes every text within data, the names of properties included, for a renderer. Returns a copy. */
export function printableTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return printable(value) as Value;
  if (Array.isArray(value)) return value.map(printableTexts) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => [printable(name), printableTexts(child)]);
  return Object.fromEntries(entries) as Value;
}

/** Renders data as indented JSON that holds no character that a terminal does not show; a parser reads the same data. */
export function renderJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNPRINTABLE, (character) =>
    character === '\n' ? character : escapeCharacter(character),
  );
}

/**
 * Renders an operating error for a person: its message, a line for each of its problems, and the remedy. An error with
 * problems has escaped them itself, because its message holds line breaks of its own.
 */
export function renderOperatingError({
  message,
  remedy,
  problems,
}: Pick<CrosscheckError, 'message' | 'remedy' | 'problems'>): string {
  const lines = problems ? message.split('\n') : [message];
  return [...lines, remedy].map(printable).join('\n');
}
