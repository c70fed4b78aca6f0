import { type Label, labelIn } from './labels.ts';

/** A column whose header says what stands below it. */
export interface Column {
  readonly at: number;
  readonly label: Label;
  /** The column that says of which type this one is, as `taxIdType` does of `taxId` with the same path. */
  readonly typeAt?: number;
}

const SEPARATORS = [',', ';', '\t', '|'];

/** The sign that stands most often between the names of a header, without those in quotes. */
export function separatorOf(line: string): string {
  const plain = line.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((sign) => plain.split(sign).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Reads the names of a header; gives the columns of what a scanner looks for. */
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
