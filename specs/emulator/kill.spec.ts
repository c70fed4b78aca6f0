import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { addBusinessDays } from '../../core/business-day.ts';
import { sleep } from '../../core/clock.ts';
import { createSeededRandom, deriveSeed, type SeededRandom } from '../../core/seeded-random.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import type { Client } from '../../harness/client/client.ts';
import { proves } from '../requirement.ts';
import { answerOf, auditBooks, listAll } from './audit-books.ts';
import { startOnFile } from './emulator-process.ts';
import { loadUntilKilled, type Sent } from './kill-load.ts';
import { startTestBank } from './test-bank.ts';

type Transaction = CoreSchemas['Transaction'];

const FUNDING = 10_000_000;
const START_DAY = '2026-03-02';

/** Prepares a data file with two funded masters of two subledgers each, which no process has open. */
async function prepareFile(dataFile: string): Promise<{ masters: string[]; accounts: string[] }> {
  const bank = await startTestBank({ dataFile });
  const masters = [await bank.open('checking'), await bank.open('direct')];
  const subledgers: string[] = [];
  for (const master of masters) {
    await bank.inbound({ receiverAccountNumber: master, amount: FUNDING });
    for (const subledger of [await bank.subledger(master), await bank.subledger(master)]) {
      await bank.transfer(master, subledger, FUNDING / 10);
      subledgers.push(subledger);
    }
  }
  await bank.emulator.close();
  return { masters, accounts: [...masters, ...subledgers] };
}

/** Reads a list of each of these masters. */
async function listOfEach<Item>(client: Client, operationId: OperationId, masters: readonly string[]): Promise<Item[]> {
  const lists = masters.map((accountNumber) => listAll<Item>(client, operationId, { path: { accountNumber } }));
  return (await Promise.all(lists)).flat();
}

/** Checks that every stored transaction is complete: exactly its two activity records. */
async function checkWholeness(client: Client, masters: readonly string[]): Promise<void> {
  const transactions = await listAll<Transaction>(client, 'listTransactions');
  const activities = await listOfEach<CoreSchemas['Activity']>(client, 'listActivities', masters);
  const sides = Map.groupBy(activities, ({ transactionId }) => transactionId);
  for (const { id, status, amount, debit, credit } of transactions) {
    const wanted = [debit, credit].filter(({ subAccountNumber }) => /^[23]/.test(subAccountNumber));
    const found = sides.get(id) ?? [];
    assert.equal(status, 'Complete');
    assert.deepEqual(
      found.map((it) => `${it.transactionType} ${it.subAccountNumber} ${it.amount}`).sort(),
      wanted.map((it) => `${it.transactionType} ${it.subAccountNumber} ${amount}`).sort(),
      `activity of transaction ${id}`,
    );
    sides.delete(id);
  }
  assert.deepEqual([...sides.keys()], [], 'activity without a transaction');
}

/** Checks that an acknowledged request has its effect once, as in its response, and any other at most once. */
async function checkAcknowledged(client: Client, sent: readonly Sent[], masters: readonly string[]) {
  const lists: Record<string, readonly { readonly mark: string | undefined; readonly record: object }[]> = {
    createTransfer: (await listAll<Transaction>(client, 'listTransactions')).map((it) => ({
      mark: it.clientIdentifier,
      record: it,
    })),
    placeHold: (await listOfEach<CoreSchemas['Hold']>(client, 'listHolds', masters)).map((it) => ({
      mark: it.reason,
      record: it,
    })),
    placeMemoPost: (await listOfEach<CoreSchemas['MemoPost']>(client, 'listMemoPosts', masters)).map((it) => ({
      mark: it.description,
      record: it,
    })),
    createSubaccount: (await listAll<CoreSchemas['Subaccount']>(client, 'listSubaccounts')).map((it) => ({
      mark: it.title,
      record: it,
    })),
  };
  for (const { request, answer } of sent) {
    const { operationId, idempotencyKey: mark } = request;
    if (!(operationId in lists)) continue;
    const found = lists[operationId]?.filter((it) => it.mark === mark).map(({ record }) => record);
    if (answer) assert.deepEqual(found, [answer], `${operationId} ${mark} was acknowledged`);
    else assert(found && found.length <= 1, `${operationId} ${mark} is there ${found?.length} times`);
  }
}

/** Checks that as many posting days have closed as closes were acknowledged or in progress. */
async function checkCloses(client: Client, sent: readonly Sent[]) {
  const closes = sent.filter(({ request }) => request.operationId === 'closePostingDay');
  const acknowledged = closes.filter(({ answer }) => answer).length;
  const { postingDay } = await answerOf<EmulatorSchemas['Clock']>(client, 'getClock');
  const possible = Array.from({ length: closes.length - acknowledged + 1 }, (_, more) => acknowledged + more);
  expect(possible.map((days) => addBusinessDays(START_DAY, days))).toContain(postingDay);
}

/** Retries the requests without a response, and some with one, and checks that each has its effect once. */
async function sendAgain(client: Client, sent: readonly Sent[], random: SeededRandom): Promise<void> {
  const transfers = sent.filter(({ request }) => request.operationId === 'createTransfer');
  for (const { request, answer } of transfers) {
    const { idempotencyKey, body } = request;
    if (answer && random.integer(0, 9) > 0) continue;
    const again = await answerOf<Transaction>(client, 'createTransfer', { body, idempotencyKey });
    if (answer) assert.deepEqual(again, answer);
  }
  const marks = (await listAll<Transaction>(client, 'listTransactions')).flatMap((it) => it.clientIdentifier ?? []);
  expect(marks.sort()).toEqual(transfers.map(({ request }) => request.idempotencyKey).sort());
}

async function killOnce(dataFile: string, random: SeededRandom): Promise<number> {
  const { masters, accounts } = await prepareFile(dataFile);
  const first = await startOnFile(dataFile);
  const delayMs = random.integer(0, 4);
  const sent = await loadUntilKilled({
    target: first.target,
    random,
    masters,
    accounts,
    answersUntilKill: random.integer(20, 250),
    onReached: () => void sleep(delayMs).then(first.kill),
  }).finally(first.kill);
  const second = await startOnFile(dataFile);
  try {
    await checkWholeness(second.client, masters);
    await checkAcknowledged(second.client, sent, masters);
    await checkCloses(second.client, sent);
    await auditBooks(second.client, masters);
    await sendAgain(second.client, sent, random);
    await auditBooks(second.client, masters);
  } finally {
    await second.kill();
  }
  return sent.filter(({ answer }) => answer).length;
}

const ROUNDS = Number(process.env.KILL_ROUNDS || 3);

test(
  `kill -9 under load, ${ROUNDS} times: the data file loses nothing acknowledged`,
  proves('X01', 'X03'),
  async () => {
    test.setTimeout(30_000 + ROUNDS * 15_000);
    const seed = Number(process.env.KILL_SEED || randomInt(2 ** 31));
    assert(Number.isSafeInteger(seed), `KILL_SEED must be an integer: "${process.env.KILL_SEED}"`);
    // Printed at the end of the run. The seed sets requests and moments; it cannot set the point at which the bank is
    // killed.
    test.info().annotations.push({ type: 'seed', description: `KILL_SEED=${seed}` });
    let acknowledged = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const random = createSeededRandom(deriveSeed(seed, `round ${round}`));
      acknowledged += await killOnce(test.info().outputPath(`round-${round}.db`), random);
    }
    expect(acknowledged).toBeGreaterThan(20 * ROUNDS);
  },
);
