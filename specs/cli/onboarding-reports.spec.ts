import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { execPath } from 'node:process';
import { expect } from '@playwright/test';
import { test } from '../emulator/test-bank.ts';
import { startStubBank } from '../harness/stub-bank.ts';
import { bareEnvironment, type Ended, startCommand } from './command.ts';
import { ON_A_TERMINAL } from './customers-run.ts';
import { emulatorEnvironment, inOwnFolder, WITH } from './onboarding-run.ts';
import { startProxy } from './proxy.ts';

/** Returns what a command prints until it ends. */
async function printedBy(child: ReturnType<typeof startCommand>): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, ...printed };
}

test.describe('onboard', () => {
  test('exits with 2 if screenings are pending after 30 minutes', async () => {
    const { run, report } = inOwnFolder(bareEnvironment());
    const { exitCode, stdout, stderr } = await run('--count', '2', '--with', 'accounts', '--screening', 'ofac=Pending');
    expect([exitCode, report().counts.unfinished]).toEqual([2, 2]);
    expect(stdout).toContain('  onboarded 2, with all accounts 0, refused 0, failed 0, unfinished 2\n');
    expect(stderr).toMatch(
      /^Waiting for screenings\n2 customers are still being screened after 30 minutes of waiting\n$/,
    );
  });

  test('exits with 2 if screenings are under manual review', async () => {
    const { run, report } = inOwnFolder(bareEnvironment());
    const options = ['--count', '2', '--with', 'accounts', '--screening', 'ofac=Reviewing'];
    const { exitCode, stdout, stderr } = await run(...options);
    expect([exitCode, report().counts.unfinished, report().undecided.length]).toEqual([2, 2, 1]);
    expect(stdout).toContain(
      'under review 2: getCustomer "ofac screening Reviewing, under manual review",\n      customers 1, 2\n',
    );
    expect(stderr).toMatch(/\n2 customers are under manual review at the bank\n$/);
  });
});

test('onboard exits with 1 if customers failed, and sends them again later', async ({ bank }) => {
  let isBroken = true;
  const proxy = await startProxy(bank.target.baseUrl, (request) =>
    isBroken && request.startsWith('POST /core') ? 500 : true,
  );
  try {
    const { run } = inOwnFolder(emulatorEnvironment(bank));
    const options = ['--count', '3', '--target', proxy.baseUrl];
    const { exitCode, stdout, stderr } = await run(...options);
    expect([exitCode, stderr]).toEqual([1, 'The same command resumes from here\n']);
    expect(stdout).toContain(
      'failed 3: onboardCustomer 500 "status 500 without an error message", customers\n      1, 2, 3\n',
    );
    isBroken = false;
    expect((await run(...options)).exitCode).toBe(0);
  } finally {
    await proxy.close();
  }
});

test('onboard keeps no progress file if the bank cannot be reached', async ({ bank }) => {
  const proxy = await startProxy(bank.target.baseUrl, () => true);
  await proxy.close();
  const env = { COS_OPERATOR_CLIENT_ID: '', COS_OPERATOR_CLIENT_SECRET: '' };
  const { run, progressFiles } = inOwnFolder(emulatorEnvironment(bank, env));
  const { exitCode, stderr } = await run('--count', '3', '--target', proxy.baseUrl);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^Cannot connect to [^\n]*\n[^\n]*\n$/)]);
  expect(progressFiles()).toEqual([]);
});

test('onboard groups 150 reasons into 100 and others, with ordered numbers', async () => {
  let posts = 0;
  const letters = (n: number) => String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26));
  const bank = await startStubBank(({ method, path }) => {
    if (method !== 'POST' || !path.startsWith('/core/')) return undefined;
    posts += 1;
    const message = posts > 140 ? 'The same' : `Reason q${letters(posts)}q`;
    return { status: 400, body: { errors: [{ code: 1, message }] } };
  });
  try {
    const { target } = bank;
    const { run, report, progressFile } = inOwnFolder(
      bareEnvironment({
        COS_TOKEN_URL: target.tokenUrl,
        COS_PARTNER_ID: '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001',
        COS_CLIENT_ID: 'id',
        COS_CLIENT_SECRET: 'stub-secret',
      }),
    );
    const options = ['--count', '150', '--target', target.baseUrl];
    expect((await run(...options)).exitCode).toBe(1);
    expect(report().refused).toHaveLength(101);
    expect(report().refused[0]).toMatchObject({ reason: 'other reasons', count: 50 });
    const [header, ...records] = readFileSync(progressFile(), 'utf8').trimEnd().split('\n');
    writeFileSync(progressFile(), `${[header, ...records.reverse()].join('\n')}\n`);
    expect((await run(...options)).stdout).toContain('Nothing to send, every customer is finished');
    const same = report().refused.find(({ reason }) => reason === '1 The same');
    expect(same?.count).toBe(10);
    expect(same?.customers).toEqual(same?.customers.toSorted((a, b) => a - b));
  } finally {
    await bank.close();
  }
});

test('onboard shows a progress bar for each phase with its own total', async ({ bank }) => {
  const { cwd, run } = inOwnFolder(emulatorEnvironment(bank));
  const target = ['--target', bank.target.baseUrl];
  expect((await run('--count', '12', '--with', WITH, '--classification', 'Personal', ...target)).exitCode).toBe(0);
  const args = ['onboard', '--seed', '8', '--count', '12', '--with', WITH, ...target];
  const { stderr } = await printedBy(startCommand(args, { cwd, env: emulatorEnvironment(bank) }, ON_A_TERMINAL));
  expect(stderr).toMatch(/onboarding .* of 12 /);
  expect(stderr).toMatch(/accounts .* of 12 /);
  expect(stderr).not.toMatch(/of 24 /);
  expect(stderr).not.toContain('Waiting for screenings\n');
});

test('onboard prints the notice of an interrupt on its own line', async ({ bank }) => {
  let posts = 0;
  const proxy = await startProxy(bank.target.baseUrl, (request) => {
    if (request.startsWith('POST /core') && ++posts === 40) child.kill('SIGINT');
    return true;
  });
  const args = ['onboard', '--count', '200', '--parallel', '2', '--target', proxy.baseUrl];
  const options = { cwd: test.info().outputPath('.'), env: emulatorEnvironment(bank) };
  const child = startCommand(args, options, ON_A_TERMINAL);
  try {
    const { exitCode, stderr } = await printedBy(child);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      '\r\u001b[2KInterrupted: finishing the customers in progress, then the report. Interrupt\n    again to end at once\n',
    );
  } finally {
    await proxy.close();
  }
});

test('onboard resumes after a full disk has cut a line', async ({ bank }) => {
  const { cwd, run, progressFile } = inOwnFolder(emulatorEnvironment(bank));
  const options = ['--count', '40', '--target', bank.target.baseUrl];
  const args = [resolve('cli/crosscheck.js'), 'onboard', '--seed', '7', ...options];
  // Files are limited to 4 KiB, so the last write is cut short.
  const child = spawn('bash', ['-c', 'ulimit -f 4; exec "$0" "$@"', execPath, ...args], {
    cwd,
    env: emulatorEnvironment(bank),
  });
  const { exitCode, stderr } = await printedBy(child as ReturnType<typeof startCommand>);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/^Cannot write the progress file\s+"[^"]+":\s+the\s+disk\s+is\s+full\n/),
  ]);
  expect(readFileSync(progressFile(), 'utf8')).toHaveLength(4_096);
  expect((await run(...options)).exitCode).toBe(0);
  const records = readFileSync(progressFile(), 'utf8').trimEnd().split('\n').slice(1);
  const ns = records.map((line) => (JSON.parse(line) as { n: number }).n);
  expect(ns.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
});
