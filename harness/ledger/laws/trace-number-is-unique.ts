import type { Law } from '../law.ts';

/** No two transactions have the same trace number. Source: S-ACCT, Book Transfers (B10). */
export const traceNumberIsUnique: Law = {
  name: 'trace-number-is-unique',
  requirementIds: ['B10'],
  provenance: 'source',
  check: ({ after }) =>
    [...Map.groupBy(after.transactions.values(), ({ traceNumber }) => traceNumber)]
      .filter(([, transactions]) => transactions.length > 1)
      .map(([traceNumber, transactions]) => ({
        message: `Trace number ${traceNumber} belongs to more than one transaction`,
        expected: '1 transaction',
        actual: `${transactions.length} transactions: ${transactions.map(({ id }) => id).join(', ')}`,
      })),
};
