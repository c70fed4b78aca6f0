import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { bareEnvironment, runCrosscheck } from './command.ts';
import { blockWith, compile, likeClone, linkCrosscheck, test as repository, runNode } from './own-repository.ts';

repository('the README’s workflow compiles, is listed and passes in a clone', async ({ folder }) => {
  likeClone(folder);
  const code = blockWith("id: 'first-account'");
  expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThan(15);
  writeFileSync(join(folder, 'workflows/first-account.ts'), code);
  expect(await compile(folder)).toBe('');
  const list = await runCrosscheck(['run', '--workflows', 'workflows', '--list'], { cwd: folder });
  expect(list).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('first-account') });
  const run = await runCrosscheck(['run', '--workflows', 'workflows'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });
});

repository('the guide’s workflow compiles and passes, and its typo does not compile', async ({ folder }) => {
  const code = blockWith("id: 'two-addresses'");
  expect(code.split('\n').filter((line) => /^ {4}op\.|^ {4}const \w+ = op\./.test(line)).length).toBeGreaterThan(1);
  likeClone(folder);
  writeFileSync(join(folder, 'workflows/two-addresses.ts'), code);
  expect(await compile(folder)).toBe('');
  const run = await runCrosscheck(['run', '--workflows', 'workflows'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });

  writeFileSync(join(folder, 'workflows/two-addresses.ts'), code.replace('customer.body.id', 'customer.body.idd'));
  expect(await compile(folder)).toContain("Property 'idd' does not exist");
});

repository('another repository imports workflows and the emulator by the package’s name', async ({ folder }) => {
  linkCrosscheck(folder);
  const workflow = blockWith("id: 'two-addresses'");
  writeFileSync(join(folder, 'workflows/own.ts'), workflow);
  expect(await compile(folder)).toBe('');
  const run = await runCrosscheck(['run', '--workflows', 'workflows'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });

  writeFileSync(join(folder, 'workflows/same.ts'), workflow);
  const list = await runCrosscheck(['run', '--workflows', 'workflows', '--list'], { cwd: folder });
  expect([list.exitCode, list.stderr]).toEqual([
    2,
    expect.stringMatching(/^workflows\/same\.ts cannot be loaded: own\.ts has the id "two-addresses", too\n/),
  ]);

  writeFileSync(join(folder, 'bank.ts'), blockWith('URLSearchParams(form)'));
  const bank = await runNode(folder, ['bank.ts']);
  expect([bank.exitCode, bank.stdout, bank.stderr]).toEqual([
    0,
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\n200\n$/),
    '',
  ]);
});

repository('run --workflows names a folder without workflows, or one that is missing', async ({ folder }) => {
  for (const name of ['workflows', 'nowhere']) {
    const { exitCode, stderr } = await runCrosscheck(['run', '--workflows', name], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`^There is no workflow in "${name}"\nName a folder`)),
    ]);
  }
});

repository('the guide’s customer compiles and is generated in another repository', async ({ folder }) => {
  linkCrosscheck(folder);
  const code = blockWith('customer(7, 12, { classification');
  writeFileSync(join(folder, 'workflows/one.ts'), code);
  expect(await compile(folder)).toBe('');
  writeFileSync(join(folder, 'one.ts'), code);
  const { exitCode, stdout, stderr } = await runNode(folder, ['one.ts']);
  expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/^\S+ Example .+ [1-3]\n$/), '']);
});

repository('the guide’s webhook handler passes every case and works on each event once', async ({ folder }) => {
  const code = blockWith('createServer');
  writeFileSync(join(folder, 'workflows/handler.ts'), code);
  expect(await compile(folder)).toBe('');
  // On a free port, which it prints: port 3000 may be in use.
  const listening = code.replace(
    'listen(3000)',
    'listen(0, function () { console.log((this.address() as any).port) })',
  );
  writeFileSync(join(folder, 'handler.ts'), listening);
  const handler = spawn(process.execPath, ['handler.ts'], { cwd: folder, env: bareEnvironment() });
  let worked = '';
  handler.stdout.on('data', (chunk: Buffer) => {
    worked += chunk.toString();
  });
  await once(handler.stdout, 'data');
  const env = bareEnvironment({ COS_WEBHOOK_PASSWORD: 'secret' });
  const args = ['webhooks', '--to', `http://127.0.0.1:${worked.trim()}/`, '--username', 'bank'];
  const run = await runCrosscheck(args, { cwd: folder, env });
  handler.kill();
  await once(handler, 'close');
  expect([run.exitCode, run.stderr]).toEqual([0, '']);
  const [, passed, sent] = /PASSED {2}(\d+) passed, 0 failed; (\d+) events sent/.exec(run.stdout) ?? [];
  expect(Number(passed)).toBe(61);
  // A ping, a duplicate, and two that are not from the bank are not processed.
  expect(worked.match(/^[A-Z]\w+\.\w+\.[\w.]+ \[/gm)).toHaveLength(Number(sent) - 4);
});
