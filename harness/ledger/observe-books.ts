import { isDeepStrictEqual } from 'node:util';
import { capabilitiesOf } from '../../core/target.ts';
import type { Client } from '../client/client.ts';
import { createTypedClient, dataOf } from '../client/typed-client.ts';
import {
  type AccountKey,
  type AchPayment,
  accountKey,
  type Books,
  emptyBooks,
  emptyRecords,
  type KnownAccount,
  type ObservedAccount,
  type Records,
  type Restriction,
  type Transaction,
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
   * Both only where the bank tells its posting day: elsewhere every look may be the first on another one.
   */
  observe(options: {
    before: Books;
    accounts: readonly KnownAccount[];
    fullRead: (masterAccountNumber: string) => boolean;
    sweep?: boolean;
  }): Promise<Books>;
}

const PAGE_SIZE = 50;

/** Builds the observer of a client's target. */
export function createBooksObserver(client: Client): BooksObserver {
  const api = createTypedClient(client);
  const hasControl = capabilitiesOf(client.target).has('control');

  async function readAccount(known: KnownAccount): Promise<ObservedAccount> {
    const params = { params: { path: { accountNumber: known.accountNumber } } };
    const what = `account ${known.accountNumber}`;
    const account =
      known.kind === 'master'
        ? dataOf(what, await api.GET('/core/v1/dda/accounts/{accountNumber}', params))
        : dataOf(what, await api.GET('/core/v1/dda/subaccounts/{accountNumber}', params));
    const { currentBalance, availableBalance, holdAmount, transactionCount, title, status, accountType } = account;
    return {
      ...known,
      ...{ currentBalance, availableBalance, holdAmount, transactionCount, title, status, accountType },
      ...('ledgerType' in account ? { ledgerType: account.ledgerType } : {}),
    };
  }

  async function readRecords(accountNumber: string, { earlier, isWhole }: Look): Promise<Records> {
    const what = (list: string) => `the ${list} of account ${accountNumber}`;
    const page = (pageNumber: number) => ({
      params: { path: { accountNumber }, query: { pageNumber, pageSize: PAGE_SIZE } },
    });
    const [activities, holds, memoPosts, postingExceptions, restrictions] = await Promise.all([
      readFurther(isWhole ? [] : earlier.activities, async (n) =>
        dataOf(what('activity'), await api.GET('/core/v1/dda/accounts/{accountNumber}/activities', page(n))),
      ),
      readPages(async (n) =>
        dataOf(what('holds'), await api.GET('/core/v1/dda/accounts/{accountNumber}/holds', page(n))),
      ),
      readPages(async (n) =>
        dataOf(what('memo posts'), await api.GET('/core/v1/dda/accounts/{accountNumber}/memo-posts', page(n))),
      ),
      readPages(async (n) =>
        dataOf(
          what('posting exceptions'),
          await api.GET('/core/v1/dda/accounts/{accountNumber}/posting-exceptions', page(n)),
        ),
      ),
      readPages(async (n) =>
        dataOf(what('restrictions'), await api.GET('/core/v1/dda/accounts/{accountNumber}/restrictions', page(n))),
      ),
    ]);
    const formerRestrictions = noLongerListed(earlier, restrictions);
    return { activities, holds, memoPosts, postingExceptions, restrictions, formerRestrictions };
  }

  async function readTransaction(transactionId: string): Promise<Transaction> {
    const params = { params: { path: { transactionId } } };
    return dataOf(`transaction ${transactionId}`, await api.GET('/core/v1/transactions/{transactionId}', params));
  }

  /** A payment that the bank does not show (a blocked one, D26) is left out. */
  async function readPayment(paymentId: string): Promise<AchPayment | undefined> {
    const result = await api.GET('/ach/v1/payments/{paymentId}', { params: { path: { paymentId } } });
    return result.response.status === 404 ? undefined : dataOf(`payment ${paymentId}`, result);
  }

  async function readControl(): Promise<Pick<Books, 'trialBalance' | 'postingDay' | 'closeTime' | 'now'>> {
    if (!hasControl) return {};
    const [balance, clock] = await Promise.all([
      api.GET('/emulator/v1/trial-balance', {}),
      api.GET('/emulator/v1/clock', {}),
    ]);
    const { now, postingDay, closeTime } = dataOf('the clock', clock);
    return { trialBalance: dataOf('the trial balance', balance), now, postingDay, closeTime };
  }

  return {
    async observe({ before, accounts, fullRead, sweep = false }) {
      const [read, control] = await Promise.all([Promise.all(accounts.map(readAccount)), readControl()]);
      const observed = new Map(read.map((account) => [accountKey(account), account] as const));
      const masters = read.filter(({ kind }) => kind === 'master').map(({ accountNumber }) => accountNumber);
      const isNextDay = before.postingDay !== control.postingDay;
      const stale = masters.filter(
        (master) => sweep || isNextDay || fullRead(master) || hasChanged(before, observed, master),
      );
      // Where the bank does not tell its posting day, another one may be open since the last look.
      const isWhole = sweep || isNextDay || control.postingDay === undefined;
      const look = (master: string): Look => ({ earlier: before.records.get(master) ?? emptyRecords, isWhole });
      const fresh = await Promise.all(
        stale.map(async (master) => [master, await readRecords(master, look(master))] as const),
      );
      const records = new Map([...before.records, ...fresh]);
      const [transactions, payments] = await Promise.all([
        readNamed(namedTransactions(fresh, isWhole ? emptyBooks : before), readTransaction, before.transactions),
        readNamed(namedPayments(fresh), readPayment, before.payments),
      ]);
      return { accounts: observed, records, transactions, payments, ...control };
    },
  };
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

/** What is known of a master, and whether everything is read all the same. */
interface Look {
  readonly earlier: Records;
  readonly isWhole: boolean;
}

type ReadPage<T> = (pageNumber: number) => Promise<{ results: T[]; hasNextPage: boolean }>;

async function readPages<T>(read: ReadPage<T>, firstPage = 1): Promise<T[]> {
  const items: T[] = [];
  for (let pageNumber = firstPage; ; pageNumber++) {
    const page = await read(pageNumber);
    items.push(...page.results);
    if (!page.hasNextPage) return items;
  }
}

/** Reads a list that grows at its end from the page of the last known item on; all of it where that page is another one. */
async function readFurther<T>(known: readonly T[], read: ReadPage<T>): Promise<T[]> {
  const pagesBefore = Math.floor(Math.max(known.length - 1, 0) / PAGE_SIZE);
  const items = await readPages(read, pagesBefore + 1);
  const overlap = known.slice(pagesBefore * PAGE_SIZE);
  if (overlap.every((item, at) => isDeepStrictEqual(item, items[at])))
    return [...known.slice(0, pagesBefore * PAGE_SIZE), ...items];
  return await readPages(read);
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
  read: (id: string) => Promise<T | undefined>,
  known: ReadonlyMap<string, T>,
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
