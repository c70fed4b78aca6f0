import { inCents, type Law } from '../law.ts';

/**
 * The current balances of all masters, GLs and settlement accounts add up to zero: no transaction creates or destroys
 * money. Source: S-ACCT, General Ledgers ("all the numbers add up as they should").
 */
export const moneyIsConserved: Law = {
  name: 'money-is-conserved',
  requirementIds: ['X03', 'G01'],
  provenance: 'source',
  needs: ['trial-balance'],
  check({ after }) {
    const accounts = after.trialBalance?.accounts ?? [];
    const total = accounts.reduce((sum, { currentBalance }) => sum + currentBalance, 0);
    const reported = after.trialBalance?.total ?? 0;
    if (total === 0 && reported === 0) return [];
    return [
      {
        message: 'The trial balance over masters, GL and settlement does not add up',
        expected: inCents(0),
        actual: total === reported ? inCents(total) : `${inCents(total)}, reported as ${inCents(reported)}`,
      },
    ];
  },
};
