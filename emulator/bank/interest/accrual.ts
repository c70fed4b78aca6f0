import type { InterestTerms } from './interest-terms.ts';

/** Interest that is not yet paid: whole cents, and the rest of a cent in parts of `PARTS_OF_CENT`. */
export interface Accrued {
  readonly cents: number;
  readonly fraction: number;
}

/** The least common multiple of 360, 365 and 366 days. */
const YEARS = 1_603_080;
const BASIS_POINTS = 10_000;
/** The denominator of every fraction of a cent, whatever the day count. */
export const PARTS_OF_CENT = BASIS_POINTS * YEARS;

/** Returns what has accrued after a balance (cents) has earned interest for some calendar days. Never rounds. */
export function addInterest(
  { cents, fraction }: Accrued,
  balance: number,
  terms: InterestTerms,
  days: readonly string[],
): Accrued {
  if (balance <= 0 || balance < terms.minimumBalance) return { cents, fraction };
  const yearly = yearlyInterest(balance, terms.tiers);
  const years = days.reduce((sum, day) => sum + YEARS / daysOfYear(terms, day), 0);
  const parts = BigInt(fraction) + yearly * BigInt(years);
  return {
    cents: cents + Number(parts / BigInt(PARTS_OF_CENT)),
    fraction: Number(parts % BigInt(PARTS_OF_CENT)),
  };
}

/** Returns the interest of a year in cents and basis points: each tier applies to its part of the balance (P-RATES). */
function yearlyInterest(balance: number, tiers: InterestTerms['tiers']): bigint {
  return tiers.reduce((sum, { fromAmount, rateBasisPoints }, at) => {
    const part = Math.min(balance, tiers[at + 1]?.fromAmount ?? balance) - fromAmount;
    return part > 0 ? sum + BigInt(part) * BigInt(rateBasisPoints) : sum;
  }, 0n);
}

/** Returns the number of days by which the rate of a year is divided on a day. */
export function daysOfYear({ dayCount }: Pick<InterestTerms, 'dayCount'>, day: string): 360 | 365 | 366 {
  if (dayCount === 'Actual360') return 360;
  return dayCount === 'ActualActual' && isLeapYear(Number(day.slice(0, 4))) ? 366 : 365;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
