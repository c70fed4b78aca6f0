import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import { runCrosscheck } from './command.ts';
import { compile, likeClone, linkCrosscheck, runNode, test } from './own-repository.ts';

const NEW = ['new', 'workflow'];

/** Runs Biome with the project's rules on a file and returns what it reports. */
async function lint(folder: string, file: string) {
  const rules = readFileSync('biome.json', 'utf8').replace('"enabled": true', '"enabled": false');
  writeFileSync(join(folder, 'biome.json'), rules);
  return await runNode(folder, [resolve('node_modules/@biomejs/biome/bin/biome'), 'check', file]);
}

for (const [repository, prepare, entry, nextStep] of [
  ['a clone of Crosscheck', likeClone, '../harness/index.ts', 'npm start -- two-addresses'],
  ['a repository of its own', linkCrosscheck, 'crosscheck', 'npx crosscheck run two-addresses --workflows workflows'],
] as const)
  test(`new workflow in ${repository} writes a workflow that passes`, async ({ folder }) => {
    prepare(folder);
    const { exitCode, stdout, stderr } = await runCrosscheck([...NEW, 'two-addresses'], { cwd: folder });
    expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/^Wrote workflows\/two-addresses\.ts; /), '']);
    expect(stdout).toContain(`\n    ${nextStep}\n`);
    const text = readFileSync(join(folder, 'workflows/two-addresses.ts'), 'utf8');
    expect(text.trim().split('\n').length).toBeLessThan(15);
    expect(text).toContain(`from '${entry}';`);
    expect(text, 'users copy this first').toContain("emits = ['Core.Account.Opened']");
    expect(await compile(folder)).toBe('');
    const linted = await lint(folder, 'workflows/two-addresses.ts');
    expect([linted.exitCode, linted.stdout]).toEqual([0, expect.stringContaining('Checked 1 file')]);

    const run = await runCrosscheck(['run', 'two-addresses', '--workflows', 'workflows'], { cwd: folder });
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^PASSED {2}6 steps in [\d.]+ s$/m),
      stderr: '',
    });
    const { events } = JSON.parse(readFileSync(join(folder, 'reports/latest/run/run.json'), 'utf8')) as RunReport;
    expect(events?.matched).toContainEqual(
      expect.objectContaining({ stepId: 'open-account', eventName: 'Core.Account.Opened' }),
    );

    const again = await runCrosscheck([...NEW, 'two-addresses'], { cwd: folder });
    expect([again.exitCode, again.stderr]).toEqual([
      2,
      'Cannot create the workflow "two-addresses": "workflows/two-addresses.ts" exists already\n' +
        'Choose another name, or change that file\n',
    ]);
    expect(readFileSync(join(folder, 'workflows/two-addresses.ts'), 'utf8')).toBe(text);
  });

test('new workflow --folder creates the folder and imports the entry from there', async ({ folder }) => {
  likeClone(folder);
  const args = [...NEW, 'own', '--folder', 'tests/deep'];
  expect(await runCrosscheck(args, { cwd: folder })).toMatchObject({ exitCode: 0, stderr: '' });
  expect(readFileSync(join(folder, 'tests/deep/own.ts'), 'utf8')).toContain("from '../../harness/index.ts';");
  const run = await runCrosscheck(['run', 'own', '--workflows', 'tests/deep'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED  6 steps') });
});

test('new workflow refuses a name that is not kebab case and writes nothing', async ({ folder }) => {
  for (const name of ['', 'Flag', 'two words', '../x', 'x.ts', 'a--b', 'parts/x', 'x'.repeat(61)]) {
    const { exitCode, stdout, stderr } = await runCrosscheck([...NEW, name], { cwd: folder });
    expect([exitCode, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^Cannot name a workflow "[^\n]+\nExample: npx crosscheck new workflow two-addresses\n$/),
    ]);
  }
  for (const args of [[], ['two', 'words']])
    expect(await runCrosscheck([...NEW, ...args], { cwd: folder })).toMatchObject({ exitCode: 2, stdout: '' });
  expect(readdirSync(join(folder, 'workflows'))).toEqual([]);
});

test('new workflow reports a folder that cannot be created', async ({ folder }) => {
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'sub'));
  const { exitCode, stderr } = await runCrosscheck([...NEW, 'own', '--folder', 'file/sub'], { cwd: folder });
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/^Cannot write "file\/sub\/own\.ts": ENOTDIR\nName a /),
  ]);
  expect(existsSync(join(folder, 'sub/own.ts'))).toBe(false);
});
