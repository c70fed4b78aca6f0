/** A field of a record without its quotes, cut off at `LONGEST_FIELD`. */
export interface Field {
  /** The offset at which its text begins. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

type CsvRecord = ReadonlyMap<number, Field>;

/** No number and no column name that a scanner looks for is longer. */
const LONGEST_FIELD = 64;

/**
 * Reads CSV records (RFC 4180, with any separator, and CR alone as a line end) from parts of any size. Returns the
 * fields of some columns only. A quoted field may contain separators and line ends.
 */
export class CsvReader {
  /** The columns to return; default: all. */
  columns: ReadonlySet<number> | undefined;
  /** The offset at which the current record begins. */
  recordOffset = 0;
  /** The number of characters read so far. */
  offset = 0;
  readonly #separator: string;
  #line = 1;
  #lineStart = 0;
  #column = 0;
  #fields = new Map<number, Field>();
  #begun: { offset: number; line: number; column: number; text: string };
  #state: 'start' | 'plain' | 'quoted' | 'quote in quoted' = 'start';
  #isAfterReturn = false;

  constructor(separator: string) {
    this.#separator = separator;
    this.#begun = this.#beginField();
  }

  /** Reads the next part; returns the records that end in it. */
  push(part: string): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (let at = 0; at < part.length; at++) {
      const sign = part.charAt(at);
      this.offset++;
      if (this.#countsLine(sign)) this.#skip();
      else if (this.#state === 'quoted' ? sign !== '"' : !this.#isEnd(sign)) this.#take(sign);
      else if (this.#state === 'quoted') this.#state = 'quote in quoted';
      else if (sign === this.#separator) this.#endField();
      else records.push(this.#endRecord());
    }
    return records;
  }

  /** Returns the last record if no line end follows it. */
  end(): CsvRecord[] {
    return this.offset > this.recordOffset ? [this.#endRecord()] : [];
  }

  /** Counts lines; returns true for the LF of a CRLF, whose line ended with the CR. */
  #countsLine(sign: string): boolean {
    const isSecond = this.#isAfterReturn && sign === '\n';
    this.#isAfterReturn = sign === '\r';
    if (sign !== '\n' && sign !== '\r') return false;
    if (!isSecond) this.#line++;
    this.#lineStart = this.offset;
    return isSecond;
  }

  /** Starts the next field or record behind the last character. */
  #skip(): void {
    if (this.#state !== 'start') return;
    this.recordOffset = this.offset;
    this.#begun = this.#beginField();
  }

  #isEnd(sign: string): boolean {
    return sign === this.#separator || sign === '\n' || sign === '\r';
  }

  /** Adds a character that ends neither a field nor quotes. */
  #take(sign: string): void {
    if (sign === '"' && this.#state === 'start') {
      this.#state = 'quoted';
      this.#begun = this.#beginField();
      return;
    }
    if (sign === '"' && this.#state === 'quote in quoted') this.#state = 'quoted';
    else if (this.#state === 'start') this.#state = 'plain';
    if (this.#begun.text.length < LONGEST_FIELD) this.#begun.text += sign;
  }

  #endField(): void {
    if (this.columns?.has(this.#column) ?? true) this.#fields.set(this.#column, this.#begun);
    this.#column++;
    this.#state = 'start';
    this.#begun = this.#beginField();
  }

  #endRecord(): CsvRecord {
    this.#endField();
    const fields = this.#fields;
    this.#fields = new Map();
    this.#column = 0;
    this.recordOffset = this.offset;
    return fields;
  }

  #beginField() {
    return { offset: this.offset, line: this.#line, column: this.offset - this.#lineStart + 1, text: '' };
  }
}
