import {
  accountKey,
  accountsOf,
  type Books,
  type KnownAccount,
  type MemoPost,
  recordsOf,
  signedAmount,
  zeroFigures,
} from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * The current balance of an account with new, removed or changed memo posts changes by its new activities only. Source:
 * S-ACCT, Memo posts (M07).
 */
export const memoPostNeverChangesCurrent: Law = {
  name: 'memo-post-never-changes-current',
  requirementIds: ['M07'],
  provenance: 'source',
  check: ({ before, after }) =>
    accountsOf(after)
      .filter((account) => memoPostsOf(before, account) !== memoPostsOf(after, account))
      .flatMap((account) => {
        const earlier = before.accounts.get(accountKey(account)) ?? zeroFigures;
        const expected = sumOfActivity(after, account) - sumOfActivity(before, account);
        const actual = account.currentBalance - earlier.currentBalance;
        if (actual === expected) return [];
        return [
          {
            message: `Current balance of ${account.kind} ${account.accountNumber} changed with its memo posts`,
            expected: `${inCents(expected)} of new activity`,
            actual: inCents(actual),
          },
        ];
      }),
};

function memoPostsOf(books: Books, account: KnownAccount): string {
  const describe = ({ id, status, amount, affectsAvailability }: MemoPost) => [id, status, amount, affectsAvailability];
  return recordsOf(books, account, 'memoPosts').map(describe).join(';');
}

function sumOfActivity(books: Books, account: KnownAccount): number {
  return recordsOf(books, account, 'activities').reduce((sum, activity) => sum + signedAmount(activity), 0);
}
