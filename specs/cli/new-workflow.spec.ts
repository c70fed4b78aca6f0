import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import { runCrosscheck } from './command.ts';
import { compile, likeClone, runNode, test } from './own-repository.ts';

const SCRIPT = resolve('cli/new/new-workflow.ts');

test('what npm run new-workflow writes compiles, is formatted, and passes', async ({ folder }) => {
  likeClone(folder);
  symlinkSync(resolve('workflows/parts'), join(folder, 'workflows/parts'));
  const { exitCode, stdout, stderr } = await runNode(folder, [SCRIPT, 'two-addresses']);
  expect([exitCode, stdout, stderr]).toEqual([
    0,
    expect.stringMatching(/^workflows\/two-addresses\.ts is written[\s\S]*npm start -- --workflow two-addresses /),
    '',
  ]);
  const text = readFileSync(join(folder, 'workflows/two-addresses.ts'), 'utf8');
  expect(text.trim().split('\n').length).toBeLessThan(15);
  expect(text, 'what people copy first').toContain("emits = ['Core.Account.Opened']");
  expect(await compile(folder)).toBe('');

  writeFileSync(
    join(folder, 'biome.json'),
    readFileSync('biome.json', 'utf8').replace('"enabled": true', '"enabled": false'),
  );
  const lint = await runNode(folder, [
    resolve('node_modules/@biomejs/biome/bin/biome'),
    'check',
    'workflows/two-addresses.ts',
  ]);
  expect([lint.exitCode, lint.stdout]).toEqual([0, expect.stringContaining('Checked 1 file')]);

  const run = await runCrosscheck(['run', '--workflows', 'workflows'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED  6 steps, 0 failed'), stderr: '' });

  const { events } = JSON.parse(readFileSync(join(folder, 'reports/latest/run/run.json'), 'utf8')) as RunReport;
  expect(events?.matched).toContainEqual(
    expect.objectContaining({ stepId: 'open-account', eventName: 'Core.Account.Opened' }),
  );

  const again = await runNode(folder, [SCRIPT, 'two-addresses']);
  expect([again.exitCode, again.stderr]).toEqual([
    2,
    expect.stringMatching(/^There is a workflow "two-addresses" already: /),
  ]);
  expect(readFileSync(join(folder, 'workflows/two-addresses.ts'), 'utf8')).toBe(text);
});

test('a name that is no file’s is refused in one sentence, and nothing is written', async ({ folder }) => {
  mkdirSync(join(folder, 'workflows/parts'));
  writeFileSync(join(folder, 'workflows/parts/onboarding.ts'), '');
  for (const args of [[], [''], ['Flag'], ['two words'], ['two', 'words'], ['../x'], ['x.ts'], ['a--b'], ['parts/x']]) {
    const { exitCode, stdout, stderr } = await runNode(folder, [SCRIPT, ...args]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^Cannot call a workflow "[^\n]+\n$/)]);
  }
  expect(readdirSync(join(folder, 'workflows'))).toEqual(['parts']);
});

test('where there is no clone, nothing is written', async ({ folder }) => {
  const { exitCode, stderr } = await runNode(folder, [SCRIPT, 'two-addresses']);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^There is no workflows\/parts\/onboarding\.ts here/)]);
  expect(existsSync(join(folder, 'workflows/two-addresses.ts'))).toBe(false);
});
