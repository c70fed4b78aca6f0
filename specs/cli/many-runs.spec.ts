import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { EventsReport } from '../../core/run-event.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { bareEnvironment, runCrosscheck, startEmulator } from './command.ts';
import { startProxy } from './proxy.ts';

interface Runs {
  readonly requestedRuns: number;
  readonly runs: {
    seed: number;
    outcome: string;
    failures: string[];
    command?: string;
    reportFile?: string;
    events?: Pick<EventsReport, 'watched' | 'received' | 'changes' | 'notObservable'>;
  }[];
  readonly jointAudit?: { findings: unknown[]; accountCount: number; lawsChecked: string[] };
}
const readRuns = (cwd: string) => JSON.parse(readFileSync(`${cwd}/reports/latest/run/runs.json`, 'utf8')) as Runs;

test('--repeat runs a workflow many times, each with its own seed and bank', async () => {
  const cwd = test.info().outputPath('.');
  const args = ['run', 'freeze-and-unfreeze', '--repeat', '5', '--parallel', '3', '--seed', '40'];
  const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/✓ 5 of 5 {2}seed \d+ {2}passed/);
  expect(stdout).toMatch(/^PASSED {2}5 runs in [\d.]+ s: 5 passed, 0 failed$/m);
  const { runs, jointAudit } = readRuns(cwd);
  expect(runs.map(({ seed }) => seed).sort()).toEqual([40, 41, 42, 43, 44]);
  expect(jointAudit, 'no two of them share a bank').toBeUndefined();
  expect(
    readFileSync(`${cwd}/reports/latest/run/junit.xml`, 'utf8').match(/<testsuite name="freeze-and-unfreeze \(seed/g),
  ).toHaveLength(5);
});

test('--repeat on a target shares its clock and checks the laws over all runs', async () => {
  const { environment, stop } = await startEmulator();
  try {
    const cwd = test.info().outputPath('.');
    const target = ['--target', environment.COS_BASE_URL ?? ''];
    const args = ['run', 'flagship', '--repeat', '3', '--parallel', '3', ...target];
    const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env: bareEnvironment(environment) });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^PASSED {2}3 runs in [\d.]+ s: 3 passed, 0 failed\n {8}\d+ laws checked over 15 accounts of all runs: 0 findings$/m,
    );
    expect(readRuns(cwd).jointAudit).toMatchObject({ findings: [], accountCount: 15 });
  } finally {
    await stop();
  }
});

test('--repeat reports the events that only another run can watch', async () => {
  const { environment, stop } = await startEmulator();
  try {
    const cwd = test.info().outputPath('.');
    const target = ['--target', environment.COS_BASE_URL ?? ''];
    const args = ['run', 'idempotent-retry', '--repeat', '3', '--parallel', '3', ...target];
    const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env: bareEnvironment(environment) });
    expect([exitCode, stderr]).toEqual([0, '']);
    const why = 'the partner has a registration ... for it, and there can be only one';
    expect(stdout).toMatch(/^Events not observed in [1-3] of 3 runs: [\w., \n]+: the /m);
    expect(stdout.replaceAll(/\n +/g, ' ')).toContain(why);
    expect(stdout).toMatch(/passed {2}\d+ steps {2}[\d.]+ s {2}\d+ event names? not observed/);
    const { runs } = readRuns(cwd);
    const declared = runs.map(({ events }) => (events?.watched.length ?? 0) + (events?.notObservable.length ?? 0));
    expect(new Set(declared).size, 'each run reports each name').toBe(1);
    const hidden = runs.flatMap(({ events }) => events?.notObservable ?? []);
    expect(hidden.length).toBeGreaterThan(0);
    expect(Object.keys(runs[0]?.events ?? {})).toEqual(['watched', 'received', 'changes', 'notObservable']);
    const junit = readFileSync(`${cwd}/reports/latest/run/junit.xml`, 'utf8');
    expect(junit.match(/not observable: [A-Z]/g)).toHaveLength(hidden.length);
  } finally {
    await stop();
  }
});

test('--repeat prints for a failed run the command that repeats it alone', async () => {
  const cwd = test.info().outputPath('runs');
  mkdirSync(cwd, { recursive: true });
  const text = `
import { defineWorkflow, eq } from '${resolve('harness/host.ts')}';
export default defineWorkflow({
  id: 'picky', summary: 'Wants a name that only one seed draws',
  inputs: ({ target: { partnerId }, customers }) => {
    const { name, profile } = customers.person();
    return { first: name.firstName, customer: { partnerId, classification: 'Personal' as const, name, profile } };
  },
  steps({ op, inputs }) {
    const customer = op.onboardCustomer('onboard', { body: inputs.customer, status: 200 });
    op.getCustomer('read', { path: { customerId: customer.body.id }, status: 200, check: (r) => [eq(r.name.firstName, NAME)] });
  },
});`;
  writeFileSync(`${cwd}/picky.ts`, text.replace('NAME', 'inputs.first'));
  expect((await runCrosscheck(['run', 'picky.ts', '--repeat', '3'], { cwd })).exitCode).toBe(0);
  writeFileSync(`${cwd}/picky.ts`, text.replace('NAME', "'Nobody'"));
  const { exitCode, stdout } = await runCrosscheck(['run', 'picky.ts', '--repeat', '2', '--seed', '7'], { cwd });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/read: Expected \$response\.body#\/name\/firstName == 'Nobody'/);
  expect(stdout).toMatch(/^FAILED {2}2 runs in [\d.]+ s: 0 passed, 2 failed$/m);
  const [run] = readRuns(cwd).runs;
  expect(run?.command).toBe('npx crosscheck run picky.ts picky --seed 7');
  expect(JSON.parse(readFileSync(`${cwd}/${run?.reportFile}`, 'utf8'))).toMatchObject({ outcome: 'failed', seed: 7 });
  const alone = await runCrosscheck((run?.command ?? '').split(' ').slice(2), { cwd });
  expect([alone.exitCode, alone.stdout]).toEqual([1, expect.stringContaining("== 'Nobody'")]);
});

/** Onboards a person, and throws for the person of one seed. */
const crashing = (name: string) => `
import { defineWorkflow } from '${resolve('harness/host.ts')}';
export default defineWorkflow({
  id: 'crashing', summary: 'Crashes for one seed',
  inputs: ({ target: { partnerId }, customers }) => {
    const { name, profile } = customers.person();
    if (name.lastName + name.firstName === '${name}') throw new Error('Nobody expects that');
    return { customer: { partnerId, classification: 'Personal' as const, name, profile } };
  },
  steps({ op, inputs }) {
    op.onboardCustomer('onboard', { body: inputs.customer, status: 409 });
  },
});`;

for (const where of ['embedded', 'on a target'])
  test(`--repeat keeps the other runs when one crashes, ${where}`, async () => {
    const cwd = test.info().outputPath('runs');
    mkdirSync(`${cwd}/reports/latest/run`, { recursive: true });
    writeFileSync(`${cwd}/reports/latest/run/run-99.json`, '{}');
    const { lastName, firstName } = createCustomerGenerator(2).person().name;
    writeFileSync(`${cwd}/crashing.ts`, crashing(`${lastName}${firstName}`));
    const { environment, stop } = await startEmulator();
    try {
      const target = where === 'embedded' ? [] : ['--target', environment.COS_BASE_URL ?? ''];
      const args = ['run', 'crashing.ts', '--repeat', '2', '--parallel', '2', '--no-books', ...target];
      const { exitCode, stderr, stdout } = await runCrosscheck(args, { cwd, env: bareEnvironment(environment) });
      expect([exitCode, stderr], 'a finding weighs more than what stopped a run').toEqual([1, '']);
      expect(stdout).toMatch(/^FAILED {2}2 runs in [\d.]+ s: 0 passed, 1 failed, 1 stopped$/m);
      const why = 'Cannot build the inputs of workflow "crashing": Error: Nobody expects that';
      expect(readRuns(cwd).runs.sort((a, b) => a.seed - b.seed)).toMatchObject([
        {
          seed: 1,
          outcome: 'failed',
          reportFile: expect.stringMatching(/^reports\/runs\/\w+-run-seeds-1-2\/run-1\.json$/),
        },
        { seed: 2, outcome: 'stopped', failures: [why] },
      ]);
      expect(existsSync(`${cwd}/reports/latest/run/run-1.json`)).toBe(true);
      expect(existsSync(`${cwd}/reports/latest/run/junit.xml`)).toBe(true);
      expect(existsSync(`${cwd}/reports/latest/run/run-99.json`), 'of an earlier command').toBe(false);
    } finally {
      await stop();
    }
  });

test('--repeat exits with 2 when the joint audit breaks', async () => {
  const { environment, stop } = await startEmulator();
  let tokens = 0;
  const proxy = await startProxy(environment.COS_BASE_URL ?? '', (asked) => {
    if (asked.includes('/connect/token')) tokens += 1;
    return tokens <= TOKENS_OF_TWO_RUNS;
  });
  try {
    const cwd = test.info().outputPath('.');
    const env = bareEnvironment({ ...environment, COS_BASE_URL: proxy.baseUrl, COS_TOKEN_URL: '' });
    const args = ['run', 'freeze-and-unfreeze', '--repeat', '2', '--target', proxy.baseUrl];
    const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('/connect/token')]);
    expect(stdout).toMatch(/^PASSED {2}2 runs in [\d.]+ s: 2 passed, 0 failed$/m);
    expect(readRuns(cwd).runs).toHaveLength(2);
    expect(existsSync(`${cwd}/reports/latest/run/junit.xml`)).toBe(true);
  } finally {
    await proxy.close();
    await stop();
  }
});

/** Each run requests one token as the partner and one as the operator. */
const TOKENS_OF_TWO_RUNS = 4;

test('--repeat rejects seeds beyond the last one', async () => {
  const args = ['run', '--seed', '2147483647', '--repeat', '2'];
  const { exitCode, stderr } = await runCrosscheck(args, { cwd: test.info().outputPath('.') });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Cannot run 2 times from seed 2147483647')]);
});
