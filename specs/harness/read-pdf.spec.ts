import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import type PdfConstructor from 'pdfkit';
import { defaultLimits, type Limits } from '../../core/limits.ts';
import { parseInterestIncome, parseStatement } from '../../harness/documents/parse-statement.ts';
import { openPdfReader, type PdfText } from '../../harness/documents/read-pdf.ts';
import { proves } from '../requirement.ts';

const PDFDocument = createRequire(import.meta.url)('pdfkit') as typeof PdfConstructor;

/** Builds a PDF with a page for each list of lines. */
function pdfOf(pages: readonly (readonly string[])[], options: PDFKit.PDFDocumentOptions = {}): Uint8Array {
  const pdf = new PDFDocument({ autoFirstPage: false, ...options });
  for (const lines of pages) {
    pdf.addPage();
    lines.forEach((line, at) => void pdf.text(line, 50, 50 + at * 20, { lineBreak: false }));
  }
  pdf.end();
  const chunks: Buffer[] = [];
  for (let chunk = pdf.read() as Buffer | null; chunk; chunk = pdf.read() as Buffer | null) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function read(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<PdfText> {
  const reader = openPdfReader({ ...defaultLimits, ...limits });
  try {
    return await reader.read(bytes);
  } finally {
    await reader.close();
  }
}

/** Builds the smallest PDF around the content of a page and additional objects. */
function rawPdf(content: string, catalog = '', objects: readonly string[] = []): Uint8Array {
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...objects,
  ];
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${offset} 00000 n `)].join('\n');
  return Buffer.from(
    `${text}xref\n0 ${bodies.length + 1}\n${table}\ntrailer << /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`,
  );
}
const HELLO = 'BT /F 12 Tf 50 700 Td (Hello) Tj ET';

test('a PDF is read by lines, from top to bottom and from left to right', async () => {
  const pdf = new PDFDocument();
  pdf.text('right', 300, 100, { lineBreak: false }).text('left', 50, 100, { lineBreak: false });
  pdf.text('above', 50, 50, { lineBreak: false });
  pdf.end();
  expect(await read(pdf.read() as Uint8Array)).toEqual({ lines: ['above', 'left right'] });
});

test('one reader reads several documents, also after one that cannot be read', async () => {
  const reader = openPdfReader(defaultLimits);
  const texts: PdfText[] = [];
  for (const bytes of [pdfOf([['one']]), Buffer.from('%PDF-1.7 nonsense'), pdfOf([['two']])])
    texts.push(await reader.read(bytes));
  await reader.close();
  expect(texts).toEqual([
    { lines: ['one'] },
    { unreadable: expect.stringContaining('it is not a readable PDF') },
    { lines: ['two'] },
  ]);
});

const hostile: [what: string, bytes: () => Uint8Array, limits: Partial<Limits>, says: string][] = [
  ['an empty document', () => Buffer.alloc(0), {}, 'it is not a readable PDF'],
  ['bytes that are not a PDF', () => Buffer.from('<html>'), {}, 'it is not a readable PDF'],
  ['half of a document', () => pdfOf([['text']]).slice(0, 400), {}, 'it is not a readable PDF'],
  ['an encrypted document', () => pdfOf([['text']], { userPassword: 'x' }), {}, 'it is not a readable PDF'],
  ['too many bytes', () => Buffer.alloc(1_001), { documentBytes: 1_000 }, 'it has 1001 bytes: at most 1000 bytes'],
  ['too many pages', () => pdfOf([['a'], ['b'], ['c']]), { documentPages: 2 }, 'it has 3 pages, at most 2 are read'],
  [
    'a page that takes for ever',
    () => rawPdf(`BT /F 12 Tf ${'(x) Tj '.repeat(250_000)} ET`),
    { documentSeconds: 0.05 },
    'it takes too long: at most 0.05 seconds',
  ],
];

for (const [what, bytes, limits, says] of hostile) {
  test(`${what} has a reason, and no error`, proves('ST4'), async () => {
    expect(await read(bytes(), limits)).toEqual({ unreadable: expect.stringContaining(says) });
  });
}

const active: [what: string, bytes: Uint8Array][] = [
  ['a script on opening', rawPdf(HELLO, '/OpenAction << /S /JavaScript /JS (while\\(true\\){}) >>')],
  ['an address on opening', rawPdf(HELLO, '/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>')],
  [
    'an outside font file',
    rawPdf(HELLO, '', ['<< /Type /FontDescriptor /FontFile2 << /F (http://127.0.0.1:9/font) /FS /URL >> >>']),
  ],
];

for (const [what, bytes] of active) {
  test(`${what} is not followed`, async () => {
    expect(await read(bytes)).toEqual({ lines: ['Hello'] });
  });
}

test('a statement in another common layout is understood', () => {
  const lines = [
    'ACCOUNT STATEMENT',
    'Beginning balance on 06/01/2027 $1,234.56',
    'Date Description Amount Balance',
    '6/2/2027 Deposit 100.00 1,334.56',
    '06/30/2027 Service charge ($4.56) $1,330.00',
    'Ending Balance $1,330.00',
  ];
  expect(parseStatement(lines)).toEqual({
    opening: 123_456,
    closing: 133_000,
    lines: [
      { day: '2027-06-02', amount: 10_000, balance: 133_456 },
      { day: '2027-06-30', amount: -456, balance: 133_000 },
    ],
  });
});

test('a statement in an unknown layout is not understood', () => {
  expect(parseStatement(['Saldo 1.234,56', '01.06.2027 Zahlung 5,00'])).toBeUndefined();
  expect(parseStatement(['Opening balance 1.00'])).toBeUndefined();
});

test('the interest of a form is read from its box', () => {
  expect(parseInterestIncome(['1 Interest income 1,234.56', '2 Early withdrawal penalty 0.00'])).toBe(123_456);
  expect(parseInterestIncome(['Box 1. Interest income (not in box 3) $10.00'])).toBe(1_000);
  expect(parseInterestIncome(['11 Interest income 5.00'])).toBeUndefined();
});
