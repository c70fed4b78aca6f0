import type { CrosscheckError } from '../../core/errors.ts';
import { suggestName } from '../../core/nearest-name.ts';
import { usageError } from '../shared/operating-error.ts';

/** Parses names separated by commas; each name must be known. A repeated name counts once. */
export function parseNames<Name extends string>(text: string, known: readonly Name[], option: string): Name[] {
  const names = text.split(',').map((part) => {
    const name = known.find((candidate) => candidate === part.trim());
    if (name) return name;
    throw unknownName(option, part.trim(), known);
  });
  return [...new Set(names)];
}

/** Builds the error for an unknown name in the value of an option, with the nearest known name. */
export function unknownName(option: string, name: string, known: readonly string[]): CrosscheckError {
  return usageError(`Unknown value "${name}" for ${option}`, `${suggestName(name, known)}Known: ${known.join(', ')}`);
}
