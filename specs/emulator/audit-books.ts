import assert from 'node:assert/strict';
import { expect } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import type { Client, SendInput } from '../../harness/client/client.ts';
import { createAuditor } from '../../harness/ledger/auditor.ts';

/** The one law that needs to be told what was done; under a load nobody can say. */
const FRAME_RULE = 'only-declared-effects-happen';
const PAGE_SIZE = 50;

type Subaccount = CoreSchemas['Subaccount'];
type Activity = CoreSchemas['Activity'];

/** Sends and gives the body of an answer that has to be a success. */
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
 * Lets the harness's auditor read every record of these masters and their subledgers and ask every law but the frame rule;
 * beside it, the trial balance has to be at zero and a closed posting day complete.
 */
export async function auditBooks(client: Client, masters: readonly string[]): Promise<void> {
  const auditor = createAuditor(client);
  const opened: Exchange[] = [];
  for (const accountNumber of masters) {
    opened.push(asExchange('openAccount', await answerOf(client, 'getAccount', { path: { accountNumber } })));
    const query = { masterAccountNumber: accountNumber };
    const subledgers = await listAll<Subaccount>(client, 'listSubaccounts', { query });
    opened.push(...subledgers.map((subledger) => asExchange('createSubaccount', subledger)));
  }
  // Learns the accounts one by one before anything is read; the last one brings the whole audit.
  const [last, ...others] = opened.reverse();
  const lean = { effects: [], sweep: false };
  for (const exchange of others) await auditor.audit({ ...lean, exchange });
  const { deviations, lawsChecked } = await auditor.audit({
    effects: [],
    sweep: true,
    ...(last ? { exchange: last } : {}),
  });
  expect(lawsChecked).toContain('subledgers-sum-to-master');
  expect(deviations.filter(({ rule }) => rule !== FRAME_RULE)).toEqual([]);
  expect((await answerOf<EmulatorSchemas['TrialBalance']>(client, 'getTrialBalance')).total).toBe(0);
  for (const accountNumber of masters) await checkPostedDays(client, accountNumber);
}

/** What the auditor learns an account from. */
function asExchange(operationId: OperationId, body: unknown): Exchange {
  const request = { method: 'post', url: '', headers: {} };
  return { operationId, request, response: { statusCode: 200, headers: {}, body }, durationMs: 0 };
}

/** Every day before the open one is posted, numbered from 1 without a gap, its running balance added up; the open one is not. */
async function checkPostedDays(client: Client, accountNumber: string): Promise<void> {
  const activities = await listAll<Activity>(client, 'listActivities', { path: { accountNumber } });
  const { postingDay } = await answerOf<EmulatorSchemas['Clock']>(client, 'getClock');
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
