import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { startTestBank } from '../emulator/test-bank.ts';
import { bareEnvironment, runCrosscheck, unwrap } from './command.ts';
import { parkedIn, partnerEnvironment } from './parked-run.ts';
import { folderWith, petsArazzo, petsOpenapi } from './pets.ts';

interface Summary {
  readonly schemaVersion: number;
  readonly requestedRuns: number;
  readonly runs: readonly {
    readonly workflowId: string;
    readonly outcome: string;
    readonly seed: number;
    readonly reportFile: string;
    readonly checkpointFile?: string;
    readonly command?: string;
  }[];
  readonly errors: readonly { readonly message: string }[];
}

const readSummary = (cwd: string) =>
  JSON.parse(readFileSync(join(cwd, 'reports/latest/run/workflows.json'), 'utf8')) as Summary;

/** Returns the text of a workflow that onboards a customer and expects this status. */
const workflowText = (id: string, status: number, more = '') => `
import { defineWorkflow } from '${resolve('harness/index.ts')}';
export default defineWorkflow({
  id: '${id}', summary: 'Onboards a customer and expects ${status}',
  inputs: ({ target: { partnerId }, customers }) => {
    const { name, profile } = customers.person();
    return { customer: { partnerId, classification: 'Personal' as const, name, profile } };
  },
  steps(w) {
    w.op.onboardCustomer('onboard', { body: w.inputs.customer, status: ${status} });
    ${more}
  },
});`;

/** Writes workflows into the folder `own` and returns its parent folder. */
function folderOf(workflows: Readonly<Record<string, string>>): string {
  const cwd = test.info().outputPath('runs');
  mkdirSync(join(cwd, 'own'), { recursive: true });
  for (const [name, text] of Object.entries(workflows)) writeFileSync(join(cwd, 'own', `${name}.ts`), text);
  return cwd;
}

const ALL = ['run', '--all', '--workflows', 'own'];

test('run --all runs every workflow of a folder and reports each', async () => {
  const cwd = folderOf({ one: workflowText('one', 200), two: workflowText('two', 200) });
  const { exitCode, stdout, stderr } = await runCrosscheck([...ALL, '--seed', '7'], { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.match(/^PASSED /gm)).toHaveLength(2);
  expect(stdout).toMatch(
    / ✓ one {2}passed {2}\d steps? {2}[\d.]+ s\n ✓ two {2}passed {2}\d steps? {2}[\d.]+ s\n2 passed, 0 failed of 2 workflows; /,
  );
  const { schemaVersion, requestedRuns, runs, errors } = readSummary(cwd);
  expect([schemaVersion, requestedRuns, errors]).toEqual([2, 2, []]);
  expect(runs).toMatchObject([
    { workflowId: 'one', outcome: 'passed', seed: 7 },
    { workflowId: 'two', outcome: 'passed', seed: 7 },
  ]);
  for (const { workflowId, reportFile } of runs)
    expect(JSON.parse(readFileSync(join(cwd, reportFile), 'utf8'))).toMatchObject({ workflowId, outcome: 'passed' });
  expect(readdirSync(join(cwd, 'reports/latest/run')).sort()).toEqual([
    'junit.xml',
    'run-one.json',
    'run-two.json',
    'workflows.json',
  ]);
  expect(readFileSync(join(cwd, 'reports/latest/run/junit.xml'), 'utf8').match(/<testsuite /g)).toHaveLength(2);
});

test('run --all continues after a failed run and exits with 1', async () => {
  const cwd = folderOf({ bad: workflowText('bad', 409), good: workflowText('good', 200) });
  const { exitCode, stdout } = await runCrosscheck(ALL, { cwd });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/ ✗ bad {3}failed {2}.*\n {5}onboard: .*\n[\s\S]* ✓ good {2}passed /);
  expect(stdout).toContain('\n1 passed, 1 failed of 2 workflows; ');
  const command = readSummary(cwd).runs[0]?.command ?? '';
  expect(command).toBe('npx crosscheck run bad --workflows own --seed 1');
  expect((await runCrosscheck(command.split(' ').slice(2), { cwd })).exitCode).toBe(1);
});

test('run --all runs what can be loaded and exits with 2 for a broken file', async () => {
  const cwd = folderOf({ good: workflowText('good', 200), wrong: 'export default mian;' });
  const { exitCode, stdout, stderr } = await runCrosscheck(ALL, { cwd });
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/^own\/wrong\.ts:1:\d+ cannot be loaded: mian is not defined\n/),
  ]);
  expect(stdout).toContain('1 passed, 0 failed of 1 workflow; ');
  expect(stdout).toContain('\n1 file could not be loaded\n');
  expect(readSummary(cwd).errors).toEqual([expect.objectContaining({ message: expect.stringContaining('mian') })]);
});

test('run --all on a target parks a run that waits and exits with 3', async () => {
  const bank = await startTestBank();
  try {
    const wait = "w.wait('Close the posting day', { until: 'posting-day-close' });";
    const cwd = folderOf({ now: workflowText('now', 200), waits: workflowText('waits', 200, wait) });
    const { baseUrl } = bank.target;
    const args = [...ALL, '--no-books', '--no-events', '--target', baseUrl];
    const { exitCode, stdout } = await runCrosscheck(args, { cwd, env: partnerEnvironment(bank) });
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('1 passed, 0 failed, 1 parked of 2 workflows; ')]);
    const [file = ''] = parkedIn(cwd);
    expect(stdout).toMatch(
      / … waits {2}parked .*\n {5}npx crosscheck resume reports\/parked\/waits-\w+\.json --target /,
    );
    expect(readSummary(cwd).runs[1]).toMatchObject({
      outcome: 'parked',
      checkpointFile: `reports/parked/${file}`,
      command: `npx crosscheck resume reports/parked/${file} --target ${baseUrl}`,
    });
  } finally {
    await bank.emulator.close();
  }
});

test('run --all with a document runs the workflows that no other one calls', async () => {
  const document = petsArazzo();
  const [adopt] = document.workflows;
  const caller = { workflowId: 'caller', steps: [{ stepId: 'call', workflowId: 'adopt' }] };
  const text = { ...document, workflows: [adopt, caller] };
  const cwd = folderWith({ 'pets.arazzo.yaml': text, 'pets.openapi.yaml': petsOpenapi('http://127.0.0.1:1') });
  const { stdout } = await runCrosscheck(['run', 'pets.arazzo.yaml', '--all'], { cwd });
  expect(stdout).toContain(' of 1 workflow; ');
  expect(readSummary(cwd).runs.map(({ workflowId }) => workflowId)).toEqual(['caller']);
});

test('run --all --json prints the summary alone', async () => {
  const cwd = folderOf({ one: workflowText('one', 200) });
  const { exitCode, stdout } = await runCrosscheck([...ALL, '--json'], { cwd });
  expect([exitCode, JSON.parse(stdout)]).toEqual([0, readSummary(cwd)]);
});

test('run --list --json prints the workflows as JSON', async () => {
  const cwd = folderOf({ one: workflowText('one', 200), two: workflowText('two', 200) });
  const { exitCode, stdout } = await runCrosscheck(['run', '--list', '--json', '--workflows', 'own'], { cwd });
  expect([exitCode, JSON.parse(stdout)]).toEqual([
    0,
    [
      { workflowId: 'one', summary: 'Onboards a customer and expects 200', file: 'own/one.ts' },
      { workflowId: 'two', summary: 'Onboards a customer and expects 200', file: 'own/two.ts' },
    ],
  ]);
});

test('run --list lists the other workflows of a folder with a broken file', async () => {
  const cwd = folderOf({ one: workflowText('one', 200), wrong: 'export default mian;' });
  const list = await runCrosscheck(['run', '--list', '--workflows', 'own'], { cwd });
  expect(list).toEqual({
    exitCode: 2,
    stdout: 'one  Onboards a customer and expects 200\n',
    stderr: expect.stringMatching(
      /^own\/wrong\.ts:1:\d+ cannot be loaded: mian is not defined\nCheck it with: npx tsc -p \.\n$/,
    ),
  });
  const run = await runCrosscheck(['run', 'one', '--workflows', 'own'], { cwd });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  const unknown = await runCrosscheck(['run', 'two', '--workflows', 'own'], { cwd });
  expect(unknown).toMatchObject({ exitCode: 2, stderr: list.stderr });
});

test('run --list of the built-in workflows fits 80 columns', async () => {
  const { stdout } = await runCrosscheck(['run', '--list'], { env: bareEnvironment() });
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(unwrap(stdout)).toMatch(/^flagship +From onboarding /m);
});
