import { accountsOf, type MemoPost, recordsOf, signedAmount } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The available balance is the current balance minus active holds, plus credit and minus debit memo posts that affect
 * availability. Source: S-ACCT, Memo posts; P-BALRPT; books.md, section 2.
 */
export const availableBalanceFollowsHoldsAndMemoPosts: Law = {
  name: 'available-balance-follows-holds-and-memo-posts',
  requirementIds: ['V11', 'L19', 'M02'],
  provenance: 'source',
  check: ({ after }) =>
    accountsOf(after).flatMap((account) => {
      const holds = recordsOf(after, account, 'holds');
      const memoPosts = recordsOf(after, account, 'memoPosts');
      const held = holds.reduce((sum, { status, amount }) => (status === 'Active' ? sum + amount : sum), 0);
      const memo = memoPosts.filter(affectsAvailability).reduce((sum, post) => sum + signedAmount(post), 0);
      const available = account.currentBalance - held + memo;
      if (available === account.availableBalance) return [];
      return [
        {
          message: `Available balance of ${account.kind} ${account.accountNumber} is not current - holds + memo posts`,
          expected: `${inCents(available)} (${account.currentBalance} - ${held} + ${memo})`,
          actual: inCents(account.availableBalance),
        },
      ];
    }),
};

function affectsAvailability(post: MemoPost): boolean {
  return post.status === 'Active' && post.affectsAvailability;
}
