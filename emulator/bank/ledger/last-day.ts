import { addCalendarDays } from '../../../core/business-day.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** The latest end of a hold or memo post, in days from now; the clock can move this far in one call. */
const FARTHEST_DAYS = 3_653;

/** Returns a rejection if a day cannot be the last day of a hold or memo post. */
export function checkLastDay(bank: Bank, day: string | undefined): Rejection | undefined {
  const today = openPostingDay(bank);
  if (day === undefined) return undefined;
  if (day < today) return reject('invalid', 'ExpiresAt must not be before the open posting day');
  const farthest = addCalendarDays(today, FARTHEST_DAYS);
  // A year of five digits is later than every possible request, and does not sort as text.
  if (!farthest.startsWith('+') && day > farthest)
    return reject('invalid', 'ExpiresAt must be at most ten years ahead');
  return undefined;
}
