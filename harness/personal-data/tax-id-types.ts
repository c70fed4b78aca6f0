/** What kind of tax id a field near by says that a number is. */
export type TaxIdType = 'ssn' | 'ein';

const LOOKED_AROUND = 200;

/** As in `taxIdType: 'Ein'`, `"idType":"SocialSecurity"`, `<taxIdType>Ssn</taxIdType>`. */
const TYPE = /(?:tax[_-]?id|tin|id|identification)[_-]?type[^\w\n]{1,8}(\w+)/gi;

/** What only a business has beside its tax id. */
const OF_A_BUSINESS = /\b(?:entityType|entity_type|dateFormed|date_formed)\b/;

/** Where an object or an item of a list ends or begins: what is beyond speaks of something else. */
const BOUNDARY = /[{}]|[\r\n]\s*- |\n\s*\n|\r\s*\r/g;

/**
 * The type that is told for a number by a field of the same object, before it rather than behind it; undefined when none is. Where no
 * field tells it, the number of what was formed is an EIN.
 */
export function taxIdTypeNear(text: string, offset: number, length: number): TaxIdType | undefined {
  const own = behindLastBoundary(text.slice(Math.max(0, offset - LOOKED_AROUND), offset));
  const behind = beforeFirstBoundary(text.slice(offset + length, offset + length + LOOKED_AROUND));
  const told = typesIn(own).at(-1) ?? typesIn(behind)[0];
  return told ?? (OF_A_BUSINESS.test(own + behind) ? 'ein' : undefined);
}

/** An item of a list begins with its first field. */
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
  // Nearly always there is none, and that is told faster.
  if (!/type/i.test(text)) return [];
  return [...text.matchAll(TYPE)].flatMap(([, name = '']) => typeOf(name) ?? []);
}

function typeOf(name: string): TaxIdType | undefined {
  if (/^(?:f?ein|employer)/i.test(name)) return 'ein';
  return /^(?:ssn|itin|atin|social)/i.test(name) ? 'ssn' : undefined;
}
