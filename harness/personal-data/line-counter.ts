/** A position in a text. */
export interface Position {
  /** From 0, in UTF-16 code units. */
  readonly offset: number;
  /** Both from 1; columns are counted in UTF-16 code units, as editors do. */
  readonly line: number;
  readonly column: number;
}

const [LF, CR] = [10, 13];

/** Counts the lines of a text that is read in parts. Lines end with LF, CRLF or CR. */
export class LineCounter {
  offset = 0;
  #line = 1;
  #lineStart = 0;
  /** The offset behind the last CR. */
  #afterReturn = -1;

  /** Advances by the characters between two indices of a part. */
  read(part: string, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const code = part.charCodeAt(at);
      if (code !== LF && code !== CR) continue;
      const end = this.offset + at + 1 - from;
      // The LF of a CRLF moves the line end; it does not end another line.
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
