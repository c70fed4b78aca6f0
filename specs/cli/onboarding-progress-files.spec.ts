import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { customer, parseTaxIdList } from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { inventoryOf, takeInventory } from '../harness/bank-inventory.ts';
import { emulatorEnvironment, inOwnFolder, recordsOf } from './onboarding-run.ts';

const DAY = 86_400;

/** Onboards customers 1 to 3 in the folder of the test, and returns the lines of the progress file. */
async function onboardThree(bank: TestBank, env: Record<string, string> = {}, ...more: string[]) {
  const folder = inOwnFolder(emulatorEnvironment(bank, env));
  const options = ['--count', '3', '--target', bank.target.baseUrl, ...more];
  expect((await folder.run(...options)).exitCode).toBe(0);
  const file = folder.progressFile();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { ...folder, options, file, lines, put: (...kept: string[]) => writeFileSync(file, kept.join('')) };
}

test('onboard refuses a finished progress file of a reset bank', async ({ bank }) => {
  const { run, options } = await onboardThree(bank);
  await bank.ok('resetBank');
  const { exitCode, stderr } = await run(...options);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(
      / has no\s+customer \d, which the\s+file lists as accepted\nNothing was sent\. It is another bank/,
    ),
  ]);
});

test.describe('onboard with overlapping progress files', () => {
  test('sends the same customers again within 7 days, and refuses them later', async ({ bank }) => {
    const { run } = await onboardThree(bank);
    const target = ['--target', bank.target.baseUrl];
    await bank.advance(6.9 * DAY);
    expect((await run('--count', '5', ...target)).exitCode).toBe(0);
    const expected = inventoryOf(recordsOf(bank, 5).map(({ accounts: _, payroll: _2, ...record }) => record));
    expect(await takeInventory(createClient(bank.target))).toEqual(expected);
    await bank.advance(0.2 * DAY);
    const { exitCode, stderr } = await run('--count', '4', ...target);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(
        /"reports\/onboarding\/seed7-1-3-\S+"\s+sent\s+numbers\s+1\s+to\s+3\s+more\s+than\s+7\s+days\s+ago\nNothing was sent[\s\S]*--seed/,
      ),
    ]);
    expect((await run('--count', '9', '--from', '6', ...target)).exitCode, 'new numbers').toBe(0);
    expect((await run('--count', '4', '--seed', '8', ...target)).exitCode, 'another seed').toBe(0);
  });

  test('refuses other values at once, but not at a reset bank', async ({ bank }) => {
    const { run, options } = await onboardThree(bank);
    const { exitCode, stderr } = await run(...options, '--classification', 'Business');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/seed7-1-3-\S+\s+sent\s+numbers\s+1\s+to\s+3\s+with\s+other\s+values\n/),
    ]);
    expect((await run(...options, '--with', 'accounts')).exitCode, 'accounts can be added later').toBe(0);
    await bank.ok('resetBank');
    expect((await run(...options, '--classification', 'Business')).exitCode).toBe(0);
  });

  test('uses the clock of this machine if it cannot read that of the bank', async ({ bank }) => {
    const env = { COS_OPERATOR_CLIENT_ID: '', COS_OPERATOR_CLIENT_SECRET: '' };
    const { run, options, put, lines } = await onboardThree(bank, env);
    const header = JSON.parse(lines[0] ?? '') as { firstSent: { here: string; atBank?: string } };
    expect(header.firstSent.atBank).toBeUndefined();
    const begun = (days: number) => {
      const here = new Date(Date.parse(header.firstSent.here) - days * DAY * 1000).toISOString();
      put(`${JSON.stringify({ ...header, firstSent: { here } })}\n`, `${lines[1]}\n`);
    };
    begun(7.1);
    const { exitCode, stderr } = await run(...options);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/it was started\s+more\s+than\s+7\s+days\s+ago/)]);
    begun(6.9);
    expect((await run(...options)).exitCode).toBe(0);
  });
});

test.describe('onboard refuses a progress file', () => {
  test('with other products', async ({ bank }) => {
    const { run, options, put, lines } = await onboardThree(
      bank,
      {},
      '--with',
      'accounts',
      '--products',
      'checking,business',
    );
    put(`${lines[0]?.replace(bank.target.products.checking ?? '', 'another')}\n`, `${lines[1]}\n`);
    expect((await run(...options)).stderr).toMatch(/another onboarding:\s+products is\s+\{"checking":"another"/);
  });

  test('with other tax ids, even if the first customer keeps its own', async ({ bank }, info) => {
    const list = info.outputPath('list.txt');
    const ssns = ['900110001', '900110002'];
    const text = `Ssn ${ssns.join('\nSsn ')}\n`;
    const expected = customer(7, 1, { classification: 'Personal', taxIds: parseTaxIdList(text) }).customer.profile
      .taxId;
    writeFileSync(list, text);
    const { run, options } = await onboardThree(bank, { COS_TAX_ID_LIST: list }, '--classification', 'Personal');
    const other = ssns.find((ssn) => ssn !== expected) ?? '';
    writeFileSync(list, text.replace(other, '900110003'));
    expect((await run(...options)).stderr).toMatch(/it belongs to another onboarding:\s+sample\s+is\s+\{/);
  });

  test('without a valid start time', async ({ bank }) => {
    const { run, options, put, lines } = await onboardThree(bank);
    put(`${lines[0]?.replace(/"here":"[^"]*"/, '"here":"soon"')}\n`, `${lines[1]}\n`);
    expect((await run(...options)).stderr).toContain('its start time is missing or invalid');
  });
});

test.describe('a progress file', () => {
  test('can have lines that end with CRLF', async ({ bank }) => {
    const { run, options, put, lines, file } = await onboardThree(bank);
    put(...lines.slice(0, 3).map((line) => `${line}\r\n`));
    expect((await run(...options)).exitCode).toBe(0);
    const ns = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { n?: number }).n ?? 0);
    expect(ns.sort()).toEqual([0, 1, 2, 3]);
    expect((await run(...options)).stdout).toContain('Nothing to send, every customer is finished');
  });

  for (const [what, tail] of [
    ['space that was never written', '\0'.repeat(300)],
    ['a line with such space', '\0\0\0"reason":"x"}\n'],
    [
      'an incomplete line that looks complete',
      '{"n":3,"phase":"customer","outcome":"failed","operationId":"a","reason":"b"}',
    ],
  ] as const)
    test(`is cut before ${what}`, async ({ bank }) => {
      const { run, options, put, lines, file } = await onboardThree(bank);
      const kept = lines.slice(0, 3).map((line) => `${line}\n`);
      put(...kept, tail);
      expect((await run(...options)).exitCode).toBe(0);
      const text = readFileSync(file, 'utf8');
      expect(text.startsWith(kept.join(''))).toBe(true);
      expect(text.slice(kept.join('').length)).toMatch(/^\{"n":\d,"phase":"customer","outcome":"accepted"[^\n]*\n$/);
    });

  for (const line of [
    '{"n":1.5,"phase":"customer","outcome":"accepted","customerId":"x"}',
    '{"n":4,"phase":"customer","outcome":"accepted","customerId":"x"}',
    '{"n":0,"phase":"customer","outcome":"accepted","customerId":"x"}',
    '{"n":1,"phase":"customer","outcome":"accepted"}',
    '{"n":1,"phase":"customer","outcome":"lost","operationId":"a","reason":"b"}',
    '{"n":1,"phase":"customer","outcome":"refused","operationId":"a"}',
    '{"n":1,"phase":"people","outcome":"accepted","customerId":"x"}',
    'null',
  ])
    test(`is refused for the line ${line}`, async ({ bank }) => {
      const { run, options, put, lines } = await onboardThree(bank);
      put(`${lines[0]}\n${line}\n${lines[1]}\n`);
      expect((await run(...options)).stderr).toMatch(
        /line 2 is not a\s+progress\s+record\nNothing was sent\. [\s\S]*delete\s+the\s+file\s+to\s+start\s+again:\s+within\s+7\s+days/,
      );
    });

  test('is locked by one command at a time, and the lock of a dead one taken over', async ({ bank }) => {
    const { run, options, put, lines, file } = await onboardThree(bank);
    put(`${lines[0]}\n`, `${lines[1]}\n`);
    writeFileSync(`${file}.lock`, `${process.pid}\n`);
    const { exitCode, stderr } = await run(...options);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(`^Cannot use .*: process ${process.pid} is using it\n`),
    ]);
    // No process has this id: it is above the highest id of Linux.
    writeFileSync(`${file}.lock`, '2147483647\n');
    expect((await run(...options)).exitCode).toBe(0);
    expect(existsSync(`${file}.lock`)).toBe(false);
    rmSync(file);
    const ends = await Promise.all([run(...options), run(...options)]);
    const codes = ends.map((end) => end.exitCode).sort();
    expect(codes[0]).toBe(0);
    for (const end of ends) if (end.exitCode === 2) expect(end.stderr).toContain('is using it');
  });
});
