import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { demo } from '../../emulator/demo.ts';
import { type CustomerRecord, customer, type NegativeRecord, negativeRecords } from '../../harness/host.ts';
import { bareEnvironment, runCrosscheck } from './command.ts';
import { readWritten, runCustomers } from './customers-run.ts';

const { partnerId } = demo.partners[0];
const linesOf = (text: string) => text.trimEnd().split('\n');
const written = (stdout: string) => linesOf(stdout).map((line) => JSON.parse(line) as CustomerRecord);

test('customers --negative writes the negative records, and resumes a file', async () => {
  const args = ['--count', '3', '--seed', '7', '--negative'];
  const { exitCode, stdout } = await runCustomers(args);
  const negatives = [1, 2, 3].flatMap((n) => [...negativeRecords(customer(7, n, { partnerId }))]);
  expect(exitCode).toBe(0);
  expect(linesOf(stdout)).toEqual(negatives.map((negative) => JSON.stringify(negative)));
  writeFileSync(test.info().outputPath('negatives.ndjson.part'), stdout.slice(0, stdout.length / 2));
  const again = await runCustomers([...args, '--out', 'negatives.ndjson']);
  expect([again.exitCode, again.stdout]).toEqual([
    0,
    'Wrote the negative records of 3 customers to "negatives.ndjson"\n',
  ]);
  expect(readWritten('negatives.ndjson') === stdout).toBe(true);
});

test('customers --negative writes field, request and expected answer as csv', async () => {
  const args = ['--count', '1', '--seed', '7', '--negative'];
  const plain = linesOf((await runCustomers(args)).stdout).map((line) => JSON.parse(line) as NegativeRecord);
  const rows = parse<Record<string, string>>((await runCustomers([...args, '--format', 'csv'])).stdout, {
    columns: true,
  });
  expect(
    rows.map((row) => [
      row.caseNumber,
      row.operationId,
      row.field,
      row.broken,
      row['expected.statusCode'],
      row['expected.provenance'],
      row.request,
    ]),
  ).toEqual(
    plain.map((one) => [
      String(one.caseNumber),
      one.operationId,
      one.field,
      one.broken,
      '400',
      one.expected.provenance,
      JSON.stringify(one.request),
    ]),
  );
});

test('customers --screening uses the emulator’s words or COS_SCREENING_TRIGGERS', async () => {
  const args = ['--count', '20', '--screening', 'ofac=Positive,pep=Clear,internal=Reviewing'];
  for (const { customer: own } of written((await runCustomers(args)).stdout))
    expect(own.name.entityName ?? own.name.lastName).toMatch(/ Ofac-Positive Pep-Clear List-Reviewing$/);
  const rows = ['ofac', 'internal'].flatMap((list) =>
    ['Personal', 'Business'].map((classification) => {
      const result = list === 'ofac' ? 'Positive' : 'Reviewing';
      return {
        list,
        result,
        classification,
        name: classification === 'Personal' ? { lastName: 'Invented' } : { entityName: 'Invented Co' },
      };
    }),
  );
  const file = test.info().outputPath('triggers.json');
  writeFileSync(file, JSON.stringify(rows));
  const env = bareEnvironment({ COS_SCREENING_TRIGGERS: file });
  for (const { customer: own } of written((await runCustomers(args, env)).stdout))
    expect(own.name.entityName ?? own.name.lastName).toMatch(/^Invented( Co)?$/);
  const missing = await runCustomers(['--screening', 'pep=Failed'], env);
  expect([missing.exitCode, missing.stdout]).toEqual([2, '']);
  expect(missing.stderr).toContain('The screening triggers have no row for pep=Failed and Personal customers\n');
});

test('onboard --screening at a real bank needs the triggers of the bank', async () => {
  const env = bareEnvironment({ COS_CLIENT_ID: 'a', COS_CLIENT_SECRET: 'b', COS_PARTNER_ID: partnerId });
  const args = ['onboard', '--screening', 'ofac=Positive', '--target', 'https://sandbox.crbcos.com'];
  const { exitCode, stderr } = await runCrosscheck(args, { cwd: test.info().outputPath('.'), env });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('COS_SCREENING_TRIGGERS is not set\n')]);
});

test('customers uses COS_TAX_ID_LIST unless --tax-ids is given', async () => {
  const file = test.info().outputPath('approved.txt');
  writeFileSync(file, 'Ssn 900-11-0001\nEin 00-0000001\n');
  const env = bareEnvironment({ COS_TAX_ID_LIST: file });
  const taxIdsOf = async (...args: string[]) =>
    written((await runCustomers(['--count', '20', ...args], env)).stdout).map((one) => one.customer.profile.taxId);
  expect(new Set(await taxIdsOf())).toEqual(new Set(['900110001', '000000001']));
  expect(new Set(await taxIdsOf('--tax-ids', 'never-issued')).size).toBe(20);
  expect(new Set(await taxIdsOf('--tax-ids', 'advertising', '--classification', 'Personal')).size).toBe(10);
  const gone = await runCustomers([], bareEnvironment({ COS_TAX_ID_LIST: `${file}.gone` }));
  expect([gone.exitCode, gone.stderr]).toEqual([2, expect.stringContaining(' of COS_TAX_ID_LIST: ENOENT\n')]);
});

test('customers --explain prints a reason for each field', async () => {
  const { exitCode, stdout } = await runCustomers(['--explain', '--seed', '7', '--with', 'accounts']);
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/^customer\.profile\.taxId +\d{9}\n +area 900 to 999 was never assigned/m),
  ]);
  expect(linesOf(stdout).length).toBeGreaterThan(80);
});
