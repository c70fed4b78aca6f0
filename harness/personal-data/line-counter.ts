/** Where a place is in a text. */
export interface Position {
  /** From 0, in UTF-16 code units. */
  readonly offset: number;
  /** Both from 1; a column is counted in UTF-16 code units, as editors do. */
  readonly line: number;
  readonly column: number;
}

const [LF, CR] = [10, 13];

/** Counts the lines of a text that comes in parts. They end with LF, CRLF or CR. */
export class LineCounter {
  offset = 0;
  #line = 1;
  #lineStart = 0;
  /** Behind the CR that was read last. */
  #afterReturn = -1;

  /** Goes on by what stands from one place of a part to another. */
  read(part: string, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const code = part.charCodeAt(at);
      if (code !== LF && code !== CR) continue;
      const end = this.offset + at + 1 - from;
      // The LF of a CRLF moves the end of the line, and is none of its own.
      if (code === CR || end !== this.#afterReturn + 1) this.#line++;
      if (code === CR) this.#afterReturn = end;
      this.#lineStart = end;
    }
    this.offset += to - from;
  }

  position(): Position {
    return { offset: this.offset, line: this.#line, column: this.offset - this.#lineStart + 1 };
  }
}
