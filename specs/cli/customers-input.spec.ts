import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { bareEnvironment } from './command.ts';
import { runCustomers } from './customers-run.ts';

/** Options beside `--out`, and what is told about them. */
const refused: readonly (readonly [options: string, told: RegExp])[] = [
  ['--count 0', /Wanted an integer from 1 to \d+/],
  ['--count x', /Wanted an integer from 1/],
  ['--count 9999999999', /Wanted an integer from 1/],
  ['--count 1.5', /Wanted an integer from 1/],
  ['--seed x', /Wanted an integer from/],
  ['--seed 4294967296001', /Wanted an integer from/],
  ['--from 11 --count 10', /^--from is 11, and --count 10\nWanted one of the customers: 1 to --count/],
  ['--from 0', /Wanted an integer from 1/],
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

test('a partner id that the contract refuses is told before anything is written', async () => {
  const env = bareEnvironment({ COS_PARTNER_ID: 'me' });
  const { exitCode, stderr } = await runCustomers(['--out', 'all'], env);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Cannot generate customers as the contract refuses COS_PARTNER_ID: .*\nSet it to /);
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});
