import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { readWritten, runCustomers } from './customers-run.ts';

const LOCK = 'all.part.lock';
const writeLock = (content: string) => writeFileSync(test.info().outputPath(LOCK), content);
const filesOfTest = () => readdirSync(test.info().outputPath('.'));

/** Who holds a lock, and how a person is told. */
const living: readonly (readonly [who: string, content: string, told: string])[] = [
  ['a living process', String(process.pid), `process ${process.pid}`],
  ['the first process, which may be another user’s', '1', 'process 1'],
  ['a process that has not written its id yet', '', 'another command'],
  ['somebody with no process', 'me', 'process me'],
];

for (const [who, content, told] of living)
  test(`a lock of ${who} is refused and left`, async () => {
    writeLock(content);
    expect(await runCustomers(['--out', 'all'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `Cannot use "all.part" as ${told} is at it\nWait until that has ended. If it is no command of crosscheck's, remove "${LOCK}"\n`,
    });
    expect([filesOfTest(), readWritten(LOCK)]).toEqual([[LOCK], content]);
  });

test('a lock that a dead process left is taken over, and given back in the end', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeLock(String(pid));
  expect(await runCustomers(['--out', 'all'])).toEqual({ exitCode: 0, stdout: '10 customers in "all"\n', stderr: '' });
  expect(filesOfTest()).toEqual(['all']);
});

test('a lock is given back by who is refused for another reason', async () => {
  writeFileSync(test.info().outputPath('all.part'), 'mine\n');
  expect((await runCustomers(['--out', 'all'])).exitCode).toBe(2);
  expect(filesOfTest()).toEqual(['all.part']);
});
