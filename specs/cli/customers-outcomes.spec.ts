import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { demo } from '../../emulator/demo.ts';
import { type CustomerRecord, customer, type NegativeTwin, negativeTwins } from '../../harness/host.ts';
import { bareEnvironment } from './command.ts';
import { readWritten, runCustomers } from './customers-run.ts';

const { partnerId } = demo.partners[0];
const linesOf = (text: string) => text.trimEnd().split('\n');
const written = (stdout: string) => linesOf(stdout).map((line) => JSON.parse(line) as CustomerRecord);

test('--negative gives the twins of each customer, and the same file when it is gone on with', async () => {
  const args = ['--count', '3', '--seed', '7', '--negative'];
  const { exitCode, stdout } = await runCustomers(args);
  const twins = [1, 2, 3].flatMap((n) => [...negativeTwins(customer(7, n, { partnerId }))]);
  expect(exitCode).toBe(0);
  expect(linesOf(stdout)).toEqual(twins.map((twin) => JSON.stringify(twin)));
  writeFileSync(test.info().outputPath('twins.ndjson.part'), stdout.slice(0, stdout.length / 2));
  const again = await runCustomers([...args, '--out', 'twins.ndjson']);
  expect([again.exitCode, again.stdout]).toEqual([0, 'The twins of 3 customers in "twins.ndjson"\n']);
  expect(readWritten('twins.ndjson') === stdout).toBe(true);
});

test('--negative in csv tells field, request and promised answer', async () => {
  const args = ['--count', '1', '--seed', '7', '--negative'];
  const plain = linesOf((await runCustomers(args)).stdout).map((line) => JSON.parse(line) as NegativeTwin);
  const rows = parse<Record<string, string>>((await runCustomers([...args, '--format', 'csv'])).stdout, {
    columns: true,
  });
  expect(
    rows.map((row) => [
      row.twin,
      row.operationId,
      row.field,
      row.broken,
      row['expected.statusCode'],
      row['expected.provenance'],
      row.request,
    ]),
  ).toEqual(
    plain.map((one) => [
      String(one.twin),
      one.operationId,
      one.field,
      one.broken,
      '400',
      one.expected.provenance,
      JSON.stringify(one.request),
    ]),
  );
});

test('--screening changes names by the emulator’s words, or as COS_SCREENING_TRIGGERS says', async () => {
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
  expect(missing.stderr).toContain('The screening triggers have no row for pep=Failed of Personal customers\n');
});

test('a bank’s screening is not promised without the bank’s triggers', async () => {
  const env = bareEnvironment({ COS_CLIENT_ID: 'a', COS_CLIENT_SECRET: 'b', COS_PARTNER_ID: partnerId });
  const args = ['--screening', 'ofac=Positive', '--onboard', '--target', 'https://sandbox.crbcos.com'];
  const { exitCode, stderr } = await runCustomers(args, env);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('COS_SCREENING_TRIGGERS is not set\n')]);
});

test('COS_TAX_ID_LIST is dealt, unless --tax-ids says otherwise', async () => {
  const file = test.info().outputPath('approved.txt');
  writeFileSync(file, 'Ssn 900-11-0001\nEin 00-0000001\n');
  const env = bareEnvironment({ COS_TAX_ID_LIST: file });
  const taxIdsOf = async (...args: string[]) =>
    written((await runCustomers(['--count', '20', ...args], env)).stdout).map((one) => one.customer.profile.taxId);
  expect(new Set(await taxIdsOf())).toEqual(new Set(['900110001', '000000001']));
  expect(new Set(await taxIdsOf('--tax-ids', 'never-issued')).size).toBe(20);
  expect(new Set(await taxIdsOf('--tax-ids', 'advertising', '--classification', 'Personal')).size).toBe(10);
  const gone = await runCustomers([], bareEnvironment({ COS_TAX_ID_LIST: `${file}.gone` }));
  expect([gone.exitCode, gone.stderr]).toEqual([2, expect.stringContaining('which COS_TAX_ID_LIST names: ENOENT\n')]);
});

test('--explain tells a reason for each field of the first customer, and stops', async () => {
  const { exitCode, stdout } = await runCustomers(['--explain', '--seed', '7', '--with', 'accounts']);
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/^customer\.profile\.taxId +\d{9}\n +area 900 to 999 was never assigned/m),
  ]);
  expect(linesOf(stdout).length).toBeGreaterThan(80);
});
