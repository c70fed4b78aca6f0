import type { ObservedStatement } from '../../../harness/ledger/books.ts';
import { activity, books, guid, MAIN, SECOND } from '../sample-books.ts';
import { type LawExamples, master, ofMain, posted } from './sample-records.ts';

const SHA256 = '0'.repeat(64);
const line = (amount: number, balance: number, day = '2026-03-02') => ({ day, amount, balance });
const lines = [line(10_000, 10_000), line(-2_500, 7_500)];

function statement(figures: object = {}, facts: Partial<ObservedStatement> = {}): ObservedStatement {
  const content = { opening: 0, closing: 7_500, lines, ...figures };
  const period = { periodStart: '2026-03-02', periodEnd: '2026-03-31' };
  return { id: guid(950), ...period, document: { sha256: SHA256, content }, ...facts };
}

const april = (opening: number) =>
  statement({ opening, closing: opening, lines: [] }, { periodStart: '2026-04-01', periodEnd: '2026-04-30' });
const activities = [posted(1, 10_000, 10_000), posted(2, -2_500, 7_500)];
const listed = (...statements: ObservedStatement[]) => ({
  after: books({ statements: new Map([[MAIN, statements]]), records: ofMain(activities) }),
});

/** Returns the statements of an account on a day in New York, and those that were listed before. */
const listedOn = (day: string, statements: ObservedStatement[], before?: ObservedStatement[]) => ({
  before: books({ ...(before ? { statements: new Map([[MAIN, before]]) } : {}) }),
  after: {
    ...listed().after,
    statements: new Map([[MAIN, statements]]),
    now: `${day}T00:00:00-04:00`,
    postingDay: day,
  },
});
const none: ObservedStatement[] = [];

const CUSTOMER = guid(3);
const owned = { customerId: CUSTOMER, openedAt: '2026-01-05T09:00:00-05:00' };
const interest = (account: string, cents: number) =>
  activity({
    transaction: account === MAIN ? 1 : 2,
    master: account,
    cents,
    transactionCode: 'Interest',
    status: 'Posted',
    postingDate: '2026-06-30T00:00:00-04:00',
  });
/** Returns accounts of one customer with 600 and `cents` of interest in 2026, and the form over an amount, if any. */
const earned = (cents: number, form?: number, unknownAccounts: string[] = []) => ({
  after: books({
    accounts: [master(0, owned), master(0, { ...owned, accountNumber: SECOND, masterAccountNumber: SECOND })],
    records: { [MAIN]: { activities: [interest(MAIN, 600)] }, [SECOND]: { activities: [interest(SECOND, cents)] } },
    taxForms: new Map([[MAIN, { forms: form === undefined ? [] : [taxForm(form)], unknownAccounts }]]),
    now: '2027-01-06T09:00:00-05:00',
  }),
});
const taxForm = (content: number) => ({
  id: guid(951),
  year: 2026,
  status: 'Original',
  document: { sha256: SHA256, content },
});

/** Accepted and rejected examples of this group of laws. */
export const documents: Record<string, LawExamples> = {
  'statement-has-all-posted-activity': {
    accepted: listed(statement()),
    rejected: listed(statement({ lines: lines.slice(0, 1) })),
    finds: ['-2500 cents', 'no line'],
    alsoAccepted: {
      'activity after the period': listed(statement(), april(7_500)),
      'no statement before the month is over': listedOn('2026-03-31', none),
      'one statement after the month': listedOn('2026-04-01', [statement()]),
      'a list that was read earlier': listedOn('2026-04-01', none, none),
    },
    alsoRejected: {
      'a line twice': listed(statement({ lines: [...lines, line(-2_500, 5_000)] })),
      'no statement after the month': listedOn('2026-04-01', none),
      'two statements of a month': listedOn('2026-04-01', [statement(), statement({}, { id: guid(952) })]),
      'a line of another day': listed(statement({ lines: [line(10_000, 10_000), line(-2_500, 7_500, '2026-03-03')] })),
    },
  },
  'statement-follows-posting-sequence': {
    accepted: listed(statement()),
    rejected: listed(statement({ lines: [...lines].reverse() })),
    finds: ['2026-03-02 10000 cents', '2026-03-02 -2500 cents'],
  },
  'statement-opening-plus-lines-is-closing': {
    accepted: listed(statement(), april(7_500)),
    rejected: listed(statement({ closing: 7_501 })),
    finds: ['7500 cents', '7501 cents'],
    alsoRejected: { 'the next statement opens with another balance': listed(statement(), april(7_499)) },
  },
  'tax-form-from-ten-dollars': {
    accepted: earned(400, 1_000),
    rejected: earned(400, 999),
    finds: ['1000 cents', '999 cents'],
    alsoAccepted: { 'less than ten dollars without a form': earned(399) },
    alsoRejected: {
      'less than ten dollars with a form': earned(399, 999),
      'ten dollars without a form': earned(400),
    },
  },
};
