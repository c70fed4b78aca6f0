import type { IsAllowed } from './allowed-values.ts';
import { CsvScanner } from './csv-scanner.ts';
import { detectPersonalData } from './detect-personal-data.ts';
import { REACH } from './detection.ts';
import { LineCounter } from './line-counter.ts';
import type { Place } from './place.ts';
import { shapeOf } from './shape.ts';

/** A finding of the scanner with its position, without the value. */
export interface Sighting extends Pick<Place, 'kind' | 'why' | 'remedy' | 'line' | 'column'> {
  /** The value with every digit as # and every letter as x. */
  readonly shape: string;
}

/** The number of UTF-16 code units that are scanned at a time. */
const PART = 1 << 20;

/**
 * Finds personal data in a text that is read in parts of any size, in constant memory. The results do not depend on
 * where the parts end. A text whose first line names columns is also read as CSV (RFC 4180), so that a header
 * identifies the values below it.
 */
export class TextScanner {
  readonly #isAllowed: IsAllowed;
  readonly #csv = new CsvScanner();
  readonly #lines = new LineCounter();
  /** The text still needed: what detectors look back at, and everything that is not scanned yet. */
  #text = '';
  /** The index in it at which the unscanned text begins. */
  #next = 0;

  constructor(isAllowed: IsAllowed = () => false) {
    this.#isAllowed = isAllowed;
  }

  /** Reads the next part; returns new findings. */
  push(part: string): Sighting[] {
    this.#text += part;
    return this.#text.length - this.#next < PART + REACH ? [] : this.#scan(this.#text.length - REACH);
  }

  /** Returns the findings in the rest. */
  end(): Sighting[] {
    return [...this.#scan(this.#text.length), ...this.#toSightings(this.#csv.end())];
  }

  /** Scans the text before `end` that was not scanned yet. */
  #scan(end: number): Sighting[] {
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
    return this.#toSightings([...places, ...inColumns].sort((a, b) => a.offset - b.offset));
  }

  #toSightings(places: readonly Place[]): Sighting[] {
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

/** Finds personal data in a complete text. */
export function scanText(text: string, isAllowed?: IsAllowed): Sighting[] {
  const scanner = new TextScanner(isAllowed);
  return [...scanner.push(text), ...scanner.end()];
}
