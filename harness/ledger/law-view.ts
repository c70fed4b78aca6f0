import type { Exchange } from '../../core/exchange.ts';
import { findAnswerProblem } from '../contract/answer-problem.ts';
import { cosContract } from '../contract/contract.ts';
import type { BookPart, Books, Records, Unread } from './books.ts';

/**
 * The error of a law that reads a part that could not be read: the law is not observable, neither passed nor failed.
 */
export class NotObservable extends Error {}

/** Names the account, transaction or payment of a part of the books. */
function describeSubject({ part, subject }: Pick<Unread, 'part' | 'subject'>): string {
  if (part === 'transactions') return `transaction ${subject}`;
  if (part === 'payments') return `payment ${subject}`;
  return subject === '' ? 'the bank' : subject;
}

/** Describes a part of the books that could not be read, with the reason. */
export function describeUnread(unread: Unread): string {
  return `cannot read the books of ${describeSubject(unread)}: ${partNames[unread.part]}: ${unread.reason}`;
}

const partNames: Readonly<Record<BookPart, string>> = {
  accounts: 'its figures',
  activities: 'its activity',
  holds: 'its holds',
  memoPosts: 'its memo posts',
  postingExceptions: 'its posting exceptions',
  restrictions: 'its restrictions',
  transactions: 'its record',
  payments: 'its record',
  trialBalance: 'its trial balance',
  clock: 'its clock',
  timeDeposits: 'its time deposit',
  interestTerms: 'its interest terms',
  statements: 'its statements',
  taxForms: 'its tax forms',
};

/** Returns the books as laws see them: reading a part that could not be read throws NotObservable. */
export function viewOf(books: Books): Books {
  const { unread = [] } = books;
  if (unread.length === 0) return books;
  const view: Books = {
    ...books,
    records: new Map([...books.records].map(([master, records]) => [master, { ...records }])),
  };
  for (const one of unread) for (const [owner, name] of placesOf(view, one)) guard(owner, name, describeUnread(one));
  return view;
}

/** Returns the properties that contain a part. */
function placesOf(view: Books, { part, subject }: Unread): [owner: object, name: string][] {
  if (part === 'clock') return (['postingDay', 'closeTime', 'now'] as const).map((name) => [view, name]);
  if (part === 'timeDeposits') return (['timeDeposits', 'penaltyFees'] as const).map((name) => [view, name]);
  if (part === 'interestTerms' || part === 'statements' || part === 'taxForms') return [[view, part]];
  if (part === 'accounts' || part === 'transactions' || part === 'payments' || part === 'trialBalance')
    return [[view, part]];
  const records = view.records.get(subject);
  if (!records) return [[view, 'records']];
  const lists: (keyof Records)[] = part === 'restrictions' ? [part, 'formerRestrictions'] : [part];
  return lists.map((list) => [records, list]);
}

function guard(owner: object, name: string, reason: string): void {
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      throw new NotObservable(reason);
    },
  });
}

/**
 * Returns the exchange of a step as laws see it: a body that does not match the contract cannot be read; an error or an
 * answer of another API has no body.
 */
export function lawExchangeOf(exchange: Exchange): Exchange {
  const { response, operationId } = exchange;
  const { body: _body, ...rest } = response;
  if (response.statusCode >= 300 || !cosContract.response(operationId, response.statusCode))
    return { ...exchange, response: rest };
  const problem = findAnswerProblem(exchange);
  if (!problem) return exchange;
  const guarded = { ...rest };
  guard(guarded, 'body', `the answer to ${operationId} cannot be used: ${problem.reason}`);
  return { ...exchange, response: guarded };
}
