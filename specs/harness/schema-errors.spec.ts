import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { findSchemaErrors } from '../../harness/contract/schema-errors.ts';

const ajv = new Ajv2020({ allErrors: true, verbose: true });
const numbers = { type: 'array', items: { type: 'integer' }, maxItems: 1_000 };
const validate = ajv.compile({
  type: 'object',
  properties: { list: numbers, 'a/b': { type: 'array', items: { type: 'object', properties: { inner: numbers } } } },
});
const places = (body: unknown) => findSchemaErrors(validate, body).map(({ instancePath }) => instancePath);
const list = (length: number, wrong: Readonly<Record<number, unknown>> = {}) =>
  Object.assign(
    Array.from({ length }, (_, at) => at),
    wrong,
  ) as unknown[];

test('findSchemaErrors returns no errors of a valid body, however long its lists are', () => {
  expect(places({ list: list(1_000), 'a/b': [{ inner: list(150) }] })).toEqual([]);
});

test('findSchemaErrors returns the place of an error in the whole body', () => {
  expect(places({ list: list(950, { 3: 'x' }) })).toEqual(['/list/3']);
  expect(places({ list: list(950, { 777: 'x' }) })).toEqual(['/list/777']);
  const nested = list(250).map((at) => ({ inner: list(at === 201 ? 350 : 1, at === 201 ? { 349: 'x' } : {}) }));
  expect(places({ list: [], 'a/b': nested })).toEqual(['/a~1b/201/inner/349']);
  expect(places({ list: list(50, { 49: 'x' }), 'a/b': list(450).map(() => ({})) })).toEqual(['/list/49']);
});

test('findSchemaErrors returns the errors of the first wrong window only', () => {
  expect(places({ list: Array(100_000).fill('x') })).toHaveLength(100);
});

test('findSchemaErrors finds what only the whole list breaks', () => {
  expect(places({ list: list(1_001) })).toEqual(['/list']);
});
