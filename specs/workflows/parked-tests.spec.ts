import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, type TestInfo } from '@playwright/test';
import { easternInstant } from '../../core/business-day.ts';
import { createFrozenClock } from '../../core/clock.ts';
import type { Target } from '../../core/target.ts';
import { loadWorkflowFile } from '../../harness/host.ts';
import { type Checkpoint, digestOf } from '../../harness/workflow/engine/checkpoint.ts';
import { runAsTest, type TestContext } from '../../playwright/run-as-test.ts';
import { drawFor } from '../../playwright/test-bank.ts';
import { runCrosscheck } from '../cli/command.ts';
import { partnerEnvironment } from '../cli/parked-run.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';

/** Long before any real today: the command line, which has the real clock, finds it due. */
const BEGIN = easternInstant('2020-03-02', '10:00');
const DUE = easternInstant('2020-03-03', '00:00');
const harness = resolve('harness/host.ts');

const workflowText = (last: string) => `
import { defineWorkflow, eq } from '${harness}';
export default defineWorkflow({
  id: 'waits', summary: 'Waits for a day', inputs: () => ({}),
  steps(w) {
    w.op.listAccounts('list', { status: 200 });
    w.wait('Wait for the day', { until: '2020-03-03' });
    w.op.listAccounts('again', { ${last} });
  },
});
`;

// Checkpoints are below the current folder.
const root = process.cwd();
test.beforeEach(() => {
  const folder = test.info().outputPath('run');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/waits.ts`, workflowText('status: 200'));
  process.chdir(folder);
});
test.afterEach(() => process.chdir(root));

const parked = () => (existsSync('reports/parked') ? readdirSync('reports/parked') : []);

/** The result of a test of another repository: outcome, text, and printed steps. */
interface EndedTest {
  readonly outcome: 'passed' | 'skipped' | 'failed';
  readonly text: string;
  readonly shown: readonly string[];
}

interface Change {
  readonly wallMs?: number;
  readonly info?: { readonly file?: string; readonly title?: string; readonly project?: string };
  readonly target?: Partial<Target>;
  readonly seed?: number;
  readonly file?: string;
  readonly isShared?: boolean;
}

/** Runs the workflow as the one test of a repository, on the bank as its partner sees it. */
async function runTest({ target }: TestBank, change: Change = {}): Promise<EndedTest> {
  const { operator: _, ...partner } = target;
  const own: Target = { ...partner, kind: 'bank', ...change.target };
  const shown: string[] = [];
  const { file = 'a.spec.ts', title = 'waits', project = 'nightly' } = change.info ?? {};
  const info = {
    file: resolve(file),
    titlePath: [file, title],
    config: { rootDir: process.cwd() },
    project: { name: project },
    timeout: 0,
    annotations: [],
    errors: [],
    attach: () => Promise.resolve(),
    skip(_condition: boolean, reason: string) {
      throw new Skipped(reason);
    },
  } as unknown as TestInfo;
  const context: TestContext = {
    info,
    wall: createFrozenClock(change.wallMs ?? BEGIN),
    test: {
      step: (async (name: string, body: (step: object) => Promise<void>) => {
        shown.push(name);
        await body({ attach: () => Promise.resolve(), skip: () => undefined });
      }) as unknown as TestContext['test']['step'],
    },
    bank: {
      target: own,
      seed: change.seed ?? 1,
      isShared: change.isShared ?? true,
      ...drawFor(own, change.seed ?? 1),
      newId: () => crypto.randomUUID(),
      close: () => Promise.resolve(),
    },
  };
  const workflowFile = change.file ?? 'waits.ts';
  // A file that was changed is another module.
  const copy = `${dirname(workflowFile)}/${Date.now()}-${Math.random()}-waits.ts`;
  writeFileSync(copy, readFileSync(workflowFile, 'utf8'));
  const [workflow] = await loadWorkflowFile(copy);
  try {
    await runAsTest(workflow as NonNullable<typeof workflow>, context, { file: workflowFile });
    return { outcome: 'passed', text: '', shown };
  } catch (error) {
    const text = (error as Error).message;
    return { outcome: error instanceof Skipped ? 'skipped' : 'failed', text, shown };
  }
}

class Skipped extends Error {}

const WAITS = 'Wait for the day: waits until 2020-03-03';
const REASON = new RegExp(
  `^The run is parked until 2020-03-03T00:00:00-05:00 \\(${WAITS}\\)\\. The same test resumes it then, or: npx crosscheck resume (reports/parked/waits-test-[0-9a-f]{16}\\.json)$`,
);

test('a test whose run waits is skipped with reason and due time, and parked', async ({ bank }) => {
  const first = await runTest(bank);
  expect(first).toEqual({
    outcome: 'skipped',
    text: expect.stringMatching(REASON),
    shown: ['list', 'Wait for the day'],
  });
  const [, file = ''] = REASON.exec(first.text) ?? [];
  expect(parked()).toEqual([file.replace('reports/parked/', '')]);
  const due = await runCrosscheck(['due'], { cwd: process.cwd() });
  const printed = due.stdout.replace(/\s+/g, ' ');
  expect(printed).toContain(`due now 2020-03-03T00:00:00-05:00 waits ${bank.target.baseUrl} ${file}`);
});

test('before the due time the test is skipped again, and no second run begins', async ({ bank }) => {
  await runTest(bank);
  const [name] = parked();
  const before = readFileSync(`reports/parked/${name}`, 'utf8');
  const again = await runTest(bank, { wallMs: DUE - 1 });
  expect(again).toEqual({ outcome: 'skipped', text: expect.stringMatching(REASON), shown: [] });
  expect([parked(), readFileSync(`reports/parked/${name}`, 'utf8')]).toEqual([[name], before]);
});

test('the same test resumes its run at the due time, to its end', async ({ bank }) => {
  await runTest(bank);
  const resumed = await runTest(bank, { wallMs: DUE });
  expect(resumed).toEqual({ outcome: 'passed', text: '', shown: ['Wait for the day', 'again'] });
  expect(parked()).toEqual([]);
  expect((await runTest(bank)).shown, 'the next one is another run').toEqual(['list', 'Wait for the day']);
});

test('crosscheck resume resumes the run of a test', async ({ bank }) => {
  await runTest(bank);
  const options = { cwd: process.cwd(), env: partnerEnvironment(bank) };
  const resumed = await runCrosscheck(['resume'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, '']);
  expect(resumed.stdout).toMatch(/^PASSED {2}3 steps in [\d.]+ s$/m);
  expect(parked()).toEqual([]);
});

const others: readonly (readonly [what: string, change: Change])[] = [
  ['another spec file', { info: { file: 'b.spec.ts' } }],
  ['another title', { info: { title: 'waits longer' } }],
  ['another Playwright project', { info: { project: 'weekly' } }],
  ['another workflow', { file: 'others.ts' }],
  ['another seed', { seed: 2 }],
  ['another partner', { target: { partnerId: '00000000-0000-4000-a000-000000000009' } }],
];
for (const [what, change] of others)
  test(`${what} is another test, with a run of its own`, async ({ bank }) => {
    writeFileSync('others.ts', workflowText('status: 200'));
    await runTest(bank);
    const other = await runTest(bank, { wallMs: DUE - 1, ...change });
    expect([other.shown, parked().length]).toEqual([['list', 'Wait for the day'], 2]);
  });

test('a test whose run another process resumes is skipped', async ({ bank }) => {
  await runTest(bank);
  const [name = ''] = parked();
  writeFileSync(`reports/parked/${name}.lock`, `${process.ppid}\n`);
  expect(await runTest(bank, { wallMs: DUE })).toEqual({
    outcome: 'skipped',
    text: `Another process resumes the run of this test: reports/parked/${name}`,
    shown: [],
  });
});

test('of two that resume the run of a test at the same time one does', async ({ bank }) => {
  await runTest(bank);
  const both = await Promise.all([runTest(bank, { wallMs: DUE }), runTest(bank, { wallMs: DUE })]);
  expect(both.map(({ outcome }) => outcome).sort()).toEqual(['passed', 'skipped']);
  expect(parked()).toEqual([]);
});

test('a test whose process was killed while it resumed fails until a person has looked', async ({ bank }) => {
  await runTest(bank);
  const [name = ''] = parked();
  renameSync(`reports/parked/${name}`, `reports/parked/${name}.running`);
  const failed = await runTest(bank, { wallMs: DUE });
  expect([failed.outcome, failed.shown]).toEqual(['failed', []]);
  expect(failed.text).toContain('that process was killed: check the bank');
});

test('a test whose workflow changed since its run was parked fails and says so', async ({ bank }) => {
  await runTest(bank);
  const before = parked();
  writeFileSync('waits.ts', workflowText('status: 200, check: (r) => [eq(r.pageNumber, 1)]'));
  const failed = await runTest(bank, { wallMs: DUE });
  expect([failed.outcome, failed.shown, parked()]).toEqual(['failed', [], before]);
  expect(failed.text).toContain('Since the run was parked, the workflow changed');
});

test('a test whose contract changed since its run was parked fails and says so', async ({ bank }) => {
  await runTest(bank);
  const [name = ''] = parked();
  const { digest: _, ...content } = JSON.parse(readFileSync(`reports/parked/${name}`, 'utf8')) as Checkpoint;
  const other = { ...content, contractDigest: '0'.repeat(64) };
  writeFileSync(`reports/parked/${name}`, JSON.stringify({ ...other, digest: digestOf(other) }));
  const failed = await runTest(bank, { wallMs: DUE });
  expect([failed.outcome, failed.shown, parked()]).toEqual(['failed', [], [name]]);
  expect(failed.text).toContain('Since the run was parked, the contract changed');
});

test('a run that has failed and waits is red, also before it is due and at its end', async ({ bank }) => {
  const customerId = await bank.customer();
  const { checking: productId } = bank.emulator.demo.products;
  writeFileSync(
    'waits.ts',
    workflowText('status: 200')
      .replace('{ defineWorkflow, eq }', '{ defineWorkflow, moves }')
      .replace(
        "w.op.listAccounts('list', { status: 200 });",
        `const body = { customerId: '${customerId}', productId: '${productId}', title: 'Main' };
    const account = w.op.openAccount('open', { body, status: 200 });
    w.op.listAccounts('list', { status: 200, effects: [moves(account, 5)] });`,
      ),
  );
  const first = await runTest(bank);
  expect([first.outcome, first.shown, parked().length]).toEqual(['failed', ['open', 'list', 'Wait for the day'], 1]);
  expect(first.text).toContain('only-declared-effects-happen');
  const again = await runTest(bank, { wallMs: DUE - 1 });
  expect([again.outcome, again.shown]).toEqual(['failed', []]);
  expect(again.text).toMatch(/^The run failed \(list\), and is parked until 2020-03-03T00:00:00-05:00/);
  const last = await runTest(bank, { wallMs: DUE });
  expect([last.outcome, last.shown, parked()]).toEqual(['failed', ['Wait for the day', 'again'], []]);
});

test('a run whose bank ends with the test is red when it has to wait', async ({ bank }) => {
  const failed = await runTest(bank, { isShared: false });
  expect([failed.outcome, parked()]).toEqual(['failed', []]);
  expect(failed.text).toMatch(/^The run waits until 2020-03-03T00:00:00-05:00, but its bank ends with the test: /);
});
