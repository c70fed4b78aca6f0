import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { lockFile } from '../../scripts/cli/file-lock.ts';

const fileOfTest = () => test.info().outputPath('all.part');
const lockOfTest = () => `${fileOfTest()}.lock`;
const refusal = (path: string) =>
  expect.objectContaining({
    code: 'report-file',
    message: expect.stringContaining(`Cannot write "${path}": another command does, process `),
    remedy: `Wait until it has ended; if there is none, remove "${path}.lock"`,
  });

test('a lock holds this process’s id until it is given back, and is nobody else’s meanwhile', async () => {
  const lock = await lockFile(fileOfTest());
  expect(readFileSync(lockOfTest(), 'utf8')).toBe(String(process.pid));
  await expect(lockFile(fileOfTest())).rejects.toEqual(refusal(fileOfTest()));
  await lock.release();
  expect(existsSync(lockOfTest())).toBe(false);
  await (await lockFile(fileOfTest())).release();
});

test('a lock that was given back is not given back again when it is another’s', async () => {
  const lock = await lockFile(fileOfTest());
  await lock.release();
  writeFileSync(lockOfTest(), String(process.ppid));
  await lock.release();
  expect(readFileSync(lockOfTest(), 'utf8')).toBe(String(process.ppid));
});

test('a lock of a living process is refused and left, one of another user’s too', async () => {
  for (const pid of [process.ppid, 1]) {
    writeFileSync(lockOfTest(), String(pid));
    await expect(lockFile(fileOfTest())).rejects.toThrow(`process ${pid}`);
    expect(readFileSync(lockOfTest(), 'utf8')).toBe(String(pid));
  }
});

test('a lock whose id is not written yet is refused', async () => {
  writeFileSync(lockOfTest(), '');
  await expect(lockFile(fileOfTest())).rejects.toThrow('process unknown');
});

test('a lock that a dead process left, or an earlier one of the same id, is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const left of [pid, process.pid]) {
    writeFileSync(lockOfTest(), String(left));
    const lock = await lockFile(fileOfTest());
    expect(readFileSync(lockOfTest(), 'utf8')).toBe(String(process.pid));
    await lock.release();
    expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
  }
});

test('a lock that can not be written is the system’s error', async () => {
  await expect(lockFile(test.info().outputPath('nowhere/all'))).rejects.toMatchObject({ code: 'ENOENT' });
});
