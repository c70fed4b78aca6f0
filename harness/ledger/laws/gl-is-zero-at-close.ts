import { easternDateOf, parseBankTimestamp } from '../../../core/business-day.ts';
import type { Books } from '../books.ts';
import { signedAmount } from '../books.ts';
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

/** What rails have already moved on the known accounts for posting days after the closed one. */
function railActivityAfter(books: Books, closedPostingDay: string): number {
  return [...books.records.values()]
    .flatMap(({ activities }) => activities)
    .filter(
      ({ rail, postingDate }) =>
        rail !== 'Internal' && easternDateOf(parseBankTimestamp(postingDate)) > closedPostingDay,
    )
    .reduce((total, activity) => total + signedAmount(activity), 0);
}
