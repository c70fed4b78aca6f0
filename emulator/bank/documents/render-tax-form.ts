import type { TaxForm } from './generate-tax-forms.ts';
import { PdfDocument } from './pdf-document.ts';
import { closePdf, drawElement, drawHead, drawLine, openPdf, type Pdf, page, renderDollars } from './pdf-page.ts';

const BOX_HEIGHT = 26;

/**
 * Renders a form 1099-INT as a tagged PDF with the boxes that the bank fills. It is not the IRS's own layout. Source:
 * S-ACCT, Tax document retrieval (TX3).
 */
export function renderTaxForm(form: TaxForm, isCorrected: boolean, createdMs: number): PdfDocument {
  const { year } = form;
  const title = `Form 1099-INT ${year}${isCorrected ? ', corrected' : ''}`;
  const pdf = openPdf(title, createdMs);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const element of [...drawHead(pdf, title), ...drawParties(pdf, form), drawBoxes(pdf, form)]) root.add(element);
  root.end();
  return new PdfDocument(closePdf(pdf, `Form 1099-INT, tax year ${year}`));
}

function drawParties(pdf: Pdf, { year, recipient, taxId, accounts }: TaxForm) {
  const heading = { size: 8, font: 'Helvetica-Bold', color: 'faint' } as const;
  const column = (x: number, title: string, lines: readonly string[]) => [
    { ...heading, text: title, x, y: 108 },
    ...lines.map((text, at) => ({ text, x, y: 124 + at * 13, size: 10 })),
  ];
  const middle = 320;
  const left = column(page.margin, 'PAYER', ['Example Bank', 'Crosscheck emulator']);
  const right = column(middle, 'RECIPIENT', [recipient.name, ...recipient.address, `Tax id ${taxId}`]);
  const about = [
    { ...heading, text: 'TAX YEAR', x: page.margin, y: 176 },
    { text: String(year), x: page.margin, y: 190, size: 10 },
    { ...heading, text: 'ACCOUNTS', x: page.margin, y: 216 },
    { text: renderAccounts(accounts), x: page.margin, y: 230, size: 10 },
  ];
  return [...left, ...right, ...about].map((text) => drawElement(pdf, 'P', text));
}

const SHOWN_ACCOUNTS = 6;

function renderAccounts(accounts: readonly string[]): string {
  const more = accounts.length - SHOWN_ACCOUNTS;
  return `${accounts.slice(0, SHOWN_ACCOUNTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function drawBoxes(pdf: Pdf, { interest, earlyWithdrawalPenalty, taxWithheld }: TaxForm) {
  const boxes: readonly (readonly [label: string, cents: number])[] = [
    ['1 Interest income', interest],
    ['2 Early withdrawal penalty', earlyWithdrawalPenalty],
    ['4 Federal income tax withheld', taxWithheld],
  ];
  const table = pdf.struct('Table');
  const top = 268;
  drawLine(pdf, top);
  for (const [at, [label, cents]] of boxes.entries()) {
    const y = top + 9 + at * BOX_HEIGHT;
    const row = pdf.struct('TR');
    row.add(drawElement(pdf, 'TH', { text: label, x: page.margin, y, size: 11 }));
    row.add(drawElement(pdf, 'TD', { text: renderDollars(cents), x: page.right, y, size: 11, align: 'right' }));
    table.add(row);
    row.end();
    drawLine(pdf, top + (at + 1) * BOX_HEIGHT);
  }
  table.end();
  return table;
}
