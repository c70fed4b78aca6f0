import { labelBefore } from './labels.ts';

/** A column whose header says what stands below it. */
export interface Column {
  readonly at: number;
  readonly name: string;
  /** The column that says of which type this one is, as `taxIdType` does of `taxId` with the same path. */
  readonly typeAt?: number;
  readonly typeName?: string;
}

const NAME = /^[\w .[\]/#()*-]{1,100}$/;

/** Reads a first line as the header of columns; undefined when it is none, or says nothing of what a scanner looks for. */
export function buildColumns(line: string): { separator: string; columns: readonly Column[] } | undefined {
  const separator = [',', ';', '\t', '|'].find((sign) => line.includes(sign)) ?? ',';
  const names = line.split(separator).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  if (!names.every((name) => NAME.test(name))) return undefined;
  const columns = names.flatMap((name, at): Column[] => {
    if (labelBefore(name, name.length) === undefined) return [];
    const stem = name.replace(/(?:[_ -]?number)?$/i, '').toLowerCase();
    const typeAt = names.findIndex((other) => /^[_ -]?type$/.test(withoutStem(other.toLowerCase(), stem)));
    const last = lastNameOf(name);
    return typeAt < 0 ? [{ at, name: last }] : [{ at, name: last, typeAt, typeName: lastNameOf(names[typeAt] ?? '') }];
  });
  return columns.length === 0 ? undefined : { separator, columns };
}

function withoutStem(name: string, stem: string): string {
  return name.startsWith(stem) ? name.slice(stem.length) : name;
}

/** `customer.profile.taxId` as taxId. */
function lastNameOf(name: string): string {
  return name.split(/[./]/).at(-1) ?? name;
}
