import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import { RunFolder } from '../../harness/runs/run-folder.ts';
import { bareEnvironment, runCrosscheck } from './command.ts';
import { startHandler } from './webhook-handler.ts';

const inFolder = () => test.info().outputPath('.');
const namesIn = (path: string) => (existsSync(`${inFolder()}/${path}`) ? readdirSync(`${inFolder()}/${path}`) : []);
const read = (path: string) => readFileSync(`${inFolder()}/${path}`, 'utf8');

test('each command has its own latest report, and each run its own folder', async () => {
  const cwd = inFolder();
  const handler = await startHandler();
  mkdirSync(`${cwd}/reports/parked`, { recursive: true });
  writeFileSync(`${cwd}/reports/parked/mine.json`, 'mine');
  await runCrosscheck(['run', 'freeze-and-unfreeze'], { cwd });
  await runCrosscheck(['onboard', '--count', '2'], { cwd });
  await runCrosscheck(['webhooks', '--to', handler.url], { cwd });
  await handler.close();
  expect(namesIn('reports/latest').sort()).toEqual(['onboard', 'run', 'webhooks']);
  const files = { run: ['junit.xml', 'run.json'], onboard: ['onboarding.json', 'onboarding.ndjson'] };
  for (const [command, names] of Object.entries({ ...files, webhooks: ['junit.xml', 'webhooks.json'] })) {
    const runs = namesIn('reports/runs').filter((name) => name.includes(`-${command}-`));
    expect(runs, command).toEqual([expect.stringMatching(new RegExp(`^\\d{8}T\\d{6}Z-${command}-[\\w-]+$`))]);
    expect(namesIn(`reports/latest/${command}`).sort(), command).toEqual(names);
    for (const name of names)
      expect(read(`reports/latest/${command}/${name}`)).toBe(read(`reports/runs/${runs[0]}/${name}`));
  }
  expect(namesIn('reports/runs'), 'nothing else is left').toHaveLength(3);
  expect(read('reports/parked/mine.json')).toBe('mine');
});

test('two runs in one second have two folders; the last to end is the latest', async () => {
  const cwd = inFolder();
  const first = runCrosscheck(['run', 'freeze-and-unfreeze', '--seed', '7'], { cwd });
  const second = runCrosscheck(['run', 'freeze-and-unfreeze', '--seed', '7'], { cwd });
  await Promise.all([first, second]);
  expect(namesIn('reports/runs')).toHaveLength(2);
  expect(namesIn('reports/latest/run').sort()).toEqual(['junit.xml', 'run.json']);
});

test.describe('in one process', () => {
  // A folder of runs is below the current one.
  const root = process.cwd();
  test.beforeEach(() => process.chdir(inFolder()));
  test.afterEach(() => process.chdir(root));
  const begin = (label: string) => RunFolder.begin({ command: 'run', label, buildStopped: () => ({}) });

  test('RunFolder separates two runs of one label; the last published is latest', async () => {
    const [one, two] = await Promise.all([begin('same'), begin('same')]);
    expect(one.path).not.toBe(two.path);
    await Promise.all([one.write('run.json', 'one', 'Done'), two.write('run.json', 'two', 'Done')]);
    await two.publish();
    expect(read('reports/latest/run/run.json')).toBe('two');
    await one.publish();
    expect(read('reports/latest/run/run.json')).toBe('one');
  });

  test('RunFolder publishes many runs at once and the latest is complete', async () => {
    const folders = await Promise.all(Array.from({ length: 12 }, (_, at) => begin(`run${at}`)));
    await Promise.all(
      folders.map(async (folder, at) => {
        for (const name of ['run.json', 'junit.xml']) await folder.write(name, String(at), 'Done');
        await folder.publish();
      }),
    );
    expect(read('reports/latest/run/run.json')).toBe(read('reports/latest/run/junit.xml'));
    expect(namesIn('reports/runs')).toHaveLength(12);
  });

  test('RunFolder empties the latest report of its own command only', async () => {
    for (const command of ['run', 'webhooks']) {
      mkdirSync(`reports/latest/${command}`, { recursive: true });
      writeFileSync(`reports/latest/${command}/junit.xml`, 'of yesterday');
    }
    const folder = await begin('new');
    expect([namesIn('reports/latest/run'), namesIn('reports/latest/webhooks')]).toEqual([[], ['junit.xml']]);
    expect(namesIn('reports/runs').sort()).toEqual([folder.path.slice(13), `${folder.path.slice(13)}.lock`]);
  });

  test('RunFolder keeps the last 20 runs of each command, and all unended ones', async () => {
    const old = (command: string, at: number) => `2020010${at < 10 ? 1 : 2}T0000${10 + at}Z-${command}-old`;
    for (const command of ['run', 'resume'])
      for (let at = 0; at < 25; at += 1) {
        mkdirSync(`reports/runs/${old(command, at)}`, { recursive: true });
        writeFileSync(`reports/runs/${old(command, at)}/run.json`, String(at));
      }
    writeFileSync(`reports/runs/${old('run', 0)}.lock`, `${process.ppid}\n`);
    mkdirSync('reports/runs/.copy-of-20200101T000010Z-resume-old');
    mkdirSync('reports/runs/of-another-user');
    const folder = await begin('new');
    const names = namesIn('reports/runs').filter((name) => !name.endsWith('.lock'));
    const runs = names.filter((name) => name.includes('-run-')).sort();
    expect(runs).toHaveLength(21);
    expect(runs[0], 'it has not ended').toBe(old('run', 0));
    expect(runs.slice(1, 3)).toEqual([old('run', 6), old('run', 7)]);
    expect(runs.at(-1)).toBe(folder.path.slice(13));
    expect(names.filter((name) => name.includes('-resume-'))).toHaveLength(25);
    expect(names).toContain('of-another-user');
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

test('COS_KEEP_RUNS sets the number of kept runs, and must be a number', async () => {
  const cwd = inFolder();
  const run = (keep: string) =>
    runCrosscheck(['run', 'freeze-and-unfreeze'], { cwd, env: bareEnvironment({ COS_KEEP_RUNS: keep }) });
  for (let round = 0; round < 3; round += 1) expect((await run('2')).exitCode).toBe(0);
  expect(namesIn('reports/runs')).toHaveLength(2);
  const wrong = await run('none');
  expect([wrong.exitCode, wrong.stderr]).toEqual([
    2,
    expect.stringMatching(/^Cannot use COS_KEEP_RUNS="none": expected an integer/),
  ]);
  expect((JSON.parse(read('reports/latest/run/run.json')) as RunReport).outcome, 'the options were not valid').toBe(
    'passed',
  );
});

test('--limit is validated, listed in the help, and applies to a local bank', async () => {
  const cwd = inFolder();
  const wrong = await runCrosscheck(['run', '--limit', 'pages=3'], { cwd });
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('Cannot set the limit "pages=3"')]);
  const help = await runCrosscheck(['run', '--help'], { cwd });
  expect(help.exitCode).toBe(0);
  expect(help.stdout).toMatch(/^ {2}pauseSeconds +86,400 seconds +one pause before a retry$/m);
  expect(help.stdout).toContain('--limit <name=number>');
  for (const [args, environment] of [
    [['--limit', 'pauseSeconds=59'], {}],
    [['--limit', 'pauseSeconds=59'], { COS_LIMITS: 'pauseSeconds=1000' }],
    [[], { COS_LIMITS: 'pauseSeconds=59' }],
  ] as const) {
    writeFileSync(`${cwd}/waits.arazzo.yaml`, POLLS);
    const env = bareEnvironment(environment);
    const limited = await runCrosscheck(['run', 'waits.arazzo.yaml', ...args], { cwd, env });
    expect([limited.exitCode, limited.stdout]).toEqual([
      1,
      expect.stringContaining('asks for a pause of 60 seconds, and one pause is at most 59 seconds'),
    ]);
    const again = args.length === 0 ? '--seed 1\n' : '--seed 1 --limit pauseSeconds=59\n';
    expect(limited.stdout).toContain(again);
  }
});

const POLLS = `
arazzo: 1.0.1
info: { title: Waits, version: '1' }
sourceDescriptions: [{ name: cos, url: ${resolve('generated/openapi/core.openapi.json')}, type: openapi }]
workflows:
  - workflowId: waits
    steps:
      - stepId: look
        operationId: getAccount
        parameters: [{ name: accountNumber, in: path, value: '2000000000' }]
        successCriteria: [{ condition: $statusCode == 200 }]
        onFailure: [{ name: again, type: retry, retryAfter: 60, retryLimit: 2 }]
`;
