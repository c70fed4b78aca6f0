import fc from 'fast-check';
import { type OperationId, operations } from '../../generated/operations.ts';
import { withField } from '../../harness/contract/field-cases.ts';
import { type RequestContract, requestContractOf, type Schema } from '../../harness/contract/request-contract.ts';

/** A request: mostly valid, or with some invalid fields. Its ids are drawn from the bank's present ones. */
export interface FuzzedRequest {
  readonly operationId: OperationId;
  /** Fields that were changed on purpose, `body/name/firstName`; empty for a valid request. */
  readonly changed: readonly string[];
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it is sent. */
  readonly text: string | undefined;
}

/** The ids of the bank by the name of the field that takes them. Grows while the fuzz test runs. */
export type Pools = Readonly<Record<string, string[]>>;

interface Field {
  readonly place: 'path' | 'query' | 'header' | 'body';
  readonly pointer: readonly string[];
  readonly schema: Schema;
}

/** Edge values of numbers, text and JSON: of money, dates, SQL, paths and objects. */
const NUMBERS = [0, -0, 1, -1, 1.5, 1e-9, 1e308, -1e308, 2 ** 31, 2 ** 53, 99_999_999_999, 100_000_000_000];
const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '💶'.repeat(26),
  'x'.repeat(50),
  'x'.repeat(51),
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(5_000),
  '\u0000',
  '\ud800',
  "'; DROP TABLE customer; --",
  '%00',
  '../..',
  '__proto__',
  '$.profile',
  '2026-02-29',
  '2024-02-29',
  '0000-01-01',
  '9999-12-31',
  '9999-12-31T23:59:59.9999999+14:00',
  '2026-03-02T09:00:00.12345678Z',
  '0000-01-01T00:00:00Z',
  '2026-06-30T23:59:60Z',
  '-271821-04-20T00:00:00Z',
];
const OTHERS = [null, true, false, [], [[]], [null], {}, { a: { b: [] } }, JSON.parse('{"__proto__":{"x":1}}')];

/** Returns edge values of a field, mostly of its own type, so that they pass the contract and reach the bank. */
function edgeOf({ type }: Schema): fc.Arbitrary<unknown> {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  const isText = types.includes('string');
  const isNumber = types.includes('integer') || types.includes('number');
  return fc.oneof(
    { weight: isText ? 30 : 2, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: isNumber ? 30 : 2, arbitrary: fc.constantFrom(...NUMBERS) },
    { weight: 4, arbitrary: fc.constantFrom(...OTHERS) },
    { weight: 4, arbitrary: isText ? fc.string({ unit: 'binary' }) : fc.jsonValue() },
  );
}

/** Builds the arbitrary of requests: every field of every operation is changed with the same probability. */
export function buildRequestArbitrary(pools: Pools): {
  requests: fc.Arbitrary<FuzzedRequest>;
  fields: readonly string[];
} {
  const targets = (Object.keys(operations) as OperationId[]).flatMap((operationId) => {
    const contract = requestContractOf(operations[operationId]);
    const fields = listFields(contract);
    const right = rightRequest(contract, pools);
    const changes = fields.map((field) => fc.record({ field: fc.constant(field), value: edgeOf(field.schema) }));
    const others = fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc
          .shuffledSubarray(changes, { maxLength: Math.min(2, changes.length) })
          .chain((some) => fc.tuple(...some)),
      },
    );
    const ofField = changes.map((change) =>
      fc
        .tuple(right, change, others, bodyText)
        .map(([request, first, more, asText]) =>
          buildRequest({ operationId, right: request, changes: [first, ...more], asText }),
        ),
    );
    // Three unchanged requests for each operation keep the bank in use; a reset empties it, so it is rare.
    const unchanged = right.map((request) =>
      buildRequest({ operationId, right: request, changes: [], asText: JSON.stringify }),
    );
    const requests = [
      ...ofField,
      ...Array<fc.Arbitrary<FuzzedRequest>>(operationId === 'resetBank' ? 1 : 3).fill(unchanged),
    ];
    return { requests, fields: fields.map((field) => nameOf(operationId, field)) };
  });
  return {
    requests: fc.oneof(...targets.flatMap(({ requests }) => requests)),
    fields: targets.flatMap(({ fields }) => fields),
  };
}

/** Writes a changed body: mostly as JSON, rarely broken. */
const bodyText: fc.Arbitrary<(body: unknown) => string | undefined> = fc.oneof(
  { weight: 40, arbitrary: fc.constant((body: unknown) => JSON.stringify(body)) },
  { weight: 1, arbitrary: fc.constant((body: unknown) => JSON.stringify(body)?.slice(0, -1)) },
  { weight: 1, arbitrary: fc.string().map((text) => () => text) },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => () => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constant(() => undefined) },
);

function nameOf(operationId: OperationId, { place, pointer }: Field): string {
  return `${operationId} ${place}/${pointer.join('/')}`;
}

function listFields({ body, parameters, resolve }: RequestContract): Field[] {
  const inBody = (schema: Schema, pointer: readonly string[]): Field[] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const known = resolve(property);
      const field: Field = { place: 'body', pointer: [...pointer, name], schema: known };
      const item = known.items ? inBody(resolve(known.items), [...field.pointer, '0']) : [];
      return [field, ...inBody(known, field.pointer), ...item];
    });
  return [
    ...parameters.map((parameter): Field => {
      return { place: parameter.in, pointer: [parameter.name], schema: resolve(parameter.schema) };
    }),
    ...(body ? inBody(resolve(body), []) : []),
  ];
}

interface RightRequest {
  readonly path: Record<string, string>;
  readonly query: Record<string, string>;
  readonly body: unknown;
}

function rightRequest(contract: RequestContract, pools: Pools): fc.Arbitrary<RightRequest> {
  const of = (place: string) => {
    const parameters = contract.parameters.filter((parameter) => parameter.in === place);
    const values = parameters.map(({ name, schema }) => [
      name,
      rightValue(contract.resolve(schema), { name, contract, pools }),
    ]);
    const requiredKeys = place === 'path' ? parameters.map(({ name }) => name) : [];
    return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys });
  };
  const texts = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const body = contract.body
    ? rightValue(contract.resolve(contract.body), { name: '', contract, pools })
    : fc.constant(undefined);
  return fc.record({ path: of('path').map(texts), query: of('query').map(texts), body });
}

interface Context {
  readonly name: string;
  readonly contract: RequestContract;
  readonly pools: Pools;
}

/** Returns values that the schema allows; for an id, one that the bank has. */
function rightValue(schema: Schema, { name, contract, pools }: Context): fc.Arbitrary<unknown> {
  const { type, enum: values, pattern, format, properties, required = [], anyOf } = schema;
  const pool = pools[name];
  if (pool) return fc.nat().map((index) => pool[index % pool.length]);
  if (values) return fc.constantFrom(...values);
  if (anyOf) return fc.oneof(...anyOf.map((one) => rightValue(contract.resolve(one), { name, contract, pools })));
  if (properties) {
    const fields = Object.entries(properties).map(([field, property]) => [
      field,
      rightValue(contract.resolve(property), { name: field, contract, pools }),
    ]);
    return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: [...required],
    });
  }
  if (schema.items) {
    const { minItems = 0, maxItems = 3 } = schema;
    const item = rightValue(contract.resolve(schema.items), { name: '', contract, pools });
    return fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) });
  }
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('boolean')) return fc.boolean();
  if (types.includes('integer') || types.includes('number')) {
    const { minimum = 0, maximum = 1_000 } = schema;
    return fc.oneof(
      fc.integer({ min: minimum, max: Math.min(maximum, minimum + 200_000) }),
      fc.constantFrom(minimum, maximum),
    );
  }
  if (format === 'uuid') return fc.uuid();
  if (format === 'date') return fc.constantFrom('2018-08-30', '1990-01-01', '2026-03-04', '2031-12-31');
  if (format === 'date-time') return fc.constantFrom('2026-03-02T09:00:00-05:00', '2026-03-02T14:00:00.1234567Z');
  if (name === 'to') return fc.constantFrom('2026-03-03', '2027-01-01T00:00:00-05:00');
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const { minLength = 0, maxLength = 40 } = schema;
  return fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' });
}

interface Parts {
  readonly operationId: OperationId;
  readonly right: RightRequest;
  readonly changes: readonly { readonly field: Field; readonly value: unknown }[];
  readonly asText: (body: unknown) => string | undefined;
}

/**
 * Replaces the changed fields with edge values. In paths, queries and headers, other values than text are written as
 * JSON.
 */
function buildRequest({ operationId, right, changes, asText }: Parts): FuzzedRequest {
  const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const [path, query] = [{ ...right.path }, { ...right.query }];
  const headers: Record<string, string> = {};
  let body = right.body;
  for (const { field, value } of changes) {
    const { place, pointer } = field;
    const [name = ''] = pointer;
    if (place === 'path') path[name] = written(value);
    if (place === 'query') query[name] = written(value);
    if (place === 'header') headers[name.toLowerCase()] = encodeURIComponent(written(value).toWellFormed());
    if (place === 'body') body = withField(body, pointer, value);
  }
  const text = body === undefined ? undefined : asText(body);
  const names = changes.map(({ field }) => nameOf(operationId, field));
  return { operationId, changed: names, path, query, headers, text };
}
