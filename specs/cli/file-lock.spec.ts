import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { readWritten, runCustomers } from './customers-run.ts';

const LOCK = 'all.part.lock';
const writeLock = (content: string) => writeFileSync(test.info().outputPath(LOCK), content);
const filesOfTest = () => readdirSync(test.info().outputPath('.'));

/** The owners of a lock, and their names in the message. */
const living: readonly (readonly [owner: string, content: string, name: string])[] = [
  ['a living process', String(process.pid), `process ${process.pid}`],
  ['process 1 of another user', '1', 'process 1'],
  ['a process that is writing its id', '', 'another command'],
  ['an owner without a process id', 'me', 'process me'],
];

for (const [owner, content, name] of living)
  test(`customers --out rejects a file that ${owner} has locked`, async () => {
    writeLock(content);
    expect(await runCustomers(['--out', 'all'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `Cannot use "all.part": ${name} is using it\nWait until it has ended. If it is not a command of Crosscheck, remove "${LOCK}"\n`,
    });
    expect([filesOfTest(), readWritten(LOCK)]).toEqual([[LOCK], content]);
  });

test('customers --out replaces the lock of a dead process and removes it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeLock(String(pid));
  expect(await runCustomers(['--out', 'all'])).toEqual({
    exitCode: 0,
    stdout: 'Wrote 10 customers to "all"\n',
    stderr: '',
  });
  expect(filesOfTest()).toEqual(['all']);
});

test('customers --out removes its lock after another error', async () => {
  writeFileSync(test.info().outputPath('all.part'), 'mine\n');
  expect((await runCustomers(['--out', 'all'])).exitCode).toBe(2);
  expect(filesOfTest()).toEqual(['all.part']);
});
