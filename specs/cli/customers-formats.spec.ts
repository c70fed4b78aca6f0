import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { demo } from '../../emulator/demo.ts';
import { type CustomerOptions, customer } from '../../harness/host.ts';
import { bareEnvironment } from './command.ts';
import { runCustomers } from './customers-run.ts';

const partnerId = demo.partners[0].partnerId;
const PARTS = ['--with', 'accounts,subledgers,payroll'];

function generate(count: number, options: CustomerOptions = {}, seed = 7) {
  return Array.from({ length: count }, (_, at) => customer(seed, at + 1, { partnerId, ...options }));
}

function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

test('customers writes each customer of a seed as one line of JSON', async () => {
  const { exitCode, stdout, stderr } = await runCustomers(['--count', '200', '--seed', '7']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.endsWith('\n')).toBe(true);
  expect(parseLines(stdout)).toEqual(generate(200));
});

test('customers applies --from, --classification and --with', async () => {
  const args = ['--count', '30', '--from', '11', '--classification', 'Business', ...PARTS];
  const { exitCode, stdout } = await runCustomers([...args, '--seed', '7', '--products', 'business']);
  expect(exitCode).toBe(0);
  const parts = ['accounts', 'subledgers', 'payroll'] as const;
  const expected = generate(30, { classification: 'Business', parts, products: ['business'] }).slice(10);
  expect(parseLines(stdout)).toEqual(expected);
});

for (const format of ['ndjson', 'json', 'csv'])
  test(`customers writes the same ${format} in every time zone`, async () => {
    const args = ['--count', '100', '--format', format, ...PARTS];
    const written = async (TZ: string) => (await runCustomers(args, bareEnvironment({ TZ }))).stdout;
    const [utc, tokyo, newYork] = [
      await written('UTC'),
      await written('Asia/Tokyo'),
      await written('America/New_York'),
    ];
    expect(utc).not.toBe('');
    expect(tokyo).toBe(utc);
    expect(newYork).toBe(utc);
  });

test('customers writes json as an array with one record per line, even if empty', async () => {
  const { stdout } = await runCustomers(['--count', '20', '--seed', '7', '--format', 'json']);
  expect(JSON.parse(stdout)).toEqual(generate(20));
  expect(stdout.split('\n')).toHaveLength(20 + '[, ], and nothing'.split(', ').length);
  const none = await runCustomers(['--count', '1', '--shard', '1/2', '--format', 'json']);
  expect(JSON.parse(none.stdout)).toEqual([]);
});

test('customers writes the same fields in csv as in ndjson', async () => {
  const args = ['--count', '200', '--seed', '7', ...PARTS];
  const { stdout } = await runCustomers([...args, '--format', 'csv']);
  const rows = parse(stdout, { columns: true, record_delimiter: '\r\n', relax_quotes: false }) as Record<
    string,
    string
  >[];
  const records = parseLines((await runCustomers(args)).stdout) as object[];
  expect(rows).toHaveLength(200);
  expect(rows.map(plainOf)).toEqual(records.map(flatten));
});

test('customers writes the same csv columns for all options', async () => {
  const headerOf = async (...args: string[]) =>
    (await runCustomers(['--count', '3', '--format', 'csv', ...args])).stdout.split('\r\n')[0];
  const header = await headerOf();
  expect(header).toContain('customer.classification,customer.name.prefix,customer.name.firstName');
  expect(await headerOf('--classification', 'Business')).toBe(header);
  expect(await headerOf(...PARTS)).toBe(header);
  expect(await headerOf('--shard', '1/9')).toBe(header);
});

for (const k of [1, 2, 3, 7])
  test(`customers writes ${k} shards that joined are the whole`, async () => {
    const args = ['--count', '50', '--seed', '3'];
    const { stdout: whole } = await runCustomers(args);
    const shards = Array.from({ length: k }, (_, at) => runCustomers([...args, '--shard', `${at + 1}/${k}`]));
    const parts = (await Promise.all(shards)).map(({ stdout }) => stdout);
    expect(parts.join('')).toBe(whole);
    const sizes = parts.map((part) => part.split('\n').length - 1);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

test('customers writes empty shards if there are more shards than customers', async () => {
  const parts: string[] = [];
  for (const i of [1, 2, 3, 4]) {
    const { exitCode, stdout } = await runCustomers(['--count', '2', '--shard', `${i}/4`]);
    expect(exitCode).toBe(0);
    parts.push(stdout);
  }
  expect(parts.filter((part) => part === '')).toHaveLength(2);
  expect(parts.join('')).toBe((await runCustomers(['--count', '2'])).stdout);
});

/** Returns the fields of a row, sorted by name. An empty value is an absent field. */
function plainOf(row: Readonly<Record<string, string>>): Record<string, string> {
  return sorted(Object.entries(row).filter(([, value]) => value !== ''));
}

/** Returns the plain fields of a record by dotted path, and its lists and the parts of `--with` as JSON. */
function flatten(record: object): Record<string, string> {
  const fields: [string, string][] = [];
  const walk = (value: unknown, path: string) => {
    if (value === null || typeof value !== 'object') fields.push([path, String(value)]);
    else if (Array.isArray(value) || path === 'payroll') fields.push([path, JSON.stringify(value)]);
    else for (const [name, part] of Object.entries(value)) walk(part, path === '' ? name : `${path}.${name}`);
  };
  walk(record, '');
  return sorted(fields);
}

function sorted(fields: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...fields].sort(([a], [b]) => (a < b ? -1 : 1)));
}
