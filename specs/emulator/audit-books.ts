import assert from 'node:assert/strict';
import { expect } from '@playwright/test';
import type { OperationId } from '../../generated/operations.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import type { Client, SendInput } from '../../harness/client/client.ts';
import { checkLaw } from '../../harness/ledger/auditor.ts';
import { emptyBooks, type KnownAccount } from '../../harness/ledger/books.ts';
import { laws } from '../../harness/ledger/laws.ts';
import { createBooksObserver } from '../../harness/ledger/observe-books.ts';

const PAGE_SIZE = 50;

type Subaccount = CoreSchemas['Subaccount'];
type Activity = CoreSchemas['Activity'];

/** Sends a request that must succeed and returns the body of the response. */
export async function answerOf<Body>(client: Client, operationId: OperationId, input?: SendInput): Promise<Body> {
  const { response } = await client.send(operationId, input);
  assert(response.statusCode < 300, `${operationId} ${response.statusCode} ${JSON.stringify(response.body)}`);
  return response.body as Body;
}

/** Reads every page of a list. */
export async function listAll<Item>(client: Client, operationId: OperationId, input: SendInput = {}): Promise<Item[]> {
  const items: Item[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const query = { ...input.query, pageNumber, pageSize: PAGE_SIZE };
    const page = await answerOf<{ results: Item[]; hasNextPage: boolean }>(client, operationId, { ...input, query });
    items.push(...page.results);
    if (!page.hasNextPage) return items;
  }
}

/**
 * Reads every record of these masters and their subledgers like the harness's auditor, and checks every law. Checks
 * also that the trial balance is zero and every closed posting day is complete.
 */
export async function auditBooks(client: Client, masters: readonly string[]): Promise<void> {
  const accounts: KnownAccount[] = [];
  for (const masterAccountNumber of masters) {
    accounts.push({ accountNumber: masterAccountNumber, masterAccountNumber, kind: 'master' });
    accounts.push({ accountNumber: masterAccountNumber, masterAccountNumber, kind: 'implicit' });
    const subledgers = await listAll<Subaccount>(client, 'listSubaccounts', { query: { masterAccountNumber } });
    for (const { accountNumber } of subledgers)
      accounts.push({ accountNumber, masterAccountNumber, kind: 'subledger' });
  }
  const books = await createBooksObserver(client).observe({ before: emptyBooks, accounts, fullRead: () => true });
  const context = { before: books, after: books, effects: [], moment: 'step' } as const;
  const asked = laws.filter(({ moment }) => moment === undefined || moment === 'step');
  assert(asked.length > 10 && books.transactions.size > 0);
  expect(asked.flatMap((law) => checkLaw(law, context))).toEqual([]);
  expect(books.trialBalance?.total).toBe(0);
  for (const accountNumber of masters) {
    const { activities = [] } = books.records.get(accountNumber) ?? {};
    checkPostedDays(activities, books.postingDay ?? '');
  }
}

/**
 * Checks that every closed day is posted, numbered from 1 without a gap and with its running balance, and that the
 * open day is not.
 */
function checkPostedDays(activities: readonly Activity[], postingDay: string): void {
  const isClosed = ({ postingDate }: Activity) => postingDate.slice(0, 10) < postingDay;
  for (const activity of activities) assert.equal(activity.status, isClosed(activity) ? 'Posted' : 'Pending');
  const posted = activities
    .filter(isClosed)
    .sort((a, b) => a.postingDate.localeCompare(b.postingDate) || Number(a.sequenceNumber) - Number(b.sequenceNumber));
  let [day, sequence, balance] = ['', 0, 0];
  for (const activity of posted) {
    sequence = activity.postingDate === day ? sequence + 1 : 1;
    day = activity.postingDate;
    balance += activity.transactionType === 'Credit' ? activity.amount : -activity.amount;
    assert.deepEqual([activity.sequenceNumber, activity.balance], [sequence, balance], `activity ${activity.id}`);
  }
}
