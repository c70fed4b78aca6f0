import { appendFileSync, cpSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { runNode, test } from './own-repository.ts';

const WARNING =
  /^Warning: contracts\/ has changed since generated\/ was written\nWrite it again with: npm run generate\n$/;
const IN_AN_HOUR = Date.now() / 1000 + 3_600;

/** Makes a folder a clone of Crosscheck, as far as the command `due` needs it. */
function copyClone(folder: string): void {
  for (const part of ['cli', 'core', 'contracts', 'generated', 'harness', 'package.json'])
    cpSync(resolve(part), join(folder, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
}

/** Runs a command that needs neither a workflow nor a bank. */
const due = (folder: string) => runNode(folder, [join(folder, 'cli/crosscheck.js'), 'due']);

test('a command warns when contracts have changed since the last generate', async ({ folder }) => {
  copyClone(folder);
  const file = join(folder, 'contracts/requirements.yaml');
  expect(await due(folder)).toMatchObject({ exitCode: 0, stderr: '' });

  utimesSync(file, IN_AN_HOUR, IN_AN_HOUR);
  expect(await due(folder), 'the time alone, as after git clone').toMatchObject({ exitCode: 0, stderr: '' });

  appendFileSync(file, '\n# changed\n');
  utimesSync(file, IN_AN_HOUR, IN_AN_HOUR);
  expect(await due(folder)).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(WARNING) });

  rmSync(join(folder, 'contracts'), { recursive: true });
  expect(await due(folder), 'no clone').toMatchObject({ exitCode: 0, stderr: '' });
});

test('a command does not warn when only Markdown in contracts has changed', async ({ folder }) => {
  copyClone(folder);
  const file = join(folder, 'contracts/README.md');
  appendFileSync(file, '\nchanged\n');
  utimesSync(file, IN_AN_HOUR, IN_AN_HOUR);
  expect(await due(folder)).toMatchObject({ exitCode: 0, stderr: '' });
});
