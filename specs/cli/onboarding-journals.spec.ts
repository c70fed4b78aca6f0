import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { customer, parseTaxIdList } from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { inventoryOf, takeInventory } from '../harness/onboarded.ts';
import { emulatorEnvironment, inOwnFolder, recordsOf } from './onboarding-run.ts';

const DAY = 86_400;

/** A folder in which the customers 1 to 3 were onboarded, and how its journal is. */
async function onboarded(bank: TestBank, env: Record<string, string> = {}, ...more: string[]) {
  const folder = inOwnFolder(emulatorEnvironment(bank, env));
  const wish = ['--count', '3', '--target', bank.target.baseUrl, ...more];
  expect((await folder.run(...wish)).exitCode).toBe(0);
  const file = folder.journal();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { ...folder, wish, file, lines, put: (...kept: string[]) => writeFileSync(file, kept.join('')) };
}

test('a finished journal of a bank that was started anew is told, too', async ({ bank }) => {
  const { run, wish } = await onboarded(bank);
  await bank.ok('resetBank');
  const { exitCode, stderr } = await run(...wish);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/does not know customer \d, .*\nIt is another bank/)]);
});

test.describe('doubles across journals', () => {
  test('the same bodies are replayed within 7 days, and refused after them', async ({ bank }) => {
    const { run } = await onboarded(bank);
    const target = ['--target', bank.target.baseUrl];
    await bank.advance(6.9 * DAY);
    expect((await run('--count', '5', ...target)).exitCode).toBe(0);
    const wanted = inventoryOf(recordsOf(bank, 5).map(({ accounts: _, payroll: _2, ...record }) => record));
    expect(await takeInventory(createClient(bank.target))).toEqual(wanted);
    await bank.advance(0.2 * DAY);
    const { exitCode, stderr } = await run('--count', '4', ...target);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(
        /by "reports\/onboarding\/seed7-1-3-\S+" .* 1 to 3 were sent more than 7 days ago.*\n.*--seed/,
      ),
    ]);
    expect((await run('--count', '9', '--from', '6', ...target)).exitCode, 'who is not there yet').toBe(0);
    expect((await run('--count', '4', '--seed', '8', ...target)).exitCode, 'another seed').toBe(0);
  });

  test('other bodies are refused at once, but not at a bank that was started anew', async ({ bank }) => {
    const { run, wish } = await onboarded(bank);
    const { exitCode, stderr } = await run(...wish, '--classification', 'Business');
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/seed7-1-3-.* were sent with other values/)]);
    expect((await run(...wish, '--with', 'accounts')).exitCode, 'accounts may come later').toBe(0);
    await bank.ok('resetBank');
    expect((await run(...wish, '--classification', 'Business')).exitCode).toBe(0);
  });

  test('at a bank whose clock nobody can read the clock of this machine counts', async ({ bank }) => {
    const env = { COS_OPERATOR_CLIENT_ID: '', COS_OPERATOR_CLIENT_SECRET: '' };
    const { run, wish, put, lines } = await onboarded(bank, env);
    const header = JSON.parse(lines[0] ?? '') as { firstSent: { here: string; atBank?: string } };
    expect(header.firstSent.atBank).toBeUndefined();
    const begun = (days: number) => {
      const here = new Date(Date.parse(header.firstSent.here) - days * DAY * 1000).toISOString();
      put(`${JSON.stringify({ ...header, firstSent: { here } })}\n`, `${lines[1]}\n`);
    };
    begun(7.1);
    const { exitCode, stderr } = await run(...wish);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('it was begun more than 7 days ago')]);
    begun(6.9);
    expect((await run(...wish)).exitCode).toBe(0);
  });
});

test.describe('a journal is of an onboarding', () => {
  test('on these products', async ({ bank }) => {
    const { run, wish, put, lines } = await onboarded(
      bank,
      {},
      '--with',
      'accounts',
      '--products',
      'checking,business',
    );
    put(`${lines[0]?.replace(bank.target.products.checking ?? '', 'another')}\n`, `${lines[1]}\n`);
    expect((await run(...wish)).stderr).toContain('another onboarding: products is {"checking":"another"');
  });

  test('with these tax ids, also where the first customer keeps its own', async ({ bank }, info) => {
    const list = info.outputPath('list.txt');
    const ssns = ['900110001', '900110002'];
    const text = `Ssn ${ssns.join('\nSsn ')}\n`;
    const wanted = customer(7, 1, { classification: 'Personal', taxIds: parseTaxIdList(text) }).customer.profile.taxId;
    writeFileSync(list, text);
    const { run, wish } = await onboarded(bank, { COS_TAX_ID_LIST: list }, '--classification', 'Personal');
    const other = ssns.find((ssn) => ssn !== wanted) ?? '';
    writeFileSync(list, text.replace(other, '900110003'));
    expect((await run(...wish)).stderr).toContain('another onboarding: sample is');
  });

  test('that tells when it was begun', async ({ bank }) => {
    const { run, wish, put, lines } = await onboarded(bank);
    put(`${lines[0]?.replace(/"here":"[^"]*"/, '"here":"soon"')}\n`, `${lines[1]}\n`);
    expect((await run(...wish)).stderr).toContain('it does not tell when it was begun');
  });
});

test.describe('the file of a journal', () => {
  test('may have been through an editor that ends lines with CRLF', async ({ bank }) => {
    const { run, wish, put, lines, file } = await onboarded(bank);
    put(...lines.slice(0, 3).map((line) => `${line}\r\n`));
    expect((await run(...wish)).exitCode).toBe(0);
    const ns = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { n?: number }).n ?? 0);
    expect(ns.sort()).toEqual([0, 1, 2, 3]);
    expect((await run(...wish)).stdout).toContain('Everything is done already');
  });

  for (const [what, tail] of [
    ['room that nothing was written to', '\0'.repeat(300)],
    ['such room in a line', '\0\0\0"reason":"x"}\n'],
    ['a torn line that looks whole', '{"n":3,"phase":"customer","outcome":"failed","operationId":"a","reason":"b"}'],
  ] as const)
    test(`is cut off before ${what}`, async ({ bank }) => {
      const { run, wish, put, lines, file } = await onboarded(bank);
      const kept = lines.slice(0, 3).map((line) => `${line}\n`);
      put(...kept, tail);
      expect((await run(...wish)).exitCode).toBe(0);
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
    test(`has no line ${line}`, async ({ bank }) => {
      const { run, wish, put, lines } = await onboarded(bank);
      put(`${lines[0]}\n${line}\n${lines[1]}\n`);
      expect((await run(...wish)).stderr).toMatch(
        /line 2 is no entry of a journal\nNothing was sent\. .*delete that file to begin anew: within 7 days/,
      );
    });

  test('is for one command at a time; the lock of a dead one is taken over', async ({ bank }) => {
    const { run, wish, put, lines, file } = await onboarded(bank);
    put(`${lines[0]}\n`, `${lines[1]}\n`);
    writeFileSync(`${file}.lock`, `${process.pid}\n`);
    const { exitCode, stderr } = await run(...wish);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(`^Cannot use .* as process ${process.pid} is at it\n`),
    ]);
    // No process has such an id: it is above the most that Linux gives.
    writeFileSync(`${file}.lock`, '2147483647\n');
    expect((await run(...wish)).exitCode).toBe(0);
    expect(existsSync(`${file}.lock`)).toBe(false);
    rmSync(file);
    const ends = await Promise.all([run(...wish), run(...wish)]);
    const codes = ends.map((end) => end.exitCode).sort();
    expect(codes[0]).toBe(0);
    for (const end of ends) if (end.exitCode === 2) expect(end.stderr).toContain('is at it');
  });
});
