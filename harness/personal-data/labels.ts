/** What the words just before a number say that it is. */
export type Label = 'ssn' | 'ein' | 'tax id' | 'id number' | 'phone' | 'routing number';

/** Words in a row, and what they say; the longer of two comes first. */
const LABELS: readonly (readonly [words: string, label: Label])[] = [
  ['employer identification', 'ein'],
  ['employer id', 'ein'],
  ['federal tax id', 'tax id'],
  ['social security', 'ssn'],
  ['tax identification', 'tax id'],
  ['taxpayer identification', 'tax id'],
  ['taxpayer id', 'tax id'],
  ['tax payer id', 'tax id'],
  ['tax number', 'tax id'],
  ['tax id', 'tax id'],
  ['tax ids', 'tax id'],
  ['taxids', 'tax id'],
  ['taxid', 'tax id'],
  ['tin', 'tax id'],
  ['tins', 'tax id'],
  ['ssn', 'ssn'],
  ['ssns', 'ssn'],
  ['itin', 'ssn'],
  ['atin', 'ssn'],
  ['ein', 'ein'],
  ['eins', 'ein'],
  ['fein', 'ein'],
  ['id number', 'id number'],
  ['idnumber', 'id number'],
  ['routing', 'routing number'],
  ['aba', 'routing number'],
  ['rtn', 'routing number'],
  ['phone', 'phone'],
  ['phones', 'phone'],
  ['telephone', 'phone'],
  ['tel', 'phone'],
  ['mobile', 'phone'],
  ['cell', 'phone'],
  ['cellphone', 'phone'],
  ['fax', 'phone'],
];

/** Words that may stand between a label and its number: of a sentence, a schema, an XML attribute, a table of HTML. */
const NEUTRAL = new Set(
  (
    'number numbers no nr num value values is was are the of for type string integer int text example examples sample default const ' +
    'equals enum format formatted plain raw data quot amp nbsp td th tr span div strong em code b p dd dt cdata as new'
  ).split(' '),
);

/** So many characters before a number are read, and so many neutral words passed. */
const LOOKED_BACK = 160;
const MOST_PASSED = 8;

/**
 * What a number at this offset is said to be: by the key, column, attribute or words just before it, in JSON, YAML, XML, code or prose,
 * with neutral words and other numbers between, as in a list. Undefined when another word is nearer: `"taxId":null,"count":1` counts.
 */
export function labelBefore(text: string, offset: number): Label | undefined {
  const words: string[] = [];
  const first = Math.max(0, offset - LOOKED_BACK);
  let passed = 0;
  for (let name = nameBefore(text, offset, first); name; name = nameBefore(text, name.start, first)) {
    const own = wordsOf(name.text);
    words.unshift(...own);
    const label = labelOf(words, own.length);
    if (label || !isPassedBy(own)) return label;
    passed += own.length;
    if (passed > MOST_PASSED) return undefined;
  }
  return undefined;
}

/** Neutral words, and the last word of two that are written apart: "tax" comes next. */
function isPassedBy(words: readonly string[]): boolean {
  return words.every((word) => NEUTRAL.has(word)) || /^(?:ids?|identification|security)$/.test(words.join(' '));
}

interface Name {
  readonly start: number;
  readonly text: string;
}

/** The last name that ends before this place, without the letters of an escape (\n, %3D) in front; not beyond `first`. */
function nameBefore(text: string, place: number, first: number): Name | undefined {
  let end = place;
  while (end > first && !isLetter(text.charCodeAt(end - 1))) end--;
  if (end === first) return undefined;
  let start = end;
  while (start > first && isOfName(text.charCodeAt(start - 1))) start--;
  const sign = text[start - 1];
  const escaping = sign === '\\' ? 1 : sign === '%' ? 2 : 0;
  return { start, text: text.slice(start + escaping, end) };
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Letters, digits, underscore and hyphen. */
function isOfName(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 95 || code === 45;
}

/** The label that begins within the first `count` words. */
function labelOf(words: readonly string[], count: number): Label | undefined {
  const joined = ` ${words.join(' ')} `;
  const own = ` ${words.slice(0, count).join(' ')} `.length - 1;
  return LABELS.find(([sequence]) => {
    const at = joined.indexOf(` ${sequence} `);
    return at >= 0 && at < own;
  })?.[1];
}

/** `customerTaxID_number` as customer, tax, id, number. */
function wordsOf(name: string): string[] {
  const words = name.replace(/([A-Z]{2})s\b/g, '$1').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}
