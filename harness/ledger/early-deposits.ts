import {
  addCalendarDays,
  businessDayOnOrAfter,
  easternDateOf,
  easternInstant,
  parseBankTimestamp,
} from '../../core/business-day.ts';
import type { AchPayment, Activity, Books, MemoPost, PostingException } from './books.ts';

/** An inbound ACH credit with its payment, memo post and later records. */
export interface AnnouncedDeposit {
  readonly payment: AchPayment;
  readonly memoPost: MemoPost;
  readonly activities: readonly Activity[];
  /** The posting exceptions if the account refused it. */
  readonly exceptions: readonly PostingException[];
}

/**
 * Lists the inbound ACH credits that were made available early: their memo post affects availability. Source: S-ACCT,
 * EDD.
 */
export function earlyDeposits(books: Books): AnnouncedDeposit[] {
  return [...books.records.values()].flatMap(({ memoPosts, activities, postingExceptions }) =>
    memoPosts.filter(isEarlyCredit).flatMap((memoPost) => {
      const payment = books.payments.get((memoPost.railId ?? '').replace(/^payment\//, ''));
      if (!payment) return [];
      const isOfIt = ({ railId }: Activity | PostingException) => railId === memoPost.railId;
      const exceptions = postingExceptions.filter(isOfIt);
      return [{ payment, memoPost, activities: activities.filter(isOfIt), exceptions }];
    }),
  );
}

function isEarlyCredit({ rail, transactionType, affectsAvailability }: MemoPost): boolean {
  return rail === 'Ach' && transactionType === 'Credit' && affectsAvailability;
}

/**
 * ASSUMPTION: a posting day closes at this Eastern time if the bank does not show another. Source: books.md, section 4.
 */
const CLOSE_TIME = '21:00';

/** Returns the posting day of an instant, `yyyy-mm-dd`; after the close it is the next one. */
export function postingDayOf(timestamp: string, closeTime = CLOSE_TIME): string {
  const instant = parseBankTimestamp(timestamp);
  const date = easternDateOf(instant);
  const isAfterClose = instant >= easternInstant(date, closeTime);
  return businessDayOnOrAfter(isAfterClose ? addCalendarDays(date, 1) : date);
}
