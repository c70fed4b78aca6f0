import { csvRow, customerColumns, twinColumns } from './csv-rows.ts';
import type { NumberedRecord, Records } from './records.ts';

/**
 * How records become text: a header, the records with something between them and after the last, a footer. Each of these is empty,
 * or ends its line: a text that ends with a line feed ends with something whole.
 */
export interface CustomerFormat {
  readonly header: string;
  readonly between: string;
  readonly end: string;
  readonly footer: string;
  /** One record as one line, without its end. */
  render(record: NumberedRecord): string;
}

export const formatNames = ['ndjson', 'json', 'csv'] as const;
export type FormatName = (typeof formatNames)[number];

/** The formats of customers by name. */
export const formats: Readonly<Record<FormatName, CustomerFormat>> = {
  ndjson: { header: '', between: '\n', end: '\n', footer: '', render: (record) => JSON.stringify(record) },
  json: { header: '[\n', between: ',\n', end: '\n', footer: ']\n', render: (record) => JSON.stringify(record) },
  csv: csvFormat(customerColumns),
};

/** Those of broken twins, which have columns of their own. */
export const twinFormats: typeof formats = { ...formats, csv: csvFormat(twinColumns) };

/** The format of RFC 4180 with these columns, which are dotted paths. */
function csvFormat(columns: readonly string[]): CustomerFormat {
  return { header: `${columns.join(',')}\r\n`, between: '\r\n', end: '\r\n', footer: '', render: csvRow(columns) };
}

/** A line with its end, and whose it is: header and footer are nobody's. */
export interface Line {
  readonly text: string;
  readonly n?: number;
}

/** The lines of a file from this one on; the first of all is line 0. */
export function* renderLines(format: CustomerFormat, records: Records, firstLine = 0): Generator<Line> {
  const headers = headerLines(format);
  if (firstLine < headers) yield { text: format.header };
  let last: Required<Line> | undefined;
  for (const record of records(Math.max(0, firstLine - headers))) {
    if (last) yield { n: last.n, text: last.text + format.between };
    last = { n: record.n, text: format.render(record) };
  }
  if (last) yield { n: last.n, text: last.text + format.end };
  if (format.footer !== '') yield { text: format.footer };
}

/** Whether what another command writes can stand behind it: nothing is only at the beginning, between or at the end. */
export function canGrow({ header, between, end, footer }: CustomerFormat): boolean {
  return header === '' && between === end && footer === '';
}

/** So many lines stand before the first record. */
export function headerLines({ header }: CustomerFormat): number {
  return header === '' ? 0 : 1;
}
