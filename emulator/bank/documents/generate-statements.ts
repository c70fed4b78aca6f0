import { addCalendarDays, addCalendarMonths, easternDateOf, easternInstant } from '../../../core/business-day.ts';
import { type Bank, openPostingDay, readSetting, writeSetting } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { generateTaxForms } from './generate-tax-forms.ts';
import { holderOf } from './holder.ts';

/**
 * Returns the instant at which the next month's statements are due: Eastern midnight of the month after it, once the
 * last posting day of the month is closed. Source: L-STMT.
 */
export function nextStatementMs(bank: Bank): number | undefined {
  const nextMonth = monthAfter(statementMonth(bank));
  return openPostingDay(bank) < nextMonth ? undefined : easternInstant(nextMonth);
}

/** Generates the statements of a month that is over, and the tax forms after December. */
export function generateDueDocuments(bank: Bank): void {
  const dueMs = nextStatementMs(bank);
  if (dueMs === undefined || dueMs > bank.clock.nowMs()) return;
  const month = statementMonth(bank);
  bank.store.atomically(() => {
    generateStatements(bank, month);
    if (month.endsWith('-12-01')) generateTaxForms(bank, Number(month.slice(0, 4)));
    writeSetting(bank.store, 'statement-month', monthAfter(month));
  });
}

/** Returns the first day of the month whose statements are generated next. */
function statementMonth({ store }: Bank): string {
  return readSetting(store, 'statement-month') ?? '';
}

function monthAfter(month: string): string {
  return addCalendarMonths(month, 1);
}

interface AccountRow {
  readonly number: string;
  readonly partner_id: string;
  readonly customer_id: string;
  readonly title: string;
  readonly details: string | null;
  readonly opened_ms: number;
  readonly closed_ms: number | null;
  /** The closing balance of the statement before; null: none. */
  readonly opening: number | null;
  /** The sum of the activity of the month, and its last posting day; null: no activity. */
  readonly moved: number | null;
  readonly last_posting: string | null;
}

const ACCOUNTS = `
  SELECT a.number, a.partner_id, a.customer_id, a.title, a.details, a.opened_ms, a.closed_ms,
    (SELECT s.closing FROM statement s WHERE s.account = a.number ORDER BY s.seq DESC LIMIT 1) AS opening,
    r.moved, r.last_posting
  FROM account a LEFT JOIN
    (SELECT master, sum(CASE type WHEN 'Credit' THEN amount ELSE -amount END) AS moved, max(posting_day) AS last_posting
     FROM activity WHERE status = 'Posted' AND posting_day BETWEEN ? AND ? GROUP BY master) r ON r.master = a.number
  WHERE a.class = 'Deposit' ORDER BY a.seq`;

const WRITE = `INSERT INTO statement (id, account, first_day, last_day, opening, closing, holder, created_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * Generates one statement for each deposit account that was open in the month. The first one begins with the day of the
 * opening; the last one ends with the day of the closing, or with the last posting day of its activity. Holder and
 * address are kept as they are now. ASSUMPTION: a month without activity has a statement too. Source: S-ACCT,
 * Statements (ST1, ST2, ST5); L-STMT.
 */
function generateStatements(bank: Bank, month: string): void {
  const lastOfMonth = addCalendarDays(monthAfter(month), -1);
  const now = bank.clock.nowMs();
  for (const row of bank.store.all<AccountRow>(ACCOUNTS, month, lastOfMonth)) {
    const firstDay = later(month, easternDateOf(row.opened_ms));
    const lastDay = row.closed_ms === null ? lastOfMonth : later(easternDateOf(row.closed_ms), row.last_posting ?? '');
    if (firstDay > lastOfMonth || lastDay < month) continue;
    const { statementAddress } = JSON.parse(row.details ?? '{}');
    const holder = { ...holderOf(bank, row.customer_id, statementAddress), title: row.title };
    const id = bank.newEventId();
    const opening = row.opening ?? 0;
    const closing = opening + (row.moved ?? 0);
    const period = [firstDay, lastDay < lastOfMonth ? lastDay : lastOfMonth];
    bank.store.run(WRITE, id, row.number, ...period, opening, closing, JSON.stringify(holder), now);
    emitEvent(bank, 'Core.Statement.Generated', {
      partnerId: row.partner_id,
      path: { accountNumber: row.number },
      details: () => ({ accountNumber: row.number, statementId: id }),
    });
  }
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
