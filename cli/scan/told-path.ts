import { printable } from '../../core/printable.ts';
import { type IsAllowed, type Sighting, scanText } from '../../harness/host.ts';

/** A path as it may be printed, and what its names hold. */
export interface ToldPath {
  /** With every real-looking value in it by its shape, and control characters escaped. */
  readonly text: string;
  readonly names: readonly TellingName[];
}

/** A file's or folder's name with somebody's data in it. */
interface TellingName {
  /** The path up to it; not to be printed. */
  readonly ownPath: string;
  readonly text: string;
  /** Their line and column are 0: they stand in no file. */
  readonly sightings: readonly Sighting[];
}

/** Reads the names of a path: they are told to a person, and may be somebody's data themselves. */
export function readPath(path: string, isAllowed: IsAllowed): ToldPath {
  const names: TellingName[] = [];
  let [ownPath, text] = ['', ''];
  for (const part of path.split(/([/\\])/)) {
    const found = findInName(part, isAllowed);
    ownPath += part;
    text += printable(found.reduce(mask, part));
    const sightings = found.map((sighting) => ({ ...sighting, line: 0, column: 0 }));
    if (found.length > 0) names.push({ ownPath, text, sightings });
  }
  return { text, names };
}

/** An underscore in a name stands for a blank, too: `ssn_of_jane`. */
function findInName(name: string, isAllowed: IsAllowed): Sighting[] {
  const found = scanText(name, isAllowed);
  const spaced = scanText(name.replaceAll('_', ' '), isAllowed);
  const isNew = ({ column, shape }: Sighting) =>
    !found.some((one) => column < one.column + one.shape.length && one.column < column + shape.length);
  return [...found, ...spaced.filter(isNew)];
}

/** A name with a value in it as its shape, which is as long. */
function mask(name: string, { column, shape }: Sighting): string {
  const start = column - 1;
  const kept = [...shape].map((sign, at) => (name[start + at] === '_' ? '_' : sign));
  return `${name.slice(0, start)}${kept.join('')}${name.slice(start + shape.length)}`;
}
