import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { runCrosscheck } from './command.ts';
import { endWhileWriting, onScreen, runCustomers, runOnTerminal } from './customers-run.ts';
import { runShell } from './shell.ts';

const COMMAND = resolve('cli/crosscheck.js');
const WITH_OUT = 'with --out FILE the same command goes on where it was';
const MANY = ['customers', '--count', '1000000'];

for (const format of ['ndjson', 'json', 'csv'])
  test(`customers in ${format} ends at once when the reader closes the pipe`, async () => {
    const command = `"$NODE" "${COMMAND}" ${MANY.join(' ')} --format ${format}`;
    const { stdout, stderr } = await runShell(`{ ${command}; echo "exit $?" >&2; } | head -n 3`, '.');
    expect(stdout.split('\n')).toHaveLength(4);
    const [, count, next] =
      /^The reader has closed the pipe; about (\d+) customers were written, not all of them read; (.*)\nexit 2\n$/.exec(
        stderr,
      ) ?? [];
    expect(next).toBe(format === 'ndjson' ? '--from goes on after the last that it has' : WITH_OUT);
    expect(Number(count)).toBeGreaterThan(0);
    expect(Number(count), 'about what a pipe holds').toBeLessThan(1_000);
  });

test('customers to a full disk by standard output ends with what went wrong', async () => {
  const full = openSync('/dev/full', 'w');
  const { exitCode, stderr } = await runCrosscheck(MANY, { stdio: ['ignore', full, 'pipe'] });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Cannot write to standard output after 0 customers: ENOSPC.*\nMake room there; .*--out.*\n$/);
});

test('customers to a standard output that cannot be written, for another reason than room, ends with that', async () => {
  const readOnly = openSync('/dev/null', 'r');
  const { exitCode, stderr } = await runCrosscheck(MANY, { stdio: ['ignore', readOnly, 'pipe'] });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^Cannot write to standard output after 0 customers: EBADF.*\nLook what keeps it from being written; with --out FILE/,
  );
});

test('customers to standard output that a person interrupts tells how to go on, each line for itself', async () => {
  const { exitCode, stdout, stderr } = await endWhileWriting(MANY.slice(1), 'SIGINT');
  expect(exitCode).toBe(2);
  const [notice, end = '', ...rest] = onScreen(stderr).split('\n');
  expect(notice).toBe('Interrupted: finishing the customers under way. Once more ends at once.');
  expect(rest).toEqual(['']);
  const [, count, from] =
    /^Interrupted after (\d+) customers; --from (\d+) goes on$/.exec(end.replaceAll(/(?<=\d),(?=\d)/g, '')) ?? [];
  expect(stdout.split('\n'), stderr).toHaveLength(Number(count) + 1);
  expect(Number(from)).toBe(Number(count) + 1);
});

for (const format of ['json', 'csv'])
  test(`customers in ${format} that a person interrupts are begun anew, or go on with --out`, async () => {
    const { exitCode, stderr } = await endWhileWriting([...MANY.slice(1), '--format', format], 'SIGINT');
    expect(exitCode).toBe(2);
    expect(onScreen(stderr)).toMatch(new RegExp(`\nInterrupted after [\\d,]+ customers; ${WITH_OUT}\n$`));
  });

test('the twins of a customer are written all or none when a person interrupts', async () => {
  const args = [...MANY.slice(1), '--negative'];
  const { stdout } = await endWhileWriting(args, 'SIGINT');
  const numbers = stdout.match(/(?<="n":)\d+/g) ?? [];
  const last = String(numbers.at(-1));
  const twins = await runCustomers(['--negative', '--from', last, '--count', last]);
  const ofLast = stdout.slice(stdout.lastIndexOf(`"n":${Number(last) - 1},`));
  expect(ofLast.slice(ofLast.indexOf('\n') + 1)).toBe(twins.stdout);
});

test('a terminal is shown how far it is, and a pipe is not', async () => {
  const { exitCode, stderr, stdout } = await runOnTerminal(['--count', '3000']);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toHaveLength(3_001);
  expect(stderr).toMatch(/[█░]{24} [\d,]+ of 3,000 {2}[\d,]+\/s {2}\S.* left/);
  expect(stderr.endsWith('\r\u001b[2K'), 'the bar is taken away').toBe(true);
  expect((await runCustomers(['--count', '3000'])).stderr).toBe('');
});
