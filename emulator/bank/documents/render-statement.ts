import type { Holder } from './holder.ts';
import { PdfDocument } from './pdf-document.ts';
import {
  closePdf,
  drawArtifact,
  drawElement,
  drawHead,
  drawLine,
  type Element,
  maskNumber,
  openPdf,
  type Pdf,
  type PlacedText,
  page,
  renderDollars,
  wrapText,
} from './pdf-page.ts';

/** One activity of a statement; amounts are cents, debits negative. */
export interface StatementLine {
  readonly day: string;
  readonly description: string;
  readonly code: string;
  readonly amount: number;
  /** The running balance of the master. */
  readonly balance: number;
}

/** The facts of one statement; amounts are cents, days Eastern dates. */
export interface StatementFacts {
  readonly accountNumber: string;
  readonly holder: Holder & { readonly title: string };
  readonly firstDay: string;
  readonly lastDay: string;
  readonly opening: number;
  readonly closing: number;
  readonly createdMs: number;
  readonly lines: readonly StatementLine[];
}

const columns = { date: page.margin, description: 126, amount: 460, balance: page.right } as const;
const DESCRIPTION_WIDTH = 270;
const LINE_HEIGHT = 15;
const TEXT_HEIGHT = 11;

/** Renders a statement as a tagged PDF: holder, period, summary, and one row for each activity. Source: ST4. */
export function renderStatement(facts: StatementFacts): PdfDocument {
  const { accountNumber, firstDay, lastDay, createdMs } = facts;
  const title = `Account statement ${firstDay} to ${lastDay}`;
  const pdf = openPdf(title, createdMs);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const element of [...drawHead(pdf, 'Account statement'), ...drawParties(pdf, facts)]) root.add(element);
  const { table: summary, y } = drawSummary(pdf, facts, 196);
  root.add(summary);
  for (const element of drawActivity(pdf, facts, y + 22)) root.add(element);
  root.end();
  return new PdfDocument(closePdf(pdf, `Account ${maskNumber(accountNumber)}, ${firstDay} to ${lastDay}`));
}

function drawParties(pdf: Pdf, { holder, accountNumber, firstDay, lastDay }: StatementFacts) {
  const left = [holder.name, ...holder.address].map((text, at) => ({
    text,
    x: page.margin,
    y: 108 + at * 13,
    size: 10,
  }));
  const right = [
    holder.title,
    `Account number ${maskNumber(accountNumber)}`,
    `Period ${firstDay} to ${lastDay}`,
    'Amounts in US dollars',
  ].map((text, at) => ({ text, x: page.right, y: 108 + at * 13, size: 10, align: 'right' as const }));
  return [...left, ...right].map((text) => drawElement(pdf, 'P', text));
}

function drawSummary(pdf: Pdf, { opening, closing, lines }: StatementFacts, top: number) {
  const sum = (some: readonly StatementLine[]) => some.reduce((total, { amount }) => total + amount, 0);
  const rows: readonly (readonly [label: string, cents: number])[] = [
    ['Opening balance', opening],
    ['Credits', sum(lines.filter(({ amount }) => amount > 0))],
    ['Debits', sum(lines.filter(({ amount }) => amount < 0))],
    ['Closing balance', closing],
    ['Interest paid in the period', sum(lines.filter(({ code }) => code === 'Interest'))],
  ];
  const table = pdf.struct('Table');
  drawLine(pdf, top - 8, { to: 300 });
  for (const [at, [label, cents]] of rows.entries()) {
    const y = top + at * LINE_HEIGHT;
    const font = label === 'Closing balance' ? 'Helvetica-Bold' : 'Helvetica';
    const row = pdf.struct('TR');
    row.add(drawElement(pdf, 'TH', { text: label, x: page.margin, y, font }));
    row.add(drawElement(pdf, 'TD', { text: renderDollars(cents), x: 300, y, font, align: 'right' }));
    table.add(row);
    row.end();
  }
  table.end();
  return { table, y: top + rows.length * LINE_HEIGHT };
}

/** Draws the activity; returns the table and the line below it. */
function drawActivity(pdf: Pdf, { lines, closing }: StatementFacts, top: number): Element[] {
  const table = pdf.struct('Table');
  table.add(drawHeadings(pdf, top));
  let y = top + LINE_HEIGHT + 6;
  for (const line of lines) {
    const texts = wrapText(pdf, maskAccounts(line.description), DESCRIPTION_WIDTH);
    const height = LINE_HEIGHT + (texts.length - 1) * TEXT_HEIGHT;
    if (y + height > page.bottom) y = addPage(pdf);
    table.add(drawRow(pdf, line, texts, y));
    y += height;
  }
  table.end();
  if (y + LINE_HEIGHT * 2 > page.bottom) y = addPage(pdf);
  drawLine(pdf, y - 3);
  const text = lines.length === 0 ? 'No activity in this period.' : `${lines.length} activities`;
  const end = [{ text, x: page.margin, y: y + 3, color: 'faint' as const }];
  const balance = { text: renderDollars(closing), x: columns.balance, y: y + 3, align: 'right' as const };
  return [table, drawElement(pdf, 'P', ...end, { ...balance, font: 'Helvetica-Bold' })];
}

/** Masks the account numbers in the description of a transfer. */
function maskAccounts(description: string): string {
  return description.replace(/\b\d{10}(\d{2})?\b/g, (number) => maskNumber(number));
}

/** Opens a page with repeated headings, which are not part of the structure; returns the place of its first row. */
function addPage(pdf: Pdf): number {
  pdf.addPage();
  drawArtifact(pdf, ...headings(page.margin));
  drawLine(pdf, page.margin + LINE_HEIGHT - 2);
  return page.margin + LINE_HEIGHT + 6;
}

/** Draws the headings of the columns as a row of the table. */
function drawHeadings(pdf: Pdf, y: number): Element {
  const row = pdf.struct('TR');
  for (const text of headings(y)) row.add(drawElement(pdf, 'TH', text));
  row.end();
  drawLine(pdf, y + LINE_HEIGHT - 2);
  return row;
}

function headings(y: number): PlacedText[] {
  const style = { y, size: 8, font: 'Helvetica-Bold', color: 'faint' } as const;
  return [
    { ...style, text: 'DATE', x: columns.date },
    { ...style, text: 'DESCRIPTION', x: columns.description },
    { ...style, text: 'AMOUNT', x: columns.amount, align: 'right' },
    { ...style, text: 'BALANCE', x: columns.balance, align: 'right' },
  ];
}

function drawRow(
  pdf: Pdf,
  { day, amount, balance }: StatementLine,
  [first = '', ...more]: readonly string[],
  y: number,
): Element {
  const row = pdf.struct('TR');
  const further = more.map((text, at) => ({ text, x: columns.description, y: y + (at + 1) * TEXT_HEIGHT }));
  row.add(drawElement(pdf, 'TD', { text: day, x: columns.date, y }));
  row.add(drawElement(pdf, 'TD', { text: first, x: columns.description, y }, ...further));
  row.add(drawElement(pdf, 'TD', { text: renderDollars(amount), x: columns.amount, y, align: 'right' }));
  row.add(drawElement(pdf, 'TD', { text: renderDollars(balance), x: columns.balance, y, align: 'right' }));
  row.end();
  return row;
}
