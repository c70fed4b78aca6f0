import { isDeepStrictEqual } from 'node:util';
import { capabilitiesOf, limitsOf } from '../../core/target.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { Client } from '../client/client.ts';
import { type Page, readPages, UnreadableList } from '../client/read-pages.ts';
import { createTypedClient } from '../client/typed-client.ts';
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
} from './books.ts';
import { observeDeposits } from './observe-deposits.ts';
import { observeDocuments } from './observe-documents.ts';
import { dataOf, UnreadableAnswer, UnreadParts } from './unread-parts.ts';

/** The reader of a target's books: the partner API, and the trial balance if the target has `control`. */
export interface BooksObserver {
  /**
   * Reads the figures of every known account, concurrently, and the records of masters with a changed figure since
   * `before`, of those that `fullRead` picks, and of all masters once another posting day is open.
   *
   * A transaction is Complete or Failed from the start, and later changes appear in the records that name it. So a
   * known transaction is read again only if such a record is new or changed, on a new posting day, and in a `sweep`,
   * which reads everything again.
   *
   * Activity is added at the end of its list. Of a long list only the last known page and the pages after it are read
   * again. If that page does not begin as before, the whole list is read: an earlier record was added, removed or
   * changed. A change within an earlier page is found by the next sweep.
   *
   * Both shortcuts need a bank that shows its posting day: otherwise each reading may be the first of another day.
   *
   * A part whose answer does not match the contract keeps its values and is listed in `unread`; it is read again each
   * time.
   */
  observe(options: {
    before: Books;
    accounts: readonly KnownAccount[];
    fullRead: (masterAccountNumber: string) => boolean;
    sweep?: boolean;
    /** The masters whose statements and tax forms are read, as in a sweep. */
    documentsOf?: ReadonlySet<string>;
  }): Promise<Books>;
}

const PAGE_SIZE = 50;

/** The properties of an account that the books keep; other properties are ignored. */
const ACCOUNT_FIELDS = [
  'currentBalance',
  'availableBalance',
  'holdAmount',
  'transactionCount',
  'title',
  'status',
  'accountType',
  'ledgerType',
  'customerId',
  'openedAt',
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
      ...(known.kind === 'master' && account.customerId !== undefined ? { customerId: account.customerId } : {}),
      ...(known.kind === 'master' ? { openedAt: account.openedAt } : {}),
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

  /** Reads a payment; one that the bank does not show (a blocked one, D26) is omitted. */
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
    async observe({ before, accounts, fullRead, sweep = false, documentsOf = new Set() }) {
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
      // A bank that does not show its posting day may have opened another one since the last reading.
      const isWhole = sweep || isNextDay || control.postingDay === undefined;
      const lookAt = (master: string): Look => ({
        earlier: before.records.get(master) ?? emptyRecords,
        isWhole,
        unread,
      });
      const fresh = await Promise.all(
        stale.map(async (master) => [master, await readRecords(master, lookAt(master))] as const),
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
      const look = { api, before, books, masters, stale: new Set(stale), sweep, hasControl, unread };
      Object.assign(books, await observeDeposits(look), await observeDocuments({ ...look, documentsOf, limits }));
      return unread.parts.length === 0 ? books : { ...books, unread: unread.parts };
    },
  };
}

type ControlBooks = Pick<Books, 'trialBalance' | 'postingDay' | 'closeTime' | 'now'>;

function noLongerListed({ restrictions, formerRestrictions }: Records, listed: readonly Restriction[]): Restriction[] {
  const ids = new Set(listed.map(({ id }) => id));
  return [...formerRestrictions, ...restrictions].filter(({ id }) => !ids.has(id));
}

/** Returns true if a figure of a master or of its subledgers differs from the earlier observation, or is new. */
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

/** One list of records of a master before the reading. */
interface ListToRead<Item> {
  readonly part: BookPart;
  readonly operationId: OperationId;
  readonly earlier: readonly Item[];
  /** The items that need not be read again. */
  readonly known?: readonly Item[];
}

/** The state of a master before the reading, the extent of the reading, and the unread parts. */
interface Look {
  readonly earlier: Records;
  readonly isWhole: boolean;
  readonly unread: UnreadParts;
}

/** Reads a growing list from the page of the last known item; reads all of it if that page has changed. */
async function readFurther<T>(known: readonly T[], read: (firstPage?: number) => Promise<T[]>): Promise<readonly T[]> {
  const pagesBefore = Math.floor(Math.max(known.length - 1, 0) / PAGE_SIZE);
  const items = await read(pagesBefore + 1);
  const overlap = known.slice(pagesBefore * PAGE_SIZE);
  if (overlap.every((item, at) => isDeepStrictEqual(item, items[at])))
    return [...known.slice(0, pagesBefore * PAGE_SIZE), ...items];
  return await read();
}

type FreshRecords = readonly (readonly [string, Records])[];

/** Returns the ids of transactions in records that are new or changed. */
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

/**
 * Reads the named items and keeps the others; drops items that the bank no longer shows. Payments are always read,
 * because their status changes.
 */
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
