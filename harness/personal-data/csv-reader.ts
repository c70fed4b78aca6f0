/** A field of a record, without its quotes; cut after what a value may have. */
export interface Field {
  /** Where its text begins. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

type CsvRecord = ReadonlyMap<number, Field>;

/** No number and no name of a column that is looked for is longer. */
const LONGEST_FIELD = 64;

/**
 * Reads records of CSV (RFC 4180, with any separator, and CR alone as a line end, too) from parts of any size; gives the fields of some
 * columns only. A quoted field may have separators and line ends in it.
 */
export class CsvReader {
  /** Those that are given; all unless told. */
  columns: ReadonlySet<number> | undefined;
  /** Where the record begins that has not ended. */
  recordOffset = 0;
  /** Of what was read so far. */
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

  /** Takes the next part; gives the records that ended in it. */
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

  /** Gives the last record, when no line end did. */
  end(): CsvRecord[] {
    return this.offset > this.recordOffset ? [this.#endRecord()] : [];
  }

  /** Counts lines; tells whether a sign is the LF of a CRLF, which ended with its CR. */
  #countsLine(sign: string): boolean {
    const isSecond = this.#isAfterReturn && sign === '\n';
    this.#isAfterReturn = sign === '\r';
    if (sign !== '\n' && sign !== '\r') return false;
    if (!isSecond) this.#line++;
    this.#lineStart = this.offset;
    return isSecond;
  }

  /** What begins begins behind the sign that was read last. */
  #skip(): void {
    if (this.#state !== 'start') return;
    this.recordOffset = this.offset;
    this.#begun = this.#beginField();
  }

  #isEnd(sign: string): boolean {
    return sign === this.#separator || sign === '\n' || sign === '\r';
  }

  /** Takes a sign that ends neither field nor quotes. */
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
