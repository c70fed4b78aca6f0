import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { discrepancies } from '../../generated/discrepancies.ts';
import { operations, sensitiveProperties } from '../../generated/operations.ts';
import { requirements } from '../../generated/requirements.ts';
import { validators as closed } from '../../generated/validators/closed-responses.js';
import { validators as requests } from '../../generated/validators/requests.js';
import { validators as open } from '../../generated/validators/responses.js';
import { proves } from '../requirement.ts';

const documents = readdirSync('contracts/openapi', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(`contracts/openapi/${name}`, 'utf8'));

test('206 source rows, 32 public rows and 64 discrepancies exist, each id once', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(238);
  expect(ids.filter((id) => /^D\d+$/.test(id))).toHaveLength(32);
  expect(new Set(discrepancies.map(({ id }) => id)).size).toBe(64);
});

test('every discrepancy that a requirement or contract document names is registered', () => {
  const known = new Set(discrepancies.map(({ id }) => id));
  const named = [
    ...requirements.flatMap((row) => row.discrepancies ?? []),
    ...(documents.join('\n').match(/DOC-\d{3}/g) ?? []),
  ];
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test('PROVENANCE.md explains every source key of the contract and the register', () => {
  const provenance = readFileSync('contracts/PROVENANCE.md', 'utf8');
  const texts = [...documents, ...discrepancies.map(({ sources }) => sources)].join('\n');
  const keys = [...new Set(texts.match(/\b[SPLGZ]-[A-Z][A-Z0-9]+\b/g))];
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter((key) => !provenance.includes(`\`${key}\``))).toEqual([]);
});

test('every operation names its source', () => {
  for (const operation of Object.values(operations)) {
    expect(['source', 'public', 'inferred', 'observed']).toContain(operation.provenance);
    expect(operation.document, operation.operationId).toMatch(/^[A-Z]+(-[A-Z0-9]+)?$/);
  }
});

test('what must not be recorded is marked in the contract', () => {
  for (const name of ['taxId', 'idNumber', 'birthDate', 'access_token', 'client_secret'])
    expect(sensitiveProperties).toContain(name);
});

const validTransfer = { debitAccountNumber: '1', creditAccountNumber: '2', amount: 10_000 };

test('request schemas reject an extra property, a decimal and a wrong type', () => {
  const accepts = (body: unknown) => requests.createTransfer?.(body);
  expect(accepts(validTransfer)).toBe(true);
  for (const change of [{ memo: '' }, { amount: 100.5 }, { amount: '100' }, { amount: 0 }, { amount: -1 }]) {
    expect(accepts({ ...validTransfer, ...change }), JSON.stringify(change)).toBe(false);
  }
});

test('the closed twin reports a new field that the open validator lets through', () => {
  const token = { access_token: 'x', expires_in: 86_400, token_type: 'Bearer' };
  expect([open.issueToken_200?.(token), closed.issueToken_200?.(token)]).toEqual([true, true]);
  const grown = { ...token, scope: 'all' };
  expect([open.issueToken_200?.(grown), closed.issueToken_200?.(grown)]).toEqual([true, false]);
});

test('a validator’s error carries the provenance of the element it stopped at', () => {
  closed.createTransfer_200?.({ id: 1 });
  const error = closed.createTransfer_200?.errors?.find(({ instancePath }) => instancePath === '/id');
  expect((error?.parentSchema as Record<string, unknown> | undefined)?.['x-provenance']).toBe('source');
});

test('operations of core are on the sandbox host, customers under /core/v1/cm', proves('I15'), () => {
  const { servers } = JSON.parse(readFileSync('generated/openapi/core.openapi.json', 'utf8')) as {
    servers: { url: string }[];
  };
  expect(servers).toEqual([{ url: 'https://sandbox.crbcos.com' }]);
  const paths = Object.values(operations).flatMap(({ source, path }) => (source === 'core' ? [path] : []));
  expect(paths.filter((path) => path.includes('/customers')).every((path) => path.startsWith('/core/v1/cm/'))).toBe(
    true,
  );
  expect(operations.addIdentification.path).toBe('/core/v1/cm/customers/{customerId}/identifications');
});
