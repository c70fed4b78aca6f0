import { expect, test } from '@playwright/test';
import { evaluateExpression, resolveValue } from '../../harness/workflow/arazzo/expressions.ts';
import { expressionsIn, parseExpression } from '../../harness/workflow/arazzo/parse-expression.ts';
import { sampleScope, scopeBefore } from './sample-scope.ts';

const forms: [text: string, expression: object][] = [
  ['$url', { kind: 'url' }],
  ['$method', { kind: 'method' }],
  ['$statusCode', { kind: 'statusCode' }],
  ['$self', { kind: 'self' }],
  ['$request.header.Accept', { kind: 'request', part: 'header', name: 'accept' }],
  ["$response.header.!#$%&'*+-.^_`|~9a", { kind: 'response', part: 'header', name: "!#$%&'*+-.^_`|~9a" }],
  ['$request.query.page size', { kind: 'request', part: 'query', name: 'page size' }],
  ['$request.path.petId', { kind: 'request', part: 'path', name: 'petId' }],
  ['$request.body', { kind: 'request', part: 'body' }],
  ['$response.body#', { kind: 'response', part: 'body', pointer: '' }],
  ['$response.body#/', { kind: 'response', part: 'body', pointer: '/' }],
  ['$response.body#/a~1b/c~0d/0', { kind: 'response', part: 'body', pointer: '/a~1b/c~0d/0' }],
  ['$response.body#/ä b.c$', { kind: 'response', part: 'body', pointer: '/ä b.c$' }],
  ['$inputs.x-api_key.2', { kind: 'inputs', name: 'x-api_key.2' }],
  ['$inputs.who#/name', { kind: 'inputs', name: 'who', pointer: '/name' }],
  ['$outputs.bar#/0', { kind: 'outputs', name: 'bar', pointer: '/0' }],
  ['$steps.browser-authorize.outputs.code', { kind: 'steps', stepId: 'browser-authorize', name: 'code' }],
  ['$steps.a.outputs.outputs.b', { kind: 'steps', stepId: 'a', name: 'outputs.b' }],
  ['$steps.a.outputs.pets#/0/id', { kind: 'steps', stepId: 'a', name: 'pets', pointer: '/0/id' }],
  ['$workflows.foo.inputs.u', { kind: 'workflows', workflowId: 'foo', field: 'inputs', name: 'u' }],
  ['$workflows.foo.outputs.b#/c', { kind: 'workflows', workflowId: 'foo', field: 'outputs', name: 'b', pointer: '/c' }],
  ['$sourceDescriptions.core.url', { kind: 'sourceDescriptions', source: 'core', reference: 'url' }],
  ['$sourceDescriptions.core.get /a.b', { kind: 'sourceDescriptions', source: 'core', reference: 'get /a.b' }],
  ['$components.parameters.my.org.User', { kind: 'components', group: 'parameters', name: 'my.org.User' }],
  ['$components.successActions.on', { kind: 'components', group: 'successActions', name: 'on' }],
  ['$components.failureActions.on', { kind: 'components', group: 'failureActions', name: 'on' }],
];
for (const [text, expression] of forms) {
  test(`parseExpression takes ${text} apart`, () => {
    expect(parseExpression(text)).toEqual(expression);
  });
}

for (const text of [
  '',
  'statusCode',
  '$',
  '$status',
  '$statuscode',
  '$StatusCode',
  ' $statusCode',
  '$statusCode ',
  '$statusCode#/a',
  '$url.a',
  '$request',
  '$request.',
  '$request.header',
  '$request.header.',
  '$request.header.a b',
  '$response.cookie.a',
  '$response.body.status',
  '$response.body#status',
  '$response.body#/a~',
  '$response.body#/a~2',
  '$response.body#/{a}',
  '$inputs',
  '$inputs.',
  '$inputs.a b',
  '$inputs.a/b',
  '$inputs#/a',
  '$outputs.',
  '$steps.a',
  '$steps.a.outputs',
  '$steps.a.outputs.',
  '$steps.a.b.outputs.c',
  '$steps.a.inputs.b',
  '$steps.a b.outputs.c',
  '$workflows.a.outputs',
  '$workflows.a.steps.b.outputs.c',
  '$sourceDescriptions.a',
  '$sourceDescriptions.a b.url',
  '$components.a',
  '$components.schemas.a',
  '$components.parameters.',
  '$message.payload',
  '{$statusCode}',
  '$inputs.a $inputs.b',
]) {
  test(`parseExpression does not know "${text}"`, () => {
    expect(parseExpression(text)).toBeUndefined();
  });
}

const values: [expression: string, value: unknown][] = [
  ['$url', 'http://127.0.0.1/core/v1/transfers'],
  ['$method', 'POST'],
  ['$statusCode', 200],
  ['$request.header.Idempotency-Key', 'k'],
  ['$request.header.constructor', undefined],
  ['$request.path.id', 'p1'],
  ['$request.query.page size', 50],
  ['$request.query.other', undefined],
  ['$request.body#/amount', 5],
  ['$response.header.REQUEST-ID', 'r1'],
  ['$response.query.page size', undefined],
  ['$response.body#/list/0/id', 'x'],
  ['$response.body#/list/00/id', undefined],
  ['$response.body#/list/-', undefined],
  ['$response.body#/list/length', undefined],
  ['$response.body#/a~1b', 1],
  ['$response.body#/c~0d', 2],
  ['$response.body#/e f', 3],
  ['$response.body#/', 4],
  ['$response.body#/note', null],
  ['$response.body#/isOpen', false],
  ['$response.body#/toString', undefined],
  ['$response.body#/nowhere/at/all', undefined],
  ['$response.body#/status/length', undefined],
  ['$inputs.amount', 2_500],
  ['$inputs.who#/tags/1', 'b'],
  ['$inputs.who.name', 'Ada'],
  ['$inputs.who.tags.1', 'b'],
  ['$inputs.my.name', 'dotted'],
  ['$inputs.missing', undefined],
  ['$inputs.text.length', undefined],
  ['$outputs.total#/cents', 12],
  ['$outputs.total.cents', 12],
  ['$steps.open.outputs.accountNumber', '2100000005'],
  ['$steps.open.outputs.a.b.c', 7],
  ['$steps.open.outputs.a.b#/c', 7],
  ['$steps.open.outputs.list#/0', { id: 'z' }],
  ['$steps.later.outputs.id', undefined],
  ['$workflows.login.inputs.user', 'u'],
  ['$workflows.login.outputs.token#/value', 't'],
  ['$workflows.other.outputs.token', undefined],
  ['$sourceDescriptions.core.url', '../core.json'],
  ['$sourceDescriptions.core.type', 'openapi'],
  ['$components.parameters.page', 2_500],
  ['$components.parameters.org.page', 2],
  ['$self', 'https://here/doc.yaml'],
];
for (const [expression, value] of values) {
  test(`evaluateExpression gives ${JSON.stringify(value)} for ${expression}`, () => {
    expect(evaluateExpression(expression, sampleScope)).toEqual(value);
  });
}

test('evaluateExpression returns the text of a response that is not JSON', () => {
  const answered = (response: object) =>
    evaluateExpression('$response.body', {
      ...sampleScope,
      exchange: { ...sampleScope.exchange, response } as unknown as NonNullable<typeof sampleScope.exchange>,
    });
  expect(answered({ statusCode: 200, headers: {}, text: '<a/>' })).toBe('<a/>');
  expect(answered({ statusCode: 200, headers: {}, body: null })).toBeNull();
  expect(answered({ statusCode: 204, headers: {} })).toBeUndefined();
});

test('evaluateExpression returns undefined without an exchange, and rejects other text', () => {
  for (const text of [
    '$statusCode',
    '$url',
    '$method',
    '$response.body',
    '$request.header.a',
    '$request.path.id',
    '$outputs.a',
  ])
    expect(evaluateExpression(text, scopeBefore), text).toBeUndefined();
  expect(() => evaluateExpression('$status', sampleScope)).toThrow(
    'Cannot resolve "$status": it is not a runtime expression',
  );
});

test('resolveValue keeps the type of a whole expression, and embeds others as text', () => {
  const payload = {
    amount: '$inputs.amount',
    all: '$inputs.who',
    not: '$response.body#/isOpen',
    none: '$response.body#/note',
    text: 'Pay {$inputs.amount} to {$inputs.who#/name}: {$response.body#/isOpen} {$response.body#/note}',
    json: '{$inputs.who}',
    price: '$5',
    braces: '{$5} {a} {}',
    brace: '{$inputs.amount',
    both: '$inputs.amount!',
    list: ['$statusCode', null, ['{$statusCode}']],
    picked: { context: '$response.body', selector: '$.list[*].id', type: 'jsonpath' },
    kept: { context: 'not an expression', selector: '$.a', type: 'jsonpath' },
  };
  expect(resolveValue(payload, sampleScope)).toEqual({
    amount: 2_500,
    all: { name: 'Ada', tags: ['a', 'b'] },
    not: false,
    none: null,
    text: 'Pay 2500 to Ada: false null',
    json: '{"name":"Ada","tags":["a","b"]}',
    price: '$5',
    braces: '{$5} {a} {}',
    brace: '{$inputs.amount',
    both: '$inputs.amount!',
    list: [200, null, ['200']],
    picked: ['x', 'y'],
    kept: { context: 'not an expression', selector: '$.a', type: 'jsonpath' },
  });
  expect(payload.amount, 'what it was given stays').toBe('$inputs.amount');
});

test('resolveValue returns undefined for a missing value, and rejects an embedded one', () => {
  expect(resolveValue({ a: '$inputs.missing' }, sampleScope)).toEqual({ a: undefined });
  expect(() => resolveValue('x{$inputs.missing}', sampleScope)).toThrow(
    'Cannot resolve "$inputs.missing": it has no value here, and is within a text',
  );
});

test('resolveValue does not look for expressions in the values that it puts in', () => {
  const scope = { ...sampleScope, inputs: { evil: '{$inputs.secret}', whole: '$inputs.secret', secret: 's' } };
  expect(resolveValue(['$inputs.whole', 'a {$inputs.evil}'], scope)).toEqual(['$inputs.secret', 'a {$inputs.secret}']);
});

const found: [text: string, expressions: string[]][] = [
  ['$inputs.a', ['$inputs.a']],
  ['$input.a', ['$input.a']],
  ['$USD', ['$USD']],
  ['$5', []],
  ['$', []],
  ['a $inputs.a', []],
  ['{$inputs.a}{$b} {$5}', ['$inputs.a', '$b']],
  ['{{$inputs.a}}', ['$inputs.a']],
];
for (const [text, expressions] of found) {
  test(`expressionsIn finds ${expressions.join(' and ') || 'nothing'} in "${text}"`, () => {
    expect(expressionsIn(text)).toEqual(expressions);
  });
}
