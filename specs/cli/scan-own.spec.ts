import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { scanText } from '../../harness/host.ts';
import { whole } from '../harness/whole.ts';
import { runCrosscheck } from './command.ts';
import { startHandler } from './webhook-handler.ts';
import { runWebhooks } from './webhooks-run.ts';

test('no file that git tracks holds real-looking data', () => {
  const names = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
  expect(names).toContain('README.md');
  const found = names
    .filter((name) => name !== 'package-lock.json')
    .flatMap((name) =>
      scanText(readFileSync(name, 'utf8')).map((one) => `${name}:${one.line} ${one.kind} ${one.shape}`),
    );
  expect(found).toEqual([]);
});

test('no report of a run holds real-looking data', async () => {
  const cwd = test.info().outputPath('.');
  const run = await runCrosscheck(['run', 'business-with-beneficial-owner'], { cwd });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(scanText(run.stdout)).toEqual([]);
  await expectNothingIn(cwd);
});

test('no report of what a webhook handler was sent holds real-looking data', async () => {
  const handler = await startHandler();
  const { exitCode } = await runWebhooks(['--to', handler.url]);
  await handler.close();
  expect(exitCode).toBe(0);
  const sent = JSON.stringify(handler.arrived.map(({ event }) => event));
  expect(scanText(sent)).toEqual([]);
  expect(
    scanText(sent.replace('"createdAt"', `"taxId":"${whole('123~456789')}","createdAt"`)),
    'what is looked at',
  ).toHaveLength(1);
  await expectNothingIn(test.info().outputPath('.'));
});

async function expectNothingIn(cwd: string): Promise<void> {
  const { exitCode, stdout } = await runCrosscheck(['scan', 'reports/latest'], { cwd });
  expect([exitCode, stdout]).toEqual([0, '2 files scanned, nothing found\n']);
}
