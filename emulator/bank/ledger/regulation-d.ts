import { type Bank, openPostingDay } from '../bank.ts';
import type { AccountSide } from './transaction-side.ts';

/**
 * Returns true if a debit exceeds the number that the product allows in a calendar month of posting days. A transfer
 * between two subledgers of one master is not a withdrawal; a transaction with RGD or FRC does not count. ASSUMPTION:
 * a debit over the limit of Regulation D is rejected with RES, and counted by calendar month; the bank says only that
 * money moves by the product's rules. Source: S-ACCT (A02); P-REF.
 */
export function exceedsMonthlyDebits(bank: Bank, { type, subledger, otherMaster }: AccountSide): boolean {
  if (type === 'Credit' || subledger.debit_limit === null || otherMaster === subledger.master) return false;
  const month = openPostingDay(bank).slice(0, 7);
  const counted = bank.store.get<{ count: number }>(
    `SELECT count(*) AS count FROM activity r JOIN ledger_transaction t ON t.id = r.transaction_id
     WHERE r.master = ? AND r.type = 'Debit' AND r.activity_type = 'External' AND r.posting_day LIKE ? AND
       (t.flags IS NULL OR (t.flags NOT LIKE '%RGD%' AND t.flags NOT LIKE '%FRC%'))`,
    subledger.master,
    `${month}-%`,
  );
  return (counted?.count ?? 0) >= subledger.debit_limit;
}
