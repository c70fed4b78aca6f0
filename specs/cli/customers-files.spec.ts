import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { endWhileWriting, onScreen, readWritten, runCustomers, runWhileWriting } from './customers-run.ts';
import { runShell } from './shell.ts';

const COUNT = ['--count', '20000', '--seed', '7'];
const inTest = (file: string) => test.info().outputPath(file);
const COMMAND = resolve('cli/crosscheck.js');

for (const format of ['ndjson', 'json', 'csv'])
  test(`--out in ${format} that was killed is gone on with by the same command`, async () => {
    const args = [...COUNT, '--format', format, '--out'];
    expect((await endWhileWriting([...args, 'killed'], 'SIGKILL')).exitCode).toBeNull();
    expect(existsSync(inTest('killed'))).toBe(false);
    expect(statSync(inTest('killed.part')).size).toBeGreaterThan(0);
    const again = await runCustomers([...args, 'killed']);
    expect(again).toMatchObject({ exitCode: 0, stdout: '20,000 customers in "killed"\n' });
    expect(again.stderr).toMatch(/^Going on with "killed.part" after its [\d,]+ whole lines\n$/);
    expect((await runCustomers([...args, 'whole'])).exitCode).toBe(0);
    expect(readFileSync(inTest('killed')).equals(readFileSync(inTest('whole')))).toBe(true);
    expect(readdirSync(inTest('.')).sort()).toEqual(['killed', 'whole']);
  });

test('--out that a person interrupts ends with 2 and is gone on with', async () => {
  const args = [...COUNT, '--out', 'all'];
  const { exitCode, stderr } = await endWhileWriting(args, 'SIGINT');
  expect(exitCode).toBe(2);
  expect(onScreen(stderr)).toMatch(
    /^Interrupted: finishing the customers .*\nInterrupted: "all.part" has [\d,]+ whole records; the same command goes on\n$/,
  );
  expect((await runCustomers(args)).exitCode).toBe(0);
  expect(readWritten('all').split('\n')).toHaveLength(20_001);
});

for (const format of ['ndjson', 'json', 'csv'])
  test(`a broken end in ${format} is cut off, wherever it broke`, async () => {
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

test('a file that is longer than what is compared of it is gone on with', async () => {
  const args = ['--count', '600', '--out'];
  expect((await runCustomers([...args, 'whole'])).exitCode).toBe(0);
  const whole = readWritten('whole');
  const begun = whole.slice(0, 400_000);
  writeFileSync(inTest('cut.part'), begun);
  expect((await runCustomers([...args, 'cut'])).exitCode).toBe(0);
  expect(readWritten('cut')).toBe(whole);
});

test('two commands on one --out: the second is refused, and the first goes on', async () => {
  const args = [...COUNT, '--out', 'all'];
  const first = await runWhileWriting(args, async (child) => {
    child.kill('SIGSTOP');
    const { exitCode, stdout, stderr } = await runCustomers(args);
    expect.soft([exitCode, stdout]).toEqual([2, '']);
    expect
      .soft(stderr)
      .toBe(
        `Cannot use "all.part" as process ${child.pid} is at it\n` +
          'Wait until that has ended. If it is no command of crosscheck\'s, remove "all.part.lock"\n',
      );
    expect.soft(existsSync(inTest('all'))).toBe(false);
    child.kill('SIGCONT');
  });
  expect(first).toMatchObject({ exitCode: 0, stdout: '20,000 customers in "all"\n' });
  expect(readWritten('all').split('\n')).toHaveLength(20_001);
  expect(readdirSync(inTest('.'))).toEqual(['all']);
});

test('a file that was moved away while it was written is nobody’s fault of room', async () => {
  const { exitCode, stderr } = await runWhileWriting([...COUNT, '--out', 'all'], async () =>
    renameSync(inTest('all.part'), inTest('moved')),
  );
  expect(exitCode).toBe(2);
  expect(onScreen(stderr)).toMatch(
    /^Cannot give "all.part" the name "all" as somebody has moved or removed it while it was written\nThe same command writes it again/,
  );
  expect(readdirSync(inTest('.'))).toEqual(['moved']);
});

test('a file that somebody put in the place of the one being written does not get its name', async () => {
  const { exitCode } = await runWhileWriting([...COUNT, '--out', 'all'], async () => {
    renameSync(inTest('all.part'), inTest('moved'));
    writeFileSync(inTest('all.part'), 'other');
  });
  expect([exitCode, readdirSync(inTest('.')).sort()]).toEqual([2, ['all.part', 'moved']]);
});

test('a file that came while another was written is not overwritten', async () => {
  const { exitCode, stderr } = await runWhileWriting([...COUNT, '--out', 'all'], async () =>
    writeFileSync(inTest('all'), 'mine'),
  );
  expect([exitCode, readWritten('all')]).toEqual([2, 'mine']);
  expect(onScreen(stderr)).toMatch(/^There is already a file "all"\n/);
});

const foreigners = [
  ['a text', 'ndjson', 'my precious data'],
  ['a customer of another seed', 'ndjson', '{"generatorVersion":1,"seed":2'],
  ['a beginning of another format', 'csv', '{'],
  ['a blank', 'ndjson', ' '],
  ['a zero byte', 'ndjson', '\0'],
] as const;

for (const [what, format, foreign] of foreigners)
  test(`a begun file without one whole line is left as it is when it is another’s: ${what}`, async () => {
    writeFileSync(inTest('mine.part'), foreign);
    const { exitCode, stderr } = await runCustomers(['--format', format, '--out', 'mine']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Cannot go on with "mine.part" as it ends with something else/);
    expect(readWritten('mine.part')).toBe(foreign);
    expect(readdirSync(inTest('.'))).toEqual(['mine.part']);
  });

test('a begun file is another’s where no customers are to be written', async () => {
  writeFileSync(inTest('mine.part'), 'mine');
  expect((await runCustomers(['--count', '2', '--shard', '3/4', '--out', 'mine'])).exitCode).toBe(2);
  expect(readWritten('mine.part')).toBe('mine');
});

test('a begun file that is longer than the first line without one whole is another’s', async () => {
  const { stdout } = await runCustomers(['--count', '1']);
  for (const text of [`${stdout.trimEnd()} and more`, `${stdout.trimEnd()}}`]) {
    writeFileSync(inTest('mine.part'), text);
    expect((await runCustomers(['--count', '1', '--out', 'mine'])).exitCode).toBe(2);
    expect(readWritten('mine.part')).toBe(text);
  }
});

test('a file that was begun with other options is refused and left as it is', async () => {
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
    expect(stderr).toMatch(
      /^Cannot go on with "begun.part" as it ends with something else .*\n.*give the same options/,
    );
    expect(readWritten('begun.part')).toBe(before);
  }
  expect((await runCustomers(['--count', '50', '--out', 'begun'])).exitCode).toBe(0);
  expect(readWritten('begun')).toBe((await runCustomers(['--count', '50'])).stdout);
});

test('a begun file that somebody changed is refused', async () => {
  await runCustomers(['--count', '3', '--out', 'begun']);
  renameSync(inTest('begun'), inTest('begun.part'));
  appendFileSync(inTest('begun.part'), '{}\n');
  expect((await runCustomers(['--count', '9', '--out', 'begun'])).exitCode).toBe(2);
});

test('a file that is there is not overwritten', async () => {
  writeFileSync(inTest('mine'), 'mine');
  const { exitCode, stderr } = await runCustomers(['--out', 'mine']);
  expect([exitCode, stderr]).toEqual([2, 'There is already a file "mine"\nRemove it, or name another with --out\n']);
  expect(readWritten('mine')).toBe('mine');
  expect(readdirSync(inTest('.'))).toEqual(['mine']);
});

for (const file of ['.', '/dev/null'])
  test(`--out ${file} is no ordinary file, and nobody is told to remove it`, async () => {
    const { exitCode, stderr } = await runCustomers(['--out', file]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/ is no ordinary file\nName one with --out/)]);
  });

test('--out where nothing can be written says so', async () => {
  writeFileSync(inTest('file'), '');
  for (const file of ['nowhere/all', 'file/all']) {
    const { exitCode, stderr } = await runCustomers(['--out', file]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^".*\/all\.part" cannot be written: .*: E\w+\nMake room, or name a folder where files can be created\n$/,
    );
  }
});

test('--out on a full disk tells what is whole, and is gone on with once there is room', async () => {
  const args = ['customers', '--count', '500', '--out', 'all'];
  const full = await runShell(`ulimit -f 200; "$NODE" "${COMMAND}" ${args.join(' ')}`, inTest('.'));
  expect(full.exitCode).toBe(2);
  const [, count] = /^Cannot write to "all.part" after ([\d,]+) whole records: EFBIG/.exec(full.stderr) ?? [];
  expect(full.stderr).toMatch(/\nMake room there; the same command goes on\n$/);
  expect(readWritten('all.part').split('\n')).toHaveLength(Number(count) + 1);
  expect((await runCustomers(args.slice(1))).exitCode).toBe(0);
  expect(readWritten('all')).toBe((await runCustomers(['--count', '500'])).stdout);
});
