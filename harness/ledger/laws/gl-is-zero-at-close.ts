import { dayOf } from '../bank-days.ts';
import { type Books, signedAmount } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * After a posting day's close the GL accounts are at zero, but for what already belongs to the posting day that opened
 * with it (payments whose effective date that is). Source: S-ACCT, General Ledgers; books.md, section 4.
 */
export const glIsZeroAtClose: Law = {
  name: 'gl-is-zero-at-close',
  requirementIds: ['G02'],
  provenance: 'source',
  needs: ['trial-balance'],
  moment: 'close',
  check({ after, closedPostingDay = '' }) {
    const ledgers = (after.trialBalance?.accounts ?? []).filter(({ accountClass }) => accountClass === 'GeneralLedger');
    const sum = ledgers.reduce((total, { currentBalance }) => total + currentBalance, 0);
    const expected = 0 - railActivityAfter(after, closedPostingDay);
    if (sum === expected) return [];
    const open = ledgers.filter(({ currentBalance }) => currentBalance !== 0);
    return [
      {
        message: `General ledger is not at zero after the close of ${closedPostingDay}: ${open.map(({ title, accountNumber, currentBalance }) => `${title ?? accountNumber} ${currentBalance}`).join(', ')}`,
        expected: inCents(expected),
        actual: inCents(sum),
      },
    ];
  },
};

/** What rails have already moved on the known deposit accounts for posting days after the closed one; a GL is no end of it. */
function railActivityAfter(books: Books, closedPostingDay: string): number {
  return [...books.records]
    .filter(([master]) => books.accounts.get(`master:${master}`)?.accountType !== 'GeneralLedger')
    .flatMap(([, { activities }]) => activities)
    .filter(({ rail, postingDate }) => rail !== 'Internal' && dayOf(postingDate) > closedPostingDay)
    .reduce((total, activity) => total + signedAmount(activity), 0);
}
