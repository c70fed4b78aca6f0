import { accountsOf, type Books, type ObservedAccount } from '../books.ts';
import { inCents, type Law } from '../law.ts';
import { sidesOf } from '../transactions.ts';

/**
 * A regular account can not be overdrawn: no master and no Direct subledger has a negative current balance. The implicit
 * subledger may, and a Passthrough one while its master does not (ASSUMPTION); so may a GL, and an account with a transaction
 * whose flag lifts the look at the funds (FRC, as a payment that comes back has, or NSF). Source: S-ACCT, General Ledgers; L-SUB; DOC-045.
 */
export const onlyAllowedAccountsGoNegative: Law = {
  name: 'only-allowed-accounts-go-negative',
  requirementIds: ['G03', 'D03'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after)
      .filter((account) => account.currentBalance < 0 && !mayBeNegative(after, account))
      .map(({ kind, accountNumber, currentBalance }) => ({
        message: `The ${kind} account ${accountNumber} is overdrawn`,
        expected: '0 cents or more',
        actual: inCents(currentBalance),
      })),
};

function mayBeNegative(books: Books, account: ObservedAccount): boolean {
  const { kind, ledgerType, accountType } = account;
  if (kind === 'implicit' || accountType === 'GeneralLedger') return true;
  return (kind === 'subledger' && ledgerType === 'Passthrough') || wasForced(books, account);
}

function wasForced(books: Books, { kind, accountNumber }: ObservedAccount): boolean {
  return [...books.transactions.values()]
    .filter(({ flags = [] }) => flags.some((flag) => flag === 'FRC' || flag === 'NSF'))
    .flatMap(sidesOf)
    .some((side) => (kind === 'master' ? side.masterAccountNumber : side.subAccountNumber) === accountNumber);
}
