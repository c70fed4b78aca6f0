import { printable } from '../../core/printable.ts';
import { type IsAllowed, type Sighting, scanText } from '../../harness/host.ts';

/** A path as it may be printed, with the findings in its names. */
export interface PrintablePath {
  /** The path, with possible personal data replaced by its shape and control characters escaped. */
  readonly text: string;
  readonly names: readonly NameWithFindings[];
}

/** The name of a file or folder that contains possible personal data. */
interface NameWithFindings {
  /** The path up to this name; not to be printed. */
  readonly ownPath: string;
  readonly text: string;
  /** The findings; line and column are 0, because they are not in a file. */
  readonly sightings: readonly Sighting[];
}

/** Scans the names of a path: they are printed, and may contain personal data themselves. */
export function readPath(path: string, isAllowed: IsAllowed): PrintablePath {
  const names: NameWithFindings[] = [];
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

/** Finds personal data in a name; an underscore may also mean a blank: `ssn_of_jane`. */
function findInName(name: string, isAllowed: IsAllowed): Sighting[] {
  const found = scanText(name, isAllowed);
  const spaced = scanText(name.replaceAll('_', ' '), isAllowed);
  const isNew = ({ column, shape }: Sighting) =>
    !found.some((one) => column < one.column + one.shape.length && one.column < column + shape.length);
  return [...found, ...spaced.filter(isNew)];
}

/** Replaces a value in a name by its shape, which has the same length. */
function mask(name: string, { column, shape }: Sighting): string {
  const start = column - 1;
  const kept = [...shape].map((sign, at) => (name[start + at] === '_' ? '_' : sign));
  return `${name.slice(0, start)}${kept.join('')}${name.slice(start + shape.length)}`;
}
