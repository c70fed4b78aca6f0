import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { sleep } from '../../core/clock.ts';
import { createSeededRandom, deriveSeed, type SeededRandom } from '../../core/seeded-random.ts';
import type { CoreSchemas, WebhookSchemas } from '../../generated/types/index.ts';
import type { Client } from '../../harness/client/client.ts';
import { proves } from '../requirement.ts';
import { answerOf, listAll } from './audit-books.ts';
import { startOnFile } from './emulator-process.ts';
import { loadUntilKilled, type Sent } from './kill-load.ts';
import type { OperationRequest } from './request-sender.ts';
import { startTestBank } from './test-bank.ts';
import { hooksOf, resources } from './webhook-bank.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

const FUNDING = 10_000_000;
/** The registrations, by event name, and their formats. */
const LISTENED = {
  'Core.Transaction.Completed': 'Extended',
  'Core.SubAccount.Opened': 'Basic',
  'Core.Restriction.Placed': 'Extended',
  'Core.Activity.Posted': 'Basic',
} as const;
const MOST_CLOSES = 3;

/**
 * Prepares a data file with two funded masters, which no process has open; all events since the first account are
 * registered.
 */
async function prepareFile(dataFile: string, receiver: Receiver): Promise<string[]> {
  const bank = await startTestBank({ dataFile });
  const { register } = hooksOf(bank, receiver);
  for (const [eventName, format] of Object.entries(LISTENED)) await register(eventName, { format });
  const masters = [await bank.open('checking'), await bank.open('direct')];
  for (const receiverAccountNumber of masters) await bank.inbound({ receiverAccountNumber, amount: FUNDING });
  await bank.emulator.close();
  return masters;
}

/** Builds a transfer, subledger, restriction or move of the clock, so that groups close and are delivered. */
function buildChange(random: SeededRandom, masters: readonly string[], load: readonly Sent[]): OperationRequest {
  const mark = `load-${load.length}`;
  const [one = '', two = ''] = random.integer(0, 1) === 0 ? masters : masters.toReversed();
  const build = (operationId: OperationRequest['operationId'], rest: Partial<OperationRequest>) => ({
    operationId,
    idempotencyKey: mark,
    ...rest,
  });
  const closes = load.filter(({ request }) => request.operationId === 'closePostingDay').length;
  const draw = random.integer(0, 99);
  if (draw < 12) return build('advanceClock', { body: { bySeconds: random.integer(1, 45) } });
  if (draw < 14 && closes < MOST_CLOSES) return build('closePostingDay', {});
  if (draw < 25) return build('createSubaccount', { body: { masterAccountNumber: one, title: mark } });
  const restriction = { appliesTo: 'Account', rail: 'Wire', reason: mark };
  if (draw < 35) return build('createRestriction', { path: { accountNumber: one }, body: restriction });
  return build('createTransfer', { body: { debitAccountNumber: one, creditAccountNumber: two, amount: 1 } });
}

/** Lets the bank deliver all its events to a receiver that accepts everything. */
async function drain(client: Client, receiver: Receiver): Promise<void> {
  receiver.answer = 200;
  await answerOf(client, 'advanceClock', { body: { bySeconds: 600 } });
  for (const { id, status } of await listAll<WebhookSchemas['Registration']>(client, 'listRegistrations')) {
    if (status !== 'Active') await answerOf(client, 'restartRegistration', { path: { registrationId: id } });
  }
  await answerOf(client, 'advanceClock', { body: { bySeconds: 600 } });
  const events = await listAll<WebhookSchemas['Event']>(client, 'listEvents');
  assert.deepEqual(
    events.filter(({ status }) => status !== 'Success').map(({ id, status }) => `${id} ${status}`),
    [],
  );
}

/** Lists the changes in the bank's records, as `eventName resource`. */
async function changesOf(client: Client, masters: readonly string[]): Promise<string[]> {
  const transactions = await listAll<CoreSchemas['Transaction']>(client, 'listTransactions');
  const subledgers = await listAll<CoreSchemas['Subaccount']>(client, 'listSubaccounts');
  const changes = [
    ...transactions.map(({ id }) => `Core.Transaction.Completed ${resources.transaction(id)}`),
    ...subledgers
      .filter(({ accountNumber }) => !masters.includes(accountNumber))
      .map(({ accountNumber }) => `Core.SubAccount.Opened ${resources.subledger(accountNumber)}`),
  ];
  for (const accountNumber of masters) {
    const path = { accountNumber };
    const of = resources.account(accountNumber);
    for (const { id } of await listAll<CoreSchemas['Restriction']>(client, 'listRestrictions', { path }))
      changes.push(`Core.Restriction.Placed ${of}/restrictions/${id}`);
    for (const { id, status } of await listAll<CoreSchemas['Activity']>(client, 'listActivities', { path }))
      if (status === 'Posted') changes.push(`Core.Activity.Posted ${of}/activities/${id}`);
  }
  return changes.sort();
}

/** Lists the changes of an acknowledged request, as `eventName resource`. */
function acknowledged({ request, answer }: Sent): string[] {
  if (!answer) return [];
  const { id, accountNumber } = answer as { id: string; accountNumber: string };
  if (request.operationId === 'createTransfer') return [`Core.Transaction.Completed ${resources.transaction(id)}`];
  if (request.operationId === 'createSubaccount')
    return [`Core.SubAccount.Opened ${resources.subledger(accountNumber)}`];
  if (request.operationId !== 'createRestriction') return [];
  return [`Core.Restriction.Placed ${resources.account(request.path?.accountNumber ?? '')}/restrictions/${id}`];
}

/**
 * Returns the ids of the events with each change. A change must be in exactly one event, which may arrive more than
 * once.
 */
function eventsOfEach(receiver: Receiver): Map<string, Set<string>> {
  const events = new Map<string, Set<string>>();
  for (const { event } of receiver.received) {
    for (const resource of event.resources) {
      const line = `${event.eventName} ${resource}`;
      events.set(line, (events.get(line) ?? new Set()).add(event.id));
    }
  }
  return events;
}

/** Kills a bank twice, under load and during the deliveries after it; returns the number of changes. */
async function killTwice(dataFile: string, random: SeededRandom): Promise<number> {
  const receiver = await startReceiver();
  const masters = await prepareFile(dataFile, receiver);
  const first = await startOnFile(dataFile);
  receiver.answer = (response) => response.writeHead(random.integer(0, 9) === 0 ? 500 : 200).end();
  const delayMs = random.integer(0, 4);
  const sent = await loadUntilKilled({
    target: first.target,
    random,
    masters,
    accounts: masters,
    answersUntilKill: random.integer(20, 200),
    build: (load) => buildChange(random, masters, load),
    onReached: () => void sleep(delayMs).then(first.kill),
  }).finally(first.kill);
  const second = await startOnFile(dataFile);
  // One delivery after another, so that some are complete and some are not.
  let untilKill = random.integer(1, 3);
  receiver.answer = (response) => {
    untilKill -= 1;
    if (untilKill === 0) void second.kill();
    else response.writeHead(200).end();
  };
  await answerOf(second.client, 'advanceClock', { body: { bySeconds: 30 } }).catch(() => undefined);
  await second.kill();
  const third = await startOnFile(dataFile);
  try {
    await drain(third.client, receiver);
    const changes = await changesOf(third.client, masters);
    const eventIds = eventsOfEach(receiver);
    assert.deepEqual([...eventIds.keys()].sort(), changes);
    assert.deepEqual(
      [...eventIds].filter(([, ids]) => ids.size > 1),
      [],
    );
    const known = new Set(changes);
    assert.deepEqual(
      sent.flatMap(acknowledged).filter((line) => !known.has(line)),
      [],
    );
    return changes.length;
  } finally {
    await third.kill();
    await receiver.close();
    assert.deepEqual(receiver.problems, []);
  }
}

const ROUNDS = Number(process.env.KILL_ROUNDS || 2);

test(`kill -9 before deliveries, ${ROUNDS} times: every change has an event`, proves('D08', 'D09'), async () => {
  test.setTimeout(60_000 + ROUNDS * 30_000);
  const seed = Number(process.env.KILL_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `KILL_SEED must be an integer: "${process.env.KILL_SEED}"`);
  test.info().annotations.push({ type: 'seed', description: `KILL_SEED=${seed}` });
  let changes = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const random = createSeededRandom(deriveSeed(seed, `webhooks ${round}`));
    changes += await killTwice(test.info().outputPath(`round-${round}.db`), random);
  }
  expect(changes).toBeGreaterThan(10 * ROUNDS);
});
