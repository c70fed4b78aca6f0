/** Where a place is in a text. */
export interface Position {
  /** From 0, in UTF-16 code units. */
  readonly offset: number;
  /** Both from 1; a column is counted in UTF-16 code units, as editors do. */
  readonly line: number;
  readonly column: number;
}

/** Counts the lines of a text that comes in parts. */
export class LineCounter {
  offset = 0;
  #line = 1;
  #lineStart = 0;

  /** Goes on by what stands from one place of a part to another. */
  read(part: string, from: number, to: number): void {
    for (let at = part.indexOf('\n', from); at >= 0 && at < to; at = part.indexOf('\n', at + 1)) {
      this.#line++;
      this.#lineStart = this.offset + at + 1 - from;
    }
    this.offset += to - from;
  }

  position(): Position {
    return { offset: this.offset, line: this.#line, column: this.offset - this.#lineStart + 1 };
  }
}
