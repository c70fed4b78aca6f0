import { type Activity, everyRecord, type MemoPost } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';

/**
 * A memo post and the activity of its payment take each other's place: never both, and after the conversion exactly one
 * activity of the same amount; a card is captured at its true amount, which may differ. Source: S-ACCT, Memo posts.
 */
export const memoConversionIsSeamless: Law = {
  name: 'memo-conversion-is-seamless',
  requirementIds: ['M05', 'M08'],
  provenance: 'source',
  check({ after }) {
    const byPayment = Map.groupBy(everyRecord(after, 'activities'), keyOf);
    return everyRecord(after, 'memoPosts')
      .filter(({ railId }) => railId !== undefined)
      .flatMap((memoPost) => checkMemoPost(memoPost, byPayment.get(keyOf(memoPost)) ?? []));
  },
};

function keyOf({ subAccountNumber, transactionType, railId }: MemoPost | Activity): string {
  return [subAccountNumber, transactionType, railId].join();
}

function checkMemoPost({ status, rail, railId, amount }: MemoPost, activities: readonly Activity[]): LawDeviation[] {
  const amounts = activities.map((activity) => activity.amount);
  const isOneOfIt = amounts.length === 1 && (rail === 'Card' || amounts[0] === amount);
  if (status === 'Expired' || (status === 'Active' ? amounts.length === 0 : isOneOfIt)) return [];
  const converted = rail === 'Card' ? 'one activity' : `one activity of ${inCents(amount)}`;
  return [
    {
      message: `Memo post of ${railId} is ${status}`,
      expected: status === 'Active' ? 'no activity' : converted,
      actual: amounts.length === 0 ? 'no activity' : `activity of ${amounts.map(inCents).join(' and ')}`,
    },
  ];
}
