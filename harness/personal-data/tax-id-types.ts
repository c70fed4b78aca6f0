/** What kind of tax id a field near by says that a number is. */
export type TaxIdType = 'ssn' | 'ein';

const LOOKED_AROUND = 200;

/** As in `taxIdType: 'Ein'`, `"idType":"SocialSecurity"`, `<taxIdType>Ssn</taxIdType>`. */
const TYPE = /(?:tax[_-]?id|tin|id|identification)[_-]?type[^\w\n]{1,8}(\w+)/gi;

/** What only a business has beside its tax id. */
const OF_A_BUSINESS = /\b(?:entityType|entity_type|dateFormed|date_formed)\b/;

/** Where an object or an item of a list ends or begins: what is beyond speaks of something else. */
const BOUNDARY = /[{}]|\n\s*- |\n\s*\n/g;

/**
 * The type that is told for a number by a field of the same object, before it rather than behind it; undefined when none is. Where no
 * field tells it, the number of what was formed is an EIN.
 */
export function taxIdTypeNear(text: string, offset: number, length: number): TaxIdType | undefined {
  const before = text.slice(Math.max(0, offset - LOOKED_AROUND), offset);
  const boundaries = [...before.matchAll(BOUNDARY)];
  const start = boundaries.at(-1);
  // An item of a list begins with its first field.
  const own = before.slice(start === undefined ? 0 : start.index + start[0].length);
  const [behind = ''] = text.slice(offset + length, offset + length + LOOKED_AROUND).split(BOUNDARY);
  const told = typesIn(own).at(-1) ?? typesIn(behind)[0];
  return told ?? (OF_A_BUSINESS.test(own + behind) ? 'ein' : undefined);
}

function typesIn(text: string): TaxIdType[] {
  return [...text.matchAll(TYPE)].flatMap(([, name = '']) => typeOf(name) ?? []);
}

function typeOf(name: string): TaxIdType | undefined {
  if (/^(?:f?ein|employer)/i.test(name)) return 'ein';
  return /^(?:ssn|itin|atin|social)/i.test(name) ? 'ssn' : undefined;
}
