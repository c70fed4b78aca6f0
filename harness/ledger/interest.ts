import { addBusinessDays, addCalendarDays } from '../../core/business-day.ts';
import { dayOf } from './bank-days.ts';
import {
  type Activity,
  type Books,
  type Hold,
  type InterestTerms,
  type ObservedTimeDeposit,
  signedAmount,
} from './books.ts';
import { isInterest } from './observe-deposits.ts';

/** One payment of interest that the terms require; amounts in cents. */
export interface InterestPayment {
  /** The posting day, `yyyy-mm-dd`. */
  readonly day: string;
  readonly expected: number;
  readonly actual: number;
  /** The payment if the held part of the balance earned nothing; absent if nothing was held. */
  readonly withoutHeld?: number;
}

/** The facts from which the interest of one account is computed. */
export interface InterestFacts {
  readonly terms: readonly InterestTerms[];
  readonly activities: readonly Activity[];
  readonly holds: readonly Hold[];
  /** The last posting day that is closed. */
  readonly lastDay: string;
  /** True if the account is closed: then the last payment is that of the closing. */
  readonly isClosed: boolean;
}

/**
 * Computes every payment of interest on an account from its posted activity and its terms, day by day and exactly: each
 * calendar day in Eastern time earns on the balance of its day, whatever is held; the whole cents are paid on the last
 * posting day of the month, and the rest is carried. Source: P-RATES; S-ACCT, Availability schedules (V10).
 */
export function computePayments(facts: InterestFacts): InterestPayment[] {
  const { terms, activities, lastDay } = facts;
  const [first] = terms;
  if (!first) return [];
  const balances = new DailyBalances(activities);
  const earned = { all: 0n, withoutHeld: 0n };
  const payments: InterestPayment[] = [];
  let [wasHeld, firstUnpaid] = [false, first.fromDay];
  for (let day = first.fromDay; day <= lastDay; day = nextPostingDay(day)) {
    const following = nextPostingDay(day);
    const calendar = daysBetween(firstUnpaid > day ? firstUnpaid : day, following);
    const isLastOfMonth = following.slice(0, 7) !== day.slice(0, 7);
    const ofMonth = calendar.filter((one) => one.startsWith(day.slice(0, 7)));
    const paid = paidOn(activities, day);
    const isClosing = facts.isClosed && !isLastOfMonth && paid > 0;
    const earn = (days: readonly string[], isAfterPayment: boolean) => {
      for (const one of days) {
        const valid = termsOn(terms, one);
        if (!valid) continue;
        const balance = balances.on(day, one, { isAfterPayment, isLowest: valid.balance === 'Lowest' });
        const held = heldOn(facts.holds, one);
        wasHeld ||= held > 0;
        earned.all += interestOf(balance, valid, one);
        earned.withoutHeld += interestOf(balance - held, valid, one);
      }
    };
    if (!isClosing) earn(isLastOfMonth ? ofMonth : calendar, false);
    if (isLastOfMonth || isClosing) {
      const expected = Number(earned.all / PARTS);
      const withoutHeld = Number(earned.withoutHeld / PARTS);
      payments.push({ day, expected, actual: paid, ...(wasHeld ? { withoutHeld } : {}) });
      earned.all %= PARTS;
      earned.withoutHeld %= PARTS;
      wasHeld = false;
    }
    if (isLastOfMonth)
      earn(
        calendar.filter((one) => !ofMonth.includes(one)),
        true,
      );
    firstUnpaid = following;
  }
  return payments;
}

/** A yearly rate of a basis point on a cent earns this part of a cent on each day of a year of 360, 365 or 366 days. */
const YEARS = 360n * 365n * 366n;
const PARTS = 10_000n * YEARS;

/** Returns the interest of one day in parts of a cent. */
function interestOf(balance: number, { tiers, minimumBalance, dayCount }: InterestTerms, day: string): bigint {
  if (balance <= 0 || balance < minimumBalance) return 0n;
  let yearly = 0n;
  for (const [at, { fromAmount, rateBasisPoints }] of tiers.entries()) {
    const through = tiers[at + 1]?.fromAmount ?? Number.POSITIVE_INFINITY;
    const part = Math.min(balance, through) - fromAmount;
    if (part > 0) yearly += BigInt(part) * BigInt(rateBasisPoints);
  }
  return (yearly * YEARS) / BigInt(yearDays(dayCount, day));
}

/** Returns the days of the year by which a yearly rate is divided. */
export function yearDays(dayCount: InterestTerms['dayCount'], day: string): number {
  if (dayCount === 'Actual360') return 360;
  const isLeap = addCalendarDays(`${day.slice(0, 4)}-02-28`, 1).endsWith('-29');
  return dayCount === 'ActualActual' && isLeap ? 366 : 365;
}

function termsOn(terms: readonly InterestTerms[], day: string): InterestTerms | undefined {
  const valid = terms.findLast(({ fromDay }) => fromDay <= day);
  return valid && (valid.throughDay === undefined || day <= valid.throughDay) ? valid : undefined;
}

function heldOn(holds: readonly Hold[], day: string): number {
  return holds
    .filter(({ createdAt, expiresAt }) => dayOf(createdAt) <= day && (!expiresAt || day <= dayOf(expiresAt)))
    .filter(({ reason }) => reason === 'Availability')
    .reduce((sum, { amount }) => sum + amount, 0);
}

function paidOn(activities: readonly Activity[], day: string): number {
  return activities
    .filter((activity) => isInterest(activity) && dayOf(activity.postingDate) === day)
    .reduce((sum, { amount }) => sum + amount, 0);
}

function nextPostingDay(day: string): string {
  return addBusinessDays(day, 1);
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = addCalendarDays(day, 1)) days.push(day);
  return days;
}

interface BalanceQuestion {
  /** True if the interest posted on the posting day counts already. */
  readonly isAfterPayment: boolean;
  readonly isLowest: boolean;
}

/** The balances of an account by posting day, from its activity. */
class DailyBalances {
  private readonly byDay: ReadonlyMap<string, readonly Activity[]>;
  private readonly days: readonly string[];

  constructor(activities: readonly Activity[]) {
    this.byDay = Map.groupBy(activities, ({ postingDate }) => dayOf(postingDate));
    this.days = [...this.byDay.keys()].sort();
  }

  /** Returns the balance that earns on a calendar day whose posting day is `postingDay`. */
  on(postingDay: string, day: string, { isAfterPayment, isLowest }: BalanceQuestion): number {
    const opening = this.days.filter((one) => one < postingDay).reduce((sum, one) => sum + sumOf(this.of(one)), 0);
    const today = this.of(postingDay).filter((activity) => isAfterPayment || !isOwn(activity));
    if (!isLowest || day !== postingDay) return opening + sumOf(today);
    const sequence = [...today].sort((a, b) => (a.sequenceNumber ?? 0) - (b.sequenceNumber ?? 0));
    let [balance, lowest] = [opening, opening];
    for (const activity of sequence) {
      balance += signedAmount(activity);
      lowest = Math.min(lowest, balance);
    }
    return lowest;
  }

  private of(day: string): readonly Activity[] {
    return this.byDay.get(day) ?? [];
  }
}

/** Returns true for the bank's own activity at the end of a month. */
function isOwn(activity: Activity): boolean {
  return isInterest(activity) || /^withholding$/i.test(activity.transactionCode);
}

function sumOf(activities: readonly Activity[]): number {
  return activities.reduce((sum, activity) => sum + signedAmount(activity), 0);
}

/** Returns the terms of a CD, from its own rate periods; it earns until the day before its maturity. */
export function termsOfDeposit({ ratePeriods, dayCount, maturityDate }: ObservedTimeDeposit): InterestTerms[] {
  return ratePeriods.map(({ startsOn, rateBasisPoints }) => ({
    fromDay: startsOn,
    ...(maturityDate === undefined ? {} : { throughDay: addCalendarDays(maturityDate, -1) }),
    dayCount,
    balance: 'Closing',
    minimumBalance: 0,
    tiers: [{ fromAmount: 0, rateBasisPoints }],
  }));
}

/**
 * Lists the payments of interest of every account whose records have changed since `before`. `notShown` is called for
 * an account with interest whose terms the target does not show.
 */
export function paymentsOf(
  before: Books,
  after: Books,
  notShown: (master: string) => never,
): { readonly master: string; readonly payments: readonly InterestPayment[] }[] {
  return [...after.records].flatMap(([master, records]) => {
    if (before.records.get(master) === records) return [];
    const deposit = after.timeDeposits?.get(master);
    const terms = deposit ? termsOfDeposit(deposit) : after.interestTerms?.get(master);
    const { activities, holds } = records;
    if (!terms) return activities.some(isInterest) ? [notShown(master)] : [];
    const lastDay = lastClosedDay(after);
    if (lastDay === undefined) return [];
    const isClosed = after.accounts.get(`master:${master}`)?.status === 'Closed';
    return [{ master, payments: computePayments({ terms, activities, holds, lastDay, isClosed }) }];
  });
}

/** Returns the last posting day that is closed for certain: the one before the open day, or the last posted one. */
function lastClosedDay(books: Books): string | undefined {
  if (books.postingDay !== undefined) return addBusinessDays(books.postingDay, -1);
  const posted = [...books.records.values()].flatMap(({ activities }) =>
    activities.filter(({ status }) => status === 'Posted').map(({ postingDate }) => dayOf(postingDate)),
  );
  return posted.sort().at(-1);
}
