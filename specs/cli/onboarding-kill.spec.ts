import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { createSeededRandom } from '../../core/seeded-random.ts';
import { createClient } from '../../harness/client/client.ts';
import { startTestBank, test } from '../emulator/test-bank.ts';
import { type Inventory, inventoryOf, takeInventory } from '../harness/bank-inventory.ts';
import { emulatorEnvironment, endOf, inOwnFolder, recordsOf, WITH } from './onboarding-run.ts';
import { startProxy } from './proxy.ts';

const COUNT = 60;
const KILLS = 8;

async function undisturbed(): Promise<Inventory> {
  const bank = await startTestBank();
  try {
    const { run } = inOwnFolder(emulatorEnvironment(bank));
    expect((await run('--count', String(COUNT), '--with', WITH, '--target', bank.target.baseUrl)).exitCode).toBe(0);
    await bank.advance(300);
    return await takeInventory(createClient(bank.target));
  } finally {
    await bank.emulator.close();
  }
}

test(`onboard creates each of ${COUNT} customers exactly once despite ${KILLS} kills`, async ({ bank }) => {
  test.setTimeout(120_000);
  const seed = Number(process.env.ONBOARDING_KILL_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `ONBOARDING_KILL_SEED must be an integer: "${process.env.ONBOARDING_KILL_SEED}"`);
  // Printed at the end of the run. It fixes the request of each kill, but not the progress of the parallel requests.
  test.info().annotations.push({ type: 'seed', description: `ONBOARDING_KILL_SEED=${seed}` });
  const random = createSeededRandom(seed);
  let untilKill = 0;
  let isAnswered = true;
  let kill = (): void => undefined;
  const proxy = await startProxy(bank.target.baseUrl, (request) => {
    if (!request.startsWith('POST /')) return true;
    untilKill -= 1;
    if (untilKill === 0) kill();
    return untilKill !== 0 || isAnswered;
  });
  try {
    const { run, start, progressFile } = inOwnFolder(emulatorEnvironment(bank));
    const options = ['--count', String(COUNT), '--with', WITH, '--target', proxy.baseUrl];
    let killed = 0;
    for (let round = 0; round < KILLS; round += 1) {
      [untilKill, isAnswered] = [random.integer(5, 90), random.integer(0, 1) === 1];
      const child = start(...options);
      kill = () => void child.kill('SIGKILL');
      await endOf(child);
      if (child.signalCode === 'SIGKILL') killed += 1;
    }
    kill = () => undefined;
    const { exitCode, stdout } = await run(...options);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining(`onboarded ${COUNT}, with all accounts ${COUNT}, refused 0, failed 0`),
    ]);
    expect(killed, 'otherwise this test proves nothing').toBeGreaterThan(KILLS / 2);
    expect(readFileSync(progressFile(), 'utf8').trimEnd().split('\n')).toHaveLength(1 + 2 * COUNT);
    await bank.advance(300);
    const inventory = await takeInventory(createClient(bank.target));
    expect(inventory).toEqual(inventoryOf(recordsOf(bank, COUNT)));
    expect(inventory).toEqual(await undisturbed());
  } finally {
    await proxy.close();
  }
});
