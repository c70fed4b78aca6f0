import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { findProduct } from '../accounts/products.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** The terms of a CD, as the bank configures them for a product. Source: S-ACCT, Certificates of deposit. */
export type TimeDepositTerms = EmulatorSchemas['TimeDepositTerms'];

/**
 * Sets the terms of a time deposit product, as bank staff would, for accounts opened from now on. The schema limits the
 * rate periods to four (T05) and the penalty tiers to two (T11).
 */
export function configureTimeDepositTerms(
  bank: Bank,
  productId: string,
  terms: TimeDepositTerms,
): TimeDepositTerms | Rejection {
  const product = findProduct(bank, productId);
  if (!product) return reject('not-found', 'Product not found');
  if (product.kind !== 'TimeDeposit') return reject('not-a-time-deposit', 'Product is not a time deposit');
  const problems = findProblems(terms);
  if (problems.length > 0) return reject('invalid', ...problems);
  bank.store.run('UPDATE product SET time_deposit = ? WHERE id = ?', JSON.stringify(terms), product.id);
  return terms;
}

function findProblems({ termMonths, periodMonths, ratesBasisPoints, penaltyTiers }: TimeDepositTerms): string[] {
  const lastPeriod = (ratesBasisPoints.length - 1) * periodMonths;
  const falls = ratesBasisPoints.findIndex((rate, at) => rate < (ratesBasisPoints[at - 1] ?? 0));
  const early = penaltyTiers.findIndex(({ months }, at) => months <= (penaltyTiers[at - 1]?.months ?? 0));
  const late = penaltyTiers.findIndex(({ months }) => months > termMonths);
  return [
    ...(lastPeriod < termMonths
      ? []
      : [`The last rate period must begin before the maturity: it begins after ${lastPeriod} months of ${termMonths}`]),
    ...(falls < 0 ? [] : [`RatesBasisPoints[${falls}] must not be less than the rate before`]),
    ...(early < 0 ? [] : [`PenaltyTiers[${early}].Months must be more than those of the tier before`]),
    ...(late < 0 ? [] : [`PenaltyTiers[${late}].Months must be at most TermMonths`]),
  ];
}
