/** One activity of a statement document; amounts are cents, debits negative. The description is not kept. */
export interface StatementLine {
  /** Eastern date, `yyyy-mm-dd`. */
  readonly day: string;
  readonly amount: number;
  readonly balance: number;
}

/** The figures of a statement document, in cents. */
export interface StatementFigures {
  readonly opening: number;
  readonly closing: number;
  readonly lines: readonly StatementLine[];
}

const AMOUNT = String.raw`(-?\$?[\d,]+\.\d{2}-?|\(\$?[\d,]+\.\d{2}\))`;
const OPENING = new RegExp(String.raw`^(?:opening|beginning|previous|starting) balance\b.*?${AMOUNT}$`, 'i');
const CLOSING = new RegExp(String.raw`^(?:closing|ending|new) balance\b.*?${AMOUNT}$`, 'i');
const LINE = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})\s.*?${AMOUNT}\s+${AMOUNT}$`);

/**
 * Parses the lines of a statement: a line that begins with a date and ends with an amount and a balance is an activity.
 * Returns undefined if there is no opening or closing balance: the layout of a bank's documents is not public.
 */
export function parseStatement(lines: readonly string[]): StatementFigures | undefined {
  const opening = findAmount(lines, OPENING);
  const closing = findAmount(lines, CLOSING);
  if (opening === undefined || closing === undefined) return undefined;
  return { opening, closing, lines: lines.flatMap(parseLine) };
}

function findAmount(lines: readonly string[], pattern: RegExp): number | undefined {
  for (const line of lines) {
    const [, amount] = pattern.exec(line) ?? [];
    if (amount !== undefined) return parseCents(amount);
  }
  return undefined;
}

function parseLine(line: string): StatementLine[] {
  const [, date, amount, balance] = LINE.exec(line) ?? [];
  if (date === undefined || amount === undefined || balance === undefined) return [];
  return [{ day: parseDay(date), amount: parseCents(amount), balance: parseCents(balance) }];
}

function parseDay(date: string): string {
  if (!date.includes('/')) return date;
  const [month = '', day = '', year = ''] = date.split('/');
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Parses dollars to cents; a minus at either end or parentheses mean a debit. */
function parseCents(text: string): number {
  const cents = Number(text.replace(/[^\d]/g, ''));
  return /[-(]/.test(text) ? -cents : cents;
}

const INTEREST = new RegExp(String.raw`^(?:box )?1\.?\s+interest income\b.*?${AMOUNT}$`, 'i');

/** Parses the interest of a form 1099-INT (box 1) in cents; undefined if the layout is not known. */
export function parseInterestIncome(lines: readonly string[]): number | undefined {
  return findAmount(lines, INTEREST);
}
