import { type Books, everyRecord, type MemoPost } from '../books.ts';
import { inCents, type Law } from '../law.ts';

/**
 * A memo post has one side: one record on one account. While it is active, no other account has a counter-entry of the
 * same payment and amount. Source: S-ACCT, Memo posts.
 */
export const memoPostHasOneSide: Law = {
  name: 'memo-post-has-one-side',
  requirementIds: ['M01'],
  provenance: 'source',
  check: ({ after }) =>
    groupsOf(after)
      .filter(
        ([, posts]) =>
          new Set(posts.map(({ subAccountNumber, transactionType }) => subAccountNumber + transactionType)).size > 1,
      )
      .map(([what, posts]) => ({
        message: `${what} is on more than one side`,
        expected: 'one side',
        actual: posts.map(describe).join(' and '),
      })),
};

/**
 * Groups memo posts that belong together: by id, and by payment if an active debit and an active credit have the same
 * amount.
 */
function groupsOf(books: Books): [what: string, posts: readonly MemoPost[]][] {
  const posts = everyRecord(books, 'memoPosts');
  const active = posts.filter(({ status, railId }) => status === 'Active' && railId !== undefined);
  return [
    ...Map.groupBy(posts, ({ id }) => `Memo post ${id}`),
    ...[...Map.groupBy(active, ({ railId, amount }) => `Memo post of ${railId} over ${inCents(amount)}`)].filter(
      ([, group]) => new Set(group.map(({ transactionType }) => transactionType)).size > 1,
    ),
  ];
}

function describe({ transactionType, subAccountNumber }: MemoPost): string {
  return `${transactionType} on ${subAccountNumber}`;
}
