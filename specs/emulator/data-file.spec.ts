import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@playwright/test';
import { startEmulator } from '../../emulator/start.ts';
import { proves } from '../requirement.ts';
import { startTestBank } from './test-bank.ts';

test('a bank with a data file continues with its books, clock and settings', proves('A09'), async () => {
  const dataFile = test.info().outputPath('cos.db');
  const first = await startTestBank({ dataFile });
  const customerId = await first.customer();
  const account = await first.open('earlyDirectDeposit', customerId);
  await first.inbound({ receiverAccountNumber: account, amount: 1_000 });
  await first.ok('configureInboundSchedule', { body: { standardBusinessDays: 2 } });
  await first.close();
  const [books, clock, activities] = [
    await first.trial(),
    await first.ok('getClock'),
    await first.list('listActivities', account),
  ];
  await first.emulator.close();

  const second = await startTestBank({ dataFile, clock: '2030-01-01T00:00Z' });
  try {
    expect([await second.trial(), await second.ok('getClock'), await second.list('listActivities', account)]).toEqual([
      books,
      clock,
      activities,
    ]);
    await second.inbound({ receiverAccountNumber: account, amount: 500, serviceType: 'Standard' });
    expect(await second.master(account)).toBe('1000 / 1500');
    const numbers = [account, await second.open('earlyDirectDeposit', customerId), await second.subledger(account)];
    expect(new Set(numbers).size).toBe(3);
  } finally {
    await second.emulator.close();
  }
});

test('a bank with a running clock closes missed days in order after a restart', async () => {
  const dataFile = test.info().outputPath('cos.db');
  const first = await startTestBank({ dataFile, clock: '2026-03-02T20:40-05:00' });
  const account = await first.open();
  const send = async (at: string) => {
    await first.advanceTo(at);
    const entry = { receiverAccountNumber: account, amount: 100, serviceType: 'SameDay' };
    const others = { originatorRoutingNumber: '000000000', originatorName: 'E', originatorIdentification: 'E1' };
    const receiver = { receiverAccountType: 'Checking', receiverName: 'E', secCode: 'PPD', description: 'TEST' };
    const body = { ...others, ...receiver, ...entry, transactionType: 'Push' };
    await first.send('simulateInboundOrigination', { body });
  };
  // Received five minutes later: at 20:59 on the old posting day, at 21:02 on the new one.
  await send('2026-03-02T20:54:00-05:00');
  await send('2026-03-02T20:57:00-05:00');
  await first.emulator.close();

  const second = await startTestBank({ dataFile, clock: 'wall' });
  const now = Date.parse((await second.ok<{ now: string }>('getClock')).now);
  expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
  const activities = await second.list<{ postingDate: string; executedAt: string }>('listActivities', account);
  expect(activities.map(({ postingDate, executedAt }) => [postingDate.slice(0, 10), executedAt])).toEqual([
    ['2026-03-02', '2026-03-02T20:59:00-05:00'],
    ['2026-03-03', '2026-03-02T21:02:00-05:00'],
  ]);
  expect((await second.send('advanceClock', { body: { bySeconds: 1 } })).statusCode).toBe(400);
  await second.emulator.close();

  const third = await startTestBank({ dataFile });
  const { now: kept } = await third.ok<{ now: string }>('getClock');
  expect(Date.parse(kept)).toBeGreaterThan(now - 2_000);
  await third.emulator.close();
});

test('trace numbers stay unique over a restart, also after AUTH transactions', proves('B10'), async () => {
  const dataFile = test.info().outputPath('cos.db');
  const first = await startTestBank({ dataFile });
  const [debitAccountNumber, creditAccountNumber] = [await first.open(), await first.open()];
  const body = { debitAccountNumber, creditAccountNumber, transactionCode: 'Fee', amount: 1 };
  const tested = await first.ok<{ traceNumber: string }>('createTransaction', { body: { ...body, flags: ['AUTH'] } });
  await first.emulator.close();
  const second = await startTestBank({ dataFile });
  const posted = await second.ok<{ traceNumber: string }>('createTransaction', { body });
  expect(posted.traceNumber).not.toBe(tested.traceNumber);
  await second.emulator.close();
});

test('resetBank deletes everything and returns the clock to its start', async () => {
  const bank = await startTestBank({ dataFile: test.info().outputPath('cos.db') });
  try {
    const start = await bank.ok('getClock');
    const account = await bank.open();
    await bank.close();
    expect(await bank.ok('resetBank')).toEqual(start);
    expect((await bank.send('getAccount', { path: { accountNumber: account } })).statusCode).toBe(404);
    expect((await bank.trial()).accounts.every(({ currentBalance }) => currentBalance === 0)).toBe(true);
    expect(await bank.open()).toMatch(/^2\d{9}$/);
  } finally {
    await bank.emulator.close();
  }
});

const foreign: [what: string, write: (file: string) => void, says: RegExp][] = [
  ['a file that is not a database', (file) => writeFileSync(file, 'x'.repeat(5_000)), /is not an SQLite database/],
  [
    'a database of another program',
    (file) => new DatabaseSync(file).exec('CREATE TABLE theirs (id INTEGER)'),
    /is an SQLite database, but not a Crosscheck bank/,
  ],
];
for (const [what, write, says] of foreign) {
  test(`startEmulator rejects ${what} without changing it`, async () => {
    const dataFile = test.info().outputPath('theirs.db');
    write(dataFile);
    const before = readFileSync(dataFile);
    await expect(startEmulator({ dataFile })).rejects.toMatchObject({
      code: 'data-file',
      message: expect.stringMatching(says),
    });
    expect(readFileSync(dataFile).equals(before)).toBe(true);
  });
}

test('a second emulator cannot open a data file in use', async () => {
  const dataFile = test.info().outputPath('cos.db');
  const running = await startEmulator({ dataFile });
  await expect(startEmulator({ dataFile })).rejects.toMatchObject({
    code: 'data-file',
    message: expect.stringMatching(/is in use by another emulator/),
  });
  await running.close();
  await (await startEmulator({ dataFile })).close();
});

test('startEmulator rejects a missing folder and a port in use', async () => {
  const dataFile = test.info().outputPath('nowhere/deep/cos.db');
  await expect(startEmulator({ dataFile })).rejects.toMatchObject({ code: 'data-file' });
  expect(existsSync(dataFile)).toBe(false);
  const running = await startEmulator();
  const port = Number(new URL(running.baseUrl).port);
  await expect(startEmulator({ port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${port} is in use`,
  });
  await running.close();
});

test('the store of idempotency keys contains no password', async () => {
  const dataFile = test.info().outputPath('cos.db');
  const bank = await startTestBank({ dataFile });
  const credentials = { authUsername: 'user', authPassword: 'correct horse' };
  const callbackUrl = 'http://127.0.0.1:9/events';
  const body = { partnerId: bank.target.partnerId, eventName: 'Core.Account.Opened', callbackUrl, ...credentials };
  const { id } = await bank.ok<{ id: string }>('createRegistration', { body, idempotencyKey: 'once' });
  await bank.ok('deleteRegistration', { path: { registrationId: id } });
  await bank.emulator.close();
  const database = new DatabaseSync(dataFile);
  const rows = database.prepare('SELECT * FROM idempotency').all();
  database.close();
  expect(rows.filter(({ key }) => String(key).includes('once'))).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('correct horse');
});
