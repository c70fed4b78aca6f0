import type { DatabaseSync } from 'node:sqlite';

/** One check of a data file: a query that returns a row for the first thing that is wrong, and a sentence about it. */
interface BookCheck {
  readonly sql: string;
  readonly describe: (row: Readonly<Record<string, unknown>>) => string | undefined;
}

/** The structure first: the sums of a broken file mean nothing. */
const checks: readonly BookCheck[] = [
  {
    sql: 'PRAGMA quick_check(1)',
    describe: ({ quick_check }) => (quick_check === 'ok' ? undefined : oneLine(String(quick_check))),
  },
  {
    sql: 'PRAGMA foreign_key_check',
    describe: ({ table, parent }) => `a row of the table "${table}" has no counterpart in "${parent}"`,
  },
  {
    sql: 'SELECT CAST(sum(current) AS TEXT) AS total FROM account HAVING sum(current) <> 0',
    describe: ({ total }) => `the trial balance must be 0 cents, it is ${total} cents`,
  },
  {
    sql: `SELECT a.number FROM account a LEFT JOIN
        (SELECT master, sum(current) AS current, sum(hold) AS hold, sum(memo) AS memo FROM subledger GROUP BY master) s
        ON s.master = a.number
      WHERE a.product_id IS NOT NULL
        AND (a.current, a.hold, a.memo) IS NOT (coalesce(s.current, 0), coalesce(s.hold, 0), coalesce(s.memo, 0))
      LIMIT 1`,
    describe: ({ number }) => `the balances of master account ${number} are not the sums of its subledgers`,
  },
];

/**
 * Returns a sentence about the first thing that is wrong with the books of a database, or nothing: its pages, its references, its
 * trial balance, and each master as the sum of its subledgers.
 */
export function findDamage(database: DatabaseSync): string | undefined {
  for (const { sql, describe } of checks) {
    const row = database.prepare(sql).get();
    const damage = row && describe(row);
    if (damage) return damage;
  }
  return undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
