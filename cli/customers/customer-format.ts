import { csvRow, customerColumns, negativeColumns } from './csv-rows.ts';
import type { NumberedRecord, Records } from './records.ts';

/**
 * A text format of records: header, records with separators, end and footer. Each part is empty or ends with a line
 * feed, so that a text ending with a line feed ends with a complete record.
 */
export interface CustomerFormat {
  readonly header: string;
  readonly between: string;
  readonly end: string;
  readonly footer: string;
  /** Renders one record as one line, without the line end. */
  render(record: NumberedRecord): string;
}

export const formatNames = ['ndjson', 'json', 'csv'] as const;
export type FormatName = (typeof formatNames)[number];

/** The formats of customers, by name. */
export const formats: Readonly<Record<FormatName, CustomerFormat>> = {
  ndjson: { header: '', between: '\n', end: '\n', footer: '', render: (record) => JSON.stringify(record) },
  json: { header: '[\n', between: ',\n', end: '\n', footer: ']\n', render: (record) => JSON.stringify(record) },
  csv: csvFormat(customerColumns),
};

/** The formats of negative records, whose CSV columns differ. */
export const negativeFormats: typeof formats = { ...formats, csv: csvFormat(negativeColumns) };

/** Builds the CSV format (RFC 4180) with these columns, which are dotted paths. */
function csvFormat(columns: readonly string[]): CustomerFormat {
  return { header: `${columns.join(',')}\r\n`, between: '\r\n', end: '\r\n', footer: '', render: csvRow(columns) };
}

/** A line with its line end, and the number of its customer; header and footer have no number. */
export interface Line {
  readonly text: string;
  readonly n?: number;
}

/** Renders the lines of a file from this line on; the first line is 0. */
export function* renderLines(format: CustomerFormat, records: Records, firstLine = 0): Generator<Line> {
  const headerLines = countHeaderLines(format);
  if (firstLine < headerLines) yield { text: format.header };
  let last: Required<Line> | undefined;
  for (const record of records(Math.max(0, firstLine - headerLines))) {
    if (last) yield { n: last.n, text: last.text + format.between };
    last = { n: record.n, text: format.render(record) };
  }
  if (last) yield { n: last.n, text: last.text + format.end };
  if (format.footer !== '') yield { text: format.footer };
}

/** Returns whether the output of another command can be appended: there is no header, footer or special separator. */
export function isAppendable({ header, between, end, footer }: CustomerFormat): boolean {
  return header === '' && between === end && footer === '';
}

/** Returns the number of lines before the first record. */
export function countHeaderLines({ header }: CustomerFormat): number {
  return header === '' ? 0 : 1;
}
