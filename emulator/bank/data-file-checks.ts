import type { DatabaseSync } from 'node:sqlite';

/** A check of a data file: a query that returns a row for the first problem, and the message about it. */
interface BookCheck {
  readonly sql: string;
  readonly describe: (row: Readonly<Record<string, unknown>>) => string | undefined;
}

/** The structure is checked first: the sums of a broken file mean nothing. */
const checks: readonly BookCheck[] = [
  {
    sql: 'PRAGMA quick_check(1)',
    describe: ({ quick_check }) => (quick_check === 'ok' ? undefined : oneLine(String(quick_check))),
  },
  {
    sql: 'PRAGMA foreign_key_check',
    describe: ({ table, parent }) => `a row of table "${table}" refers to a missing row of "${parent}"`,
  },
  {
    sql: 'SELECT CAST(sum(current) AS TEXT) AS total FROM account HAVING sum(current) <> 0',
    describe: ({ total }) => `the trial balance is ${total} cents, expected 0`,
  },
  {
    sql: `SELECT a.number FROM account a LEFT JOIN
        (SELECT master, sum(current) AS current, sum(hold) AS hold, sum(memo) AS memo FROM subledger GROUP BY master) s
        ON s.master = a.number
      WHERE a.product_id IS NOT NULL
        AND (a.current, a.hold, a.memo) IS NOT (coalesce(s.current, 0), coalesce(s.hold, 0), coalesce(s.memo, 0))
      LIMIT 1`,
    describe: ({ number }) => `the balances of master account ${number} differ from the sums of its subledgers`,
  },
];

/**
 * Returns a message about the first problem in the books of a database, or undefined. Checks pages, references, trial
 * balance, and each master as the sum of its subledgers.
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
