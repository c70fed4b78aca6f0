import { accountsOf, type Books, type ObservedAccount, recordsOf, type Transaction } from '../books.ts';
import { inCents, type Law } from '../law.ts';
import type { TransactionSide } from '../transactions.ts';

/**
 * A regular account cannot be overdrawn: no master and no Direct subledger has a negative current balance. Exceptions:
 * credits made available before their transaction (a credit memo post), and debits without a check of the funds (flags
 * FRC, as for a returned payment, or NSF). The balance may be negative by their sum at most. The implicit subledger may
 * be negative, a Passthrough subledger if its master is not (ASSUMPTION), and a GL. Source: S-ACCT, General Ledgers;
 * L-SUB; DOC-045; books.md, section 2.
 */
export const onlyAllowedAccountsGoNegative: Law = {
  name: 'only-allowed-accounts-go-negative',
  requirementIds: ['G03', 'D03'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after)
      .filter((account) => account.currentBalance < 0 && !isOfKindThatMay(account))
      .flatMap((account) => {
        const { kind, accountNumber, currentBalance } = account;
        const allowed = announcedCredits(after, account) + forcedDebits(after, account);
        if (currentBalance + allowed >= 0) return [];
        return [
          {
            message: `The ${kind} account ${accountNumber} is overdrawn`,
            expected: `${inCents(0 - allowed)} or more`,
            actual: inCents(currentBalance),
          },
        ];
      }),
};

function isOfKindThatMay({ kind, ledgerType, accountType }: ObservedAccount): boolean {
  return (
    kind === 'implicit' || accountType === 'GeneralLedger' || (kind === 'subledger' && ledgerType === 'Passthrough')
  );
}

/**
 * Sums the credits that are in the available balance only. One that ended may have been spent before; a converted one
 * is in the current balance.
 */
function announcedCredits(books: Books, account: ObservedAccount): number {
  return recordsOf(books, account, 'memoPosts')
    .filter(({ affectsAvailability }) => affectsAvailability)
    .filter(({ status, transactionType }) => transactionType === 'Credit' && status !== 'Converted')
    .reduce((sum, { amount }) => sum + amount, 0);
}

function forcedDebits(books: Books, account: ObservedAccount): number {
  return [...books.transactions.values()]
    .filter((transaction) => wasForced(transaction) && leaves(transaction, account))
    .reduce((sum, { amount }) => sum + amount, 0);
}

function wasForced({ status, flags = [] }: Transaction): boolean {
  return status === 'Complete' && flags.some((flag) => flag === 'FRC' || flag === 'NSF');
}

/**
 * Returns true if a transaction takes money from an account; one between two subledgers takes none from their master.
 */
function leaves({ debit, credit }: Transaction, { kind, accountNumber }: ObservedAccount): boolean {
  const numberOf = ({ masterAccountNumber, subAccountNumber }: TransactionSide) =>
    kind === 'master' ? masterAccountNumber : subAccountNumber;
  return numberOf(debit) === accountNumber && numberOf(credit) !== accountNumber;
}
