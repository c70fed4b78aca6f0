import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@playwright/test';
import type { AchSchemas, CoreSchemas } from '../../generated/types/index.ts';
import { createClient } from '../../harness/client/client.ts';
import { proves } from '../requirement.ts';
import { errorOf, refusal } from './ach-bank.ts';
import { auditBooks } from './audit-books.ts';
import { type Account, startTestBank, type TestBank, type Transaction } from './test-bank.ts';

/** The limit of an account and the limit of its figures, both in cents. */
const LARGEST_VOLUME = 1_000_000_000_000_000;
const LARGEST_FIGURE = 2_000_000_000_000_000;

interface RichBank {
  readonly bank: TestBank;
  readonly rich: string;
  readonly poor: string;
  readonly failures: string[];
}

/** Starts a bank with an account of this balance, owed by the bank's own position, and one of 1,000 cents. */
async function startRichBank(balance: number, change = ''): Promise<RichBank> {
  const dataFile = test.info().outputPath('cos.db');
  const first = await startTestBank({ dataFile });
  const [rich, poor] = [await first.open(), await first.open()];
  for (const receiverAccountNumber of [rich, poor]) await first.inbound({ receiverAccountNumber, amount: 1_000 });
  await first.close();
  await first.emulator.close();
  const database = new DatabaseSync(dataFile);
  const more = balance - 1_000;
  database.exec(`
    UPDATE account SET current = current + ${more}, posted = posted + ${more} WHERE number = '${rich}';
    UPDATE subledger SET current = current + ${more} WHERE number = '${rich}';
    UPDATE account SET current = current - ${more} WHERE title = 'Position at the Fed';
    ${change}`);
  database.close();
  const failures: string[] = [];
  const bank = await startTestBank({ dataFile, writeLine: (line) => failures.push(line) });
  return { bank, rich, poor, failures };
}

/** Checks that every figure can be read and the bank can close a day. */
async function checkReadable({ bank, rich, failures }: RichBank, balance: number): Promise<void> {
  expect((await bank.ok<Account>('getAccount', { path: { accountNumber: rich } })).currentBalance).toBe(balance);
  expect((await bank.ok<Account>('getSubaccount', { path: { accountNumber: rich } })).currentBalance).toBe(balance);
  await bank.close();
  await bank.advance(86_400);
  for (const list of ['listActivities', 'listHolds', 'listMemoPosts'] as const) await bank.list(list, rich);
  expect((await bank.trial()).total).toBe(0);
  expect(failures).toEqual([]);
  await bank.emulator.close();
}

test('every operation rejects an amount over the largest balance', proves('X12'), async () => {
  const scene = await startRichBank(LARGEST_VOLUME - 50);
  const { bank, rich, poor } = scene;
  const path = { accountNumber: rich };
  const transfer = await bank.transfer(poor, rich, 100);
  expect([transfer.status, transfer.debit.result.code, transfer.credit.result.code]).toEqual(['Failed', 'OK', 'ERR']);
  const back = await bank.transfer(rich, poor, 100);
  expect([back.status, back.debit.result.code]).toEqual(['Failed', 'ERR']);
  const rail = { rail: 'Wire', transactionType: 'Credit', transactionCode: 'Wire', amount: 100 };
  const posted = await bank.ok<{ code?: string; result?: unknown }>('postRailTransaction', {
    body: { ...rail, accountNumber: rich },
  });
  expect(JSON.stringify(posted)).toContain('ERR');
  expect(await refusal(bank, rich, { transactionType: 'Pull' })).toMatch(/^400 2024 .*ERR/);
  const hold = { path, body: { amount: 100, reason: 'R' } };
  expect(errorOf(await bank.send('placeInternalHold', hold))).toMatch(/^400 2036 /);
  const memo = { path, body: { transactionType: 'Credit', amount: 100, description: 'D' } };
  expect(errorOf(await bank.send('placeMemoPost', memo))).toMatch(/^400 2023 .*ERR/);
  await bank.inbound({ receiverAccountNumber: rich, amount: 100 });
  const { results } = await bank.ok<{ results: AchSchemas['AchPayment'][] }>('listAchPayments', {
    query: { accountNumber: rich },
  });
  expect(results.map(({ amount, status }) => [amount, status])).not.toContainEqual([100, 'Complete']);
  await auditBooks(createClient(bank.target), [poor]);
  await checkReadable(scene, LARGEST_VOLUME - 50);
});

test('the bank rejects amounts over the largest balance of its own accounts', async () => {
  const scene = await startRichBank(LARGEST_VOLUME - 50);
  const { bank, poor } = scene;
  const rail = { rail: 'Wire', transactionType: 'Credit', transactionCode: 'Wire', amount: 100 };
  const posted = await bank.ok('postRailTransaction', { body: { ...rail, accountNumber: poor } });
  expect(JSON.stringify(posted)).toContain('ERR');
  expect((await bank.transfer(poor, await bank.subledger(poor), 100)).status).toBe('Complete');
  await checkReadable(scene, LARGEST_VOLUME - 50);
});

test('a forced transaction stops at the largest figure as bad input', async () => {
  const scene = await startRichBank(LARGEST_VOLUME - 1_000);
  const { bank, rich } = scene;
  const memo = { path: { accountNumber: rich }, body: { transactionType: 'Debit', amount: 1, description: 'D' } };
  const { id } = await bank.ok<CoreSchemas['MemoPost']>('placeMemoPost', memo);
  await bank.emulator.close();
  const database = new DatabaseSync(test.info().outputPath('cos.db'));
  const more = LARGEST_FIGURE - LARGEST_VOLUME;
  database.exec(`
    UPDATE account SET current = current - ${more - 1_500} WHERE title = 'Position at the Fed';
    UPDATE account SET current = current + ${more - 1_500}, turnover = ${LARGEST_FIGURE - 100} WHERE number = '${rich}';
    UPDATE subledger SET current = current + ${more - 1_500} WHERE number = '${rich}'`);
  database.close();
  const again = await startTestBank({ dataFile: test.info().outputPath('cos.db') });
  const captured = await again.send('captureMemoPost', { path: { memoPostId: id }, body: { amount: 5_000 } });
  expect(errorOf(captured)).toMatch(/^400 2036 /);
  expect((await again.ok<Account>('getAccount', { path: memo.path })).currentBalance).toBe(LARGEST_FIGURE - 2_500);
  expect((await again.trial()).total).toBe(0);
  await again.emulator.close();
});

test('the turnover of a day is limited and starts again with the next day', async () => {
  const scene = await startRichBank(1_000);
  const { bank, rich, poor } = scene;
  await bank.emulator.close();
  const dataFile = test.info().outputPath('cos.db');
  const database = new DatabaseSync(dataFile);
  database.exec(`UPDATE account SET turnover = ${LARGEST_VOLUME - 1_250} WHERE number = '${rich}'`);
  database.close();
  const again = await startTestBank({ dataFile });
  const codes: string[] = [];
  const move = async () => {
    const { credit }: Transaction = await again.transfer(poor, rich, 100);
    codes.push(credit.result.code);
  };
  for (let at = 0; at < 3; at++) await move();
  expect(codes).toEqual(['OK', 'ERR', 'ERR']);
  await again.close();
  await move();
  expect(codes.at(-1)).toBe('OK');
  await again.emulator.close();
});
