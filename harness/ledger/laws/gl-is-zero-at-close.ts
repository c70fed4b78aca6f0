import { dayOf } from '../bank-days.ts';
import { type Books, signedAmount, type TrialBalance } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * After the close of a posting day the GL accounts are zero, except for payments that already belong to the next
 * posting day (their effective date). On a bank with other runs, their amounts cannot be separated by day: amounts
 * between the sum of all falls and the sum of all rises of their masters within the step may belong to them. Source:
 * S-ACCT, General Ledgers; books.md, section 4.
 */
export const glIsZeroAtClose: Law = {
  name: 'gl-is-zero-at-close',
  requirementIds: ['G02'],
  provenance: 'source',
  needs: ['trial-balance'],
  moment: 'close',
  check({ before, after, closedPostingDay = '' }) {
    const ledgers = (after.trialBalance?.accounts ?? []).filter(({ accountClass }) => accountClass === 'GeneralLedger');
    const sum = ledgers.reduce((total, { currentBalance }) => total + currentBalance, 0);
    const expected = 0 - railActivityAfter(after, closedPostingDay);
    const others = changesOfOthers(before, after);
    if (sum <= expected - others.falls && sum >= expected - others.rises) return [];
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

/**
 * Sums the rail activity on the known deposit accounts for posting days after the closed one; GL accounts are excluded.
 */
function railActivityAfter(books: Books, closedPostingDay: string): number {
  return [...books.records]
    .filter(([master]) => books.accounts.get(`master:${master}`)?.accountType !== 'GeneralLedger')
    .flatMap(([, { activities }]) => activities)
    .filter(({ rail, postingDate }) => rail !== 'Internal' && dayOf(postingDate) > closedPostingDay)
    .reduce((total, activity) => total + signedAmount(activity), 0);
}

/** Sums the falls and rises of other runs' deposit masters within the step; a new master rises from zero. */
function changesOfOthers(before: Books, after: Books): { readonly falls: number; readonly rises: number } {
  const earlier = new Map(depositsOf(before.trialBalance));
  const changes = depositsOf(after.trialBalance)
    .filter(([accountNumber]) => !after.accounts.has(`master:${accountNumber}`))
    .map(([accountNumber, currentBalance]) => currentBalance - (earlier.get(accountNumber) ?? 0));
  return {
    falls: changes.reduce((sum, change) => sum + Math.min(change, 0), 0),
    rises: changes.reduce((sum, change) => sum + Math.max(change, 0), 0),
  };
}

function depositsOf(balance: TrialBalance | undefined): (readonly [accountNumber: string, currentBalance: number])[] {
  return (balance?.accounts ?? [])
    .filter(({ accountClass }) => accountClass === 'Deposit')
    .map(({ accountNumber, currentBalance }) => [accountNumber, currentBalance]);
}
