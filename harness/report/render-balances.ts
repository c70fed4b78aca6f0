import { renderDollars } from '../../core/cents.ts';
import type { AccountBalance } from '../../core/run-event.ts';
import type { Colors } from './colors.ts';
import { shorten } from './layout.ts';

const COLUMNS = ['Account', 'Number', 'Current', 'Available', 'Holds', 'Activities'] as const;
const NUMBER_WIDTH = 20;
const LEAST_ACCOUNT_WIDTH = 20;

/** The kinds whose balances add up to zero; subledgers are part of their masters. */
const TOTALLED: ReadonlySet<AccountBalance['kind']> = new Set([
  'master',
  'other-masters',
  'general-ledger',
  'settlement',
]);

/**
 * Renders the table of balances. Where it is too wide, the last columns are left out and the titles of accounts are
 * shortened.
 */
export function renderBalances(balances: readonly AccountBalance[], colors: Colors, width: number): string[] {
  const rows = [[...COLUMNS], ...balances.map(balanceRow), ...totalRow(balances)];
  const natural = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [account = 0, number = 0, ...figures] = natural;
  const widthWith = (count: number) =>
    figures.slice(0, count).reduce((sum, one) => sum + 2 + one, 2 + 2 + Math.min(number, NUMBER_WIDTH));
  const counts = [4, 3, 2];
  const count = counts.find((one) => widthWith(one) + LEAST_ACCOUNT_WIDTH <= width) ?? 1;
  const accountWidth = Math.min(account, Math.max(width - widthWith(count), LEAST_ACCOUNT_WIDTH));
  const widths = [accountWidth, Math.min(number, NUMBER_WIDTH), ...figures.slice(0, count)];
  return rows.map((row, index) => {
    const cells = widths.map((one, column) => {
      const cell = shorten(row[column] ?? '', one);
      return column < 2 ? cell.padEnd(one) : cell.padStart(one);
    });
    const line = `  ${cells.join('  ')}`.trimEnd();
    return index === 0 ? colors.dim(line) : line;
  });
}

/** Returns the row of the total; only where all accounts of the bank are known. */
function totalRow(balances: readonly AccountBalance[]): string[][] {
  if (!balances.some(({ kind }) => kind === 'settlement')) return [];
  const amounts = balances.filter(({ kind }) => TOTALLED.has(kind)).map(({ currentBalance }) => currentBalance);
  return [['Total of masters, GL and settlement', '', renderDollars(amounts.reduce((sum, one) => sum + one, 0))]];
}

function balanceRow(balance: AccountBalance): string[] {
  const { kind, title, accountNumber, currentBalance, availableBalance, holdAmount, transactionCount } = balance;
  const names = { implicit: '  own share', subledger: `  ${title}` };
  return [
    kind === 'implicit' || kind === 'subledger' ? names[kind] : title,
    accountNumber,
    renderDollars(currentBalance),
    availableBalance === undefined ? '' : renderDollars(availableBalance),
    holdAmount === undefined ? '' : renderDollars(holdAmount),
    transactionCount === undefined ? '' : String(transactionCount),
  ];
}
