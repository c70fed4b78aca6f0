import { accountsOf, type ObservedAccount } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * A regular account can not be overdrawn: no master and no Direct subledger has a negative current balance. The implicit
 * subledger may, and a Passthrough one while its master does not (ASSUMPTION). Source: S-ACCT, General Ledgers; L-SUB; DOC-045.
 */
export const onlyAllowedAccountsGoNegative: Law = {
  name: 'only-allowed-accounts-go-negative',
  requirementIds: ['G03', 'D03'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after)
      .filter((account) => account.currentBalance < 0 && !mayBeNegative(account))
      .map(({ kind, accountNumber, currentBalance }) => ({
        message: `The ${kind} account ${accountNumber} is overdrawn`,
        expected: '0 cents or more',
        actual: inCents(currentBalance),
      })),
};

function mayBeNegative({ kind, ledgerType }: ObservedAccount): boolean {
  return kind === 'implicit' || (kind === 'subledger' && ledgerType === 'Passthrough');
}
