import type { Bank } from '../bank.ts';
import { IN_POSTING_ORDER } from '../ledger/posting-order.ts';

const LOWEST = `
  SELECT master, min(running) AS running, min(opening) AS opening FROM (
    SELECT r.master, a.posted AS opening,
      a.posted + sum(CASE r.type WHEN 'Credit' THEN r.amount ELSE -r.amount END) OVER
        (${IN_POSTING_ORDER} ROWS UNBOUNDED PRECEDING) AS running
    FROM activity r JOIN account a ON a.number = r.master JOIN product p ON p.id = a.product_id
    WHERE r.status = 'Pending' AND r.posting_day <= ? AND EXISTS
      (SELECT 1 FROM interest i WHERE i.account = r.master AND json_extract(i.terms, '$.balance') = 'Lowest'))
  GROUP BY master`;

/**
 * Returns the lowest balance of the closing posting day for each account whose product names that balance and that has
 * activity: of the opening balance and of the running balances in the order of posting. In cents, by account number.
 */
export function lowestBalances({ store }: Bank, closingDay: string): Map<string, number> {
  const rows = store.all<{ master: string; running: number; opening: number }>(LOWEST, closingDay);
  return new Map(rows.map(({ master, running, opening }) => [master, Math.min(running, opening)]));
}
