import { expect } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { test } from '../emulator/test-bank.ts';
import { inventoryOf, takeInventory } from '../harness/bank-inventory.ts';
import { runCrosscheck } from './command.ts';
import { emulatorEnvironment, inOwnFolder, recordsOf, WITH } from './onboarding-run.ts';

const NOTICE = '--onboard is deprecated: write "crosscheck onboard" instead\n';

test('customers --onboard prints a notice and does the same as onboard', async ({ bank }) => {
  const env = emulatorEnvironment(bank);
  const { cwd, run, report, progressFiles } = inOwnFolder(env);
  const options = ['--seed', '7', '--count', '6', '--with', WITH, '--target', bank.target.baseUrl];
  const old = await runCrosscheck(['customers', '--onboard', ...options], { cwd, env });
  expect([old.exitCode, old.stderr]).toEqual([0, `${NOTICE}Waiting for screenings\n`]);
  const before = report();
  expect(before).toMatchObject({ schemaVersion: 2, outcome: 'accepted', counts: { total: 6, accepted: 6 } });
  const files = progressFiles();
  const { exitCode, stdout, stderr } = await run(...options.slice(2));
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Nothing to send, every customer is finished:/);
  expect(progressFiles(), 'both commands use the same progress file').toEqual(files);
  const changing = { durationMs: 0, customersPerSecond: 0 };
  expect({ ...report(), ...changing }).toEqual({ ...before, ...changing });
  await bank.advance(300);
  expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf(recordsOf(bank, 6)));
});

test('customers --onboard passes on a failure of onboard, after the notice', async ({ bank }) => {
  const { cwd } = inOwnFolder(emulatorEnvironment(bank));
  const args = ['customers', '--onboard', '--products', 'checking'];
  const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env: emulatorEnvironment(bank) });
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(`${NOTICE}Cannot use --products without accounts\nWrite --with accounts --products checking\n`);
});

for (const [options, message] of [
  ['--out all', /unknown option '--out'/],
  ['--negative', /unknown option '--negative'/],
  ['--parallel 0', /Expected an integer from 1 to 256/],
  ['--target bank.example', /must begin with http:\/\/ or https:\/\//],
  ['--limit speed=1', /speed/],
  ['--with acounts', /^Unknown value "acounts" for --with\nDid you mean "accounts"\?/],
] as const)
  test(`onboard ${options} exits with 2 and sends nothing`, async ({ bank }) => {
    const { run, progressFiles } = inOwnFolder(emulatorEnvironment(bank));
    const { exitCode, stdout, stderr } = await run('--target', bank.target.baseUrl, ...options.split(' '));
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(progressFiles()).toEqual([]);
    expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf([]));
  });

for (const command of ['onboard', 'customers'])
  test(`${command} --help fits 80 columns and lists the options of customers`, async () => {
    const { exitCode, stdout } = await runCrosscheck([command, '--help']);
    expect(exitCode).toBe(0);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const option of [
      'count',
      'from',
      'seed',
      'shard',
      'classification',
      'with',
      'products',
      'screening',
      'tax-ids',
    ])
      expect(stdout).toContain(`--${option} <`);
    for (const option of ['parallel', 'target', 'limit'])
      expect(stdout.includes(`--${option} <`), option).toBe(command === 'onboard');
    expect(stdout).not.toContain('--onboard');
  });
