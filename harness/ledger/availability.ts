import { addBusinessDays } from '../../core/business-day.ts';
import { dayOf } from './bank-days.ts';
import { type Activity, type Books, everyRecord, type Hold } from './books.ts';

/**
 * Returns the cents of a scheduled credit that become available only after a posting day: element `i` of the schedule
 * is available on the `i`th business day after the posting date (DOC-012, variant A). Zero for a credit without a
 * schedule.
 */
export function notYetAvailable({ schedule = [], postingDate }: Activity, postingDay: string): number {
  const postedOn = dayOf(postingDate);
  return schedule.reduce((sum, amount, day) => (addBusinessDays(postedOn, day) > postingDay ? sum + amount : sum), 0);
}

/** The credits of one payment on one subledger, and the holds that enforce their schedules. */
export interface HeldCredits {
  readonly subAccountNumber: string;
  /** Absent if the credits and their holds have none. */
  readonly railId?: string;
  readonly credits: readonly Activity[];
  readonly holds: readonly Hold[];
}

/**
 * Lists every credit that has a schedule or an availability hold, by subledger and `railId`. Source: S-ACCT,
 * Availability schedules.
 */
export function heldCredits(books: Books): HeldCredits[] {
  const credits = Map.groupBy(everyRecord(books, 'activities').filter(isCredit), keyOf);
  const holds = Map.groupBy(everyRecord(books, 'holds').filter(enforcesSchedule), keyOf);
  const scheduled = [...credits].filter(([, group]) => group.some(({ schedule }) => schedule)).map(([key]) => key);
  const held = [...holds.keys()].filter((key) => !key.endsWith(NO_RAIL_ID));
  return [...new Set([...scheduled, ...held])].map((key) => {
    const [subAccountNumber = '', railId] = key.split(' ');
    return {
      subAccountNumber,
      ...(railId ? { railId } : {}),
      credits: credits.get(key) ?? [],
      holds: holds.get(key) ?? [],
    };
  });
}

/** Returns true if the bank released the holds because the payment was returned. */
export function wentBack({ holds }: HeldCredits): boolean {
  return holds.some(({ status }) => status === 'Released');
}

const NO_RAIL_ID = ' ';

function keyOf({ subAccountNumber, railId = '' }: Activity | Hold): string {
  return `${subAccountNumber} ${railId}`;
}

function isCredit({ transactionType }: Activity): boolean {
  return transactionType === 'Credit';
}

function enforcesSchedule({ reason, holdType }: Hold): boolean {
  return reason === 'Availability' && holdType !== 'Partner';
}
