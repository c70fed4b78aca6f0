import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { SCHEMA_VERSION } from '../../emulator/bank/schema.ts';
import { startEmulator } from '../../emulator/start.ts';
import { onFullDisk, onReadOnlyDisk } from './small-disk.ts';
import { startTestBank } from './test-bank.ts';

const run = promisify(execFile);

/**
 * Runs `crosscheck emulator`, which must not start. Returns its exit code and its standard error, with each message on
 * one line.
 */
async function refusalOf(dataFile: string, wrap = (command: readonly string[]) => command) {
  const emulator = ['cli/crosscheck.js', 'emulator', '--port', '0', '--data', dataFile];
  const [command = '', ...args] = wrap([process.execPath, ...emulator]);
  return await run(command, args, { timeout: 30_000 }).then(
    () => ({ code: 0, stderr: '' }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr: stderr.replaceAll('\n    ', ' ') }),
  );
}

/** Prepares a data file with an account, a subledger and money, which no process has open. */
async function prepareFile(dataFile: string): Promise<void> {
  const bank = await startTestBank({ dataFile });
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  await bank.transfer(account, await bank.subledger(account), 100);
  await bank.emulator.close();
}

function change(dataFile: string, sql: string): void {
  const database = new DatabaseSync(dataFile);
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
  database.close();
}

const RESTORE = 'Restore the file from a copy, or start a new one: --data NEW-FILE';

const damages: readonly [what: string, damage: (dataFile: string) => void, says: RegExp][] = [
  [
    'a page is overwritten',
    (file) => void writeSync(openSync(file, 'r+'), Buffer.alloc(9_000, 0xa5), 0, 9_000, 8_192),
    /is damaged: /,
  ],
  ['a page is missing', (file) => truncateSync(file, readFileSync(file).length - 4_096), /is damaged: /],
  ['the first page is cut', (file) => truncateSync(file, 600), /is damaged: /],
  [
    'a master is missing',
    (file) => change(file, `DELETE FROM account WHERE product_id IS NOT NULL`),
    /is damaged: a row of table "subledger" refers to a missing row of "account"/,
  ],
  [
    'a balance is changed',
    (file) =>
      change(
        file,
        'UPDATE subledger SET current = current + 1; UPDATE account SET current = current + 2 WHERE product_id IS NOT NULL',
      ),
    /is damaged: the trial balance is 2 cents, expected 0/,
  ],
  [
    'a subledger is changed',
    (file) => change(file, 'UPDATE subledger SET current = current + 7 WHERE current = 100'),
    /is damaged: the balances of master account 2\d{9} differ from the sums of its subledgers/,
  ],
  [
    'a subledger hold is changed',
    (file) => change(file, 'UPDATE subledger SET hold = 7 WHERE current = 100'),
    /is damaged: the balances of master account 2\d{9} differ from the sums of its subledgers/,
  ],
  [
    'a balance is too large',
    (file) =>
      change(
        file,
        'PRAGMA ignore_check_constraints = ON; UPDATE account SET current = 9223372036854775807 WHERE product_id IS NOT NULL',
      ),
    /is damaged: /,
  ],
];
for (const [what, damage, says] of damages) {
  test(`startEmulator rejects a file in which ${what}, unchanged`, async () => {
    const dataFile = test.info().outputPath('cos.db');
    await prepareFile(dataFile);
    damage(dataFile);
    const before = readFileSync(dataFile);
    const refusal = { code: 'data-file', message: expect.stringMatching(says), remedy: RESTORE };
    await expect(startEmulator({ dataFile })).rejects.toMatchObject(refusal);
    expect(readFileSync(dataFile).equals(before)).toBe(true);
  });
}

test('startEmulator rejects a write-ahead log whose data file is missing or empty', async () => {
  const dataFile = test.info().outputPath('cos.db');
  writeFileSync(`${dataFile}-wal`, 'x'.repeat(100));
  const refusal = {
    code: 'data-file',
    message: `The data file "${dataFile}" is missing, but its write-ahead log "${dataFile}-wal" is not`,
  };
  await expect(startEmulator({ dataFile })).rejects.toMatchObject(refusal);
  writeFileSync(dataFile, '');
  await expect(startEmulator({ dataFile })).rejects.toMatchObject({
    message: expect.stringContaining('is empty, but its'),
  });
  expect(readFileSync(`${dataFile}-wal`, 'utf8')).toHaveLength(100);
});

for (const [age, version, remedy] of [
  ['an older', 1, 'Open it with the version that wrote it, or start a new file: --data NEW-FILE'],
  ['a newer', 99, 'Update Crosscheck, or start a new file: --data NEW-FILE'],
] as const) {
  test(`startEmulator rejects a data file of ${age} version and names both versions`, async () => {
    const dataFile = test.info().outputPath('cos.db');
    await prepareFile(dataFile);
    change(dataFile, `PRAGMA user_version = ${version}`);
    const before = readFileSync(dataFile);
    await expect(startEmulator({ dataFile })).rejects.toMatchObject({
      code: 'data-file',
      message: `The data file "${dataFile}" was written by ${age} Crosscheck: it has schema version ${version}, expected ${SCHEMA_VERSION}`,
      remedy,
    });
    expect(readFileSync(dataFile).equals(before)).toBe(true);
  });
}

test('startEmulator rejects each unusable data file path with its own message', async () => {
  const folder = test.info().outputPath('folder');
  mkdirSync(folder);
  writeFileSync(`${folder}/file`, 'x');
  const cases: [dataFile: string, says: string][] = [
    ['', 'The data file has no name'],
    [' ', 'The data file has no name'],
    [folder, `The data file "${folder}" is a folder`],
    [
      `${folder}/none/cos.db`,
      `The data file "${folder}/none/cos.db" cannot be created: the folder "${folder}/none" does not exist`,
    ],
    [
      `${folder}/file/cos.db`,
      `The data file "${folder}/file/cos.db" cannot be created: "${folder}/file" is not a folder`,
    ],
    ['/dev/null', 'The data file "/dev/null" is not a regular file'],
  ];
  const said = await Promise.all(
    cases.map(([dataFile]) =>
      startEmulator({ dataFile }).then(
        () => 'started',
        ({ message }: Error) => message,
      ),
    ),
  );
  expect(said).toEqual(cases.map(([, says]) => says));
  expect(await refusalOf('')).toEqual({
    code: 2,
    stderr:
      'The data file has no name\nName a file, for example --data cos.db; without --data the books are kept in memory\n',
  });
});

test('startEmulator accepts ":memory:" as a file name', async () => {
  const home = test.info().outputPath();
  const script = `import { startEmulator } from '${new URL('../../emulator/start.ts', import.meta.url)}';
    await (await startEmulator({ dataFile: ':memory:' })).close();`;
  await run(process.execPath, ['--input-type=module', '-e', script], { cwd: home });
  expect(existsSync(`${home}/:memory:`)).toBe(true);
});

test('crosscheck emulator reports a read-only folder, for a new and a known file', async () => {
  const folder = test.info().outputPath('read-only');
  const known = test.info().outputPath('cos.db');
  await prepareFile(known);
  mkdirSync(folder);
  cpSync(known, `${folder}/known.db`);
  for (const name of ['new.db', 'known.db']) {
    const { code, stderr } = await refusalOf(`${folder}/${name}`, (command) => onReadOnlyDisk(folder, command));
    expect([code, stderr]).toEqual([
      2,
      `The data file "${folder}/${name}" cannot be written: the file or its folder is read-only\nMake both writable. Name another file with --data; a file that does not exist is created\n`,
    ]);
  }
});

test('crosscheck emulator reports a full disk and starts later with space', async () => {
  const folder = test.info().outputPath('full');
  mkdirSync(folder);
  const { code, stderr } = await refusalOf(`${folder}/cos.db`, (command) => onFullDisk(folder, command));
  expect(code).toBe(2);
  // Without a disk to mount, the limit of the file size is reached instead, and the message says so.
  expect(stderr.replace(', or a quota or limit is reached', '')).toBe(
    `The data file "${folder}/cos.db" cannot be written: the disk is full\nFree space on the disk, then start again\n`,
  );
  await (await startEmulator({ dataFile: `${folder}/cos.db` })).close();
});
