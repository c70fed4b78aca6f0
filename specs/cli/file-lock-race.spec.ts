import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { isLocked, lockFile } from '../../harness/runs/file-lock.ts';

const lockModule = resolve('harness/runs/file-lock.ts');
const dead = () => String(spawnSync(process.execPath, ['--version']).pid);

/** A program that locks a file, prints that, and keeps the lock until its input ends. */
const HOLDS = `
const { lockFile } = await import('${lockModule}');
try {
  const lock = await lockFile('file');
  console.log('held');
  for await (const _ of process.stdin);
  await lock.release();
} catch (error) {
  console.log(error.message);
}`;

/** Prints when it has first read the lock, and continues only after a line of input. */
const PAUSES = `
import fs from 'node:fs/promises';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
const read = fs.readFile;
fs.readFile = async (file, ...rest) => {
  const text = await read(file, ...rest);
  if (file !== 'file.lock') return text;
  fs.readFile = read;
  syncBuiltinESMExports();
  console.log('has read');
  await once(process.stdin, 'data');
  return text;
};
syncBuiltinESMExports();`;

function start(...code: string[]) {
  const args = ['--input-type=module', '--eval', code.join('\n')];
  const child = spawn(process.execPath, args, { cwd: test.info().outputPath('.'), stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  return { child, ended, said: async () => (await lines.next()).value as string | undefined };
}

test('lockFile lets one of two processes replace the lock of a dead one', async () => {
  writeFileSync(test.info().outputPath('file.lock'), dead());
  const slow = start(PAUSES, HOLDS);
  expect(await slow.said()).toBe('has read');
  const quick = start(HOLDS);
  expect(await quick.said()).toBe('held');
  slow.child.stdin.write('go on\n');
  expect(await slow.said()).toBe(`Cannot use "file": process ${quick.child.pid} is using it`);
  slow.child.stdin.end();
  quick.child.stdin.end();
  await Promise.all([slow.ended, quick.ended]);
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});

test('lockFile replaces a lock whose replacement was killed', async () => {
  writeFileSync(test.info().outputPath('file.lock'), dead());
  writeFileSync(test.info().outputPath('file.lock.lock'), dead());
  const lock = await lockFile(test.info().outputPath('file'));
  expect(readFileSync(test.info().outputPath('file.lock'), 'utf8')).toBe(`${process.pid}\n`);
  await lock.release();
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});

test('lockFile rejects a second lock in one process, and releases once', async () => {
  const file = test.info().outputPath('file');
  const [first, second] = await Promise.allSettled([lockFile(file), lockFile(file)]);
  expect([first.status, second.status, await isLocked(file)]).toEqual(['fulfilled', 'rejected', true]);
  const { release } = (first as PromiseFulfilledResult<Awaited<ReturnType<typeof lockFile>>>).value;
  await release();
  const next = await lockFile(file);
  await release();
  expect(await isLocked(file)).toBe(true);
  await next.release();
  expect(await isLocked(file)).toBe(false);
});
