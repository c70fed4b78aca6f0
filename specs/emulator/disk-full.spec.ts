import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { answerOf, auditBooks, listAll } from './audit-books.ts';
import { type EmulatorProcess, startOnFile } from './emulator-process.ts';
import { createSender, type Sender } from './request-sender.ts';
import { makeSmallDisk, type SmallDisk } from './small-disk.ts';
import { startTestBank } from './test-bank.ts';
import { hooksOf, OPENED, type Registration } from './webhook-bank.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

type Transaction = CoreSchemas['Transaction'];

/** Prepares a data file with two funded masters, which no process has open. */
async function prepareFile(dataFile: string, receiver?: Receiver): Promise<string[]> {
  const bank = await startTestBank({ dataFile });
  if (receiver) await hooksOf(bank, receiver).register(OPENED);
  const masters = [await bank.open('checking'), await bank.open('direct')];
  for (const receiverAccountNumber of masters) await bank.inbound({ receiverAccountNumber, amount: 1_000_000 });
  await bank.emulator.close();
  return masters;
}

/** Starts an emulator with prepared books on a small disk, and collects the requests that it acknowledged. */
async function startOnSmallDisk(args: readonly string[], receiver?: Receiver) {
  const prepared = test.info().outputPath('cos.db');
  const masters = await prepareFile(prepared, receiver);
  const folder = test.info().outputPath('disk');
  const disk = makeSmallDisk(folder, [prepared]);
  const emulator = await startOnFile(`${folder}/cos.db`, { args, wrap: disk.wrap, keepErrors: true });
  return { masters, disk, emulator, send: await createSender(emulator.target, 4) };
}

/** Sends transfers of one cent with the marks of a range; returns the marks of the acknowledged ones. */
async function transfer(send: Sender, masters: readonly string[], marks: readonly number[]): Promise<string[]> {
  const [debitAccountNumber, creditAccountNumber] = masters;
  const acknowledged: string[] = [];
  for (const mark of marks.map((number) => `mark-${number}`)) {
    const body = { debitAccountNumber, creditAccountNumber, amount: 1, clientIdentifier: mark };
    const answer = await send({ operationId: 'createTransfer', idempotencyKey: mark, body });
    if (answer.statusCode === 200) acknowledged.push(mark);
    else expect(answer).toEqual({ statusCode: 500, body: { errors: [{ code: 9999, message: 'System fault' }] } });
  }
  return acknowledged;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function checkBooks({ client }: EmulatorProcess, masters: readonly string[], wanted: readonly string[]) {
  const marks = (await listAll<Transaction>(client, 'listTransactions')).flatMap((it) => it.clientIdentifier ?? []);
  expect(marks).toEqual(wanted);
  await auditBooks(client, masters);
}

/** Copies the files as a kill would leave them now, and opens them with another emulator. */
async function reopenCopy(disk: SmallDisk, { pid }: EmulatorProcess): Promise<EmulatorProcess> {
  for (const name of ['cos.db', 'cos.db-wal'])
    copyFileSync(disk.pathOf(pid, name), test.info().outputPath(`copy-${name}`));
  return await startOnFile(test.info().outputPath('copy-cos.db'), { args: ['--clock', 'wall'] });
}

test('an emulator with a running clock survives a full disk without losses', proves('X01', 'X03'), async () => {
  const { masters, disk, emulator, send } = await startOnSmallDisk(['--clock', 'wall']);
  let copy: EmulatorProcess | undefined;
  try {
    const before = await transfer(send, masters, range(1, 20));
    expect(before).toHaveLength(20);
    disk.fill(emulator.pid);
    const while_ = await transfer(send, masters, range(21, 40));
    expect(while_).toEqual([]);
    await expect.poll(() => emulator.errors(), { timeout: 15_000 }).toMatch(/^\S+ Failure in scheduled work: /m);
    await transfer(send, masters, range(21, 25));
    expect(emulator.isRunning()).toBe(true);

    disk.free(emulator.pid);
    const after = await transfer(send, masters, range(21, 50));
    expect(after).toHaveLength(30);
    await expect.poll(() => emulator.errors(), { timeout: 15_000 }).toMatch(/scheduled work recovered after \d+ f/);
    await checkBooks(emulator, masters, [...before, ...after]);
    copy = await reopenCopy(disk, emulator);
    await checkBooks(copy, masters, [...before, ...after]);
  } finally {
    await emulator.kill();
    await copy?.kill();
  }
  const lines = emulator.errors().trimEnd().split('\n');
  const ofRequests = lines.filter((line) =>
    /^\S+ Failure in createTransfer \(request-id [0-9a-f-]{36}\): \S/.test(line),
  );
  expect(ofRequests).toHaveLength(25);
  // A series of equal failures of the timer is one line.
  expect(lines.filter((line) => line.includes('Failure in scheduled work'))).toHaveLength(1);
});

test('a delivery that a full disk leaves unrecorded is not sent twice', async () => {
  const receiver = await startReceiver();
  const { masters, disk, emulator, send } = await startOnSmallDisk([], receiver);
  try {
    const [masterAccountNumber] = masters;
    const advance = (key: string) =>
      send({ operationId: 'advanceClock', idempotencyKey: key, body: { bySeconds: 60 } });
    const body = { masterAccountNumber, title: 'Savings' };
    expect((await send({ operationId: 'createSubaccount', idempotencyKey: 'subledger', body })).statusCode).toBe(200);
    receiver.answer = (response) => {
      disk.fill(emulator.pid);
      response.writeHead(200).end();
    };
    expect((await advance('one')).statusCode).toBe(500);
    await expect.poll(() => emulator.errors(), { timeout: 15_000 }).toMatch(/Failure in delivery of events: /);
    expect(emulator.isRunning()).toBe(true);
    expect(receiver.received).toHaveLength(1);

    disk.free(emulator.pid);
    receiver.answer = 200;
    await expect.poll(() => emulator.errors(), { timeout: 15_000 }).toMatch(/delivery of events recovered/);
    expect((await advance('two')).statusCode).toBe(200);
    expect(receiver.received).toHaveLength(1);
    const { results } = await answerOf<{ results: Registration[] }>(emulator.client, 'listRegistrations');
    expect(results.map(({ status }) => status)).toEqual(['Active']);
    const events = await listAll<{ status: string }>(emulator.client, 'listEvents');
    expect(events.map(({ status }) => status)).toEqual(['Success']);
  } finally {
    await emulator.kill();
    await receiver.close();
  }
});

test('resetBank, a close and a clock move on a full disk change nothing', async () => {
  const { masters, disk, emulator, send } = await startOnSmallDisk([]);
  try {
    const read = async () => [
      await answerOf(emulator.client, 'getTrialBalance'),
      await answerOf(emulator.client, 'getClock'),
      await answerOf(emulator.client, 'getAccount', { path: { accountNumber: masters[0] ?? '' } }),
    ];
    const before = await read();
    disk.fill(emulator.pid);
    const operationIds = ['resetBank', 'closePostingDay', 'advanceClock'] as const;
    for (const operationId of operationIds) {
      const body = operationId === 'advanceClock' ? { body: { bySeconds: 200_000 } } : {};
      const { statusCode } = await send({ operationId, idempotencyKey: operationId, ...body });
      expect([operationId, statusCode]).toEqual([operationId, 500]);
      expect(await read()).toEqual(before);
    }
    disk.free(emulator.pid);
    const closed = await send({ operationId: 'closePostingDay', idempotencyKey: 'again' });
    expect(closed.statusCode).toBe(200);
    await auditBooks(emulator.client, masters);
    assert(existsSync(disk.pathOf(emulator.pid, 'cos.db')));
  } finally {
    await emulator.kill();
  }
});
