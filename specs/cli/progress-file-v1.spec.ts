import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { customer } from '../../harness/host.ts';
import { test } from '../emulator/test-bank.ts';
import { inventoryOf, takeInventory } from '../harness/bank-inventory.ts';
import { emulatorEnvironment, inOwnFolder } from './onboarding-run.ts';
import { startProxy } from './proxy.ts';

/**
 * A progress file of version 1, frozen: customer 1 is finished, 2 was refused, 3 failed, 4 was under manual review, 5
 * is missing. It must be resumed by every later version, because a new start would create customers twice.
 */
const FROZEN = readFileSync(new URL('progress-file-v1.ndjson', import.meta.url), 'utf8');

test('onboard resumes a frozen progress file of version 1', async ({ bank }) => {
  const posts: string[] = [];
  const proxy = await startProxy(bank.target.baseUrl, (request) => {
    if (request.startsWith('POST /core')) posts.push(request);
    return true;
  });
  try {
    const { cwd, run, report, progressFile } = inOwnFolder(emulatorEnvironment(bank));
    const target = ['--target', proxy.baseUrl];
    const idOf = async (...options: string[]) => {
      expect((await run(...options, ...target)).exitCode).toBe(0);
      const { customerId } = JSON.parse(readFileSync(progressFile(), 'utf8').split('\n')[1] ?? '') as {
        customerId: string;
      };
      rmSync(`${cwd}/reports/onboarding`, { recursive: true });
      return customerId;
    };
    const first = await idOf('--count', '1', '--with', 'accounts');
    const fourth = await idOf('--from', '4', '--count', '4');
    const text = FROZEN.replace('$TARGET', proxy.baseUrl)
      .replaceAll('$CUSTOMER_1', first)
      .replaceAll('$CUSTOMER_4', fourth);
    mkdirSync(`${cwd}/reports/onboarding`);
    const file = `${cwd}/reports/onboarding/seed7-1-5-${new URL(proxy.baseUrl).host.replace(':', '_')}-cb0b79a5.ndjson`;
    writeFileSync(file, text);

    posts.length = 0;
    const { exitCode } = await run('--count', '5', '--with', 'accounts', ...target);
    expect([exitCode, report().counts]).toEqual([
      1,
      { total: 5, onboarded: 4, accepted: 4, refused: 1, failed: 0, unfinished: 0 },
    ]);
    expect(progressFile()).toBe(file);
    expect(readFileSync(file, 'utf8').startsWith(text), 'records are only appended').toBe(true);
    const records = [1, 3, 4, 5].map((n) => customer(7, n, { partnerId: bank.target.partnerId, parts: ['accounts'] }));
    expect(await takeInventory(createClient(bank.target))).toEqual(inventoryOf(records));
    expect(
      posts.filter((request) => request.endsWith('/customers')),
      'customers 3 and 5',
    ).toHaveLength(2);
    expect(
      posts.filter((request) => request.endsWith('/accounts')),
      'customers 3, 4 and 5',
    ).toHaveLength(3);
  } finally {
    await proxy.close();
  }
});
