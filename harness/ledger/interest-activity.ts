import { type Activity, signedAmount } from './books.ts';

/** Returns true for an activity by which the bank pays interest. Source: P-REF, L-COREREF (D16). */
export function isInterest({ transactionCode, transactionType }: Activity): boolean {
  return transactionType === 'Credit' && (transactionCode === 'Interest' || transactionCode === 'interestPayment');
}

/** Returns true for an activity by which the bank pays interest or withholds tax from it. */
export function isInterestOrTax(activity: Activity): boolean {
  return isInterest(activity) || /^withholding$/i.test(activity.transactionCode);
}

/**
 * Returns the withdrawal by which the bank pays interest out when it closes an account: of the same amount, after tax,
 * as the interest among these activities.
 */
export function findPayout(activities: readonly Activity[]): Activity | undefined {
  const net = sumOf(activities.filter(isInterestOrTax));
  if (net <= 0) return undefined;
  return activities.find(
    (activity) => /^withdrawal$/i.test(activity.transactionCode) && signedAmount(activity) === -net,
  );
}

/** Returns the sum of activities in cents: credits positive, debits negative. */
export function sumOf(activities: readonly Activity[]): number {
  return activities.reduce((sum, activity) => sum + signedAmount(activity), 0);
}
