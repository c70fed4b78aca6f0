import { expect, test } from '@playwright/test';
import type {
  ArazzoParameter,
  ArazzoStep,
  ArazzoWorkflow,
  RequestBody,
} from '../../harness/workflow/arazzo/document.ts';
import { type DocumentParts, getThing, runStub } from './stub-api.ts';

const INPUTS = {
  word: 'w x',
  none: null,
  list: ['a', 'b'],
  deep: { n: 1, 'a/b': true },
  number: 5,
  quote: 'say "hi"\n',
  json: '{"not":"read"}',
};

async function send(steps: ArazzoStep[], more: Partial<ArazzoWorkflow> = {}, parts: Partial<DocumentParts> = {}) {
  const properties = Object.fromEntries([...Object.keys(INPUTS), 'missing'].map((name) => [name, {}]));
  const main: ArazzoWorkflow = { workflowId: 'main', inputs: { type: 'object', properties }, steps, ...more };
  return await runStub({ workflows: [main], ...parts }, undefined, { inputs: INPUTS });
}

const parameters: [what: string, given: ArazzoParameter, path: string, headers: Record<string, string>][] = [
  ['a query parameter', { name: 'q', in: 'query', value: '$inputs.word' }, '?q=w+x', {}],
  ['a list in the query', { name: 'q', in: 'query', value: '$inputs.list' }, '?q=a&q=b', {}],
  ['a number', { name: 'q', in: 'query', value: 7 }, '?q=7', {}],
  ['an embedded expression', { name: 'q', in: 'query', value: '{$inputs.number}-{$inputs.deep#/n}' }, '?q=5-1', {}],
  ['a text that only looks a little like one', { name: 'q', in: 'query', value: '$5' }, '?q=%245', {}],
  ['a header', { name: 'X-Word', in: 'header', value: '$inputs.number' }, '', { 'x-word': '5' }],
  [
    'an object in a header',
    { name: 'x-word', in: 'header', value: '$inputs.deep' },
    '',
    { 'x-word': '{"n":1,"a/b":true}' },
  ],
  ['a cookie', { name: 'session', in: 'cookie', value: '$inputs.word' }, '', { cookie: 'session=w%20x' }],
  ['no value', { name: 'q', in: 'query', value: '$inputs.missing' }, '', {}],
  ['null', { name: 'q', in: 'query', value: '$inputs.none' }, '', {}],
  [
    'a Selector Object',
    { name: 'q', in: 'query', value: { context: '$inputs.deep', selector: '$.n', type: 'jsonpath' } },
    '?q=1',
    {},
  ],
];
for (const [what, given, path, headers] of parameters) {
  test(`runWorkflow sends ${what}, ${given.in} ${JSON.stringify(given.value)}`, async () => {
    const { requests } = await send([{ stepId: 'a', operationId: 'listThings', parameters: [given] }]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.path).toBe(`/things${path}`);
    expect(requests[0]?.headers).toEqual(expect.objectContaining(headers));
    if (!('cookie' in headers)) expect(requests[0]?.headers).not.toHaveProperty('cookie');
  });
}

for (const name of ['missing', 'none']) {
  test(`runWorkflow fails a step before it is sent when its path parameter is ${name}`, async () => {
    const { outcomes, requests, report } = await send([
      { ...getThing('$inputs.number', { stepId: 'a' }) },
      getThing(`$inputs.${name}`, { stepId: 'b', onFailure: [{ name: 'on', type: 'goto', stepId: 'c' }] }),
      getThing('c'),
    ]);
    expect(requests.map(({ path }) => path)).toEqual(['/things/5', '/things/c']);
    expect(outcomes).toEqual(['a passed', 'b handled', 'c passed']);
    expect(report.steps[1]).toMatchObject({
      reason: `Nothing was sent: The path parameter "id" has no value ("$inputs.${name}")`,
      attempts: 0,
    });
  });
}

test('runWorkflow fails a step before sending if an embedded expression has no value', async () => {
  const { requests, report } = await send([getThing('x-{$inputs.missing}', { stepId: 'a' })]);
  expect(requests).toEqual([]);
  expect(report.steps[0]?.reason).toBe(
    'Nothing was sent: Cannot resolve "$inputs.missing": it has no value here, and is within a text',
  );
});

test('runWorkflow merges parameters of the workflow and of the step, which wins', async () => {
  const workflow = {
    parameters: [
      { name: 'q', in: 'query', value: 'all' },
      { name: 'X-Trace', in: 'header', value: 'all' },
    ] satisfies ArazzoParameter[],
  };
  const { requests } = await send(
    [
      { stepId: 'a', operationId: 'listThings' },
      {
        stepId: 'b',
        operationId: 'listThings',
        parameters: [
          { name: 'q', in: 'query', value: 'own' },
          { name: 'x-trace', in: 'header', value: 'own' },
        ],
      },
      { stepId: 'c', operationId: 'listThings', parameters: [{ name: 'q', in: 'header', value: 'other place' }] },
    ],
    workflow,
  );
  expect(requests.map(({ path, headers }) => [path, headers['x-trace'], headers.q])).toEqual([
    ['/things?q=all', 'all', undefined],
    ['/things?q=own', 'own', undefined],
    ['/things?q=all', 'all', 'other place'],
  ]);
});

test('runWorkflow passes parameters of a calling step as inputs, which win by name', async () => {
  const { requests } = await runStub({
    workflows: [
      {
        workflowId: 'main',
        parameters: [{ name: 'word', in: 'query', value: 'all' }],
        steps: [
          { stepId: 'call', workflowId: 'sub', parameters: [{ name: 'word', value: 'own' }] },
          { stepId: 'again', workflowId: 'sub' },
        ],
      },
      {
        workflowId: 'sub',
        inputs: { type: 'object', properties: { word: {} } },
        steps: [getThing('{$inputs.word}', { stepId: 'ask' })],
      },
    ],
  });
  expect(requests.map(({ path }) => path)).toEqual(['/things/own', '/things/all']);
});

test('runWorkflow uses parameters of the components, with another value if one is set', async () => {
  const reference = '$components.parameters.page';
  const { requests } = await send(
    [
      { stepId: 'a', operationId: 'listThings', parameters: [{ reference }] },
      { stepId: 'b', operationId: 'listThings', parameters: [{ reference, value: 2 }] },
      { stepId: 'c', operationId: 'listThings', parameters: [{ name: 'q', in: 'query', value: `{${reference}}!` }] },
    ],
    {},
    { components: { parameters: { page: { name: 'page', in: 'query', value: '$inputs.number' } } } },
  );
  expect(requests.map(({ path }) => path)).toEqual(['/things?page=5', '/things?page=2', '/things?q=5%21']);
});

const calls: [what: string, step: object, sent: string][] = [
  ['a bare operationId', { operationId: 'listThings' }, 'GET /things'],
  ['an operationId of a source', { operationId: '$sourceDescriptions.api.listThings' }, 'GET /things'],
  ['an operationPath', { operationPath: '{$sourceDescriptions.api.url}#/paths/~1things/post' }, 'POST /things'],
  [
    'an operationPath of an operation without an id',
    {
      operationPath: '{$sourceDescriptions.api.url}#/paths/~1things~1{id}/put',
      parameters: [{ name: 'id', in: 'path', value: 'a/b' }],
    },
    'PUT /things/a%2Fb',
  ],
  [
    'an operationPath that is written in percent',
    {
      operationPath: '{$sourceDescriptions.api.url}#/paths/~1things~1%7Bid%7D/get',
      parameters: [{ name: 'id', in: 'path', value: 1 }],
    },
    'GET /things/1',
  ],
];
for (const [what, step, sent] of calls) {
  test(`runWorkflow finds the operation of ${what}`, async () => {
    const run = await send([{ stepId: 'a', ...step }]);
    expect(run.sent).toEqual([sent]);
  });
}

test('runWorkflow finds an operationId that two sources have by the named source', async () => {
  const { report, sent } = await send(
    [{ stepId: 'a', operationId: '$sourceDescriptions.api2.listThings' }],
    {},
    { others: { api2: 'api' } },
  );
  expect(sent).toEqual(['GET /things']);
  expect(report.steps[0]?.operationId).toBe('api2.listThings');
});

const bodies: [what: string, operationId: string, body: RequestBody, sent: unknown, contentType: string][] = [
  [
    'types kept',
    'createThing',
    { payload: { a: '$inputs.number', b: ['$inputs.none', '$inputs.deep#/a~1b'] } },
    { a: 5, b: [null, true] },
    'application/json',
  ],
  ['a whole expression', 'createThing', { payload: '$inputs.deep' }, { n: 1, 'a/b': true }, 'application/json'],
  [
    'a whole expression whose value is a text',
    'createThing',
    { payload: '$inputs.json' },
    '{"not":"read"}',
    'application/json',
  ],
  [
    'what has no value left out',
    'createThing',
    { payload: { a: '$inputs.missing', b: 1 } },
    { b: 1 },
    'application/json',
  ],
  [
    'a Selector Object',
    'createThing',
    { payload: { all: { context: '$inputs.list', selector: '$[*]', type: 'jsonpath' } } },
    { all: ['a', 'b'] },
    'application/json',
  ],
  [
    'a JSON template, whose values are text',
    'createThing',
    {
      payload:
        '{\n  "a": "{$inputs.number}", "{$inputs.list#/0}2": ["x{$inputs.number}"], "s": "$inputs.word", "b": false\n}',
    },
    { a: '5', a2: ['x5'], s: '$inputs.word', b: false },
    'application/json',
  ],
  [
    'a JSON template that a value cannot break',
    'createThing',
    { payload: '{"a": "{$inputs.quote}"}' },
    { a: 'say "hi"\n' },
    'application/json',
  ],
  [
    'a JSON template with values outside of texts',
    'createThing',
    { payload: '{"a": {$inputs.deep}, "b": {$inputs.number}}' },
    { a: { n: 1, 'a/b': true }, b: 5 },
    'application/json',
  ],
  ['a text that is no JSON', 'createThing', { payload: '[draft] {$inputs.number}?' }, undefined, ''],
  ['a JSON text', 'createThing', { payload: 'hello {$inputs.number}' }, 'hello 5', 'application/json'],
  [
    'a form',
    'sendForm',
    { payload: { a: '$inputs.word', b: '$inputs.list', c: '$inputs.missing' } },
    'a=w+x&b=a&b=b',
    'application/x-www-form-urlencoded',
  ],
  ['a form as text', 'sendForm', { payload: 'a={$inputs.number}&b=c' }, 'a=5&b=c', 'application/x-www-form-urlencoded'],
  [
    'a plain text that reads as JSON',
    'sendText',
    { payload: '{"a": "{$inputs.number}" }' },
    '{"a": "5" }',
    'text/plain',
  ],
  [
    'another media type',
    'createThing',
    { contentType: 'application/xml', payload: '<a>{$inputs.number}</a>' },
    '<a>5</a>',
    'application/xml',
  ],
  [
    'replacements',
    'createThing',
    {
      payload: { a: { b: 1 }, list: [1, 2] },
      replacements: [
        { target: '/a/b', value: '$inputs.number' },
        { target: '/list/-', value: 3 },
        {
          target: '$.list[0]',
          targetSelectorType: 'jsonpath',
          value: { context: '$inputs.deep', selector: '/n', type: 'jsonpointer' },
        },
      ],
    },
    { a: { b: 5 }, list: [1, 2, 3] },
    'application/json',
  ],
  [
    'replacements in a JSON template',
    'createThing',
    { payload: '{"a": 1}', replacements: [{ target: '/a', value: 2 }] },
    { a: 2 },
    'application/json',
  ],
];
for (const [what, operationId, requestBody, sent, contentType] of bodies) {
  test(`runWorkflow sends a payload: ${what}`, async () => {
    const { requests, report } = await send([{ stepId: 'a', operationId, requestBody }]);
    if (sent === undefined) {
      expect(requests).toEqual([]);
      expect(report.steps[0]?.reason).toContain('The payload is not valid JSON after its values are filled in');
      return;
    }
    const [request] = requests;
    expect(contentType.endsWith('json') ? JSON.parse(request?.body ?? '') : request?.body).toEqual(sent);
    expect(request?.headers['content-type']).toMatch(new RegExp(`^${contentType}`));
  });
}

test('runWorkflow: a replacement that leads nowhere fails the step before it is sent', async () => {
  const requestBody = { payload: {}, replacements: [{ target: '/a/b', value: 1 }] };
  const { requests, report } = await send([{ stepId: 'a', operationId: 'createThing', requestBody }]);
  expect(requests).toEqual([]);
  expect(report.steps[0]?.reason).toBe('Nothing was sent: Cannot replace "/a/b": it does not exist in the payload');
});

test('runWorkflow reads outputs by expression or selector, without missing ones', async () => {
  const { requests } = await runStub(
    {
      workflows: [
        {
          workflowId: 'main',
          steps: [
            {
              stepId: 'a',
              operationId: 'listThings',
              outputs: {
                'first.id': '$response.body#/results/0/id',
                all: { context: '$response.body', selector: '$.results[*].id', type: 'jsonpath' },
                header: '$response.header.X-Total',
                none: '$response.body#/nowhere',
                whole: '$response.body',
              },
            },
            {
              stepId: 'b',
              operationId: 'createThing',
              requestBody: {
                payload: {
                  first: '$steps.a.outputs.first.id',
                  all: '$steps.a.outputs.all',
                  header: '$steps.a.outputs.header',
                  none: '$steps.a.outputs.none',
                  second: '$steps.a.outputs.whole#/results/1/id',
                  count: '$steps.a.outputs.whole.count',
                },
              },
            },
          ],
        },
      ],
    },
    ({ method }) =>
      method === 'GET'
        ? { status: 200, body: { results: [{ id: 1 }, { id: 2 }], count: 2 }, headers: { 'x-total': '2' } }
        : undefined,
  );
  expect(JSON.parse(requests[1]?.body ?? '')).toEqual({ first: 1, all: [1, 2], header: '2', second: 2, count: 2 });
});
