import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { findAnySubledger } from '../accounts/find-subledger.ts';
import type { Bank } from '../bank.ts';
import { executeTransaction } from '../ledger/execute-transaction.ts';
import { interestExpense } from '../ledger/internal-accounts.ts';
import { renderPosted } from '../ledger/rail-transactions.ts';
import { type Rejection, reject } from '../rejection.ts';
import { correctTaxForm } from './generate-tax-forms.ts';

interface PaidRow {
  readonly id: string;
  readonly amount: number;
  readonly posting_day: string;
  readonly customer_id: string;
  /** Cents that earlier reversals have taken back. */
  readonly reversed: number;
}

const PAID = `
  SELECT t.id, t.amount, r.posting_day, a.customer_id,
    (SELECT coalesce(sum(x.amount), 0) FROM interest_reversal x WHERE x.reversed_id = t.id) AS reversed
  FROM ledger_transaction t JOIN activity r ON r.transaction_id = t.id JOIN account a ON a.number = r.master
  WHERE t.id = ? AND r.master = ? AND t.debit_master = ? AND t.code = 'Interest'`;

/**
 * Reverses interest of any partner's account, in whole or in part, as bank staff would. It reduces the interest of the
 * year in which it was paid, so a form of that year is corrected. ASSUMPTION: the available balance must cover a
 * reversal of interest, and the tax withheld from it is not refunded. Source: P-REF (interestReversal).
 */
export function reverseInterest(
  bank: Bank,
  accountNumber: string,
  { transactionId, amount, description = 'Interest reversal' }: EmulatorSchemas['InterestReversalRequest'],
): EmulatorSchemas['PostedTransaction'] | Rejection {
  const account = findAnySubledger(bank, accountNumber);
  if (account?.master !== accountNumber) return reject('not-found', 'Account not found');
  const paid = bank.store.get<PaidRow>(PAID, transactionId.toLowerCase(), accountNumber, interestExpense.number);
  if (!paid) return reject('not-found', 'Interest payment not found');
  if (account.master_status === 'Closed') return reject('account-closed');
  const left = paid.amount - paid.reversed;
  const cents = amount ?? left;
  if (cents > left || left === 0) return reject('reversal-exceeds-interest', `At most ${left} cents can be reversed`);
  if (cents > account.master_available) return reject('authorization-refused', 'Account rejects the reversal: NSF');
  return bank.store.atomically(() => {
    const row = executeTransaction(bank, {
      partnerId: account.partner_id,
      debit: { accountNumber },
      credit: { internal: interestExpense.number },
      amount: cents,
      code: 'Interest Reversal',
      description,
      rail: 'Internal',
      isForced: true,
    });
    const sql = 'INSERT INTO interest_reversal (transaction_id, reversed_id, amount) VALUES (?, ?, ?)';
    bank.store.run(sql, row.id, paid.id, cents);
    correctTaxForm(bank, Number(paid.posting_day.slice(0, 4)), paid.customer_id);
    return renderPosted(row, 'Debit');
  });
}
