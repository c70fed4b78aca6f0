import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { bareEnvironment, COMMAND, runCrosscheck } from './command.ts';
import { runNode } from './own-repository.ts';
import { runShell } from './shell.ts';

test('crosscheck without arguments prints the help and exits with 0', async () => {
  const alone = await runCrosscheck([]);
  expect(alone).toEqual({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/^Usage: crosscheck /) });
  expect((await runCrosscheck(['--help'])).stdout).toBe(alone.stdout);
});

test('crosscheck --version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await runCrosscheck(['--version'])).toEqual({ exitCode: 0, stderr: '', stdout: `${version}\n` });
});

test('the help of every command fits 80 columns', async () => {
  const { stdout } = await runCrosscheck(['--help']);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
  expect(commands).toEqual(expect.arrayContaining(['run', 'check', 'due', 'resume', 'emulator', 'new']));
  for (const command of [...commands, 'new workflow']) {
    const help = await runCrosscheck([...command.split(' '), '--help']);
    expect(help.exitCode).toBe(0);
    expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(help.stdout, 'an empty default says nothing').not.toMatch(/default: (?:\[\]|\{\})/);
  }
});

test('an error message fits 80 columns and keeps commands in one piece', async () => {
  const wrong = [
    ['run', 'flagshp'],
    ['run', 'a', 'b'],
    ['run', '--limit', 'answerByte=1'],
    ['run', '--target', 'http://127.0.0.1:1'],
    ['run', '--repeat', '0'],
    ['new', 'workflow', 'Two'],
  ];
  for (const args of wrong) {
    const { exitCode, stdout } = await runShell(`"$NODE" "${COMMAND}" ${args.join(' ')} 2>&1 | awk 'length > 80'`, '.');
    expect([exitCode, stdout]).toEqual([0, '']);
  }
  const { stderr } = await runCrosscheck(['run', 'flagshp']);
  expect(stderr).toContain('npx crosscheck run --list\n');
});

test('the hint about two dashes is printed only through npm', async () => {
  const HINT = 'Through npm, put options after two dashes: npm start -- --seed 7';
  for (const args of [
    ['run', '7'],
    ['run', '--sed', '7'],
  ])
    for (const [npm, isPrinted] of [
      ['start', true],
      ['run-script', true],
      ['exec', false],
      ['', false],
    ] as const) {
      const { exitCode, stderr } = await runNode('.', [COMMAND, ...args], bareEnvironment({ npm_command: npm }));
      expect([exitCode, stderr.includes(HINT), npm]).toEqual([2, isPrinted, npm]);
    }
});

test('run --workflow still selects a workflow, with a notice on standard error', async () => {
  const cwd = test.info().outputPath('.');
  const { exitCode, stdout, stderr } = await runCrosscheck(['run', '--workflow', 'freeze-and-unfreeze'], { cwd });
  expect([exitCode, stderr]).toEqual([
    0,
    '--workflow is deprecated: write "crosscheck run freeze-and-unfreeze" instead\n',
  ]);
  expect(stdout).toContain('Crosscheck freeze-and-unfreeze');
});
