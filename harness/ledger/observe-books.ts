import { isDeepStrictEqual } from 'node:util';
import { capabilitiesOf, limitsOf } from '../../core/target.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { Client } from '../client/client.ts';
import { type Page, readPages, UnreadableList } from '../client/read-pages.ts';
import { UnsafePath } from '../client/render-path.ts';
import { createTypedClient, exchangeOf } from '../client/typed-client.ts';
import { findAnswerProblem } from '../contract/answer-problem.ts';
import { cosContract } from '../contract/contract.ts';
import {
  type AccountKey,
  type AchPayment,
  accountKey,
  type BookPart,
  type Books,
  emptyBooks,
  emptyRecords,
  type KnownAccount,
  type ObservedAccount,
  type Records,
  type Restriction,
  type Transaction,
  type Unread,
} from './books.ts';

/** Reads the books of a target through the partner API, and the trial balance where the target has `control`. */
export interface BooksObserver {
  /**
   * Reads the figures of every known account, and the records of those masters where a figure changed since `before` or
   * that `fullRead` picks; of all of them once another posting day is open. Accounts are read concurrently.
   *
   * A transaction is Complete or Failed from the start, and what may move it later shows in the records that name it. So one
   * that is known is read again only when such a record is new or not what it was, on a new posting day and in a `sweep`, which
   * reads everything again, so that nothing stays unseen beyond it.
   *
   * Activity is added at the end of its list, and most of a long one is read already: of it the last known page is read
   * again, and what follows. Where that page does not begin with just what stood there, all is read: then something before it
   * came or went, or all of it changed. One record that changes within an earlier page is seen by the next sweep at the latest.
   *
   * Both only where the bank shows its posting day: elsewhere every look may be the first on another one.
   *
   * A part whose answer does not fit the contract is left as it was before and listed in `unread`; it is read again at every look.
   */
  observe(options: {
    before: Books;
    accounts: readonly KnownAccount[];
    fullRead: (masterAccountNumber: string) => boolean;
    sweep?: boolean;
  }): Promise<Books>;
}

const PAGE_SIZE = 50;

/** The properties of an account that the books keep; the rest of its answer is of no consequence here. */
const ACCOUNT_FIELDS = [
  'currentBalance',
  'availableBalance',
  'holdAmount',
  'transactionCount',
  'title',
  'status',
  'accountType',
  'ledgerType',
];
const PAGE_FIELDS = ['results', 'hasNextPage'];

/** Builds the observer of a client's target. */
export function createBooksObserver(client: Client): BooksObserver {
  const api = createTypedClient(client);
  const hasControl = capabilitiesOf(client.target).has('control');
  const limits = limitsOf(client.target);

  async function readAccount(known: KnownAccount): Promise<ObservedAccount> {
    const params = { params: { path: { accountNumber: known.accountNumber } } };
    const account =
      known.kind === 'master'
        ? dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}', params), ACCOUNT_FIELDS)
        : dataOf(await api.GET('/core/v1/dda/subaccounts/{accountNumber}', params), ACCOUNT_FIELDS);
    const { currentBalance, availableBalance, holdAmount, transactionCount, title, status, accountType } = account;
    return {
      ...known,
      currentBalance,
      availableBalance,
      holdAmount,
      transactionCount,
      title,
      status,
      accountType,
      ...('ledgerType' in account ? { ledgerType: account.ledgerType } : {}),
    };
  }

  async function readRecords(accountNumber: string, { earlier, isWhole, unread }: Look): Promise<Records> {
    const page = (pageNumber: number) => ({
      params: { path: { accountNumber }, query: { pageNumber, pageSize: PAGE_SIZE } },
    });
    const list = async <Item>(
      { part, operationId, earlier, known = [] }: ListToRead<Item>,
      read: (pageNumber: number) => Promise<Page<Item>>,
    ): Promise<readonly Item[]> => {
      const readFrom = async (firstPage?: number) =>
        await readPages(read, limits, firstPage).catch((error: unknown) => {
          throw error instanceof UnreadableList ? new UnreadableAnswer(operationId, error.message) : error;
        });
      const items = await unread.reading({ part, subject: accountNumber }, () => readFurther(known, readFrom));
      return items ?? earlier;
    };
    const [activities, holds, memoPosts, postingExceptions, restrictions] = await Promise.all([
      list(
        {
          part: 'activities',
          operationId: 'listActivities',
          earlier: earlier.activities,
          known: isWhole ? [] : earlier.activities,
        },
        async (n) => dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/activities', page(n)), PAGE_FIELDS),
      ),
      list({ part: 'holds', operationId: 'listHolds', earlier: earlier.holds }, async (n) =>
        dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/holds', page(n)), PAGE_FIELDS),
      ),
      list({ part: 'memoPosts', operationId: 'listMemoPosts', earlier: earlier.memoPosts }, async (n) =>
        dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/memo-posts', page(n)), PAGE_FIELDS),
      ),
      list(
        { part: 'postingExceptions', operationId: 'listPostingExceptions', earlier: earlier.postingExceptions },
        async (n) =>
          dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/posting-exceptions', page(n)), PAGE_FIELDS),
      ),
      list({ part: 'restrictions', operationId: 'listRestrictions', earlier: earlier.restrictions }, async (n) =>
        dataOf(await api.GET('/core/v1/dda/accounts/{accountNumber}/restrictions', page(n)), PAGE_FIELDS),
      ),
    ]);
    const formerRestrictions = noLongerListed(earlier, restrictions);
    return { activities, holds, memoPosts, postingExceptions, restrictions, formerRestrictions };
  }

  async function readTransaction(transactionId: string): Promise<Transaction> {
    const params = { params: { path: { transactionId } } };
    return dataOf(await api.GET('/core/v1/transactions/{transactionId}', params));
  }

  /** A payment that the bank does not show (a blocked one, D26) is left out. */
  async function readPayment(paymentId: string): Promise<AchPayment | undefined> {
    const result = await api.GET('/ach/v1/payments/{paymentId}', { params: { path: { paymentId } } });
    return result.response.status === 404 ? undefined : dataOf(result);
  }

  async function readControl(before: Books, unread: UnreadParts): Promise<ControlBooks> {
    if (!hasControl) return {};
    const [trialBalance, clock] = await Promise.all([
      unread.reading({ part: 'trialBalance', subject: '' }, async () =>
        dataOf(await api.GET('/emulator/v1/trial-balance', {}), ['accounts', 'total']),
      ),
      unread.reading({ part: 'clock', subject: '' }, async () =>
        dataOf(await api.GET('/emulator/v1/clock', {}), ['now', 'postingDay', 'closeTime']),
      ),
    ]);
    const { now, postingDay, closeTime } = clock ?? before;
    const known = trialBalance ?? before.trialBalance;
    return {
      ...(known ? { trialBalance: known } : {}),
      ...(now === undefined ? {} : { now }),
      ...(postingDay === undefined ? {} : { postingDay }),
      ...(closeTime === undefined ? {} : { closeTime }),
    };
  }

  return {
    async observe({ before, accounts, fullRead, sweep = false }) {
      const unread = new UnreadParts();
      const wasUnread = (part: BookPart) =>
        (before.unread ?? []).flatMap((one) => (one.part === part ? [one.subject] : []));
      const [read, control] = await Promise.all([
        Promise.all(
          accounts.map(
            async (known) =>
              (await unread.reading({ part: 'accounts', subject: known.accountNumber }, () => readAccount(known))) ??
              before.accounts.get(accountKey(known)),
          ),
        ),
        readControl(before, unread),
      ]);
      const observed = new Map(read.flatMap((account) => (account ? [[accountKey(account), account] as const] : [])));
      const masters = accounts.filter(({ kind }) => kind === 'master').map(({ accountNumber }) => accountNumber);
      const isNextDay = before.postingDay !== control.postingDay;
      const partlyUnread = new Set([...unread.parts, ...(before.unread ?? [])].map(({ subject }) => subject));
      const stale = masters.filter(
        (master) =>
          sweep || isNextDay || fullRead(master) || partlyUnread.has(master) || hasChanged(before, observed, master),
      );
      // Where the bank does not show its posting day, another one may be open since the last look.
      const isWhole = sweep || isNextDay || control.postingDay === undefined;
      const look = (master: string): Look => ({ earlier: before.records.get(master) ?? emptyRecords, isWhole, unread });
      const fresh = await Promise.all(
        stale.map(async (master) => [master, await readRecords(master, look(master))] as const),
      );
      const records = new Map([...before.records, ...fresh]);
      const named = namedTransactions(fresh, isWhole ? emptyBooks : before);
      const [transactions, payments] = await Promise.all([
        readNamed(new Set([...named, ...wasUnread('transactions')]), before.transactions, (id) =>
          unread.reading({ part: 'transactions', subject: id }, () => readTransaction(id), before.transactions.get(id)),
        ),
        readNamed(new Set([...namedPayments(fresh), ...wasUnread('payments')]), before.payments, (id) =>
          unread.reading({ part: 'payments', subject: id }, () => readPayment(id), before.payments.get(id)),
        ),
      ]);
      const books: Books = { accounts: observed, records, transactions, payments, ...control };
      return unread.parts.length === 0 ? books : { ...books, unread: unread.parts };
    },
  };
}

type ControlBooks = Pick<Books, 'trialBalance' | 'postingDay' | 'closeTime' | 'now'>;

/** An answer that cannot be used as what the contract says it is. */
class UnreadableAnswer extends Error {
  readonly operationId: string;
  readonly facts: Unread['facts'];

  constructor(operationId: string, reason: string, facts: Unread['facts'] = { provenance: 'source' }) {
    super(reason);
    this.operationId = operationId;
    this.facts = facts;
  }
}

/** The parts of the books that one observation could not read. */
class UnreadParts {
  readonly parts: Unread[] = [];

  /** Reads a part. One that cannot be read is noted, and `otherwise` is returned. */
  async reading<Value>(
    what: Pick<Unread, 'part' | 'subject'>,
    read: () => Promise<Value>,
    otherwise?: Value,
  ): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UnreadableAnswer || error instanceof UnsafePath)) throw error;
      const { operationId, message: reason } = error;
      // An id that cannot be in a path is the bank's.
      const facts = error instanceof UnreadableAnswer ? error.facts : { provenance: 'source' as const };
      this.parts.push({ ...what, operationId, reason, facts });
      return otherwise;
    }
  }
}

/** Returns the data of an answer that fits the contract, in these properties or in all. Throws UnreadableAnswer for any other. */
function dataOf<Data>(result: { data?: Data; response: Response }, fields?: readonly string[]): Data {
  const exchange = exchangeOf(result);
  const problem = findAnswerProblem(exchange, cosContract, fields);
  if (problem) throw new UnreadableAnswer(exchange.operationId, problem.reason, problem.facts);
  return result.data as Data;
}

function noLongerListed({ restrictions, formerRestrictions }: Records, listed: readonly Restriction[]): Restriction[] {
  const ids = new Set(listed.map(({ id }) => id));
  return [...formerRestrictions, ...restrictions].filter(({ id }) => !ids.has(id));
}

/** Whether a figure of a master or of one of its subledgers differs from the earlier observation, or was not there. */
function hasChanged(before: Books, observed: ReadonlyMap<AccountKey, ObservedAccount>, master: string): boolean {
  return [...observed].some(([key, account]) => {
    if (account.masterAccountNumber !== master) return false;
    const earlier = before.accounts.get(key);
    return (
      earlier?.currentBalance !== account.currentBalance ||
      earlier.availableBalance !== account.availableBalance ||
      earlier.holdAmount !== account.holdAmount ||
      earlier.transactionCount !== account.transactionCount
    );
  });
}

/** One list of records of a master, as it was before. */
interface ListToRead<Item> {
  readonly part: BookPart;
  readonly operationId: OperationId;
  readonly earlier: readonly Item[];
  /** The items that need not be read again. */
  readonly known?: readonly Item[];
}

/** The state of a master before the look, how much is read, and the list of unread parts. */
interface Look {
  readonly earlier: Records;
  readonly isWhole: boolean;
  readonly unread: UnreadParts;
}

/** Reads a list that grows at its end from the page of the last known item on; all of it where that page is another one. */
async function readFurther<T>(known: readonly T[], read: (firstPage?: number) => Promise<T[]>): Promise<readonly T[]> {
  const pagesBefore = Math.floor(Math.max(known.length - 1, 0) / PAGE_SIZE);
  const items = await read(pagesBefore + 1);
  const overlap = known.slice(pagesBefore * PAGE_SIZE);
  if (overlap.every((item, at) => isDeepStrictEqual(item, items[at])))
    return [...known.slice(0, pagesBefore * PAGE_SIZE), ...items];
  return await read();
}

type FreshRecords = readonly (readonly [string, Records])[];

/** Those of a record that is not among the earlier ones just as it is. */
function namedTransactions(fresh: FreshRecords, before: Books): Set<string> {
  return new Set(
    fresh.flatMap(([master, records]) => {
      const known = new Map(recordsNamingTransactions(before.records.get(master)).map((record) => [record.id, record]));
      return recordsNamingTransactions(records)
        .filter((record) => !isDeepStrictEqual(record, known.get(record.id)))
        .map(({ transactionId }) => transactionId);
    }),
  );
}

function recordsNamingTransactions({ activities, postingExceptions }: Records = emptyRecords) {
  return [...activities, ...postingExceptions];
}

function namedPayments(fresh: FreshRecords): Set<string> {
  const railIds = fresh.flatMap(([, records]) =>
    [...records.activities, ...records.memoPosts].map(({ rail, railId }) => (rail === 'Ach' ? railId : undefined)),
  );
  return new Set(railIds.flatMap((railId) => (railId === undefined ? [] : [railId.replace(/^payment\//, '')])));
}

/** Reads what is named and keeps the rest; what the bank shows no more is dropped. A payment's status moves: it is read each time. */
async function readNamed<T>(
  ids: ReadonlySet<string>,
  known: ReadonlyMap<string, T>,
  read: (id: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const items = new Map(known);
  await Promise.all(
    [...ids].map(async (id) => {
      const item = await read(id);
      if (item === undefined) items.delete(id);
      else items.set(id, item);
    }),
  );
  return items;
}
