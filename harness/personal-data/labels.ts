/** The meaning of a number, from the words before it. */
export type Label = 'ssn' | 'ein' | 'tax id' | 'id number' | 'phone' | 'card' | 'routing number';

/** The labels of each kind of number, for example "ssn" or "social security". */
const WORDS: Readonly<Record<Label, string>> = {
  ssn: 'social security, ss number, ss no, ss nr, ssn, ssns, itin, atin',
  ein: 'employer identification, employer identifier, employer id, ein, eins, fein',
  'tax id':
    'tax identification, tax identifier, tax id, tax ids, tax number, taxid, taxids, taxpayer identification, taxpayer identifier, ' +
    'taxpayer id, tax payer identification, tax payer identifier, tax payer id, tin, tins, national id, national identification',
  'id number': 'id number, idnumber, identification number',
  phone:
    'phone, phones, telephone, tel, mobile, cell, cellphone, fax, work number, home number, office number, contact number, ' +
    'contact no',
  card: 'card, cards, card number, cardnumber, pan',
  'routing number': 'routing, aba, rtn, rdfi, odfi, transit number, transit no',
};

/** The labels by their first word, with the words that follow; those with most words first. */
const LABELS = new Map<string, { readonly rest: readonly string[]; readonly label: Label }[]>();
for (const [label, sequences] of Object.entries(WORDS) as [Label, string][])
  for (const sequence of sequences.split(', ')) {
    const [first = '', ...rest] = sequence.split(' ');
    const others = LABELS.get(first) ?? [];
    LABELS.set(
      first,
      [...others, { rest, label }].sort((a, b) => b.rest.length - a.rest.length),
    );
  }
/** The largest number of words after the first. */
const LONGEST_REST = 2;

/** Words that may be between a label and its number: in a sentence, a schema, an XML attribute, an HTML table. */
const NEUTRAL = new Set(
  (
    'number numbers no nr num value values is was are the of for type string integer int text example examples sample default const ' +
    'equals enum format formatted plain raw data quot amp nbsp td th tr span div strong em code b p dd dt cdata as new'
  ).split(' '),
);

/** The second word of labels that are written apart, as in "tax id". */
const LAST_OF_TWO = new Set(['id', 'ids', 'identification', 'identifier', 'security']);

/** The number of characters that are read before a number, and of neutral words that are skipped. */
const LOOKED_BACK = 160;
const MOST_PASSED = 8;

/** Returns the label before the number at `offset`, for example `ssn`. */
export type LabelBefore = (offset: number) => Label | undefined;

/** Builds the lookup of labels in one text; each label is parsed once. */
export function buildLabels(text: string): LabelBefore {
  const known = new Map<number, Label | 'none'>();
  return (offset) => {
    let label = known.get(offset);
    if (label === undefined) {
      label = labelBefore(text, offset) ?? 'none';
      known.set(offset, label);
    }
    return label === 'none' ? undefined : label;
  };
}

/**
 * Returns the label of the number at this offset: the key, column, attribute or words just before it, in JSON, YAML,
 * XML, code or prose. Neutral words and other numbers may be between, as in a list. Returns undefined if another word
 * is nearer: `"taxId":null,"count":1` has the word `count`.
 */
function labelBefore(text: string, offset: number): Label | undefined {
  const first = Math.max(0, offset - LOOKED_BACK);
  let following: readonly string[] = [];
  let passed = 0;
  for (let name = nameBefore(text, offset, first); name; name = nameBefore(text, name.start, first)) {
    // Most names are one neutral word and begin no label.
    if (NEUTRAL.has(name.text) && !name.isNumbered) {
      if (++passed > MOST_PASSED) return undefined;
      following = [name.text];
      continue;
    }
    const own = wordsOf(name.text);
    if (own.length === 0) continue;
    const words = name.isNumbered ? [...own, 'number', ...following] : [...own, ...following];
    const label = labelOf(words, own.length);
    if (label === 'id number') return labelAcross(text, name, words, first) ?? label;
    if (label || !isPassedBy(own)) return label;
    passed += own.length;
    if (passed > MOST_PASSED) return undefined;
    following = words.slice(0, LONGEST_REST);
  }
  return undefined;
}

/** Returns the first label in the words of a header. */
export function labelIn(name: string): Label | undefined {
  const words = wordsOf(name.replace(/#/g, '_number'));
  return labelOf(words, words.length);
}

function isPassedBy(words: readonly string[]): boolean {
  if (words.length === 1 && LAST_OF_TWO.has(words[0] ?? '')) return true;
  return words.every((word) => NEUTRAL.has(word));
}

/**
 * Returns the label of an id number together with the word before it: "Tax ID number", "employer identification
 * number".
 */
function labelAcross(text: string, name: Name, words: readonly string[], first: number): Label | undefined {
  const before = nameBefore(text, name.start, first);
  if (!before || text.slice(before.end, name.start).trim() !== '') return undefined;
  const own = wordsOf(before.text);
  return labelOf([...own.slice(-LONGEST_REST), ...words], LONGEST_REST);
}

interface Name {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** True if `#` follows, which means "number". */
  readonly isNumbered: boolean;
}

/**
 * Returns the last name that ends before this offset and not before `first`, without the letter of an escape (\n, %3D).
 */
function nameBefore(text: string, place: number, first: number): Name | undefined {
  let end = place;
  while (end > first && !isLetter(text.charCodeAt(end - 1))) end--;
  if (end === first) return undefined;
  let start = end;
  while (start > first && isOfName(text.charCodeAt(start - 1))) start--;
  const sign = text[start - 1];
  const escaping = sign === '\\' ? 1 : sign === '%' ? 2 : 0;
  const isNumbered = text[end] === '#' || (text[end] === ' ' && text[end + 1] === '#');
  return { start, end, text: text.slice(start + escaping, end), isNumbered };
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Returns true for letters, digits, underscore and hyphen. */
function isOfName(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 95 || code === 45;
}

/** Returns the label that begins first within the first `count` words. */
function labelOf(words: readonly string[], count: number): Label | undefined {
  for (let at = 0; at < count; at++) {
    const found = LABELS.get(words[at] ?? '')?.find(({ rest }) =>
      rest.every((word, index) => words[at + 1 + index] === word),
    );
    if (found) return found.label;
  }
  return undefined;
}

const ONE_WORD = /^[a-z]*$/;

/** Splits `customerTaxID_number` into customer, tax, id, number. */
function wordsOf(name: string): readonly string[] {
  if (ONE_WORD.test(name)) return name === '' ? [] : [name];
  const words = name.replace(/([A-Z]{2})s\b/g, '$1').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}
