import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { bareEnvironment } from './command.ts';
import { readWritten, runCustomers } from './customers-run.ts';

/** Invalid options, used with `--out`, and the message about them. */
const refused: readonly (readonly [options: string, message: RegExp])[] = [
  ['--count 0', /Expected an integer from 1 to \d+/],
  ['--count x', /Expected an integer from 1/],
  ['--count 9999999999', /Expected an integer from 1/],
  ['--count 1.5', /Expected an integer from 1/],
  ['--seed x', /Expected an integer from/],
  ['--seed 4294967296001', /Expected an integer from/],
  ['--from 11 --count 10', /^Cannot begin with customer 11: --count is 10\nSet --from to a number from 1 to --count/],
  ['--from 0', /Expected an integer from 1/],
  ['--format xml', /^Unknown value "xml" for --format\nKnown: ndjson, json, csv/],
  ['--format jsn', /^Unknown value "jsn" for --format\nDid you mean "json"\? Known: ndjson, json, csv/],
  ['--shard 0/2', /^Invalid --shard "0\/2"\nWrite i\/k with i from 1 to k/],
  ['--shard 3/2', /^Invalid --shard "3\/2"\nWrite i\/k/],
  ['--shard a/b', /^Invalid --shard "a\/b"\nWrite i\/k/],
  ['--shard 1', /^Invalid --shard "1"\nWrite i\/k/],
  [
    '--classification Person',
    /^Unknown value "Person" for --classification\nDid you mean "Personal"\? Known: Personal, Business/,
  ],
  ['--classification Personal,Business', /^Unknown value "Personal,Business" for --classification\n/],
  ['--with cars', /^Unknown value "cars" for --with\nKnown: accounts, subledgers, payroll/],
  ['--with acounts', /^Unknown value "acounts" for --with\nDid you mean "accounts"\? Known: accounts, subledgers/],
  ['--with subledgers', /subledgers and payroll need accounts\nWrite --with accounts,subledgers/],
  ['--with accounts --products gold', /^Unknown value "gold" for --products\nKnown: checking, savings/],
  ['--with accounts --products saving', /^Unknown value "saving" for --products\nDid you mean "savings"\? Known/],
  ['--products checking', /^Cannot use --products without accounts\nWrite --with accounts --products checking/],
  ['--products gold', /^Unknown value "gold" for --products\nKnown: checking, savings/],
  [
    '--classification Personal --with accounts --products business',
    /^Cannot open accounts on "business" for Personal customers\n/,
  ],
  ['--screening moon=Full', /^Unknown value "moon" for --screening\nKnown: ofac, pep, internal/],
  ['--screening ofac=Positiv', /^Unknown value "Positiv" for --screening\nDid you mean "Positive"\? Known: Clear/],
  ['--screening ofac', /^Invalid value "ofac" for --screening\nWrite list=result/],
  ['--screening ofac=Clear,ofac=Clear', /^Duplicate list "ofac" in --screening\n/],
  ['--tax-ids random', /^Unknown value "random" for --tax-ids\nKnown: never-issued, advertising/],
  ['--tax-ids advertisng', /^Unknown value "advertisng" for --tax-ids\nDid you mean "advertising"\? Known/],
  ['--parallel 4', /^Cannot use --parallel: it applies to onboarding only\n.*npx crosscheck onboard/],
  ['--target http://127.0.0.1:4010', /^Cannot use --target: it applies to onboarding only\n.*npx crosscheck onboard/],
  ['--onboard', /^Cannot use --out with --onboard: it applies to written customers only\n/],
  ['--explain', /^Cannot use --out with --explain, which only prints reasons\n/],
  ['--colour red', /unknown option/],
];

for (const [options, message] of refused)
  test(`customers ${options} exits with 2 and writes no file`, async () => {
    const { exitCode, stdout, stderr } = await runCustomers([...options.split(' '), '--out', 'all']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr, 'no stack trace').not.toMatch(/^ +at /m);
    expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
  });

test('customers exits with 2 if --out is empty', async () => {
  const { exitCode, stdout, stderr } = await runCustomers(['--out', '', '--seed', '7']);
  expect([exitCode, stdout, stderr]).toEqual([
    2,
    '',
    '--out is empty\nName a file, or omit --out to write to standard output\n',
  ]);
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});

test('customers --explain exits with 2 if there is no customer', async () => {
  const { exitCode, stdout, stderr } = await runCustomers(['--explain', '--count', '2', '--shard', '3/4']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe('Cannot explain a customer: shard 3/4 of 2 customers is empty\nChoose another shard\n');
});

/** Shards without customers, and the reason. */
const empty = [
  ['--count 2 --shard 3/4', 'shard 3/4 of 2 customers is empty'],
  ['--count 1 --shard 1/2', 'shard 1/2 of 1 customer is empty'],
  ['--count 9 --shard 1/3 --from 8', 'shard 1/3 of 9 customers has numbers 1 to 3, but --from is 8'],
  ['--count 3 --shard 1/3 --from 2', 'shard 1/3 of 3 customers has number 1, but --from is 2'],
] as const;

for (const [options, reason] of empty)
  test(`customers ${options} writes nothing and prints the reason`, async () => {
    const args = options.split(' ');
    const ended = { exitCode: 0, stderr: `No customers: ${reason}\n` };
    expect(await runCustomers([...args])).toEqual({ ...ended, stdout: '' });
    expect(await runCustomers([...args, '--format', 'json'])).toEqual({ ...ended, stdout: '[\n]\n' });
    const csv = await runCustomers([...args, '--format', 'csv']);
    expect(csv).toEqual({ ...ended, stdout: expect.stringMatching(/^generatorVersion,.*\r\n$/) });
    expect(await runCustomers([...args, '--out', 'none'])).toEqual({
      ...ended,
      stdout: 'Wrote 0 customers to "none"\n',
    });
    expect(readWritten('none')).toBe('');
  });

test('customers refuses an invalid COS_PARTNER_ID before it writes anything', async () => {
  const env = bareEnvironment({ COS_PARTNER_ID: 'me' });
  const { exitCode, stderr } = await runCustomers(['--out', 'all'], env);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Cannot generate customers: COS_PARTNER_ID is not valid by the contract:[\s\S]*\nSet it to /);
  expect(readdirSync(test.info().outputPath('.'))).toEqual([]);
});
