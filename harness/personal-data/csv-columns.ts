import { type Label, labelIn } from './labels.ts';

/** A column whose header names a kind of personal data. */
export interface Column {
  readonly at: number;
  readonly label: Label;
  /** The index of the column with the type of this value: `taxIdType` for `taxId`, with the same path. */
  readonly typeAt?: number;
}

const SEPARATORS = [',', ';', '\t', '|'];

/** Returns the most frequent separator between the names of a header, outside quotes. */
export function separatorOf(line: string): string {
  const plain = line.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((sign) => plain.split(sign).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Parses the column names of a CSV header and returns the columns to scan. */
export function buildColumns(names: readonly string[]): Column[] {
  return names.flatMap((name, at): Column[] => {
    const label = labelIn(name);
    if (label === undefined) return [];
    const stem = name.replace(/(?:[_ -]?number)?$/i, '').toLowerCase();
    const typeAt = names.findIndex((other) => /^[_ -]?type$/.test(withoutStem(other.toLowerCase(), stem)));
    return typeAt < 0 ? [{ at, label }] : [{ at, label, typeAt }];
  });
}

function withoutStem(name: string, stem: string): string {
  return name.startsWith(stem) ? name.slice(stem.length) : name;
}
