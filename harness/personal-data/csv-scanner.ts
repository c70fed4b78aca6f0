import { buildColumns, type Column, separatorOf } from './csv-columns.ts';
import { CsvReader, type Field } from './csv-reader.ts';
import { detectPersonalData } from './detect-personal-data.ts';
import type { Place } from './place.ts';

/** A longer first line is not a header. */
const LONGEST_HEADER = 100_000;
/** A longer record has a quote that is never closed: the rest is not read as CSV. */
const LONGEST_RECORD = 4_000_000;

/** The first line with its line end; quotes may contain line ends. */
const HEADER = /^(?:[^"\r\n]|"[^"]*")*(?:\r\n|\n|\r(?!$))/;

/**
 * Finds values that only the header of a CSV text identifies, such as nine digits in the column
 * `customer.profile.taxId`. If the first line names no such column, it finds nothing and costs nothing. A record is
 * kept until it ends; a field is cut off at the length of the longest value.
 */
export class CsvScanner {
  #header: string | undefined = '';
  #reader: CsvReader | undefined;
  #columns: readonly Column[] = [];
  /** Places already found in the current record and after it. */
  #known: Place[] = [];

  /** Reads the next part and the places already found in it; returns further places that the columns identify. */
  push(part: string, known: readonly Place[]): Place[] {
    const records = this.#header === undefined ? part : this.#takeHeader(part);
    if (!this.#reader) return [];
    this.#known = [...this.#known, ...known];
    const found = this.#reader.push(records).flatMap((record) => this.#scanRecord(record));
    const { recordOffset, offset: read } = this.#reader;
    this.#known = this.#known.filter(({ offset }) => offset >= recordOffset);
    if (read - recordOffset > LONGEST_RECORD) this.#reader = undefined;
    return found;
  }

  /** Returns the places in the last record, which need not end with a line end. */
  end(): Place[] {
    return (this.#reader?.end() ?? []).flatMap((record) => this.#scanRecord(record));
  }

  /** Reads the part that belongs to the first line; returns the rest. */
  #takeHeader(part: string): string {
    const text = `${this.#header}${part}`;
    const [header] = HEADER.exec(text.slice(0, LONGEST_HEADER)) ?? [];
    this.#header = header === undefined && text.length < LONGEST_HEADER ? text : undefined;
    if (header === undefined) return '';
    const reader = new CsvReader(separatorOf(header));
    const [names = new Map<number, Field>()] = reader.push(header);
    this.#columns = buildColumns([...names.values()].map(({ text: name }) => name.trim()));
    if (this.#columns.length === 0) return '';
    reader.columns = new Set(this.#columns.flatMap(({ at, typeAt = at }) => [at, typeAt]));
    this.#reader = reader;
    return text.slice(header.length);
  }

  #scanRecord(record: ReadonlyMap<number, Field>): Place[] {
    return this.#columns.flatMap(({ at, label, typeAt }) => {
      const field = record.get(at);
      if (!field || !/\p{N}/u.test(field.text)) return [];
      const type = typeAt === undefined ? '' : `taxIdType: "${record.get(typeAt)?.text ?? ''}", `;
      const prefix = `{ ${type}${label}: "`;
      return detectPersonalData(`${prefix}${field.text}" }`)
        .filter(({ offset }) => offset >= prefix.length)
        .map(({ offset, length, ...detection }) => {
          const start = offset - prefix.length;
          const { line, column } = field;
          const value = field.text.slice(start, start + length);
          return { ...detection, value, line, column: column + start, offset: field.offset + start };
        })
        .filter((place) => !this.#known.some((other) => other.offset === place.offset));
    });
  }
}
