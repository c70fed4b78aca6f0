import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { endWhileWriting, onScreen, readWritten, runCustomers, runWhileWriting } from './customers-run.ts';
import { runShell } from './shell.ts';

const COUNT = ['--count', '20000', '--seed', '7'];
const inTest = (file: string) => test.info().outputPath(file);
const COMMAND = resolve('cli/crosscheck.js');

for (const format of ['ndjson', 'json', 'csv'])
  test(`customers resumes a killed --out in ${format}`, async () => {
    const args = [...COUNT, '--format', format, '--out'];
    expect((await endWhileWriting([...args, 'killed'], 'SIGKILL')).exitCode).toBeNull();
    expect(existsSync(inTest('killed'))).toBe(false);
    expect(statSync(inTest('killed.part')).size).toBeGreaterThan(0);
    const again = await runCustomers([...args, 'killed']);
    expect(again).toMatchObject({ exitCode: 0, stdout: 'Wrote 20,000 customers to "killed"\n' });
    expect(again.stderr).toMatch(/^Resuming "killed.part" after [\d,]+ complete lines\n$/);
    expect((await runCustomers([...args, 'whole'])).exitCode).toBe(0);
    expect(readFileSync(inTest('killed')).equals(readFileSync(inTest('whole')))).toBe(true);
    expect(readdirSync(inTest('.')).sort()).toEqual(['killed', 'whole']);
  });

test('customers --out exits with 2 after an interrupt, and resumes', async () => {
  const args = [...COUNT, '--out', 'all'];
  const { exitCode, stderr } = await endWhileWriting(args, 'SIGINT');
  expect(exitCode).toBe(2);
  expect(onScreen(stderr)).toMatch(
    /^Interrupted: finishing the customers [\s\S]*\nInterrupted: "all.part" has [\d,]+ complete records; the same command resumes it\n$/,
  );
  expect((await runCustomers(args)).exitCode).toBe(0);
  expect(readWritten('all').split('\n')).toHaveLength(20_001);
});

for (const format of ['ndjson', 'json', 'csv'])
  test(`customers --out in ${format} cuts a broken end at any place`, async () => {
    const args = ['--count', '5', '--format', format, '--out'];
    expect((await runCustomers([...args, 'whole'])).exitCode).toBe(0);
    const whole = readWritten('whole');
    const lineEnd = whole.indexOf('\n', whole.length / 2);
    for (const length of [0, 1, lineEnd, lineEnd + 1, lineEnd + 20, whole.length - 1, whole.length]) {
      writeFileSync(inTest(`cut-${length}.part`), whole.slice(0, length));
      expect((await runCustomers([...args, `cut-${length}`])).exitCode).toBe(0);
      expect(readWritten(`cut-${length}`)).toBe(whole);
    }
  });

test('customers --out resumes a file longer than the compared part', async () => {
  const args = ['--count', '600', '--out'];
  expect((await runCustomers([...args, 'whole'])).exitCode).toBe(0);
  const whole = readWritten('whole');
  const begun = whole.slice(0, 400_000);
  writeFileSync(inTest('cut.part'), begun);
  expect((await runCustomers([...args, 'cut'])).exitCode).toBe(0);
  expect(readWritten('cut')).toBe(whole);
});

test('customers --out refuses a second command, and the first one continues', async () => {
  const args = [...COUNT, '--out', 'all'];
  const first = await runWhileWriting(args, async (child) => {
    child.kill('SIGSTOP');
    const { exitCode, stdout, stderr } = await runCustomers(args);
    expect.soft([exitCode, stdout]).toEqual([2, '']);
    expect
      .soft(stderr)
      .toBe(
        `Cannot use "all.part": process ${child.pid} is using it\n` +
          'Wait until it has ended. If it is not a command of Crosscheck, remove "all.part.lock"\n',
      );
    expect.soft(existsSync(inTest('all'))).toBe(false);
    child.kill('SIGCONT');
  });
  expect(first).toMatchObject({ exitCode: 0, stdout: 'Wrote 20,000 customers to "all"\n' });
  expect(readWritten('all').split('\n')).toHaveLength(20_001);
  expect(readdirSync(inTest('.'))).toEqual(['all']);
});

test('customers --out reports a file that was moved while it was written', async () => {
  const { exitCode, stderr } = await runWhileWriting([...COUNT, '--out', 'all'], async () =>
    renameSync(inTest('all.part'), inTest('moved')),
  );
  expect(exitCode).toBe(2);
  expect(onScreen(stderr)).toMatch(
    /^Cannot rename "all.part" to "all": another process\s+moved\s+or\s+removed\s+it\s+while\s+it\s+was\s+written\nRun the same command again/,
  );
  expect(readdirSync(inTest('.'))).toEqual(['moved']);
});

test('customers --out does not rename a file that replaced its own', async () => {
  const { exitCode } = await runWhileWriting([...COUNT, '--out', 'all'], async () => {
    renameSync(inTest('all.part'), inTest('moved'));
    writeFileSync(inTest('all.part'), 'other');
  });
  expect([exitCode, readdirSync(inTest('.')).sort()]).toEqual([2, ['all.part', 'moved']]);
});

test('customers --out does not overwrite a file created meanwhile', async () => {
  const { exitCode, stderr } = await runWhileWriting([...COUNT, '--out', 'all'], async () =>
    writeFileSync(inTest('all'), 'mine'),
  );
  expect([exitCode, readWritten('all')]).toEqual([2, 'mine']);
  expect(onScreen(stderr)).toMatch(/^The file "all" already exists\n/);
});

const foreigners = [
  ['a text', 'ndjson', 'my precious data'],
  ['a customer of another seed', 'ndjson', '{"generatorVersion":1,"seed":2'],
  ['the start of another format', 'csv', '{'],
  ['a blank', 'ndjson', ' '],
  ['a zero byte', 'ndjson', '\0'],
] as const;

for (const [what, format, foreign] of foreigners)
  test(`customers --out keeps a foreign file without a complete line: ${what}`, async () => {
    writeFileSync(inTest('mine.part'), foreign);
    const { exitCode, stderr } = await runCustomers(['--format', format, '--out', 'mine']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Cannot resume "mine.part": its end differs/);
    expect(readWritten('mine.part')).toBe(foreign);
    expect(readdirSync(inTest('.'))).toEqual(['mine.part']);
  });

test('customers --out refuses a foreign file if there are no customers', async () => {
  writeFileSync(inTest('mine.part'), 'mine');
  expect((await runCustomers(['--count', '2', '--shard', '3/4', '--out', 'mine'])).exitCode).toBe(2);
  expect(readWritten('mine.part')).toBe('mine');
});

test('customers --out refuses an incomplete line longer than the first one', async () => {
  const { stdout } = await runCustomers(['--count', '1']);
  for (const text of [`${stdout.trimEnd()} and more`, `${stdout.trimEnd()}}`]) {
    writeFileSync(inTest('mine.part'), text);
    expect((await runCustomers(['--count', '1', '--out', 'mine'])).exitCode).toBe(2);
    expect(readWritten('mine.part')).toBe(text);
  }
});

test('customers --out refuses and keeps a file of other options', async () => {
  await runCustomers(['--count', '40', '--out', 'begun']);
  renameSync(inTest('begun'), inTest('begun.part'));
  const before = readWritten('begun.part');
  const others = [
    ['--seed', '2'],
    ['--format', 'csv'],
    ['--format', 'json'],
    ['--classification', 'Personal'],
  ];
  for (const other of [...others, ['--from', '2'], ['--with', 'accounts'], ['--count', '39']]) {
    const { exitCode, stderr } = await runCustomers(['--count', '50', '--out', 'begun', ...other]);
    expect(exitCode, other.join(' ')).toBe(2);
    expect(stderr).toMatch(/^Cannot resume "begun.part": its end differs[\s\S]*\n[\s\S]*Use\s+the\s+same\s+options/);
    expect(readWritten('begun.part')).toBe(before);
  }
  expect((await runCustomers(['--count', '50', '--out', 'begun'])).exitCode).toBe(0);
  expect(readWritten('begun')).toBe((await runCustomers(['--count', '50'])).stdout);
});

test('customers --out refuses an incomplete file that was changed', async () => {
  await runCustomers(['--count', '3', '--out', 'begun']);
  renameSync(inTest('begun'), inTest('begun.part'));
  appendFileSync(inTest('begun.part'), '{}\n');
  expect((await runCustomers(['--count', '9', '--out', 'begun'])).exitCode).toBe(2);
});

test('customers --out does not overwrite an existing file', async () => {
  writeFileSync(inTest('mine'), 'mine');
  const { exitCode, stderr } = await runCustomers(['--out', 'mine']);
  expect([exitCode, stderr]).toEqual([
    2,
    'The file "mine" already exists\nRemove it, or choose another name with --out\n',
  ]);
  expect(readWritten('mine')).toBe('mine');
  expect(readdirSync(inTest('.'))).toEqual(['mine']);
});

for (const file of ['.', '/dev/null'])
  test(`customers --out ${file} is refused without advice to remove it`, async () => {
    const { exitCode, stderr } = await runCustomers(['--out', file]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/: it is not a regular file\nChoose another name with --out/),
    ]);
  });

test('customers --out reports a folder in which nothing can be written', async () => {
  writeFileSync(inTest('file'), '');
  for (const file of ['nowhere/all', 'file/all']) {
    const { exitCode, stderr } = await runCustomers(['--out', file]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^Cannot write ".*\/all\.part": .*: E\w+\nFree disk space, or name a folder where files can be created\n$/,
    );
  }
});

test('customers --out reports the complete records on a full disk, and resumes', async () => {
  const args = ['customers', '--count', '500', '--out', 'all'];
  const full = await runShell(`ulimit -f 200; "$NODE" "${COMMAND}" ${args.join(' ')}`, inTest('.'));
  expect(full.exitCode).toBe(2);
  const [, count] = /^Cannot write to "all.part" after ([\d,]+) complete records: EFBIG/.exec(full.stderr) ?? [];
  expect(full.stderr).toMatch(/\nFree disk space; the same command resumes it\n$/);
  expect(readWritten('all.part').split('\n')).toHaveLength(Number(count) + 1);
  expect((await runCustomers(args.slice(1))).exitCode).toBe(0);
  expect(readWritten('all')).toBe((await runCustomers(['--count', '500'])).stdout);
});
