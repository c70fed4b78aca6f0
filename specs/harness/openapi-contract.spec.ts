import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import { isForeign } from '../../core/operation.ts';
import { operations as cosOperations } from '../../generated/operations.ts';
import { createClient, type SendInput } from '../../harness/client/client.ts';
import { checkExchange, foreignChecks } from '../../harness/contract/checks.ts';
import { cosContract, joinContracts } from '../../harness/contract/contract.ts';
import { buildContract } from '../../harness/contract/openapi/build-contract.ts';
import { cellar, orchard } from './foreign-documents.ts';
import { type StubAnswer, type StubBank, startStubBank } from './stub-bank.ts';

let stub: StubBank;
let answer: StubAnswer;

test.beforeEach(async () => {
  stub = await startStubBank(() => answer);
});
test.afterEach(() => stub.close());

/** Sends an operation to the stub and returns the rules that its exchange violates, with the expected values. */
async function findingsOf(
  document: typeof orchard | typeof cellar,
  operationId: string,
  { input = {}, answers }: { input?: SendInput; answers: StubAnswer },
): Promise<{ findings: readonly Deviation[]; exchange: Exchange }> {
  const server = `${stub.target.baseUrl}/base/`;
  const contract = joinContracts(cosContract, buildContract('api', document, { server }));
  answer = answers;
  const exchange = await createClient(stub.target, { operations: contract.operations }).send(operationId, input);
  return { findings: checkExchange(exchange, contract), exchange };
}

const json = (body: unknown, status = 200): StubAnswer => ({ status, body });
const text = (body: string, type: string, status = 200): StubAnswer => ({
  status,
  body,
  headers: { 'content-type': type },
});
const read = { path: { 'tree-id': 'a' }, query: { detail: 'all' } };
const PATCH = 'api.patch /trees/{tree-id}';
const form = (body: unknown) => ({ input: { body }, answers: { status: 200 } });

type Case = Parameters<typeof findingsOf>[2];
const accepted: [what: string, document: typeof orchard | typeof cellar, operationId: string, sends: Case][] = [
  [
    'a documented body, without a field that only requests have',
    orchard,
    'api.getTree',
    { input: read, answers: json({ id: 1, kind: 'pear' }) },
  ],
  [
    'a schema that holds itself',
    orchard,
    'api.getTree',
    { input: read, answers: json({ id: 1, kind: 'pear', parent: null }) },
  ],
  [
    'a status of a documented class, in a media type of a range',
    orchard,
    'api.getTree',
    { input: read, answers: text('Hi', 'text/plain; charset=utf-8', 203) },
  ],
  ['an empty text', orchard, 'api.getTree', { input: read, answers: text('', 'text/plain', 203) }],
  [
    'another status by default, in a media type that ends in +json',
    orchard,
    'api.getTree',
    {
      input: read,
      answers: { ...json({ title: 'No' }, 418), headers: { 'content-type': 'application/problem+json' } },
    },
  ],
  [
    'an answer without a body where none is documented',
    orchard,
    'api.getTree',
    { input: read, answers: { status: 304 } },
  ],
  [
    'a request without a field that only answers have',
    orchard,
    PATCH,
    { input: { ...read, body: { kind: 'apple', code: 'x' } }, answers: { status: 204 } },
  ],
  ['a wrong request that is refused', orchard, 'api.sendForm', { input: { body: {} }, answers: { status: 422 } }],
  ['the fields of a form as an object', orchard, 'api.sendForm', form({ count: 2, kinds: ['pear'] })],
  ['the fields of a form as text', orchard, 'api.sendForm', form('count=2&kinds=pear')],
  [
    'a text whose schema is not known',
    orchard,
    'api.writeNote',
    { input: { body: 'Hello' }, answers: { status: 201 } },
  ],
  ['what only a keyword of 3.1 forbids, in 3.0', cellar, 'api.getBarrel', { answers: json({ wood: 'oak' }) }],
  [
    'null where 3.0 says nullable',
    cellar,
    'api.getBarrel',
    { answers: json({ label: null, origin: null, volume: 0.1 }) },
  ],
];
for (const [what, document, operationId, sends] of accepted) {
  test(`the contract of another API accepts ${what}`, async () => {
    expect((await findingsOf(document, operationId, sends)).findings).toEqual([]);
  });
}

const rejected: [
  rule: string,
  what: string,
  document: typeof orchard | typeof cellar,
  operationId: string,
  sends: Case,
  finds: object,
][] = [
  [
    'status-is-documented',
    'a status that is not there',
    orchard,
    'api.writeNote',
    { input: { body: 'Hello' }, answers: { status: 200 } },
    { expected: '201', actual: '200' },
  ],
  [
    'content-type-is-documented',
    'another media type',
    orchard,
    'api.getTree',
    { input: read, answers: text('<p>', 'text/html') },
    { expected: 'application/json', actual: 'text/html' },
  ],
  [
    'answer-can-be-read',
    'a property that is there twice',
    orchard,
    'api.getTree',
    { input: read, answers: { status: 200, body: '{"id":1,"id":2}' } },
    { actual: 'an object of the JSON body has a property twice' },
  ],
  [
    'content-type-is-documented',
    'JSON that is none',
    orchard,
    'api.getTree',
    { input: read, answers: json('{"id":') },
    { actual: 'application/json, text that does not parse' },
  ],
  [
    'response-body-is-valid',
    'a value outside an enum',
    orchard,
    'api.getTree',
    { input: read, answers: json({ id: 1, kind: 'plum' }) },
    { pointer: '/kind', expected: 'apple, pear', actual: '"plum"' },
  ],
  [
    'response-body-is-valid',
    'a text whose pattern does not end',
    orchard,
    'api.getTree',
    { input: read, answers: json({ id: 1, kind: 'pear', label: `${'a'.repeat(40)}!` }) },
    { expected: 'pattern that can be matched in time' },
  ],
  [
    'response-body-is-valid',
    'a missing field',
    orchard,
    'api.getTree',
    { input: read, answers: json({ kind: 'pear' }) },
    { pointer: '/id', actual: 'absent' },
  ],
  [
    'response-body-is-valid',
    'a wrong body of the answer by default',
    orchard,
    'api.getTree',
    { input: read, answers: { ...json({}, 418), headers: { 'content-type': 'application/problem+json' } } },
    { pointer: '/title', actual: 'absent' },
  ],
  [
    'response-body-is-valid',
    'what a keyword of 3.1 forbids',
    orchard,
    'api.getTree',
    {
      input: read,
      answers: { ...json({ title: 'No', status: 1 }, 418), headers: { 'content-type': 'application/problem+json' } },
    },
    { pointer: '/detail', actual: 'absent' },
  ],
  [
    'response-body-is-valid',
    'no body',
    orchard,
    'api.getTree',
    { input: read, answers: { status: 200 } },
    { expected: 'a JSON body', actual: 'no body' },
  ],
  [
    'response-body-is-valid',
    'text where no body is documented',
    orchard,
    'api.writeNote',
    { input: { body: 'Hello' }, answers: text('Thanks', 'text/plain', 201) },
    { expected: 'no body', actual: 'a body of text' },
  ],
  [
    'response-body-is-valid',
    'null where 3.0 does not say nullable',
    cellar,
    'api.getBarrel',
    { answers: json({ wood: null }) },
    { pointer: '/wood', expected: 'type string', actual: 'null' },
  ],
  [
    'response-body-is-valid',
    'a limit that is exclusive by a boolean',
    cellar,
    'api.getBarrel',
    { answers: json({ volume: 0 }) },
    { pointer: '/volume', actual: '0' },
  ],
  [
    'request-body-is-valid',
    'a body without a required field',
    orchard,
    PATCH,
    { input: { ...read, body: { code: 'x' } }, answers: { status: 204 } },
    { pointer: '/kind', message: expect.stringMatching(/^Accepted a request that the contract forbids/) },
  ],
  [
    'request-body-is-valid',
    'no body where one is required',
    orchard,
    PATCH,
    { input: read, answers: { status: 204 } },
    { pointer: '', actual: 'absent' },
  ],
  [
    'request-body-is-valid',
    'a field of a form that is not the number it has to be',
    orchard,
    'api.sendForm',
    form({ count: 'many' }),
    { pointer: '/count', expected: 'type integer', actual: '"many"' },
  ],
];
for (const [rule, what, document, operationId, sends, finds] of rejected) {
  test(`${rule} finds ${what} of another API, and cites no requirement of COS`, async () => {
    const { findings } = await findingsOf(document, operationId, sends);
    expect(findings).toMatchObject([{ ...finds, rule, operationId, requirementIds: [], provenance: 'source' }]);
  });
}

test('every check of another API except the closed-schema one has a rejected example', () => {
  const rules = new Set(rejected.map(([rule]) => rule));
  expect(foreignChecks.map(({ rule }) => rule).filter((rule) => !rules.has(rule))).toEqual([
    'response-body-has-nothing-new',
  ]);
});

test('a form is recorded as it was sent, whatever its check made of it', async () => {
  const { exchange } = await findingsOf(orchard, 'api.sendForm', form({ count: '2' }));
  expect(exchange.request.body).toEqual({ count: '2' });
});

test('buildContract lists operations by id, or method and path, with all parameters', () => {
  const { operations } = buildContract('api', orchard);
  expect(Object.keys(operations)).toEqual(['api.getTree', PATCH, 'api.writeNote', 'api.sendForm']);
  expect(Object.values(operations).every(isForeign)).toBe(true);
  expect(operations['api.getTree']).toMatchObject({
    source: 'api',
    method: 'get',
    path: '/trees/{tree-id}',
    provenance: 'source',
    document: 'api',
    parameters: [
      { name: 'tree-id', in: 'path', required: true },
      { name: 'detail', in: 'query', required: true },
      { name: 'session', in: 'cookie', required: false },
    ],
    responses: {
      '200': { hasBody: true, mediaTypes: ['application/json'] },
      '2XX': { hasBody: true, mediaTypes: ['text/*'] },
      '304': { hasBody: false, mediaTypes: [] },
      default: { hasBody: true, mediaTypes: ['application/problem+json'] },
    },
  });
  expect(operations[PATCH]?.requestContentType).toBe('application/json');
  expect(operations['api.writeNote']?.requestContentType).toBe('text/plain');
});

test('buildContract uses the nearest server with default variables, or the given one', () => {
  const serversOf = (server?: string) =>
    Object.values(buildContract('api', orchard, server ? { server } : {}).operations).map(
      (operation) => operation.server,
    );
  const ofDocument = 'http://127.0.0.1:9/v1';
  expect(serversOf()).toEqual([ofDocument, 'http://localhost:7/patches', 'http://[::1]:8', ofDocument]);
  expect(new Set(serversOf('http://127.0.0.1:3000/'))).toEqual(new Set(['http://127.0.0.1:3000']));
});

const refused: [what: string, document: object, message: RegExp, remedy: RegExp][] = [
  ['OpenAPI 2.0', { swagger: '2.0', paths: {} }, /^Source "api" is OpenAPI 2\.0, which/, /^Convert it/],
  ['a later OpenAPI', { ...orchard, openapi: '4.0.0' }, /^Source "api" is OpenAPI 4\.0\.0, which/, /^Convert it/],
  ['what is no OpenAPI', { arazzo: '1.0.1' }, /^Source "api" is not an OpenAPI document/, /^Provide an OpenAPI/],
  [
    'a reference to another file',
    { ...orchard, paths: { '/a': { $ref: 'a.yaml#/a' } } },
    /^Source "api" is incomplete: it refers to "a\.yaml#\/a"$/,
    /^Bundle it into one file first/,
  ],
  [
    'a reference to nothing',
    { ...orchard, paths: { '/a': { $ref: '#/nowhere' } } },
    /^Source "api" refers to "#\/nowhere", which does not exist$/,
    /^Correct the \$ref at "#\/paths\/~1a"$/,
  ],
  [
    'a circle of references',
    { ...orchard, paths: { '/a': { $ref: '#/paths/~1a' } } },
    /^Source "api" refers to "#\/paths\/~1a", which/,
    /^Correct the \$ref/,
  ],
  [
    'the same operationId twice',
    { ...orchard, paths: { ...orchard.paths, '/a': orchard.paths['/notes'] } },
    /^Source "api" has two operations with the id "api\.writeNote"$/,
    /./,
  ],
  [
    'a server without a host',
    { ...orchard, servers: [{ url: '/v1' }] },
    /^Operation "api\.getTree" has no absolute server: its document says "\/v1"$/,
    /^Name the address/,
  ],
  [
    'no server',
    { ...orchard, servers: undefined },
    /^Operation "api\.getTree" has no absolute server/,
    /^Name the address/,
  ],
];
for (const [what, document, message, remedy] of refused) {
  test(`buildContract refuses ${what} and says what to do`, () => {
    const build = () => buildContract('api', document as typeof orchard);
    expect(build).toThrow(
      expect.objectContaining({
        code: 'not-executable',
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      }),
    );
  });
}

test('a schema that is broken is an operating error once it is needed, and not before', () => {
  const document = structuredClone(orchard) as { components: { schemas: object } } & typeof orchard;
  document.components.schemas.Problem = { $ref: '#/components/schemas/Nobody' } as never;
  const contract = buildContract('api', document);
  expect(contract.response('api.getTree', 200)).toBeDefined();
  expect(() => contract.response('api.getTree', 500)).toThrow(
    expect.objectContaining({
      code: 'not-executable',
      message: expect.stringMatching(/^Source "api" has a broken schema at/),
    }),
  );
});

test('joinContracts keeps each API’s bodies, and rejects a duplicate operation id', () => {
  const api = buildContract('api', orchard);
  const both = joinContracts(cosContract, api);
  expect(Object.keys(both.operations)).toEqual([...Object.keys(cosOperations), ...Object.keys(api.operations)]);
  expect(both.response('getAccount', 200)).toBe(cosContract.response('getAccount', 200));
  expect(both.closedResponse('getAccount', 200)).toBe(cosContract.closedResponse('getAccount', 200));
  expect(both.request('createTransfer')).toBe(cosContract.request('createTransfer'));
  expect(both.response('api.getTree', 200, 'application/json')).toBe(api.response('api.getTree', 200));
  expect(both.response('nobody', 200)).toBeUndefined();
  expect(() => joinContracts(api, api)).toThrow('two contracts have the operation "api.getTree"');
});
