import { type Activity, type Books, everyRecord, type MemoPost } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';

/**
 * A memo post and the activity of its payment replace each other: never both, and exactly one activity after the
 * conversion. For an ACH payment the amount is the same; a card or check is captured at its true amount, which may
 * differ. Source: S-ACCT, Memo posts.
 */
export const memoConversionIsSeamless: Law = {
  name: 'memo-conversion-is-seamless',
  requirementIds: ['M05', 'M08'],
  provenance: 'source',
  check({ after }) {
    const byPayment = Map.groupBy(everyRecord(after, 'activities'), keyOf);
    return everyRecord(after, 'memoPosts')
      .filter(({ railId }) => railId !== undefined)
      .flatMap((memoPost) => checkMemoPost(after, memoPost, byPayment.get(keyOf(memoPost)) ?? []));
  },
};

function keyOf({ subAccountNumber, transactionType, railId }: MemoPost | Activity): string {
  return [subAccountNumber, transactionType, railId].join();
}

function checkMemoPost(books: Books, memoPost: MemoPost, activities: readonly Activity[]): LawDeviation[] {
  const { status, railId, amount } = memoPost;
  const amounts = activities.map((activity) => activity.amount);
  const keepsAmount = announcesAchPayment(books, memoPost);
  const isOneOfIt = amounts.length === 1 && (!keepsAmount || amounts[0] === amount);
  if (status === 'Expired' || (status === 'Active' ? amounts.length === 0 : isOneOfIt)) return [];
  const converted = keepsAmount ? `one activity of ${inCents(amount)}` : 'one activity';
  return [
    {
      message: `Memo post of ${railId} is ${status}`,
      expected: status === 'Active' ? 'no activity' : converted,
      actual: amounts.length === 0 ? 'no activity' : `activity of ${amounts.map(inCents).join(' and ')}`,
    },
  ];
}

/**
 * Returns true if a memo post belongs to an ACH payment of the bank; one on the rail ACH without a payment is captured
 * like any other.
 */
function announcesAchPayment({ payments }: Books, { rail, railId = '' }: MemoPost): boolean {
  return rail === 'Ach' && payments.has(railId.replace(/^payment\//, ''));
}
