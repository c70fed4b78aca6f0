import type { Exchange } from '../../../core/exchange.ts';
import type { Activity, Books } from '../../../harness/ledger/books.ts';
import type { LawContext } from '../../../harness/ledger/law.ts';
import {
  account,
  activity,
  books,
  guid,
  hold,
  LEDGER,
  MAIN,
  memoPost,
  POT,
  payment,
  postingException,
  restriction,
  SECOND,
  transaction,
} from '../sample-books.ts';

export type Example = Partial<LawContext> & { after: Books };

export interface LawExamples {
  readonly accepted: Example;
  readonly rejected: Example;
  /** The expected and actual text of the finding on the rejected example. */
  readonly finds: readonly [expected: string, actual: string];
  /** Further good books, by what they show. */
  readonly alsoAccepted?: Readonly<Record<string, Example>>;
  /** Further bad books, by what they show. */
  readonly alsoRejected?: Readonly<Record<string, Example>>;
}

export const master = (currentBalance: number, facts: object = {}) =>
  account('master', { accountNumber: MAIN, currentBalance, availableBalance: currentBalance, ...facts });
export const own = (currentBalance: number, facts: object = {}) =>
  account('implicit', { accountNumber: MAIN, currentBalance, availableBalance: currentBalance, ...facts });
export const pot = (currentBalance: number, facts: object = {}) =>
  account('subledger', { accountNumber: POT, masterAccountNumber: MAIN, currentBalance, ...facts });
export const transfer = transaction({ number: 1, debit: MAIN, credit: SECOND, cents: 10_000 });
export const second = account('implicit', { accountNumber: SECOND });
export const debited = activity({ transaction: 1, cents: -10_000 });
export const credited = activity({ transaction: 1, master: SECOND, cents: 10_000 });
const inbound = { rail: 'Ach' as const, railId: `payment/${guid(600)}` };
export const payday = activity({
  transaction: 4,
  cents: 125_000,
  ...inbound,
  postingDate: '2026-03-04T00:00:00-05:00',
});
export const early = (status: 'Active' | 'Converted', facts: object = {}) =>
  books({
    accounts: [master(0), own(0)],
    records: { [MAIN]: { memoPosts: [memoPost({ status })] } },
    payments: [payment()],
    postingDay: '2026-03-02',
    ...facts,
  });

export const TUESDAY = '2026-03-03T00:00:00-05:00';
export const posted = (number: number, cents: number, balance: number, facts: object = {}) =>
  activity({
    transaction: number,
    cents,
    status: 'Posted',
    sequenceNumber: number,
    balance,
    postedAt: '2026-03-02T21:00:00-05:00',
    ...facts,
  });
export const ofMain = (activities: readonly Activity[]) => ({ [MAIN]: { activities } });

/** A check of 27.00 on the main account, free on the third posting day: the example of S-ACCT. */
const SCHEDULE = [0, 0, 2_700];
const clearing = { schedule: SCHEDULE, isClearing: true };
const checkRail = { rail: 'Check' as const, railId: `payment/${guid(610)}` };
export const deposit = (facts: object = {}) =>
  activity({ transaction: 5, cents: 2_700, ...checkRail, ...clearing, ...facts });
export const deposited = (more: object = {}) =>
  transaction({ number: 5, debit: LEDGER, credit: MAIN, cents: 2_700, more: { ...checkRail, ...clearing, ...more } });
export const heldUntil = (expiresAt: string, facts: object = {}) =>
  hold({ ...checkRail, reason: 'Availability', holdType: 'Internal', amount: 2_700, expiresAt, ...facts });
export const depositBooks = (postingDay: string, { credit = {}, holds = [heldUntil(TUESDAY)], more = {} } = {}) =>
  books({
    records: { [MAIN]: { activities: [deposit(credit)], holds } },
    transactions: [deposited(more)],
    postingDay,
  });

export const refusedBy = (debitCode: 'NSF' | 'RES', cents = 10_001) =>
  transaction({ number: 9, debit: MAIN, credit: SECOND, cents, debitCode, more: { rail: 'Ach' } });
export const refusalOf = (code: 'NSF' | 'RES', facts: object = {}) =>
  postingException({ rail: 'Ach', result: { success: false, code }, ...facts });
/** The example of S-ACCT: ACH debits over $100.00. */
export const overHundred = restriction({ rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000 });
export const restrictedBy = (restrictions: ReturnType<typeof restriction>[], parts: object = {}) =>
  books({ accounts: [master(50_000)], records: { [MAIN]: { restrictions } }, ...parts });
/** Builds an ACH debit of the main account that passes despite a restriction. */
export const passing = (limit: ReturnType<typeof restriction>, cents: number, more: object = {}): Example => ({
  before: restrictedBy([limit]),
  after: restrictedBy([limit], {
    transactions: [transaction({ number: 9, debit: MAIN, credit: LEDGER, cents, more: { rail: 'Ach', ...more } })],
  }),
});
/** Builds an ACH debit of the main account that is refused with RES because of a restriction. */
export const refusing = (limit: ReturnType<typeof restriction>, cents: number, context: object = {}): Example => ({
  before: restrictedBy([limit]),
  after: restrictedBy([limit], { transactions: [refusedBy('RES', cents)] }),
  ...context,
});
export const cardAuthorization = {
  transactionType: 'Debit',
  rail: 'Card',
  railId: `payment/${guid(620)}`,
  amount: 5_000,
} as const;
const { railId: _railId, ...unrelated } = memoPost();
export const withoutRailId = unrelated;
export const internal = restriction({ restrictionType: 'Internal' });

export const exchangeOf = (operationId: string, body: object = {}, facts: object = {}): Exchange => ({
  operationId,
  request: { method: 'POST', url: `http://127.0.0.1/${operationId}`, headers: {} },
  response: { statusCode: 200, headers: {}, body },
  durationMs: 1,
  ...facts,
});
export const replayed = (body: object = {}) => ({
  response: { statusCode: 200, headers: { 'original-request-id': guid(1) }, body },
});
