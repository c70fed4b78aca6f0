import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { test } from '../emulator/test-bank.ts';
import { inventoryOf, takeInventory } from '../harness/onboarded.ts';
import { bareEnvironment } from './command.ts';
import { emulatorEnvironment, endOf, inOwnFolder, recordsOf, WITH } from './onboarding-run.ts';
import { startProxy } from './proxy.ts';

test('crosscheck customers --onboard onboards to a bank of its own, and tells how it went', async () => {
  const { cwd, run, report, journals } = inOwnFolder(bareEnvironment());
  const { exitCode, stdout, stderr } = await run('--count', '12', '--with', WITH);
  expect([exitCode, stderr]).toEqual([0, 'Waiting for screenings\n']);
  expect(stdout).toMatch(
    /^Onboarding of 12 customers of seed 7 on http:\S+, [\d.]+ customers\/s\n {2}onboarded 12, with all their accounts 12, refused 0, failed 0$/m,
  );
  expect(report()).toMatchObject({ outcome: 'accepted', counts: { total: 12, accepted: 12, open: 0 } });
  expect(journals(), 'that bank is gone').toEqual([]);
  expect(readFileSync(`${cwd}/reports/latest/onboard/onboarding.ndjson`, 'utf8').trimEnd().split('\n')).toHaveLength(
    25,
  );
  expect((await run('--count', '3')).exitCode, 'it begins anew each time').toBe(0);
  expect(report().counts).toMatchObject({ total: 3, accepted: 3 });
});

test('report and journal hold nothing of a person', async ({ bank }) => {
  const { cwd, run, journal } = inOwnFolder(emulatorEnvironment(bank));
  const ended = await run('--count', '20', '--target', bank.target.baseUrl, '--with', WITH);
  expect(ended.exitCode).toBe(0);
  const texts = [
    readFileSync(journal(), 'utf8'),
    readFileSync(`${cwd}/reports/latest/onboard/onboarding.json`, 'utf8'),
  ];
  const persons = recordsOf(bank, 20).flatMap(({ customer, owners }) => [customer, ...owners.map((it) => it.customer)]);
  for (const { name, profile, primaryEmail, primaryPhone, primaryAddress } of persons) {
    const known = [name.lastName, name.entityName, profile.taxId, primaryEmail?.emailAddress];
    for (const value of [...known, primaryPhone?.phoneNumber, primaryAddress?.street1])
      if (value) for (const text of texts) expect(text).not.toContain(`${value}`);
  }
});

test.describe('on a target', () => {
  test('the same command once more sends nothing but a look at the bank, and tells the same', async ({ bank }) => {
    const asked: string[] = [];
    const proxy = await startProxy(bank.target.baseUrl, (request) => asked.push(request) > 0);
    try {
      const { run, report } = inOwnFolder(emulatorEnvironment(bank));
      const wish = ['--count', '6', '--with', WITH, '--target', proxy.baseUrl];
      expect((await run(...wish)).exitCode).toBe(0);
      const sent = asked.length;
      const { exitCode, stdout } = await run(...wish);
      expect([exitCode, asked.slice(sent)]).toEqual([0, [expect.stringMatching(/^GET .*customers/)]]);
      expect(stdout).toMatch(
        /^Everything is done already, nothing was sent: reports\/onboarding\/seed7-1-6-127\.0\.0\.1/,
      );
      expect(report().counts.accepted).toBe(6);
    } finally {
      await proxy.close();
    }
  });

  test('refusals are grouped by their reason, with exit code 1, in the next session, too', async ({ bank }) => {
    const [, other] = bank.emulator.demo.partners;
    const { run, report } = inOwnFolder(emulatorEnvironment(bank, { COS_PARTNER_ID: other.partnerId }));
    const wish = ['--count', '9', '--with', WITH, '--target', bank.target.baseUrl];
    for (const _ of ['first', 'again']) {
      const { exitCode, stdout } = await run(...wish);
      expect([exitCode, report().counts.refused]).toEqual([1, 9]);
      expect(report().refused).toMatchObject([{ reason: '3002 PartnerId is not the caller’s own', count: 9 }]);
      expect(report().refused[0]?.first).toHaveLength(5);
      expect(stdout).toMatch(
        /refused 9: onboardCustomer 403 "3002 PartnerId is not the caller’s own", customer \d(, \d){4}, \.\.\./,
      );
    }
  });

  test('shards have a journal each, and together bring everybody once', async ({ bank }) => {
    const { run, journals } = inOwnFolder(emulatorEnvironment(bank));
    const wish = ['--count', '14', '--with', WITH, '--target', bank.target.baseUrl];
    const ends = await Promise.all(['1/3', '2/3', '3/3'].map((shard) => run(...wish, '--shard', shard)));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(journals()).toHaveLength(3);
    await bank.advance(300);
    expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf(recordsOf(bank, 14)));
  });

  test('Ctrl-C ends what is under way, with exit code 2, and the same command goes on', async ({ bank }) => {
    let posts = 0;
    const proxy = await startProxy(bank.target.baseUrl, (request) => {
      if (request.startsWith('POST /core') && ++posts === 25) child.kill('SIGINT');
      return true;
    });
    const { run, start, report } = inOwnFolder(emulatorEnvironment(bank));
    const wish = ['--count', '20', '--with', WITH, '--parallel', '2', '--target', proxy.baseUrl];
    const child = start(...wish);
    try {
      expect(await endOf(child)).toBe(2);
      expect(report()).toMatchObject({ outcome: 'stopped', stopped: { code: 'interrupted' } });
      const { onboarded, accepted, open } = report().counts;
      expect([accepted < onboarded, onboarded > 0, open > 0]).toEqual([true, true, true]);
      expect((await run(...wish)).exitCode).toBe(0);
      await bank.advance(300);
      expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf(recordsOf(bank, 20)));
    } finally {
      await proxy.close();
    }
  });

  test('a bank that goes away stops it, resumable', async ({ bank }) => {
    let posts = 0;
    let isThere = true;
    const proxy = await startProxy(bank.target.baseUrl, (request) => {
      if (isThere && request.startsWith('POST /core') && ++posts === 20) isThere = false;
      return isThere;
    });
    const { run, report } = inOwnFolder(emulatorEnvironment(bank));
    const wish = ['--count', '12', '--parallel', '12', '--target', proxy.baseUrl];
    try {
      await run(...wish);
      expect(report().counts.failed, 'no answer to the first requests').toBeGreaterThan(0);
      isThere = true;
      expect((await run(...wish)).exitCode).toBe(0);
      const wanted = inventoryOf(recordsOf(bank, 12).map(({ accounts: _, payroll: _2, ...record }) => record));
      expect(await takeInventory(createClient(bank.target))).toEqual(wanted);
    } finally {
      await proxy.close();
    }
    const { exitCode, stderr } = await run('--count', '3', '--target', proxy.baseUrl);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^Cannot connect to [^\n]*\n[^\n]*\n$/)]);
  });
});

test.describe('before anything is sent', () => {
  test('a product that the target does not have is named by its variable', async ({ bank }) => {
    const asked: string[] = [];
    const proxy = await startProxy(bank.target.baseUrl, (request) => asked.push(request) > 0);
    const { run } = inOwnFolder(emulatorEnvironment(bank, { COS_PRODUCT_BUSINESS: '' }));
    const wish = ['--target', proxy.baseUrl, '--with', 'accounts', '--products', 'savings,business'];
    const { exitCode, stderr } = await run(...wish);
    await proxy.close();
    expect([exitCode, asked]).toEqual([2, []]);
    expect(stderr).toContain('COS_PRODUCT_SAVINGS, COS_PRODUCT_BUSINESS not set');
  });

  test('a production host is refused', async ({ bank }) => {
    const { exitCode, stderr } = await inOwnFolder(emulatorEnvironment(bank)).run('--target', 'https://api.crbcos.com');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('never runs against production')]);
  });

  test('a disk that is full is told', async ({ bank }) => {
    const { cwd, run, journal } = inOwnFolder(emulatorEnvironment(bank));
    const wish = ['--count', '2', '--target', bank.target.baseUrl];
    await run(...wish);
    const file = journal();
    rmSync(file);
    symlinkSync('/dev/full', file);
    const { exitCode, stderr } = await run(...wish);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('cannot be written: ENOSPC')]);
    rmSync(`${cwd}/reports`, { recursive: true });
    writeFileSync(`${cwd}/reports`, 'a file');
    expect((await run(...wish)).stderr).toContain('cannot be written');
  });

  const twoOfThree = async (bank: { target: { baseUrl: string } }, folder: ReturnType<typeof inOwnFolder>) => {
    const wish = ['--count', '3', '--target', bank.target.baseUrl];
    expect((await folder.run(...wish)).exitCode).toBe(0);
    const file = folder.journal();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n`);
    return { wish, file, lines };
  };

  test('a journal of another onboarding is told with what differs', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { wish, file, lines } = await twoOfThree(bank, folder);
    const header = { ...(JSON.parse(lines[0] ?? '') as object), generatorVersion: 0 };
    writeFileSync(file, `${JSON.stringify(header)}\n${lines.slice(1).join('\n')}\n`);
    const { exitCode, stderr } = await folder.run(...wish);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/another onboarding: generatorVersion is 0, and now 1\n/),
    ]);
    writeFileSync(file, 'what is this\n');
    expect((await folder.run(...wish)).stderr).toContain('seed is undefined, and now 7');
  });

  test('a journal of a bank that is gone is told', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { wish } = await twoOfThree(bank, folder);
    await bank.ok('resetBank');
    const { exitCode, stderr } = await folder.run(...wish);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/does not know customer \d, .*\nIt is another bank/)]);
  });

  test('a journal that is older than the memory of the bank is told', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { wish, file } = await twoOfThree(bank, folder);
    appendFileSync(file, '{"n":3,"phase":"cust');
    await bank.advance(7.1 * 86_400);
    const { exitCode, stderr } = await folder.run(...wish);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('more than 7 days ago')]);
  });

  test('a last line that was not written to its end is cut off, any other broken one is told', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { wish, file, lines } = await twoOfThree(bank, folder);
    appendFileSync(file, '{"n":1,"phase":"cust');
    expect((await folder.run(...wish)).exitCode).toBe(0);
    const whole = readFileSync(file, 'utf8');
    expect(
      whole
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { n?: number }).n)
        .sort(),
    ).toEqual([1, 2, 3, undefined]);
    writeFileSync(file, `${lines[0]}\n{"n":1,"pha\n${lines[2]}\n`);
    const { exitCode, stderr } = await folder.run(...wish);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('line 2 is no entry of a journal')]);
    const { customers } = await takeInventory(createClient(bank.target));
    expect(customers).toEqual(inventoryOf(recordsOf(bank, 3)).customers);
  });
});
