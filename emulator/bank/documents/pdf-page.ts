import { createRequire } from 'node:module';
import type PdfConstructor from 'pdfkit';

export type Pdf = PDFKit.PDFDocument;
/** An element of the structure that makes a document accessible. */
export type Element = PDFKit.PDFStructureElement;

const require = createRequire(import.meta.url);

/** The sizes of a Letter page and its margins, in points. */
export const page: Readonly<Record<'width' | 'height' | 'margin' | 'right' | 'bottom', number>> = {
  width: 612,
  height: 792,
  margin: 54,
  right: 558,
  bottom: 720,
};

const colors = { text: '#1a1a1a', faint: '#5f6368', line: '#c4c7cc', accent: '#12355b' } as const;
type Color = keyof typeof colors;
type Font = 'Helvetica' | 'Helvetica-Bold';

/**
 * Opens a tagged PDF. pdfkit is loaded with the first document, because its start takes longer than that of the bank.
 * All dates in it come from the document, so that the same books give the same bytes.
 */
export function openPdf(title: string, createdMs: number): Pdf {
  const PDFDocument = require('pdfkit') as typeof PdfConstructor;
  const created = new Date(createdMs);
  return new PDFDocument({
    size: 'LETTER',
    margin: page.margin,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-US',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: title,
      Author: 'Example Bank',
      Creator: 'Crosscheck',
      Producer: 'Crosscheck',
      CreationDate: created,
      ModDate: created,
    },
  });
}

/** A text at a place; right-aligned texts end at `x`. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly font?: Font;
  readonly color?: Color;
  readonly align?: 'left' | 'right';
}

/** Draws one line of text at its place. */
function drawText(
  pdf: Pdf,
  { text, x, y, size = 9, font = 'Helvetica', color = 'text', align = 'left' }: PlacedText,
): void {
  pdf.font(font, size);
  setColor(pdf, color);
  const left = align === 'right' ? x - (widthOfFigure(text, size) ?? pdf.widthOfString(text)) : x;
  // Without kerning a line is written in one piece, and much faster.
  pdf.text(text, left, y, { lineBreak: false, features: [] });
}

/** The color that each page has at present: pdfkit writes it again for each text. */
const present = new WeakMap<object, Color>();

function setColor(pdf: Pdf, color: Color): void {
  if (present.get(pdf.page) === color) return;
  pdf.fillColor(colors[color]);
  present.set(pdf.page, color);
}

/** The widths of the characters of an amount in Helvetica, in thousandths of the size. Source: Adobe's font metrics. */
const FIGURE_WIDTHS: Readonly<Record<string, number>> = { '-': 333, '.': 278, ',': 278 };
const DIGIT_WIDTH = 556;

/** Returns the width of an amount in points; undefined for any other text. */
function widthOfFigure(text: string, size: number): number | undefined {
  if (!/^-?[\d,.]+$/.test(text)) return undefined;
  let width = 0;
  for (const character of text) width += FIGURE_WIDTHS[character] ?? DIGIT_WIDTH;
  return (width * size) / 1_000;
}

/** Draws text as an element of the document's structure, such as `H1`, `P` or `TD`. */
export function drawElement(pdf: Pdf, type: string, ...texts: readonly PlacedText[]): Element {
  const content = pdf.markStructureContent(type);
  for (const text of texts) drawText(pdf, text);
  pdf.endMarkedContent();
  return pdf.struct(type, {}, [content]);
}

/** Draws text that repeats or decorates, and is not part of the document's structure. */
export function drawArtifact(pdf: Pdf, ...texts: readonly PlacedText[]): void {
  pdf.markContent('Artifact', { type: 'Pagination' });
  for (const text of texts) drawText(pdf, text);
  pdf.endMarkedContent();
}

/** Splits text at its spaces into lines of a width in points. */
export function wrapText(pdf: Pdf, text: string, width: number): string[] {
  pdf.font('Helvetica', 9);
  if (!/\s\s|^\s|\s$/.test(text) && pdf.widthOfString(text) <= width) return [text];
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && pdf.widthOfString(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...splitWord(pdf, word, width));
  }
  return lines;
}

/** Splits a word that is longer than a line. */
function splitWord(pdf: Pdf, word: string, width: number): string[] {
  if (pdf.widthOfString(word) <= width) return [word];
  let length = word.length - 1;
  while (length > 1 && pdf.widthOfString(word.slice(0, length)) > width) length -= 1;
  return [word.slice(0, length), ...splitWord(pdf, word.slice(length), width)];
}

/** Draws a horizontal line, which is not part of the document's structure. */
export function drawLine(pdf: Pdf, y: number, { from = page.margin, to = page.right } = {}): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf.moveTo(from, y).lineTo(to, y).lineWidth(0.5).strokeColor(colors.line).stroke();
  pdf.endMarkedContent();
}

/** Draws the head of the first page: the bank and the title. */
export function drawHead(pdf: Pdf, title: string): Element[] {
  const bank = {
    text: 'Example Bank',
    x: page.margin,
    y: 54,
    size: 16,
    font: 'Helvetica-Bold',
    color: 'accent',
  } as const;
  const note = {
    text: 'Crosscheck emulator: not a real bank',
    x: page.margin,
    y: 74,
    size: 8,
    color: 'faint',
  } as const;
  const head = { text: title, x: page.right, y: 56, size: 14, align: 'right' } as const;
  const elements = [drawElement(pdf, 'P', bank), drawElement(pdf, 'P', note), drawElement(pdf, 'H1', head)];
  drawLine(pdf, 92);
  return elements;
}

/** Draws the number of each page and ends the document; returns its bytes. */
export function closePdf(pdf: Pdf, note: string): Uint8Array {
  const { start, count } = pdf.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    pdf.switchToPage(start + at);
    // Text below the margin would open a new page.
    pdf.page.margins.bottom = 0;
    const style = { y: 744, size: 8, color: 'faint' } as const;
    const number = { ...style, text: `Page ${at + 1} of ${count}`, x: page.right, align: 'right' } as const;
    drawArtifact(pdf, { ...style, text: note, x: page.margin }, number);
  }
  pdf.end();
  const chunks: Buffer[] = [];
  for (let chunk = pdf.read() as Buffer | null; chunk; chunk = pdf.read() as Buffer | null) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Renders cents as dollars: `1,234.56`, a debit with a minus sign. */
export function renderDollars(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

/** Renders all but the last four digits of a number as bullets. */
export function maskNumber(number: string): string {
  return `${'•'.repeat(Math.max(number.length - 4, 0))}${number.slice(-4)}`;
}
