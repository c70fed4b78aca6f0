import {
  addCalendarDays,
  businessDayOnOrAfter,
  easternDateOf,
  easternInstant,
  parseBankTimestamp,
} from '../../core/business-day.ts';
import type { AchPayment, Activity, Books, MemoPost, PostingException } from './books.ts';

/** An inbound ACH credit that a memo post announces: the payment, the memo post, and what has become of it. */
export interface AnnouncedDeposit {
  readonly payment: AchPayment;
  readonly memoPost: MemoPost;
  readonly activities: readonly Activity[];
  /** That the account refused it. */
  readonly exceptions: readonly PostingException[];
}

/** The inbound ACH credits that were made available early: their memo post affects availability. Source: S-ACCT, EDD. */
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

/** ASSUMPTION: a posting day closes at this Eastern time unless the bank tells another. Source: books.md, section 4. */
const CLOSE_TIME = '21:00';

/** The posting day that an instant belongs to, `yyyy-mm-dd`; what comes after the close carries the next one. */
export function postingDayOf(timestamp: string, closeTime = CLOSE_TIME): string {
  const instant = parseBankTimestamp(timestamp);
  const date = easternDateOf(instant);
  const isAfterClose = instant >= easternInstant(date, closeTime);
  return businessDayOnOrAfter(isAfterClose ? addCalendarDays(date, 1) : date);
}
