/** A number in a text, with the separators between its groups. */
export interface StandingNumber {
  readonly offset: number;
  readonly text: string;
  readonly digits: string;
}

/**
 * Finds matches of a pattern that are not part of something longer: an identifier, a hash, a longer number, a decimal
 * fraction. The pattern must be global and without unbounded repetition, so that the cost per position is bounded.
 */
export function findStandingNumbers(text: string, pattern: RegExp): StandingNumber[] {
  const found: StandingNumber[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { 0: number, index: offset } = match;
    const end = offset + number.length;
    const isAlone = !isContinuedBefore(text, offset) && !isContinuedAfter(text, end);
    if (isAlone) found.push({ offset, text: number, digits: number.replace(/\D/g, '') });
    pattern.lastIndex = isAlone ? end : nextPlace(text, offset);
  }
  return found;
}

/** Returns the next position to try; after a digit, the rest of the run of digits is skipped. */
function nextPlace(text: string, offset: number): number {
  let next = offset + 1;
  if (isDigit(text, offset)) while (isDigit(text, next)) next++;
  return next;
}

function isContinuedBefore(text: string, offset: number): boolean {
  if (isDigit(text, offset - 1)) return !ESCAPE_BEFORE.test(text.slice(Math.max(0, offset - 6), offset));
  if (isDigit(text, offset - 2) && isDotOrHyphen(text, offset - 1)) return true;
  // Neither a plus nor a bracket is part of a word.
  if (!isDigit(text, offset)) return false;
  // A letter that ends an escape (\n, %2B) does not continue a word.
  return (
    WORD_END.test(text.slice(Math.max(0, offset - MOST_UNDERSCORES - 1), offset)) &&
    !ESCAPE_BEFORE.test(text.slice(Math.max(0, offset - 6), offset))
  );
}

/** A letter of any alphabet or a digit, also behind the underscores of Markdown emphasis. */
const WORD_END = /[\p{L}\d]_*$/u;
const WORD_BEGIN = /^_*[\p{L}\d]/u;
const MOST_UNDERSCORES = 3;

const ESCAPE_BEFORE = /\\[nrtbf]$|\\u[\da-f]{4}$|%[\da-f]{2}$/i;

function isContinuedAfter(text: string, end: number): boolean {
  if (isDigit(text, end) || (isDotOrHyphen(text, end) && isDigit(text, end + 1))) return true;
  return WORD_BEGIN.test(text.slice(end, end + MOST_UNDERSCORES + 1));
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function isDotOrHyphen(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 45 || code === 46;
}

/** Returns true if a number with blanks in it is next to others, as in a table. */
export function isInRow(text: string, { offset, text: { length } }: StandingNumber): boolean {
  return (
    /\d[ \t]+$/.test(text.slice(Math.max(0, offset - 8), offset)) ||
    /^[ \t]+\d/.test(text.slice(offset + length, offset + length + 8))
  );
}
