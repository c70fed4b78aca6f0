import { accountsOf, type Books, type ObservedAccount, recordsOf, type Transaction } from '../books.ts';
import { inCents, type Law } from '../law.ts';
import type { TransactionSide } from '../transactions.ts';

/**
 * A regular account cannot be overdrawn: no master and no Direct subledger has a negative current balance, but for what was
 * made available ahead of its transaction (a credit memo post) and for what was debited without a look at the funds (flags
 * FRC, as a payment that comes back has, or NSF). It may fall below zero by the sum of both, and no deeper: more could not have
 * been available. The implicit subledger may be negative, and a Passthrough one while its master is not (ASSUMPTION); so may
 * a GL. Source: S-ACCT, General Ledgers; L-SUB; DOC-045; books.md, section 2.
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

/** The credits that stand in available only. One that fell off may have been spent while it stood; a converted one is in current. */
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

/** Whether a transaction takes money from an account; one between two subledgers takes none from their master. */
function leaves({ debit, credit }: Transaction, { kind, accountNumber }: ObservedAccount): boolean {
  const numberOf = ({ masterAccountNumber, subAccountNumber }: TransactionSide) =>
    kind === 'master' ? masterAccountNumber : subAccountNumber;
  return numberOf(debit) === accountNumber && numberOf(credit) !== accountNumber;
}
