import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { runCrosscheck } from './command.ts';
import { endWhileWriting, onScreen, runCustomers, runOnTerminal } from './customers-run.ts';
import { runShell } from './shell.ts';

const COMMAND = resolve('cli/crosscheck.js');
const WITH_OUT = 'with --out FILE, the same command can resume';
const MANY = ['customers', '--count', '1000000'];

for (const format of ['ndjson', 'json', 'csv'])
  test(`customers in ${format} ends when the reader closes the pipe`, async () => {
    const command = `"$NODE" "${COMMAND}" ${MANY.join(' ')} --format ${format}`;
    const { stdout, stderr } = await runShell(`{ ${command}; echo "exit $?" >&2; } | head -n 3`, '.');
    expect(stdout.split('\n')).toHaveLength(4);
    const [, count, next] =
      /^The reader closed the pipe; about (\d+) customers written, not all of them read; (.*) exit 2 $/.exec(
        stderr.replaceAll(/\s+/g, ' '),
      ) ?? [];
    expect(next).toBe(format === 'ndjson' ? 'continue with --from after the last one received' : WITH_OUT);
    expect(Number(count)).toBeGreaterThan(0);
    expect(Number(count), 'about the size of a pipe').toBeLessThan(1_000);
  });

test('customers reports a full disk behind standard output', async () => {
  const full = openSync('/dev/full', 'w');
  const { exitCode, stderr } = await runCrosscheck(MANY, { stdio: ['ignore', full, 'pipe'] });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^Cannot write to standard output after 0 customers: ENOSPC[\s\S]*\nFree disk space; .*--out.*\n$/,
  );
});

test('customers reports why standard output cannot be written', async () => {
  const readOnly = openSync('/dev/null', 'r');
  const { exitCode, stderr } = await runCrosscheck(MANY, { stdio: ['ignore', readOnly, 'pipe'] });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^Cannot write to standard output after 0 customers: EBADF[\s\S]*\nCheck why it cannot be written; with --out FILE/,
  );
});

test('customers prints how to continue after an interrupt', async () => {
  const { exitCode, stdout, stderr } = await endWhileWriting(MANY.slice(1), 'SIGINT');
  expect(exitCode).toBe(2);
  const [notice, end = '', ...rest] = onScreen(stderr).split('\n');
  expect(notice).toBe('Interrupted: finishing the customers in progress. Interrupt again to end at once');
  expect(rest).toEqual(['']);
  const [, count, from] =
    /^Interrupted after (\d+) customers; --from (\d+) continues$/.exec(end.replaceAll(/(?<=\d),(?=\d)/g, '')) ?? [];
  expect(stdout.split('\n'), stderr).toHaveLength(Number(count) + 1);
  expect(Number(from)).toBe(Number(count) + 1);
});

for (const format of ['json', 'csv'])
  test(`customers in ${format} suggests --out after an interrupt`, async () => {
    const { exitCode, stderr } = await endWhileWriting([...MANY.slice(1), '--format', format], 'SIGINT');
    expect(exitCode).toBe(2);
    expect(onScreen(stderr)).toMatch(new RegExp(`\nInterrupted after [\\d,]+ customers; ${WITH_OUT}\n$`));
  });

test('customers --negative writes all records of a customer or none', async () => {
  const args = [...MANY.slice(1), '--negative'];
  const { stdout } = await endWhileWriting(args, 'SIGINT');
  const numbers = stdout.match(/(?<="n":)\d+/g) ?? [];
  const last = String(numbers.at(-1));
  const negatives = await runCustomers(['--negative', '--from', last, '--count', last]);
  const ofLast = stdout.slice(stdout.lastIndexOf(`"n":${Number(last) - 1},`));
  expect(ofLast.slice(ofLast.indexOf('\n') + 1)).toBe(negatives.stdout);
});

test('customers shows a progress bar on a terminal only', async () => {
  const { exitCode, stderr, stdout } = await runOnTerminal(['--count', '3000']);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toHaveLength(3_001);
  expect(stderr).toMatch(/[█░]{24} [\d,]+ of 3,000 {2}[\d,]+\/s {2}\S.* left/);
  expect(stderr.endsWith('\r\u001b[2K'), 'the bar is removed').toBe(true);
  expect((await runCustomers(['--count', '3000'])).stderr).toBe('');
});
