import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runCrosscheck } from './command.ts';
import { blockWith, compile, likeClone, linkCrosscheck, test as repository, runNode } from './own-repository.ts';

repository('the README’s workflow compiles, is listed and passes, as it stands there', async ({ folder }) => {
  const code = blockWith("id: 'two-addresses'");
  expect(code.split('\n').filter((line) => /^ {4}op\.|^ {4}const \w+ = op\./.test(line)).length).toBeGreaterThan(1);
  likeClone(folder);
  writeFileSync(join(folder, 'workflows/two-addresses.ts'), code);
  expect(await compile(folder)).toBe('');
  const list = await runCrosscheck(['run', '--workflows', 'workflows', '--list'], { cwd: folder });
  expect(list).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('two-addresses') });
  const run = await runCrosscheck(['run', '--workflows', 'workflows', '--workflow', 'two-addresses'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });

  writeFileSync(join(folder, 'workflows/two-addresses.ts'), code.replace('customer.body.id', 'customer.body.idd'));
  expect(await compile(folder)).toContain("Property 'idd' does not exist");
});

repository(
  'from a repository of one’s own, workflows and the bank are imported by the package’s name',
  async ({ folder }) => {
    linkCrosscheck(folder);
    const workflow = blockWith("id: 'two-addresses'").replace("'../harness/index.ts'", "'crosscheck'");
    writeFileSync(join(folder, 'workflows/own.ts'), workflow);
    expect(await compile(folder)).toBe('');
    const run = await runCrosscheck(['run', '--workflows', 'workflows', '--workflow', 'two-addresses'], {
      cwd: folder,
    });
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });

    writeFileSync(join(folder, 'workflows/same.ts'), workflow);
    const list = await runCrosscheck(['run', '--workflows', 'workflows', '--list'], { cwd: folder });
    expect([list.exitCode, list.stderr]).toEqual([
      2,
      expect.stringMatching(/^workflows\/same\.ts can not be loaded: own\.ts has the id "two-addresses", too\n/),
    ]);

    writeFileSync(join(folder, 'bank.ts'), blockWith("from 'crosscheck/emulator'"));
    const bank = await runNode(folder, ['bank.ts']);
    expect([bank.exitCode, bank.stdout, bank.stderr]).toEqual([
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
