/** The type of a tax id, from a field nearby. */
export type TaxIdType = 'ssn' | 'ein';

const LOOKED_AROUND = 200;

/** As in `taxIdType: 'Ein'`, `"idType":"SocialSecurity"`, `<taxIdType>Ssn</taxIdType>`. */
const TYPE = /(?:tax[_-]?id|tin|id|identification)[_-]?type[^\w\n]{1,8}(\w+)/gi;

/** Fields that only a business has. */
const OF_A_BUSINESS = /\b(?:entityType|entity_type|dateFormed|date_formed)\b/;

/** The boundaries of an object or a list item; text beyond them describes something else. */
const BOUNDARY = /[{}]|[\r\n]\s*- |\n\s*\n|\r\s*\r/g;

/**
 * Returns the type of a tax id from a field of the same object, preferring fields before the number; undefined if there
 * is none. Without such a field, the number of an entity that was formed is an EIN.
 */
export function taxIdTypeNear(text: string, offset: number, length: number): TaxIdType | undefined {
  const own = behindLastBoundary(text.slice(Math.max(0, offset - LOOKED_AROUND), offset));
  const behind = beforeFirstBoundary(text.slice(offset + length, offset + length + LOOKED_AROUND));
  const named = typesIn(own).at(-1) ?? typesIn(behind)[0];
  return named ?? (OF_A_BUSINESS.test(own + behind) ? 'ein' : undefined);
}

/** Returns the text behind the last boundary; a list item begins with its first field. */
function behindLastBoundary(text: string): string {
  const inside = text.slice(Math.max(text.lastIndexOf('{'), text.lastIndexOf('}')) + 1);
  const last = [...inside.matchAll(BOUNDARY)].at(-1);
  return last === undefined ? inside : inside.slice(last.index + last[0].length);
}

function beforeFirstBoundary(text: string): string {
  const end = text.search(BOUNDARY);
  return end < 0 ? text : text.slice(0, end);
}

function typesIn(text: string): TaxIdType[] {
  // A fast test for the usual case, a text without a type.
  if (!/type/i.test(text)) return [];
  return [...text.matchAll(TYPE)].flatMap(([, name = '']) => typeOf(name) ?? []);
}

function typeOf(name: string): TaxIdType | undefined {
  if (/^(?:f?ein|employer)/i.test(name)) return 'ein';
  return /^(?:ssn|itin|atin|social)/i.test(name) ? 'ssn' : undefined;
}
