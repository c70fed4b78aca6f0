import type { Bank } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { feeIncome, interestExpense, taxPayable } from '../ledger/internal-accounts.ts';
import { type Holder, holderOf } from './holder.ts';
import { maskNumber } from './pdf-page.ts';

/** The contents of a form 1099-INT; amounts are cents. */
export interface TaxForm {
  readonly year: number;
  readonly recipient: Holder;
  /** The tax id with its last four digits only. */
  readonly taxId: string;
  /** The account numbers with their last four digits only. */
  readonly accounts: readonly string[];
  /** Box 1. */
  readonly interest: number;
  /** Box 2. */
  readonly earlyWithdrawalPenalty: number;
  /** Box 4. */
  readonly taxWithheld: number;
}

/** Source: S-ACCT, Tax document retrieval (TX1): "equal to or greater than $10.00". */
const SMALLEST_INTEREST = 1_000;

interface EarningsRow {
  readonly customer_id: string;
  readonly partner_id: string;
  readonly interest: number;
  readonly penalty: number;
  readonly withheld: number;
}

/**
 * The bank's own postings of a year by customer, by posting date. A reversal reduces the year of the interest that it
 * reverses.
 */
const EARNINGS = `
  SELECT customer_id, partner_id,
    sum(CASE WHEN code = 'Interest' AND debit_master = own.interest THEN amount - reversed ELSE 0 END) AS interest,
    sum(CASE WHEN code = 'Fee' AND credit_master = own.fees THEN amount ELSE 0 END) AS penalty,
    sum(CASE WHEN code = 'Withholding' AND credit_master = own.tax THEN amount ELSE 0 END) AS withheld
  FROM (SELECT ? AS interest, ? AS fees, ? AS tax) own JOIN
    (SELECT a.seq, a.customer_id, a.partner_id, t.code, t.debit_master, t.credit_master, r.amount,
       (SELECT coalesce(sum(x.amount), 0) FROM interest_reversal x WHERE x.reversed_id = t.id) AS reversed
     FROM activity r JOIN account a ON a.number = r.master JOIN ledger_transaction t ON t.id = r.transaction_id
     WHERE a.class = 'Deposit' AND r.posting_day BETWEEN ? AND ? AND t.code IN ('Interest', 'Fee', 'Withholding'))
  WHERE customer_id = coalesce(?, customer_id) GROUP BY customer_id ORDER BY min(seq)`;

/**
 * Generates the forms of a year that is over: one for each customer whose interest over all accounts is $10.00 or more.
 * ASSUMPTION: forms are generated at the start of the next year, and the primary holder of an account receives all its
 * interest. Must run inside a commit. Source: S-ACCT (TX1, TX2).
 */
export function generateTaxForms(bank: Bank, year: number): void {
  for (const row of earningsOf(bank, year))
    if (row.interest >= SMALLEST_INTEREST) writeForm(bank, year, row, 'Original');
}

/**
 * Generates a corrected form if the customer has a form of that year. ASSUMPTION: a reversal after the year has a
 * corrected form with the new amounts at once, whatever they are; the original stays. Must run inside a commit.
 */
export function correctTaxForm(bank: Bank, year: number, customerId: string): void {
  const sql = 'SELECT 1 FROM tax_document WHERE customer_id = ? AND year = ?';
  if (!bank.store.get(sql, customerId, year)) return;
  for (const row of earningsOf(bank, year, customerId)) writeForm(bank, year, row, 'Corrected');
}

function earningsOf({ store }: Bank, year: number, customerId: string | null = null): EarningsRow[] {
  const own = [interestExpense.number, feeIncome.number, taxPayable.number];
  return store.all<EarningsRow>(EARNINGS, ...own, `${year}-01-01`, `${year}-12-31`, customerId);
}

const WRITE = 'INSERT INTO tax_document (id, customer_id, year, status, form, created_ms) VALUES (?, ?, ?, ?, ?, ?)';

function writeForm(bank: Bank, year: number, row: EarningsRow, status: 'Original' | 'Corrected'): void {
  const { customer_id: customerId, partner_id: partnerId, interest, penalty, withheld } = row;
  const accounts = bank.store.all<{ number: string }>(
    `SELECT number FROM account WHERE customer_id = ? AND class = 'Deposit' ORDER BY seq`,
    customerId,
  );
  const form: TaxForm = {
    year,
    recipient: holderOf(bank, customerId),
    taxId: maskNumber(taxIdOf(bank, customerId)),
    accounts: accounts.map(({ number }) => maskNumber(number)),
    interest,
    earlyWithdrawalPenalty: penalty,
    taxWithheld: withheld,
  };
  const id = bank.newEventId();
  bank.store.run(WRITE, id, customerId, year, status, JSON.stringify(form), bank.clock.nowMs());
  emitEvent(bank, 'Core.TaxDocument.Generated', {
    partnerId,
    path: { customerId },
    details: () => ({ customerId, taxDocumentId: id }),
  });
}

function taxIdOf({ store }: Bank, customerId: string): string {
  const sql = `SELECT json_extract(details, '$.profile.taxId') AS id FROM customer WHERE id = ?`;
  return store.get<{ id: string | null }>(sql, customerId)?.id ?? '';
}
