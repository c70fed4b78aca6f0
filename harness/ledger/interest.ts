import { addBusinessDays, addCalendarDays } from '../../core/business-day.ts';
import { dayOf } from './bank-days.ts';
import {
  type Activity,
  type Books,
  everyRecord,
  type Hold,
  type InterestTerms,
  type ObservedTimeDeposit,
  signedAmount,
} from './books.ts';
import { findPayout, isInterest, isInterestOrTax, sumOf } from './interest-activity.ts';
import type { LawContext, LawDeviation } from './law.ts';
import { NotObservable } from './law-view.ts';

/** One payment of interest that the terms require, or that was made without one; amounts in cents. */
export interface InterestPayment {
  /** The posting day, `yyyy-mm-dd`. */
  readonly day: string;
  readonly expected: number;
  readonly actual: number;
  /** The payment if the held part of the balance earned nothing; absent if nothing was held. */
  readonly withoutHeld?: number;
}

/** The facts from which the interest of one account is computed. */
interface InterestFacts {
  /** Oldest first; empty: the account earns nothing. */
  readonly terms: readonly InterestTerms[];
  readonly activities: readonly Activity[];
  readonly holds: readonly Hold[];
  /** The last posting day whose interest is posted. */
  readonly lastDay: string;
  /** True if the account is closed: then its last activity is the payment of the closing. */
  readonly isClosed: boolean;
}

/**
 * Computes every payment of interest on an account from its posted activity and its terms, day by day and exactly: each
 * calendar day in Eastern time earns on the balance of its day, whatever is held; the whole cents are paid on the last
 * posting day of the month, and the rest is carried. A closing pays what has accrued until the day before. Interest on
 * any other day is a payment of which 0 is expected. Source: P-RATES; S-ACCT, Availability schedules (V10).
 */
function computePayments({ terms, activities, holds, lastDay, isClosed }: InterestFacts): InterestPayment[] {
  const balances = new DailyBalances(activities);
  const closingDay = isClosed ? balances.lastDay : undefined;
  const earned = { all: 0n, withoutHeld: 0n };
  const payments: InterestPayment[] = [];
  let wasHeld = false;
  const earn = (postingDay: string, days: readonly string[], isAfterPayment: boolean) => {
    for (const day of days) {
      const valid = termsOn(terms, day);
      if (!valid) continue;
      const balance = balances.on(postingDay, day, { isAfterPayment, isLowest: valid.balance === 'Lowest' });
      const held = heldOn(holds, day);
      wasHeld ||= held > 0;
      earned.all += interestOf(balance, valid, day);
      earned.withoutHeld += interestOf(balance - held, valid, day);
    }
  };
  for (let day = firstDayOf(terms, activities); day !== undefined && day <= lastDay; day = nextPostingDay(day)) {
    const following = nextPostingDay(day);
    const month = day.slice(0, 7);
    const isLastOfMonth = !following.startsWith(month);
    const isPaidOut = balances.isPaidOutOn(day);
    const isClosing = (isPaidOut || day === closingDay) && !isLastOfMonth;
    const [ofMonth = [], later = []] = splitBy(daysBetween(day, following), (one) => one.startsWith(month));
    if (!isClosing) earn(day, ofMonth, false);
    const actual = balances.interestOn(day);
    if (isLastOfMonth || isClosing) {
      const [expected, withoutHeld] = [Number(earned.all / PARTS), Number(earned.withoutHeld / PARTS)];
      payments.push({ day, expected, actual, ...(wasHeld ? { withoutHeld } : {}) });
      // ASSUMPTION: a closing pays whole cents, and the rest is lost, also if the account is reopened.
      earned.all = isPaidOut ? 0n : earned.all % PARTS;
      earned.withoutHeld = isPaidOut ? 0n : earned.withoutHeld % PARTS;
      wasHeld = false;
    } else if (actual > 0) payments.push({ day, expected: 0, actual });
    earn(day, isClosing ? [...ofMonth, ...later] : later, true);
  }
  return payments;
}

/** Returns the first day that earns, or the first one with interest if that is earlier. */
function firstDayOf([first]: readonly InterestTerms[], activities: readonly Activity[]): string | undefined {
  const days = activities.filter(isInterest).map(({ postingDate }) => dayOf(postingDate));
  return [...(first ? [first.fromDay] : []), ...days].sort()[0];
}

function splitBy(days: readonly string[], isFirst: (day: string) => boolean): readonly string[][] {
  return [days.filter(isFirst), days.filter((day) => !isFirst(day))];
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

/** Returns the sum of the holds that exist on a day, of any reason. */
function heldOn(holds: readonly Hold[], day: string): number {
  return holds.filter((hold) => isHeldOn(hold, day)).reduce((sum, { amount }) => sum + amount, 0);
}

function isHeldOn({ createdAt, expiresAt, status, lastModifiedAt }: Hold, day: string): boolean {
  if (day < dayOf(createdAt)) return false;
  if (status === 'Released') return day < dayOf(lastModifiedAt);
  return expiresAt === undefined || day <= dayOf(expiresAt);
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

/** The balances and the interest of an account by posting day, from its activity. */
class DailyBalances {
  private readonly byDay: ReadonlyMap<string, readonly Activity[]>;
  /** The days with activity, each with the balance at its close. */
  private readonly closings: { readonly day: string; readonly balance: number }[] = [];

  constructor(activities: readonly Activity[]) {
    this.byDay = Map.groupBy(activities, ({ postingDate }) => dayOf(postingDate));
    let balance = 0;
    for (const day of [...this.byDay.keys()].sort()) {
      balance += sumOf(this.of(day));
      this.closings.push({ day, balance });
    }
  }

  /** The last day with activity. */
  get lastDay(): string | undefined {
    return this.closings.at(-1)?.day;
  }

  /** Returns the interest that was paid on a posting day. */
  interestOn(day: string): number {
    return sumOf(this.of(day).filter(isInterest));
  }

  /** Returns true if the interest of a posting day was paid out again, as for a closing. */
  isPaidOutOn(day: string): boolean {
    return findPayout(this.of(day)) !== undefined;
  }

  /** Returns the balance that earns on a calendar day whose posting day is `postingDay`. */
  on(postingDay: string, day: string, { isAfterPayment, isLowest }: BalanceQuestion): number {
    const opening = this.closings.findLast((closing) => closing.day < postingDay)?.balance ?? 0;
    const today = this.of(postingDay).filter((activity) => isAfterPayment || !isInterestOrTax(activity));
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

/** Returns the terms of a CD, from its own rate periods; it earns until the day before its maturity. */
function termsOfDeposit({ ratePeriods, dayCount, maturityDate }: ObservedTimeDeposit): InterestTerms[] {
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
 * Checks the payments of interest of every account whose records have changed since `before`. Throws NotObservable if
 * nothing was found and the target does not show the terms of an account with interest.
 */
export function checkPayments(
  { before, after }: Pick<LawContext, 'before' | 'after'>,
  check: (master: string, payment: InterestPayment) => LawDeviation | undefined,
): LawDeviation[] {
  const withoutTerms: string[] = [];
  const deviations = [...after.records].flatMap(([master, records]) => {
    if (before.records.get(master) === records) return [];
    const deposit = after.timeDeposits?.get(master);
    const terms = deposit ? termsOfDeposit(deposit) : after.interestTerms?.get(master);
    const { activities, holds } = records;
    if (!terms && activities.some(isInterest)) withoutTerms.push(master);
    const isClosed = after.accounts.get(`master:${master}`)?.status === 'Closed';
    // The payment of a closing is posted at once.
    const lastDay = (isClosed ? after.postingDay : undefined) ?? lastClosedDay(after, master);
    if (!terms || lastDay === undefined) return [];
    const payments = computePayments({ terms, activities, holds, lastDay, isClosed });
    return payments.flatMap((payment) => check(master, payment) ?? []);
  });
  if (deviations.length === 0 && withoutTerms.length > 0)
    throw new NotObservable(`the target does not show the interest terms of account ${withoutTerms.join(', ')}`);
  return deviations;
}

/**
 * Returns the last posting day that is closed for an account: the one before the open day. On a bank that does not show
 * its day, it is the last day with a posted activity of the account, or the one before that of any account, because the
 * bank may be posting the last one.
 */
function lastClosedDay(books: Books, master: string): string | undefined {
  if (books.postingDay !== undefined) return addBusinessDays(books.postingDay, -1);
  const own = lastPostedDay(books.records.get(master)?.activities ?? []);
  const any = lastPostedDay(everyRecord(books, 'activities'));
  return [own, any && addBusinessDays(any, -1)]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}

function lastPostedDay(activities: readonly Activity[]): string | undefined {
  const posted = activities.filter(({ status }) => status === 'Posted').map(({ postingDate }) => dayOf(postingDate));
  return posted.sort().at(-1);
}
