import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { bareEnvironment, COMMAND, type Ended, runCrosscheck, startCommand, startEmulator } from './command.ts';
import { type Plant, plantedIn } from './planted-errors.ts';
import { runShell } from './shell.ts';
import { startHandler } from './webhook-handler.ts';

type Command = 'run' | 'onboard' | 'webhooks';

const SEED = '77';
const argsOf: Readonly<Record<Command, readonly string[]>> = {
  run: ['run', '--seed', SEED],
  onboard: ['onboard', '--count', '40', '--with', 'accounts', '--seed', SEED],
  webhooks: ['webhooks', '--seed', SEED, '--to'],
};
const reportOf: Readonly<Record<Command, string>> = {
  run: 'run.json',
  onboard: 'onboarding.json',
  webhooks: 'webhooks.json',
};

/** `npm run reliability` takes every case; `npm test` every third, as each starts a process. */
const budget = <Case>(cases: readonly Case[]): Case[] =>
  cases.filter((_, at) => process.env.REPORT_FAULTS === 'all' || at % 3 === 0);

const inFolder = () => test.info().outputPath('.');
const latestOf = (command: Command) => `${inFolder()}/reports/latest/${command}`;

/** Writes the report of an earlier run. */
test.beforeEach(() => {
  for (const command of ['run', 'onboard', 'webhooks'] as const) {
    mkdirSync(latestOf(command), { recursive: true });
    for (const name of ['junit.xml', reportOf[command]]) writeFileSync(`${latestOf(command)}/${name}`, 'of yesterday');
  }
});

interface Report {
  readonly seed: number;
  readonly outcome: string;
  readonly stopped?: { readonly kind: string; readonly message: string; readonly stack?: string };
  readonly steps?: readonly unknown[];
}

/** Returns the latest report of a command: undefined, or the whole report of this test's run. */
function latest(command: Command): Report | undefined {
  const names = existsSync(latestOf(command)) ? readdirSync(latestOf(command)) : [];
  if (names.length === 0) return undefined;
  for (const name of names) expect(readFileSync(`${latestOf(command)}/${name}`, 'utf8')).not.toBe('of yesterday');
  expect(names).toEqual(
    expect.arrayContaining(command === 'onboard' ? [reportOf.onboard] : ['junit.xml', reportOf[command]]),
  );
  const report = JSON.parse(readFileSync(`${latestOf(command)}/${reportOf[command]}`, 'utf8')) as Report;
  expect(report.seed).toBe(Number(SEED));
  return report;
}

/** Expects an error message without a stack trace. */
function expectNoStack({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): void {
  // A report names the place of a step as file and line; a frame of a stack has more.
  expect(`${stdout}\n${stderr}`).not.toMatch(/\n\s+at (?!(?:\.\.\/)*workflows\/[\w-]+\.ts:\d+\n)\S|node:internal/);
}

/** Runs a command, with a handler where it needs one. */
async function runWith(command: Command, nodeOptions: readonly string[] = []): Promise<Ended> {
  const handler = command === 'webhooks' ? await startHandler() : undefined;
  const args = [...argsOf[command], ...(handler ? [handler.url] : [])];
  const ended = await runCrosscheck(args, { cwd: inFolder() }, nodeOptions);
  await handler?.close();
  return ended;
}

/** Starts a command and does something to it when its output, on either stream, has this. */
async function runUntil(command: Command, when: RegExp, act: (child: ReturnType<typeof startCommand>) => void) {
  const handler = command === 'webhooks' ? await startHandler() : undefined;
  const child = startCommand([...argsOf[command], ...(handler ? [handler.url] : [])], { cwd: inFolder() });
  const closed = once(child, 'close');
  let isDone = false;
  const lines: string[] = [];
  const read = async (stream: NodeJS.ReadableStream) => {
    for await (const line of createInterface({ input: stream })) {
      lines.push(line);
      if (isDone || !when.test(line)) continue;
      isDone = true;
      act(child);
    }
  };
  await Promise.all([read(child.stdout as NodeJS.ReadableStream), read(child.stderr as NodeJS.ReadableStream)]);
  const [exitCode] = (await closed) as [number | null];
  await handler?.close();
  expect(isDone, lines.join('\n')).toBe(true);
  return { exitCode, stdout: lines.join('\n'), stderr: '' };
}

test.describe('a signal', () => {
  const moments: readonly (readonly [Command, when: string, line: RegExp])[] = [
    ['run', 'at its begin', /^Crosscheck flagship/],
    ['run', 'in its middle', /^ ✓ {2}12 /],
    ['run', 'when it prints its end', /Main +\d+ +\$/],
    ['webhooks', 'at its begin', /^Crosscheck webhooks/],
    ['webhooks', 'in its middle', /Ping/],
  ];
  const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
  const cases = signals.flatMap((signal) => moments.map((moment) => [...moment, signal] as const));
  for (const [command, when, line, signal] of budget(cases))
    test(`${signal} during ${command} ${when} leaves a whole report or none`, async () => {
      const ended = await runUntil(command, line, (child) => void child.kill(signal));
      const report = latest(command);
      expectNoStack(ended);
      if (signal === 'SIGKILL') return void expect([ended.exitCode, report]).toEqual([null, undefined]);
      expect(report).toBeDefined();
      const isOver = report?.outcome === 'passed';
      expect([ended.exitCode, report?.outcome, report?.stopped?.kind]).toEqual(
        isOver ? [0, 'passed', undefined] : [2, 'stopped', 'interrupted'],
      );
      if (when !== 'when it prints its end') expect(isOver).toBe(false);
    });

  for (const signal of ['SIGINT', 'SIGKILL'] as const)
    test(`${signal} of an onboarding leaves its own report or none`, async () => {
      const { environment, stop } = await startEmulator();
      try {
        const args = [...argsOf.onboard, '--target', environment.COS_BASE_URL ?? '', '--count', '2000'];
        const child = startCommand(args, { cwd: inFolder(), env: bareEnvironment(environment) });
        const closed = once(child, 'close');
        child.stdout?.resume();
        child.stderr?.resume();
        const progressFolder = `${inFolder()}/reports/onboarding`;
        const isSending = () =>
          existsSync(progressFolder) &&
          readdirSync(progressFolder).some(
            (name) => name.endsWith('.ndjson') && readFileSync(`${progressFolder}/${name}`).length > 5_000,
          );
        await expect.poll(isSending, { timeout: 30_000, intervals: [20] }).toBe(true);
        child.kill(signal);
        const [exitCode] = (await closed) as [number | null];
        const report = latest('onboard');
        expect([exitCode, report?.outcome]).toEqual(signal === 'SIGINT' ? [2, 'stopped'] : [null, undefined]);
      } finally {
        await stop();
      }
    });

  test('a second SIGINT exits with 2 at once and leaves no report', async () => {
    let count = 0;
    const ended = await runUntil('webhooks', /Ping|Interrupted/, (child) => {
      child.kill('SIGINT');
      child.stderr?.on('data', () => {
        if (++count === 1) child.kill('SIGINT');
      });
    });
    expect(ended.exitCode).toBe(2);
    latest('webhooks');
  });
});

test.describe('a full disk', () => {
  for (const blocks of budget([0, 1, 64, 8]))
    test(`run with files of at most ${blocks} kB leaves a whole report or none`, async () => {
      const ended = await runShell(`ulimit -f ${blocks}; "$NODE" "${COMMAND}" run --seed ${SEED}`, inFolder());
      expect([ended.exitCode, latest('run')]).toEqual([2, undefined]);
      expect(ended.stderr).toMatch(/can ?not be (?:written|created).*EFBIG/);
      expectNoStack(ended);
    });
  for (const command of ['onboard', 'webhooks'] as const)
    test(`${command} with files of at most 0 kB leaves no report`, async () => {
      const handler = await startHandler();
      const args = [...argsOf[command], ...(command === 'webhooks' ? [handler.url] : [])].join(' ');
      const ended = await runShell(`ulimit -f 0; "$NODE" "${COMMAND}" ${args}`, inFolder());
      await handler.close();
      expect([ended.exitCode, latest(command)]).toEqual([2, undefined]);
      expectNoStack(ended);
    });

  test('run writes its report when standard output is on a full disk', async () => {
    test.skip(process.platform !== 'linux', 'only Linux has /dev/full');
    const ended = await runShell(`"$NODE" "${COMMAND}" run --seed ${SEED} > /dev/full`, inFolder());
    expect([ended.exitCode, ended.stderr]).toEqual([2, 'Cannot print to standard output: ENOSPC\n']);
    expect(latest('run')).toMatchObject({ outcome: 'passed' });
  });
});

test.describe('a closed pipe', () => {
  for (const command of ['run', 'webhooks'] as const)
    test(`${command} writes its report when its output is no longer read`, async () => {
      const handler = await startHandler();
      const args = [...argsOf[command], ...(command === 'webhooks' ? [handler.url] : [])];
      const child = startCommand(args, { cwd: inFolder() });
      child.stdout?.once('data', () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
      const [exitCode] = (await once(child, 'exit')) as [number | null];
      await handler.close();
      expect([exitCode, latest(command)?.outcome]).toEqual([0, 'passed']);
    });
});

/** The phases of a command, with a function of each. */
const phases: readonly (readonly [what: string, command: Command, plant: Plant])[] = [
  ['the bank starts', 'run', { file: 'emulator/start.ts', head: /export async function startEmulator\(.*\{\n/ }],
  ['the plan is made', 'run', { file: 'harness/workflow/engine/run-workflow.ts', head: /function planFor\(.*\{\n/ }],
  [
    'the clock is read',
    'run',
    { file: 'harness/workflow/engine/bank-clock.ts', head: /function readBankClock\(.*\{\n/ },
  ],
  ['events are registered for', 'run', { file: 'harness/workflow/engine/run-events.ts', head: / async begin\(.*\{\n/ }],
  ['a request is sent', 'run', { file: 'harness/client/client.ts', head: / async send\(.*\{\n/, call: 30 }],
  [
    'an answer is checked',
    'run',
    { file: 'harness/contract/checks.ts', head: /function checkExchange\(.*\{\n/, call: 20 },
  ],
  ['the books are read', 'run', { file: 'harness/ledger/auditor.ts', head: / async audit\(.*\{\n/, call: 8 }],
  [
    'outputs are read',
    'run',
    { file: 'harness/workflow/engine/run-step.ts', head: /function readOutputs\(.*\{\n/, call: 9 },
  ],
  ['events are judged', 'run', { file: 'harness/workflow/engine/run-events.ts', head: / async checkAll\(.*\{\n/ }],
  ['events end', 'run', { file: 'harness/workflow/engine/run-events.ts', head: / async end\(.*\{\n/ }],
  ['events are reported', 'run', { file: 'harness/workflow/engine/run-events.ts', head: / report\(\).*\{\n/ }],
  [
    'a step is printed',
    'run',
    { file: 'harness/report/render-step.ts', head: /export function renderStep\(.*\{\n/, call: 5 },
  ],
  [
    'the end is printed',
    'run',
    { file: 'harness/report/render-closing.ts', head: /export function renderClosing\(.*\{\n/ },
  ],
  [
    'the report is rendered',
    'run',
    { file: 'harness/report/render-junit.ts', head: /export function renderJunit\(.*\{\n/ },
  ],
  ['the report is written', 'run', { file: 'harness/runs/run-folder.ts', head: / async write\(.*\{\n/ }],
  ['the report is published', 'run', { file: 'harness/runs/run-folder.ts', head: / async publish\(.*\{\n/ }],
  ['a customer is sent', 'onboard', { file: 'harness/onboarding/onboard-customers.ts', head: / async run\(.*\{\n/ }],
  [
    'the progress file is written',
    'onboard',
    { file: 'cli/onboard/progress-file.ts', head: / write\(record.*\{\n/, call: 9 },
  ],
  [
    'the end of an onboarding is printed',
    'onboard',
    {
      file: 'cli/onboard/onboarding-report.ts',
      head: /export function renderReport\([\s\S]*?\): string \{\n/,
    },
  ],
  [
    'an event is judged',
    'webhooks',
    { file: 'cli/webhooks/case.ts', head: /export function evaluateCase\(.*\{\n/, call: 3 },
  ],
  [
    'an event is caused',
    'webhooks',
    { file: 'cli/webhooks/causes.ts', head: /export async function causeAccountEvents\(.*\{\n/ },
  ],
];

test.describe('an unexpected error', () => {
  for (const [what, command, plant] of budget(phases))
    test(`${command} reports an error when ${what} as a bug, without a stack`, async () => {
      const ended = await runWith(command, plantedIn(plant));
      expectNoStack(ended);
      expect([ended.exitCode, ended.stderr]).toEqual([
        2,
        expect.stringMatching(/Bug in Crosscheck: TypeError: planted \(in [\w./-]+\.ts:\d+\)\nReport it in the issue/),
      ]);
      const { outcome, stopped } = latest(command) ?? { outcome: 'none' };
      // Its report is written before that.
      if (what === 'the end of an onboarding is printed') return void expect(outcome).toBe('accepted');
      expect([outcome, stopped?.kind, stopped?.stack]).toEqual(['stopped', 'bug', expect.stringContaining('planted')]);
    });

  test('the report of a bug keeps the steps before it', async () => {
    const head = / async audit\(.*\{\n/;
    await runWith('run', plantedIn({ file: 'harness/ledger/auditor.ts', head, call: 8 }));
    expect(latest('run')?.steps?.length).toBeGreaterThanOrEqual(8);
  });

  for (const [what, code] of [
    ['an uncaught error', "setImmediate(() => { throw new TypeError('planted'); });"],
    ['an unhandled rejection', "Promise.reject(new TypeError('planted'));"],
  ] as const)
    test(`${what} ends a run with a report`, async () => {
      const head = / async audit\(.*\{\n/;
      const ended = await runWith('run', plantedIn({ file: 'harness/ledger/auditor.ts', head, call: 8, code }));
      expectNoStack(ended);
      expect([ended.exitCode, ended.stderr]).toEqual([
        2,
        expect.stringMatching(/^Bug in Crosscheck: TypeError: planted/),
      ]);
      const report = latest('run');
      expect(report).toMatchObject({ outcome: 'stopped', stopped: { kind: 'bug' } });
      expect(report?.steps?.length).toBeGreaterThanOrEqual(8);
    });

  for (const [what, code] of [
    ['an error in a thread', undefined],
    ['an uncaught error in a thread', "setImmediate(() => { throw new TypeError('planted'); });"],
  ] as const)
    test(`${what} stops one of many runs and keeps the reports of the others`, async () => {
      const plant = { file: 'harness/ledger/auditor.ts', head: / async audit\(.*\{\n/, call: 8 };
      const args = ['run', '--repeat', '2', '--parallel', '2', '--seed', SEED];
      const options = plantedIn(code === undefined ? plant : { ...plant, code });
      const ended = await runCrosscheck(args, { cwd: inFolder() }, options);
      expectNoStack(ended);
      expect(ended.exitCode).toBe(2);
      expect(ended.stdout).toContain('Bug in Crosscheck: TypeError: planted');
      const { runs } = JSON.parse(readFileSync(`${latestOf('run')}/runs.json`, 'utf8')) as {
        runs: { outcome: string; seed: number }[];
      };
      expect(runs.map(({ outcome }) => outcome)).toContain('stopped');
      expect(readFileSync(`${latestOf('run')}/junit.xml`, 'utf8')).toContain('planted');
    });

  test('a bug in a command without a report exits with 2, without a stack', async () => {
    const plant = { file: 'cli/due/due-command.ts', head: /export async function dueCommand\(.*\{\n/ };
    const ended = await runCrosscheck(['due'], { cwd: inFolder() }, plantedIn(plant));
    expectNoStack(ended);
    expect([ended.exitCode, ended.stdout, ended.stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^Bug in Crosscheck: TypeError: planted \(in cli\/due\/due-command\.ts:\d+\)\nReport it/),
    ]);
  });
});
