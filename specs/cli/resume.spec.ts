import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { type Checkpoint, digestOf } from '../../harness/workflow/engine/checkpoint.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { startStubBank } from '../harness/stub-bank.ts';
import { runCrosscheck, startCommand, unwrap } from './command.ts';
import { folderWith, parkedIn, partnerEnvironment, readResumed, runAndInterrupt, workflowFile } from './parked-run.ts';
import { startProxy } from './proxy.ts';

/** The steps after the screening: one that must not run twice, and one that can break. */
const SECOND = `
    const second = w.op.onboardCustomer('second', { body: w.inputs.customer, status: 200 });
    w.op.getCustomer('read', { path: { customerId: second.body.id }, status: 200 });`;
const RUN = ['run', 'waits.ts', '--no-books', '--target'];
const isOnboarding = (asked: string) => asked === 'POST /core/v1/cm/customers';

/** Creates a folder with a run that was interrupted in its poll, on a bank behind a proxy. */
async function park(bank: TestBank, lets: (asked: string) => boolean | Promise<boolean>) {
  const proxy = await startProxy(bank.target.baseUrl, lets);
  const cwd = folderWith(SECOND);
  const options = { cwd, env: { ...partnerEnvironment(bank), COS_BASE_URL: proxy.baseUrl } };
  await runAndInterrupt([...RUN, proxy.baseUrl], options);
  await bank.advance(600);
  return { proxy, options, file: `reports/parked/${parkedIn(cwd)[0]}` };
}

test('resume after a broken resume repeats no step', async ({ bank }) => {
  let onboarded = 0;
  let isDown = true;
  const { proxy, options, file } = await park(bank, (asked) => {
    if (isOnboarding(asked)) onboarded += 1;
    return isOnboarding(asked) || onboarded < 2 || !isDown;
  });
  try {
    const broken = await runCrosscheck(['resume'], options);
    expect([broken.exitCode, broken.stdout]).toEqual([2, expect.stringMatching(`Parked again until \\S+: ${file}`)]);
    expect(broken.stderr).toContain('has no response');
    isDown = false;
    const resumed = await runCrosscheck(['resume', file], options);
    expect([resumed.exitCode, resumed.stderr]).toEqual([0, '']);
    expect(onboarded, 'once before the screening, once after it').toBe(2);
    expect(parkedIn(options.cwd)).toEqual([]);
  } finally {
    await proxy.close();
  }
});

test('resume rejects a run that another process is resuming', async ({ bank }) => {
  const held = Promise.withResolvers<boolean>();
  const seen = Promise.withResolvers<void>();
  let onboarded = 0;
  const { proxy, options, file } = await park(bank, async (asked) => {
    if (!isOnboarding(asked) || ++onboarded < 2) return true;
    seen.resolve();
    return await held.promise;
  });
  try {
    const first = startCommand(['resume', file], options);
    await seen.promise;
    const second = await runCrosscheck(['resume', file], options);
    expect([second.exitCode, second.stderr]).toEqual([2, expect.stringContaining('another process is resuming it')]);
    const due = await runCrosscheck(['due'], options);
    expect(due.stdout).toContain(`running  ${file}.running`);
    expect(unwrap(due.stdout)).toContain(
      'If it was killed, check the bank, then remove the file or rename it back to .json',
    );
    expect(await runCrosscheck(['resume'], options)).toMatchObject({ exitCode: 0, stdout: 'No parked run is due\n' });
    held.resolve(true);
    expect(await once(first, 'exit')).toEqual([0, null]);
    expect([onboarded, parkedIn(options.cwd)]).toEqual([2, []]);
  } finally {
    await proxy.close();
  }
});

test('resume leaves a run whose resume was killed to the user', async ({ bank }) => {
  const held = Promise.withResolvers<boolean>();
  const seen = Promise.withResolvers<void>();
  let onboarded = 0;
  const { proxy, options, file } = await park(bank, async (asked) => {
    if (!isOnboarding(asked) || ++onboarded < 2) return true;
    seen.resolve();
    return await held.promise;
  });
  try {
    const killed = startCommand(['resume', file], options);
    await seen.promise;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    held.resolve(true);
    expect(await runCrosscheck(['resume'], options)).toMatchObject({ exitCode: 0, stdout: 'No parked run is due\n' });
    const named = await runCrosscheck(['resume', file], options);
    expect([named.exitCode, named.stderr]).toEqual([2, expect.stringContaining('that process was killed')]);
    expect([onboarded, parkedIn(options.cwd).map((name) => `reports/parked/${name}`)]).toEqual([
      2,
      [`${file}.running`],
    ]);
  } finally {
    await proxy.close();
  }
});

test('resume sends no credentials to an address that only a checkpoint names', async ({ bank }) => {
  const stranger = await startStubBank(() => undefined);
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  try {
    await runAndInterrupt(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
    await bank.advance(600);
    const [name = ''] = parkedIn(options.cwd);
    const file = `${options.cwd}/reports/parked/${name}`;
    const genuine = readFileSync(file, 'utf8');
    const { digest: _, ...content } = JSON.parse(genuine) as Checkpoint;
    const forged = { ...content, target: { ...content.target, baseUrl: stranger.target.baseUrl } };
    writeFileSync(file, JSON.stringify({ ...forged, digest: digestOf(forged) }));
    const refused = await runCrosscheck(['resume'], options);
    expect([refused.exitCode, stranger.requests]).toEqual([2, []]);
    expect(refused.stderr).toContain(`it began at "${stranger.target.baseUrl}", but COS_BASE_URL is`);
    writeFileSync(file, genuine);
    const { COS_BASE_URL: _url, ...env } = options.env;
    const unnamed = await runCrosscheck(['resume'], { ...options, env });
    expect([unnamed.exitCode, unnamed.stderr]).toEqual([2, expect.stringContaining('COS_BASE_URL not set')]);
    const named = await runCrosscheck(['resume', '--target', bank.target.baseUrl], { ...options, env });
    expect([named.exitCode, named.stderr]).toEqual([0, '']);
  } finally {
    await stranger.close();
  }
});

test('resume reports an invalid checkpoint and resumes the others', async ({ bank }) => {
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  const target = ['--target', bank.target.baseUrl];
  await runAndInterrupt(['run', 'waits.ts', ...target], options);
  await runAndInterrupt(['run', 'waits.ts', '--seed', '2', ...target], options);
  const [one = '', two = ''] = parkedIn(options.cwd);
  writeFileSync(`${options.cwd}/reports/parked/junk.json`, '{}');
  mkdirSync(`${options.cwd}/reports/latest/resume`);
  writeFileSync(`${options.cwd}/reports/latest/resume/run-old.json`, '{}');
  await bank.advance(600);
  const due = await runCrosscheck(['due'], options);
  expect([due.exitCode, due.stderr]).toEqual([2, expect.stringContaining('junk.json" is not a checkpoint')]);
  expect(due.stdout.match(/^due now/gm)).toHaveLength(2);
  const resumed = await runCrosscheck(['resume'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([2, expect.stringContaining('junk.json" is not a checkpoint')]);
  expect(parkedIn(options.cwd)).toEqual(['junk.json']);
  for (const name of [one, two]) {
    const report = `${options.cwd}/reports/latest/resume/run-${name.slice('waits-'.length)}`;
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ outcome: 'passed' });
  }
  const junit = readFileSync(`${options.cwd}/reports/latest/resume/junit.xml`, 'utf8');
  expect(junit.match(/<testsuite name="waits/g)).toHaveLength(2);
  expect(readResumed(options.cwd).seed).toBe(2);
  expect(existsSync(`${options.cwd}/reports/latest/resume/run-old.json`), 'of an earlier command').toBe(false);
});

test('resume leaves a run parked when its report cannot be written', async ({ bank }) => {
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  await runAndInterrupt(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
  await bank.advance(600);
  const [name] = parkedIn(options.cwd);
  rmSync(`${options.cwd}/reports/latest`, { recursive: true });
  writeFileSync(`${options.cwd}/reports/latest`, '');
  const resumed = await runCrosscheck(['resume'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([
    2,
    expect.stringContaining('Nothing was sent, but "reports/latest'),
  ]);
  expect(parkedIn(options.cwd)).toEqual([name]);
});

test('resume finds a workflow whose id and folder contain dots', async ({ bank }) => {
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  mkdirSync(`${options.cwd}/wf.d`);
  writeFileSync(`${options.cwd}/wf.d/waits.ts`, workflowFile('', '../../../escaped'));
  await runAndInterrupt(['run', '--workflows', 'wf.d', '--target', bank.target.baseUrl], options);
  expect(parkedIn(options.cwd)).toEqual([expect.stringMatching(/^_escaped-\w+\.json$/)]);
  await bank.advance(600);
  const resumed = await runCrosscheck(['resume'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, '']);
});

test('resume --despite-changes reports a missing step, without a stack', async ({ bank }) => {
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  await runAndInterrupt(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
  await bank.advance(600);
  writeFileSync(`${options.cwd}/waits.ts`, workflowFile('').replace("'screening'", "'look'"));
  const resumed = await runCrosscheck(['resume', '--despite-changes'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([2, expect.stringContaining('step "screening"')]);
  expect(resumed.stderr).not.toMatch(/\n\s+at /);
  expect(parkedIn(options.cwd), 'nothing was sent').toEqual([expect.stringMatching(/\.json$/)]);
});
