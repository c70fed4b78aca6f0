import { addCalendarDays } from '../../../core/business-day.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** How far ahead a hold or memo post may end: the clock can be moved that far at once. */
const FARTHEST_DAYS = 3_653;

/** Why a day cannot be the last one that a hold or memo post stands. */
export function checkLastDay(bank: Bank, day: string | undefined): Rejection | undefined {
  const today = openPostingDay(bank);
  if (day === undefined) return undefined;
  if (day < today) return reject('invalid', 'ExpiresAt must not be before the open posting day');
  const farthest = addCalendarDays(today, FARTHEST_DAYS);
  // A year of five digits is beyond every day that can be asked for, and does not sort as text.
  if (!farthest.startsWith('+') && day > farthest)
    return reject('invalid', 'ExpiresAt must be at most ten years ahead');
  return undefined;
}
