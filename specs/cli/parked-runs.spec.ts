import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../emulator/test-bank.ts';
import { runCrosscheck } from './command.ts';
import {
  folderWith,
  parkedIn,
  partnerEnvironment,
  readReport,
  readResumed,
  runAndInterrupt,
  workflowFile,
} from './parked-run.ts';

test('resume continues a run that Ctrl-C has parked, in another process', async ({ bank }) => {
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  const run = await runAndInterrupt(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('Interrupted: finishing the current request');
  expect(run.stdout).toMatch(/^STOPPED {2}2 steps in [\d.]+ s\n {9}The run was interrupted/m);
  expect(readReport(options.cwd)).toMatchObject({
    outcome: 'stopped',
    steps: [
      { stepId: 'onboard', outcome: 'passed' },
      { stepId: 'screening', outcome: 'parked' },
    ],
  });
  const [file = ''] = parkedIn(options.cwd);
  expect(run.stdout).toContain(`npx crosscheck resume reports/parked/${file}`);
  const due = await runCrosscheck(['due'], options);
  expect(due.stdout).toMatch(
    /^due now {2}\S+ {2}waits\n {9}http:\/\/127\.0\.0\.1:\d+\n {9}reports\/parked\/waits-\w+\.json$/m,
  );
  await bank.advance(600);
  const resumed = await runCrosscheck(['resume'], options);
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, '']);
  expect(resumed.stdout).toMatch(/^PASSED {2}2 steps in [\d.]+ s$/m);
  expect(readResumed(options.cwd).steps.map(({ stepId, attempts }) => [stepId, attempts])).toEqual([
    ['onboard', 1],
    ['screening', 2],
  ]);
  expect(parkedIn(options.cwd), 'what has come to its end is not parked any more').toEqual([]);
});

test('run parks a run that waits for a later posting day, with exit code 3', async ({ bank }) => {
  await bank.advance(1);
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  writeFileSync(
    `${options.cwd}/waits.ts`,
    workflowFile("w.wait('Close the posting day', { until: 'posting-day-close' });").replace(
      / {4}w\.op\.getCustomer[\s\S]*?\}\);\n/,
      '',
    ),
  );
  const run = await runCrosscheck(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
  expect([run.exitCode, run.stderr]).toEqual([3, '']);
  expect(run.stdout).toMatch(/^PARKED {2}2 steps in [\d.]+ s$/m);
  const { due, outcome } = readReport(options.cwd);
  expect([outcome, due?.reason]).toEqual([
    'parked',
    expect.stringContaining('waits for the open posting day to close'),
  ]);
  const listed = await runCrosscheck(['due'], options);
  expect(listed.stdout).toContain(`later    ${due?.at}  waits`);
  const [file] = parkedIn(options.cwd);
  const resumed = await runCrosscheck(['resume', `reports/parked/${file}`], options);
  expect([resumed.exitCode, resumed.stdout]).toEqual([
    3,
    `Not due until ${due?.at}: reports/parked/${file}\nNo parked run is due\n`,
  ]);
  expect(parkedIn(options.cwd)).toEqual([file]);
});

test('due prints the registrations that a parked run keeps at the bank', async ({ bank }) => {
  const options = { cwd: folderWith(), env: { ...partnerEnvironment(bank), COS_EVENTS: 'poll' } };
  const emitting = workflowFile("w.wait('Close the posting day', { until: 'posting-day-close' });")
    .replace(/ {4}w\.op\.getCustomer[\s\S]*?\}\);\n/, '')
    .replace('w.inputs.customer, status: 200', "w.inputs.customer, status: 200, emits: ['Core.Customer.Onboarded']");
  writeFileSync(`${options.cwd}/waits.ts`, emitting);
  const run = await runCrosscheck(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
  expect([run.exitCode, run.stderr]).toEqual([3, '']);
  expect(run.stdout).toMatch(/^ {8}\d+ events? received \(to be checked after the resume\)$/m);
  const { results } = await bank.ok<{ results: { id: string }[] }>('listRegistrations');
  expect(results).toHaveLength(1);
  const listed = await runCrosscheck(['due'], options);
  expect(listed.stdout).toContain(
    `\n         Keeps the registration ${results[0]?.id} for\n             Core.Customer.Onboarded\n`,
  );
});

test('resume rejects an edited checkpoint and a changed workflow', async ({ bank }) => {
  const options = { cwd: folderWith(), env: partnerEnvironment(bank) };
  await runAndInterrupt(['run', 'waits.ts', '--target', bank.target.baseUrl], options);
  const file = `reports/parked/${parkedIn(options.cwd)[0]}`;
  const text = readFileSync(`${options.cwd}/${file}`, 'utf8');
  await bank.advance(600);
  writeFileSync(`${options.cwd}/waits.ts`, workflowFile("w.op.listCustomers('list', { status: 200 });"));
  const changed = await runCrosscheck(['resume'], options);
  expect([changed.exitCode, changed.stderr]).toEqual([
    2,
    expect.stringContaining('Since the run was parked, the workflow changed'),
  ]);
  const despite = await runCrosscheck(['resume', '--despite-changes'], options);
  expect(despite.exitCode).toBe(0);
  expect(readResumed(options.cwd).notes).toEqual(['Resumed although the workflow had changed since it was parked']);
  writeFileSync(`${options.cwd}/${file}`, text.replace('"seed": 1', '"seed": 2'));
  const edited = await runCrosscheck(['resume'], options);
  expect([edited.exitCode, edited.stderr]).toEqual([2, expect.stringContaining(`"${file}" was edited`)]);
});

test('due and resume report that no run is parked', async () => {
  const options = { cwd: test.info().outputPath('.') };
  expect(await runCrosscheck(['due'], options)).toMatchObject({
    exitCode: 0,
    stdout: 'No run is parked in reports/parked\n',
  });
  expect(await runCrosscheck(['resume'], options)).toMatchObject({ exitCode: 0, stdout: 'No parked run is due\n' });
});
