import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { exitCodeOf, verdictOf } from '../../harness/runs/exit-code.ts';
import { startTestBank } from '../emulator/test-bank.ts';
import { bareEnvironment, COMMAND, runCrosscheck } from './command.ts';
import { folderWith, parkedIn, partnerEnvironment } from './parked-run.ts';
import { runShell } from './shell.ts';

// findings, stopped, parked, exit code
const verdicts: readonly (readonly [boolean, boolean, boolean, number])[] = [
  [false, false, false, 0],
  [false, false, true, 3],
  [false, true, false, 2],
  [false, true, true, 2],
  [true, false, false, 1],
  [true, false, true, 1],
  [true, true, false, 1],
  [true, true, true, 1],
];
for (const [hasFindings, isStopped, isParked, exitCode] of verdicts)
  test(`exitCodeOf returns ${exitCode} for findings, stopped, parked: ${[hasFindings, isStopped, isParked].join()}`, () => {
    expect(exitCodeOf({ hasFindings, isStopped, isParked })).toBe(exitCode);
    const runs = [
      { outcome: 'passed' as const },
      ...(isParked ? [{ outcome: 'parked' as const }] : []),
      ...(isStopped ? [{ outcome: 'stopped' as const }] : []),
      ...(hasFindings ? [{ outcome: 'failed' as const }] : []),
    ];
    expect(exitCodeOf(verdictOf(runs))).toBe(exitCode);
  });

test('run --repeat exits with 3 and a checkpoint for each parked run', async () => {
  const bank = await startTestBank();
  const cwd = folderWith("w.wait('Close the posting day', { until: 'posting-day-close' });");
  try {
    const options = { cwd, env: partnerEnvironment(bank) };
    const args = ['run', 'waits.ts', '--repeat', '2', '--no-books', '--target', bank.target.baseUrl];
    // Without the screening, which is polled in real time.
    const text = readFileSync(`${cwd}/waits.ts`, 'utf8');
    writeFileSync(`${cwd}/waits.ts`, text.replace(/ {4}w\.op\.getCustomer[\s\S]*?\}\);\n/, ''));
    const { exitCode, stdout } = await runCrosscheck(args, options);
    expect([exitCode, stdout]).toEqual([
      3,
      expect.stringMatching(/^PARKED {2}2 runs in [\d.]+ s: 0 passed, 0 failed, 2 parked$/m),
    ]);
    expect(parkedIn(cwd)).toHaveLength(2);
  } finally {
    await bank.emulator.close();
  }
});

test('run prints why it could not begin before its table, and parks nothing', async () => {
  const bank = await startTestBank();
  const cwd = test.info().outputPath('.');
  try {
    for (const [wrong, why] of [
      [{ COS_CLIENT_SECRET: 'wrong' }, /^The identity server .* refused client/m],
      [{ COS_TOKEN_URL: 'http://127.0.0.1:1/connect/token' }, /^Cannot connect to "http:\/\/127\.0\.0\.1:1/m],
    ] as const) {
      const own = Object.entries(partnerEnvironment(bank)).filter(([name]) => name.startsWith('COS_'));
      const environment = { ...Object.fromEntries(own), ...wrong };
      const settings = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
      const line = `${settings.join(' ')} "$NODE" "${COMMAND}" run --target ${bank.target.baseUrl} 2>&1`;
      const { exitCode, stdout } = await runShell(line, cwd);
      expect(exitCode).toBe(2);
      expect(stdout).toMatch(why);
      const closing = stdout.indexOf('STOPPED');
      expect(stdout.search(why)).toBeLessThan(closing);
      expect(parkedIn(cwd)).toEqual([]);
      expect(stdout).not.toContain('Resume it');
    }
  } finally {
    await bank.emulator.close();
  }
});

test('crosscheck exits with 2 for an unknown command, option or limit', async () => {
  for (const args of [['run', '--limit', 'x'], ['resume', '--nope'], ['fly']])
    expect((await runCrosscheck(args, { env: bareEnvironment() })).exitCode).toBe(2);
});
