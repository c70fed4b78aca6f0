import type { IsAllowed } from './allowed-values.ts';
import { CsvScanner } from './csv-scanner.ts';
import { detectPersonalData } from './detect-personal-data.ts';
import { REACH } from './detection.ts';
import { LineCounter } from './line-counter.ts';
import type { Place } from './place.ts';
import { shapeOf } from './shape.ts';

/** What was found in a text, and where; the value itself stays there. */
export interface Sighting extends Pick<Place, 'kind' | 'why' | 'remedy' | 'line' | 'column'> {
  /** The value with every digit as # and every letter as x. */
  readonly shape: string;
}

/** So much is looked at in one go, in UTF-16 code units. */
const PART = 1 << 20;

/**
 * Finds personal data in a text that comes in parts of any size, in memory that does not grow with it. What is found does not
 * depend on where the parts end. A text whose first line names columns is read as CSV (RFC 4180), too, so that a header
 * says what stands below it.
 */
export class TextScanner {
  readonly #isAllowed: IsAllowed;
  readonly #csv = new CsvScanner();
  readonly #lines = new LineCounter();
  /** What is not done with: the last that was looked at, as far as a detector looks back, and all that came since. */
  #text = '';
  /** Where in it begins what nothing was told of yet. */
  #next = 0;

  constructor(isAllowed: IsAllowed = () => false) {
    this.#isAllowed = isAllowed;
  }

  /** Takes the next part; tells what was found and not told yet. */
  push(part: string): Sighting[] {
    this.#text += part;
    return this.#text.length - this.#next < PART + REACH ? [] : this.#look(this.#text.length - REACH);
  }

  /** Tells what was found in the rest. */
  end(): Sighting[] {
    return [...this.#look(this.#text.length), ...this.#tell(this.#csv.end())];
  }

  /** Looks at what was not told of yet, before `end`. */
  #look(end: number): Sighting[] {
    const [text, from, start] = [this.#text, this.#next, this.#lines.offset];
    const own = detectPersonalData(text).filter(({ offset }) => offset >= from && offset < end);
    const places = own.map(({ offset, length, ...detection }): Place => {
      this.#lines.read(text, from + this.#lines.offset - start, offset);
      const value = text.slice(offset, offset + length);
      return { ...detection, value, ...this.#lines.position() };
    });
    this.#lines.read(text, from + this.#lines.offset - start, end);
    const inColumns = this.#csv.push(text.slice(from, end), places);
    const keptFrom = Math.max(0, end - REACH);
    this.#text = text.slice(keptFrom);
    this.#next = end - keptFrom;
    return this.#tell([...places, ...inColumns].sort((a, b) => a.offset - b.offset));
  }

  #tell(places: readonly Place[]): Sighting[] {
    return places
      .filter(({ kind, value }) => !this.#isAllowed(kind, value))
      .map(({ kind, why, remedy, line, column, value }) => ({
        kind,
        why,
        remedy,
        line,
        column,
        shape: shapeOf(value),
      }));
  }
}

/** Finds personal data in a text that is there as a whole. */
export function scanText(text: string, isAllowed?: IsAllowed): Sighting[] {
  const scanner = new TextScanner(isAllowed);
  return [...scanner.push(text), ...scanner.end()];
}
