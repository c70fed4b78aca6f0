import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { bareEnvironment } from './command.ts';
import { readWritten, runCustomers } from './customers-run.ts';

/** Options beside `--out`, and what is told about them. */
const refused: readonly (readonly [options: string, told: RegExp])[] = [
  ['--count 0', /Expected an integer from 1 to \d+/],
  ['--count x', /Expected an integer from 1/],
  ['--count 9999999999', /Expected an integer from 1/],
  ['--count 1.5', /Expected an integer from 1/],
  ['--seed x', /Expected an integer from/],
  ['--seed 4294967296001', /Expected an integer from/],
  ['--from 11 --count 10', /^--from is 11, and --count 10\nWanted one of the customers: 1 to --count/],
  ['--from 0', /Expected an integer from 1/],
  ['--format xml', /^--format is "xml"\nWanted ndjson, json, csv/],
  ['--shard 0/2', /^--shard is "0\/2"\nWanted i\/k with i from 1 to k/],
  ['--shard 3/2', /^--shard is "3\/2"\nWanted i\/k/],
  ['--shard a/b', /^--shard is "a\/b"\nWanted i\/k/],
  ['--shard 1', /^--shard is "1"\nWanted i\/k/],
  ['--classification Person', /^--classification is "Person"\nWanted Personal or Business/],
  ['--classification Personal,Business', /^--classification is/],
  ['--with cars', /^--with has "cars"\nWanted some of accounts, subledgers, payroll/],
  ['--with subledgers', /belong to accounts: --with accounts,subledgers/],
  ['--with accounts --products gold', /^--products has "gold"\nWanted some of checking, savings/],
  ['--products checking', /^--products is of accounts, and there are none\nAdd --with accounts/],
  ['--products gold', /^--products has "gold"\nWanted some of checking, savings/],
  [
    '--classification Personal --with accounts --products business',
    /^--products is "business", and a Personal customer/,
  ],
  ['--screening moon=Full', /^--screening has "moon=Full"\nWanted/],
  ['--tax-ids random', /^--tax-ids is "random"\nWanted never-issued or advertising/],
  ['--parallel 4', /^--parallel is of customers that are onboarded\nAdd --onboard/],
  ['--target http://127.0.0.1:4010', /^--target is of customers that are onboarded\nAdd --onboard/],
  ['--onboard', /^--out is of customers that are written, and --onboard sends them/],
  ['--explain', /^--explain tells about fields and stops, so --out has no use/],
  ['--colour red', /unknown option/],
];

for (const [options, told] of refused)
  test(`customers ${options} ends with 2 and what is wanted, and touches no file`, async () => {
    const { exitCode, stdout, stderr } = await runCustomers([...options.split(' '), '--out', 'all']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(told);
    expect(stderr, 'no stack trace').not.toMatch(/^ +at /m);
    expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
  });

test('--out of nothing ends with 2 before any work', async () => {
  const { exitCode, stdout, stderr } = await runCustomers(['--out', '', '--seed', '7']);
  expect([exitCode, stdout, stderr]).toEqual([
    2,
    '',
    '--out is empty\nName a file, or leave it out to write to standard output\n',
  ]);
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});

test('--explain of no customer ends with 2', async () => {
  const { exitCode, stdout, stderr } = await runCustomers(['--explain', '--count', '2', '--shard', '3/4']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    '--explain has no customer to tell about: shard 3/4 of 2 customers has none\nName another shard\n',
  );
});

/** Shards without customers, and why. */
const empty = [
  ['--count 2 --shard 3/4', 'shard 3/4 of 2 customers has none'],
  ['--count 1 --shard 1/2', 'shard 1/2 of 1 customer has none'],
  ['--count 9 --shard 1/3 --from 8', 'shard 1/3 of 9 customers has 1 to 3, and --from is 8'],
  ['--count 3 --shard 1/3 --from 2', 'shard 1/3 of 3 customers has 1, and --from is 2'],
] as const;

for (const [options, why] of empty)
  test(`customers ${options} are none, which is valid and told`, async () => {
    const asked = options.split(' ');
    const told = { exitCode: 0, stderr: `No customers: ${why}\n` };
    expect(await runCustomers([...asked])).toEqual({ ...told, stdout: '' });
    expect(await runCustomers([...asked, '--format', 'json'])).toEqual({ ...told, stdout: '[\n]\n' });
    const csv = await runCustomers([...asked, '--format', 'csv']);
    expect(csv).toEqual({ ...told, stdout: expect.stringMatching(/^generatorVersion,.*\r\n$/) });
    expect(await runCustomers([...asked, '--out', 'none'])).toEqual({ ...told, stdout: '0 customers in "none"\n' });
    expect(readWritten('none')).toBe('');
  });

test('a partner id that the contract refuses is told before anything is written', async () => {
  const env = bareEnvironment({ COS_PARTNER_ID: 'me' });
  const { exitCode, stderr } = await runCustomers(['--out', 'all'], env);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Cannot generate customers as the contract refuses COS_PARTNER_ID: .*\nSet it to /);
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});
