import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { test } from '../emulator/test-bank.ts';
import { inventoryOf, takeInventory } from '../harness/bank-inventory.ts';
import { bareEnvironment } from './command.ts';
import { emulatorEnvironment, endOf, inOwnFolder, recordsOf, WITH } from './onboarding-run.ts';
import { startProxy } from './proxy.ts';

test('onboard sends customers to an embedded bank and prints the result', async () => {
  const { cwd, run, report, progressFiles } = inOwnFolder(bareEnvironment());
  const { exitCode, stdout, stderr } = await run('--count', '12', '--with', WITH);
  expect([exitCode, stderr]).toEqual([0, 'Waiting for screenings\n']);
  expect(stdout).toMatch(
    /^Onboarding of 12 customers of seed 7 on http:\S+, [\d.]+\s+customers\/s\n {2}onboarded 12, with all accounts 12, refused 0, failed 0$/m,
  );
  expect(report()).toMatchObject({ outcome: 'accepted', counts: { total: 12, accepted: 12, unfinished: 0 } });
  expect(progressFiles(), 'the embedded bank has ended').toEqual([]);
  expect(readFileSync(`${cwd}/reports/latest/onboard/onboarding.ndjson`, 'utf8').trimEnd().split('\n')).toHaveLength(
    25,
  );
  expect((await run('--count', '3')).exitCode, 'it starts again each time').toBe(0);
  expect(report().counts).toMatchObject({ total: 3, accepted: 3 });
});

test('onboard writes no personal data to report and progress file', async ({ bank }) => {
  const { cwd, run, progressFile } = inOwnFolder(emulatorEnvironment(bank));
  const ended = await run('--count', '20', '--target', bank.target.baseUrl, '--with', WITH);
  expect(ended.exitCode).toBe(0);
  const texts = [
    readFileSync(progressFile(), 'utf8'),
    readFileSync(`${cwd}/reports/latest/onboard/onboarding.json`, 'utf8'),
  ];
  const persons = recordsOf(bank, 20).flatMap(({ customer, owners }) => [customer, ...owners.map((it) => it.customer)]);
  for (const { name, profile, primaryEmail, primaryPhone, primaryAddress } of persons) {
    const known = [name.lastName, name.entityName, profile.taxId, primaryEmail?.emailAddress];
    for (const value of [...known, primaryPhone?.phoneNumber, primaryAddress?.street1])
      if (value) for (const text of texts) expect(text).not.toContain(`${value}`);
  }
});

test.describe('onboard at a target', () => {
  test('sends only one GET if every customer is finished', async ({ bank }) => {
    const requests: string[] = [];
    const proxy = await startProxy(bank.target.baseUrl, (request) => requests.push(request) > 0);
    try {
      const { run, report } = inOwnFolder(emulatorEnvironment(bank));
      const options = ['--count', '6', '--with', WITH, '--target', proxy.baseUrl];
      expect((await run(...options)).exitCode).toBe(0);
      const sent = requests.length;
      const { exitCode, stdout } = await run(...options);
      expect([exitCode, requests.slice(sent)]).toEqual([0, [expect.stringMatching(/^GET .*customers/)]]);
      expect(stdout).toMatch(
        /^Nothing to send, every customer is finished:\s+reports\/onboarding\/seed7-1-6-127\.0\.0\.1/,
      );
      expect(report().counts.accepted).toBe(6);
    } finally {
      await proxy.close();
    }
  });

  test('exits with 1 and groups refusals by reason, also in the next session', async ({ bank }) => {
    const [, other] = bank.emulator.demo.partners;
    const { run, report } = inOwnFolder(emulatorEnvironment(bank, { COS_PARTNER_ID: other.partnerId }));
    const options = ['--count', '9', '--with', WITH, '--target', bank.target.baseUrl];
    for (const _ of ['first', 'again']) {
      const { exitCode, stdout } = await run(...options);
      expect([exitCode, report().counts.refused]).toEqual([1, 9]);
      expect(report().refused).toMatchObject([{ reason: '3002 PartnerId does not match the token', count: 9 }]);
      expect(report().refused[0]?.customers).toHaveLength(5);
      expect(stdout).toMatch(
        /refused 9: onboardCustomer 403 "3002 PartnerId does not match the token",\s+customers \d(, \d){4}, \.\.\./,
      );
    }
  });

  test('gives each shard its progress file, and creates each customer once', async ({ bank }) => {
    const { run, progressFiles } = inOwnFolder(emulatorEnvironment(bank));
    const options = ['--count', '14', '--with', WITH, '--target', bank.target.baseUrl];
    const ends = await Promise.all(['1/3', '2/3', '3/3'].map((shard) => run(...options, '--shard', shard)));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(progressFiles()).toHaveLength(3);
    await bank.advance(300);
    expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf(recordsOf(bank, 14)));
  });

  test('exits with 2 after Ctrl-C, and resumes', async ({ bank }) => {
    let posts = 0;
    const proxy = await startProxy(bank.target.baseUrl, (request) => {
      if (request.startsWith('POST /core') && ++posts === 25) child.kill('SIGINT');
      return true;
    });
    const { run, start, report } = inOwnFolder(emulatorEnvironment(bank));
    const options = ['--count', '20', '--with', WITH, '--parallel', '2', '--target', proxy.baseUrl];
    const child = start(...options);
    try {
      expect(await endOf(child)).toBe(2);
      expect(report()).toMatchObject({ outcome: 'stopped', stopped: { code: 'interrupted' } });
      const { onboarded, accepted, unfinished } = report().counts;
      expect([accepted < onboarded, onboarded > 0, unfinished > 0]).toEqual([true, true, true]);
      expect((await run(...options)).exitCode).toBe(0);
      await bank.advance(300);
      expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf(recordsOf(bank, 20)));
    } finally {
      await proxy.close();
    }
  });

  test('stops if the bank goes away, and resumes', async ({ bank }) => {
    let posts = 0;
    let isThere = true;
    const proxy = await startProxy(bank.target.baseUrl, (request) => {
      if (isThere && request.startsWith('POST /core') && ++posts === 20) isThere = false;
      return isThere;
    });
    const { run, report } = inOwnFolder(emulatorEnvironment(bank));
    const options = ['--count', '12', '--parallel', '12', '--target', proxy.baseUrl];
    try {
      await run(...options);
      expect(report().counts.failed, 'no response to the first requests').toBeGreaterThan(0);
      isThere = true;
      expect((await run(...options)).exitCode).toBe(0);
      const expected = inventoryOf(recordsOf(bank, 12).map(({ accounts: _, payroll: _2, ...record }) => record));
      expect(await takeInventory(createClient(bank.target))).toEqual(expected);
    } finally {
      await proxy.close();
    }
    const { exitCode, stderr } = await run('--count', '3', '--target', proxy.baseUrl);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^Cannot connect to [^\n]*\n[^\n]*\n$/)]);
  });
});

test.describe('onboard refuses before it sends anything', () => {
  test('a missing product, named by its variable', async ({ bank }) => {
    const requests: string[] = [];
    const proxy = await startProxy(bank.target.baseUrl, (request) => requests.push(request) > 0);
    const { run } = inOwnFolder(emulatorEnvironment(bank, { COS_PRODUCT_BUSINESS: '' }));
    const options = ['--target', proxy.baseUrl, '--with', 'accounts', '--products', 'savings,business'];
    const { exitCode, stderr } = await run(...options);
    await proxy.close();
    expect([exitCode, requests]).toEqual([2, []]);
    expect(stderr).toContain('COS_PRODUCT_SAVINGS, COS_PRODUCT_BUSINESS are not set');
  });

  test('a production host', async ({ bank }) => {
    const { exitCode, stderr } = await inOwnFolder(emulatorEnvironment(bank)).run('--target', 'https://api.crbcos.com');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('never runs against production')]);
  });

  test('a full disk', async ({ bank }) => {
    const { cwd, run, progressFile } = inOwnFolder(emulatorEnvironment(bank));
    const options = ['--count', '2', '--target', bank.target.baseUrl];
    await run(...options);
    const file = progressFile();
    rmSync(file);
    symlinkSync('/dev/full', file);
    const { exitCode, stderr } = await run(...options);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^Cannot write the progress file\s+"[^"]+":\s+ENOSPC\n/),
    ]);
    rmSync(`${cwd}/reports`, { recursive: true });
    writeFileSync(`${cwd}/reports`, 'a file');
    expect((await run(...options)).stderr).toContain('Cannot write the progress file');
  });

  const twoOfThree = async (bank: { target: { baseUrl: string } }, folder: ReturnType<typeof inOwnFolder>) => {
    const options = ['--count', '3', '--target', bank.target.baseUrl];
    expect((await folder.run(...options)).exitCode).toBe(0);
    const file = folder.progressFile();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n`);
    return { options, file, lines };
  };

  test('a progress file of another onboarding, with the differences', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { options, file, lines } = await twoOfThree(bank, folder);
    const header = { ...(JSON.parse(lines[0] ?? '') as object), generatorVersion: 0 };
    writeFileSync(file, `${JSON.stringify(header)}\n${lines.slice(1).join('\n')}\n`);
    const { exitCode, stderr } = await folder.run(...options);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/ it belongs to another onboarding:\s+generatorVersion is 0, expected 1\n/),
    ]);
    writeFileSync(file, 'not a progress file\n');
    expect((await folder.run(...options)).stderr).toContain('seed is undefined, expected 7');
  });

  test('a progress file of a reset bank', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { options } = await twoOfThree(bank, folder);
    await bank.ok('resetBank');
    const { exitCode, stderr } = await folder.run(...options);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(
        / has no\s+customer \d, which the\s+file lists as accepted\nNothing was sent\. It is another bank/,
      ),
    ]);
  });

  test('a progress file that is older than 7 days', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { options, file } = await twoOfThree(bank, folder);
    appendFileSync(file, '{"n":3,"phase":"cust');
    await bank.advance(7.1 * 86_400);
    const { exitCode, stderr } = await folder.run(...options);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('more than 7 days ago')]);
  });

  test('an invalid line, except for an incomplete last one', async ({ bank }) => {
    const folder = inOwnFolder(emulatorEnvironment(bank));
    const { options, file, lines } = await twoOfThree(bank, folder);
    appendFileSync(file, '{"n":1,"phase":"cust');
    expect((await folder.run(...options)).exitCode).toBe(0);
    const whole = readFileSync(file, 'utf8');
    expect(
      whole
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { n?: number }).n)
        .sort(),
    ).toEqual([1, 2, 3, undefined]);
    writeFileSync(file, `${lines[0]}\n{"n":1,"pha\n${lines[2]}\n`);
    const { exitCode, stderr } = await folder.run(...options);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('line 2 is not a progress record')]);
    const { customers } = await takeInventory(createClient(bank.target));
    expect(customers).toEqual(inventoryOf(recordsOf(bank, 3)).customers);
  });
});
