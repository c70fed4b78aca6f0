import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { bareEnvironment, runCrosscheck } from './command.ts';

const readme = readFileSync('README.md', 'utf8');

/** The README's code block whose text has this in it. */
function blockWith(text: string): string {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  const found = blocks.filter((code) => code.includes(text));
  expect(found, `README.md has one block with ${text}`).toHaveLength(1);
  return found[0] ?? '';
}

/** A folder outside of the project, where a person would have a repository of their own. */
const repository = test.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a fixture needs from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'crosscheck-tutorial-'));
    mkdirSync(join(folder, 'workflows'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

/** The compiler's complaints about a folder's workflows, by the project's own settings. */
function compile(folder: string): string {
  const settings = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
  const config = {
    ...settings,
    compilerOptions: { ...settings.compilerOptions, typeRoots: [resolve('node_modules/@types')] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, include: ['workflows'] }));
  const tsc = resolve('node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', cwd: folder }).stdout;
}

repository('the README’s workflow compiles, is listed and passes, as it stands there', async ({ folder }) => {
  const code = blockWith("id: 'two-addresses'");
  expect(code.split('\n').filter((line) => /^ {4}op\.|^ {4}const \w+ = op\./.test(line)).length).toBeGreaterThan(1);
  for (const part of ['harness', 'core', 'generated', 'node_modules']) symlinkSync(resolve(part), join(folder, part));
  writeFileSync(join(folder, 'workflows/two-addresses.ts'), code);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  expect(compile(folder)).toBe('');
  const list = await runCrosscheck(['run', '--workflows', 'workflows', '--list'], { cwd: folder });
  expect(list).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('two-addresses') });
  const run = await runCrosscheck(['run', '--workflows', 'workflows', '--workflow', 'two-addresses'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });

  writeFileSync(join(folder, 'workflows/two-addresses.ts'), code.replace('customer.body.id', 'customer.body.idd'));
  expect(compile(folder)).toContain("Property 'idd' does not exist");
});

repository(
  'from a repository of one’s own, workflows and the bank are imported by the package’s name',
  async ({ folder }) => {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve('.'), join(folder, 'node_modules/crosscheck'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const workflow = blockWith("id: 'two-addresses'").replace("'../harness/index.ts'", "'crosscheck'");
    writeFileSync(join(folder, 'workflows/own.ts'), workflow);
    expect(compile(folder)).toBe('');
    const run = await runCrosscheck(['run', '--workflows', 'workflows', '--workflow', 'two-addresses'], {
      cwd: folder,
    });
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });

    writeFileSync(join(folder, 'workflows/same.ts'), workflow);
    const list = await runCrosscheck(['run', '--workflows', 'workflows', '--list'], { cwd: folder });
    expect([list.exitCode, list.stderr]).toEqual([
      2,
      expect.stringMatching(/^workflows\/same\.ts can not be loaded: another file has the id "two-addresses", too\n/),
    ]);

    writeFileSync(join(folder, 'bank.ts'), blockWith("from 'crosscheck/emulator'"));
    const bank = spawnSync(process.execPath, ['bank.ts'], { cwd: folder, encoding: 'utf8', env: bareEnvironment() });
    expect([bank.status, bank.stdout, bank.stderr]).toEqual([
      0,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\n200\n$/),
      '',
    ]);
  },
);

repository('a folder without workflows, and one that is not there, are named', async ({ folder }) => {
  for (const name of ['workflows', 'nowhere']) {
    const { exitCode, stderr } = await runCrosscheck(['run', '--workflows', name], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`^There is no workflow in "${name}"\nName a folder`)),
    ]);
  }
});
