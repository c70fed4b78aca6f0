import type { CrosscheckError } from './errors.ts';

/**
 * Characters that a terminal, a log or an XML file does not show: controls (ESC, CR, C1, DEL, line breaks), formats
 * (bidirectional, zero width), line and paragraph separators, lone surrogates, noncharacters, invisible letters.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Escapes an untrusted text for a line of output. Characters that are not shown become `\n` or `\u001b` as in JSON. The
 * commands of CI systems (`::error` at the beginning of a line, `##[group]` and `##vso[...]` anywhere) and `]]>`, which
 * ends a CDATA section of XML, are escaped too. An escaped text stays unchanged.
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

/** Copies data with every text escaped, including the names of properties. */
export function printableTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return printable(value) as Value;
  if (Array.isArray(value)) return value.map(printableTexts) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => [printable(name), printableTexts(child)]);
  return Object.fromEntries(entries) as Value;
}

/** Renders data as indented JSON in which characters that a terminal does not show are escaped. */
export function renderJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNPRINTABLE, (character) =>
    character === '\n' ? character : escapeCharacter(character),
  );
}

/**
 * Renders an operating error: its message, a line for each of its problems, and the remedy. The message of an error
 * with problems has line breaks, so its parts are already escaped.
 */
export function renderOperatingError({
  message,
  remedy,
  problems,
}: Pick<CrosscheckError, 'message' | 'remedy' | 'problems'>): string {
  const lines = problems ? message.split('\n') : [message];
  return [...lines, remedy].map(printable).join('\n');
}
