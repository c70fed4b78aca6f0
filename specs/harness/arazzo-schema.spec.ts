import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { renderProblem } from '../../harness/workflow/arazzo/problem.ts';
import { checkSchema } from '../../harness/workflow/arazzo/schema/check-schema.ts';
import { parseSourceText } from '../../harness/workflow/arazzo/source-text.ts';

async function problemsOf(file: string, text: string): Promise<string[]> {
  return checkSchema(await parseSourceText(file, text)).map(renderProblem);
}

const indent = (text: string, spaces: number) => text.replace(/^/gm, ' '.repeat(spaces));

/**
 * Returns a document with one workflow, "x", of one step, "pay", whose fields begin at line 9 (workflow's: 11), columns
 * 5 and 9.
 */
function documentWith(part: { workflow?: string; step?: string }): string {
  const head = [
    'arazzo: 1.1.0',
    "info: { title: A, version: '1' }",
    'sourceDescriptions:',
    '  - name: core',
    '    url: ./core.json',
    'workflows:',
    '  - workflowId: x',
  ];
  const step = ['    steps:', '      - stepId: pay', '        operationId: createTransfer'];
  return [
    ...head,
    ...(part.workflow === undefined ? [] : [indent(part.workflow, 4)]),
    ...step,
    ...(part.step === undefined ? [] : [indent(part.step, 8)]),
  ].join('\n');
}

const spoiledSteps: [what: string, step: string, problems: string[]][] = [
  [
    'a failure action of an unknown type',
    'onFailure:\n  - { name: again, type: repeat }',
    ['12:34 Step "pay": "onFailure" 0 has the type "repeat"; expected retry, goto or end'],
  ],
  [
    'a success action that tries again',
    'onSuccess:\n  - name: again\n    type: retry',
    ['13:19 Step "pay": "onSuccess" 0 has the type "retry"; expected end or goto'],
  ],
  [
    'a misspelt field',
    'sucessCriteria:\n  - condition: $statusCode == 200',
    ['11:9 Step "pay" has the unknown field "sucessCriteria"; did you mean "successCriteria"?'],
  ],
  ['an unknown field like no other', 'frequency: 1', ['11:9 Step "pay" has the unknown field "frequency"']],
  [
    'a field of its own',
    'crosscheck: {}',
    ['11:9 Step "pay" has the unknown field "crosscheck"; did you mean "x-crosscheck"?'],
  ],
  ['two calls', 'workflowId: other', ['11:9 Step "pay" has operationId and workflowId; expected one of them']],
  [
    'a channel beside its call',
    'channelPath: c',
    ['11:9 Step "pay" has operationId and channelPath; expected one of them'],
  ],
  ['a timeout of a text', 'timeout: "5"', ['11:18 Step "pay" has the timeout "5"; expected a whole number']],
  ['a timeout below zero', 'timeout: -1', ['11:18 Step "pay" has the timeout -1; expected at least 0']],
  [
    'no criterion',
    'successCriteria: []',
    ['11:26 Step "pay" has the successCriteria []; expected a list of at least 1'],
  ],
  ['a field left empty', 'successCriteria:', ['11:9 Step "pay" has the successCriteria null; expected a list']],
  [
    'criteria that are not whole',
    [
      'successCriteria:',
      '  - condition: ok',
      '    type: regex',
      '  - { context: $response.body, condition: a, type: jsonpat }',
      '  - { context: $response.body, condition: a, type: { type: xpath, version: xpath-40 } }',
      '  - { context: $response.body, condition: a, type: { type: jsonpointer, version: rfc6901 } }',
      '  - { context: $response.body, type: { type: jsonpath } }',
    ].join('\n'),
    [
      '12:13 Step "pay": "successCriteria" 0 has type without context',
      '14:60 Step "pay": "successCriteria" 1 has the type "jsonpat"; expected simple, regex, jsonpath or xpath',
      '15:84 Step "pay": "successCriteria" 2 "type" has the version "xpath-40"; expected xpath-31, xpath-30, xpath-20 or xpath-10',
      '16:68 Step "pay": "successCriteria" 3 "type" has the type "jsonpointer"; expected jsonpath or xpath',
      '17:13 Step "pay": "successCriteria" 4 has no condition',
      '17:46 Step "pay": "successCriteria" 4 "type" has no version',
    ],
  ],
  [
    'the same criterion twice',
    'successCriteria:\n  - condition: a\n  - condition: a',
    ['13:13 Step "pay": "successCriteria" 1 is the same as item 0'],
  ],
  [
    'outputs that are none',
    'outputs:\n  the sum: $statusCode\n  sum: 5\n  part: { context: $response.body, selector: a }',
    [
      '12:11 Step "pay": "outputs" has the field "the sum"; expected letters, digits, ".", "-" and "_" only',
      '13:16 Step "pay": "outputs" has the sum 5; expected a text',
      '14:17 Step "pay": "outputs" "part" has no type',
    ],
  ],
  [
    'parameters that are not whole',
    [
      'parameters:',
      '  - name: a',
      '    value: 1',
      '  - reference: $components.parameters.a',
      '    name: b',
      '  - { name: c, in: body, value: 1 }',
      '  - { name: d, in: query }',
      '  - e',
    ].join('\n'),
    [
      '12:13 Step "pay": "parameters" 0 has no in',
      '15:13 Step "pay": "parameters" 1 has the unknown field "name"; expected reference or value',
      '16:28 Step "pay": "parameters" 2 has the in "body"; expected path, query, header, cookie or querystring',
      '17:13 Step "pay": "parameters" 3 has no value',
      '18:13 Step "pay": "parameters" 4 is "e"; expected an object',
    ],
  ],
  [
    'actions that contradict themselves',
    [
      'onSuccess:',
      '  - { name: a, type: goto }',
      '  - { name: b, type: goto, stepId: pay, workflowId: x }',
      '  - { name: c, type: end, stepId: pay }',
      '  - { name: d, type: goto, workflowId: x, parameters: [{ name: a, in: query, value: 1 }] }',
      '  - { name: e, type: goto, stepId: pay, parameters: [{ name: a, value: 1 }] }',
    ].join('\n'),
    [
      '12:13 Step "pay": "onSuccess" 0 has none of stepId, workflowId',
      '13:36 Step "pay": "onSuccess" 1 has workflowId and stepId; expected one of them',
      '14:35 Step "pay": "onSuccess" 2 has the field "stepId", which does not belong to the type "end"',
      '15:75 Step "pay": "onSuccess" 3 "parameters" 0 has the field "in", which is not allowed there',
      '16:13 Step "pay": "onSuccess" 4 has parameters without workflowId',
    ],
  ],
  [
    'selectors of a type that is none',
    [
      'requestBody:',
      '  payload:',
      '    lines: [{ context: $response.body, selector: /a, type: pointer }]',
      '  replacements:',
      '    - { target: /a, value: 1, targetSelectorType: pointer }',
    ].join('\n'),
    [
      '13:68 Step "pay": "requestBody" "payload" "lines" 0 has the type "pointer"; expected jsonpath, xpath or jsonpointer',
      '15:59 Step "pay": "requestBody" "replacements" 0 has the targetSelectorType "pointer"; expected jsonpath, xpath or jsonpointer',
    ],
  ],
  [
    'an extension of ours with an unknown field',
    'x-crosscheck:\n  waits: true',
    ['12:11 Step "pay": "x-crosscheck" has the unknown field "waits"; did you mean "wait"?'],
  ],
];
for (const [what, step, problems] of spoiledSteps) {
  test(`A step with ${what} is reported with its place`, async () => {
    expect(await problemsOf('a.yaml', documentWith({ step }))).toEqual(problems.map((problem) => `a.yaml:${problem}`));
  });
}

test('An unknown effect is reported once', async () => {
  const step = 'x-crosscheck:\n  effects:\n    - burns: 1\n    - {}';
  const problems = await problemsOf('a.yaml', documentWith({ step }));
  expect(problems).toEqual([
    expect.stringMatching(
      /^a\.yaml:13:15 Step "pay": "x-crosscheck" "effects" 0 has the unknown field "burns"; expected /,
    ),
    expect.stringMatching(/^a\.yaml:14:15 Step "pay": "x-crosscheck" "effects" 1 has none of /),
  ]);
});

const spoiledWorkflows: [what: string, workflow: string, problems: string[]][] = [
  [
    'inputs that are no JSON Schema',
    'inputs:\n  type: strng\n  properties:\n    a: { type: [string, strng] }\n    b: 5',
    [
      '9:13 Workflow "x": "inputs" has the type "strng"; expected array, boolean, integer, null, number, object, string or a list',
      '11:29 Workflow "x": "inputs" "properties" "a" "type" 1 is "strng"; expected array, boolean, integer, null, number, object or string',
      '12:12 Workflow "x": "inputs" "properties" has the b 5; expected an object or true or false',
    ],
  ],
  ['a dependency twice', 'dependsOn: [y, y]', ['8:20 Workflow "x": "dependsOn" 1 is the same as item 0']],
  [
    'an unknown field',
    'failureAction: []',
    ['8:5 Workflow "x" has the unknown field "failureAction"; did you mean "failureActions"?'],
  ],
];
for (const [what, workflow, problems] of spoiledWorkflows) {
  test(`A workflow with ${what} is reported with its place`, async () => {
    expect(await problemsOf('a.yaml', documentWith({ workflow }))).toEqual(
      problems.map((problem) => `a.yaml:${problem}`),
    );
  });
}

const whole = documentWith({});
const spoiledFiles: [what: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['1:1 The file is empty; expected an Arazzo document']],
  ['a list', '- a', ['1:1 The file holds a list; expected an Arazzo document']],
  ['a text', 'hello', ['1:1 The file holds a single value; expected an Arazzo document']],
  [
    'an OpenAPI document',
    '# API\nopenapi: 3.1.0',
    ['2:1 The file is an OpenAPI document; expected an Arazzo document'],
  ],
  [
    'an OpenAPI 2 document',
    '{\n  "swagger": "2.0"\n}',
    ['2:3 The file is a Swagger document; expected an Arazzo document'],
  ],
  [
    'something else',
    'a: 1',
    ['1:1 The file has no field "arazzo"; expected an Arazzo document, which begins with arazzo: 1.0.1 or 1.1.0'],
  ],
  ['Arazzo 2', 'arazzo: 2.0.0', ['1:1 The Arazzo version "2.0.0" is not supported; expected 1.0.x or 1.1.x']],
  [
    'a version that YAML reads as a number',
    'arazzo: 1.1',
    ['1:1 The Arazzo version 1.1 is incomplete; expected three parts, as in 1.0.1 or 1.1.0'],
  ],
  [
    'a version alone',
    'arazzo: 1.0.1',
    ['1:1 The document has no info', '1:1 The document has no sourceDescriptions', '1:1 The document has no workflows'],
  ],
  [
    'a step that calls nothing',
    whole.replace('operationId: createTransfer', 'description: nothing'),
    ['9:9 Step "pay" has none of operationId, operationPath, workflowId'],
  ],
  [
    'a step whose call is misspelt',
    whole.replace('operationId', 'operationID'),
    ['10:9 Step "pay" has the unknown field "operationID"; did you mean "operationId"?'],
  ],
  [
    'a step without stepId',
    whole.replace('stepId: pay', 'description: pay'),
    ['9:9 Workflow "x": "steps" 0 has no stepId'],
  ],
  [
    'a workflow without workflowId',
    whole.replace('workflowId: x', 'summary: x'),
    ['7:5 The document: "workflows" 0 has no workflowId'],
  ],
  [
    'a source of an unknown type',
    whole.replace('url: ./core.json', 'url: ./core.json\n    type: graphql'),
    ['6:11 Source "core" has the type "graphql"; expected openapi, arazzo or asyncapi'],
  ],
  [
    'components that are not whole',
    `${whole}\ncomponents:\n  parameters:\n    a b: { name: a, value: 1 }\n    c: { name: c }\n  steps: {}`,
    [
      '13:5 The document: "components" "parameters" has the field "a b"; expected letters, digits, ".", "-" and "_" only',
      '14:8 The document: "components" "parameters" "c" has no value',
      '15:3 The document: "components" has the unknown field "steps"; expected inputs, parameters, successActions or failureActions',
    ],
  ],
];
for (const [what, text, problems] of spoiledFiles) {
  test(`${what} is reported with its place`, async () => {
    expect(await problemsOf('a.yaml', text)).toEqual(problems.map((problem) => `a.yaml:${problem}`));
  });
}

test('A JSON document is reported with places in the JSON', async () => {
  const text = [
    '{',
    '\t"arazzo": "1.0.1",',
    '\t"info": { "title": "A" },',
    '\t"sourceDescriptions": [{ "name": "core", "url": "core.json" }],',
    '\t"workflows": [',
    '\t\t{ "workflowId": "x", "steps": [{ "stepId": "pay", "operationId": "createTransfer", "retry": true }] }',
    '\t]',
    '}',
  ].join('\n');
  expect(await problemsOf('a.json', text)).toEqual([
    'a.json:3:10 The document: "info" has no version',
    'a.json:6:86 Step "pay" has the unknown field "retry"',
  ]);
});

const unreadable: [what: string, text: string, problems: string[]][] = [
  ['a syntax error', 'a: [1\nb: 2', ['2:1 The file is neither YAML nor JSON: flow sequence in block collection must']],
  ['a text without end', '{ "a": "b }', ['1:12 The file is neither YAML nor JSON: missing closing "quote']],
  [
    'a tab as indentation',
    'a:\n\tb: 1',
    ['2:1 The file is neither YAML nor JSON: tabs are not allowed as indentation'],
  ],
  [
    'a field twice',
    'a: 1\nb: { c: 1,\n  c: 2 }\na: 3',
    ['3:3 The field "c" occurs twice', '4:1 The field "a" occurs twice'],
  ],
  ['a field twice in JSON', '{ "a": 1,\n  "a": 2 }', ['2:3 The field "a" occurs twice']],
  ['two documents', 'a: 1\n---\nb: 2', ['2:1 The file holds several documents; expected one']],
  ['a number that JSON does not have', 'a: .inf', ['1:4 The number .inf is not JSON']],
  ['a tag of its own', 'a: !secret x', ['1:12 The tag !secret is not JSON']],
  ['binary data', 'a: !!binary aGk=', ['1:13 The tag !!binary is not JSON']],
  ['a list as a name', '? [a]\n: 1', ['1:3 A field name is not a text']],
  ['an alias without anchor', 'a: *b', ['1:4 The alias *b has no anchor before it']],
  ['an alias within itself', 'a: &a [*a]', ['1:8 The alias *a contains itself']],
  [
    'aliases that stand for a thousand million values',
    Array.from(
      { length: 9 },
      (_, n) =>
        `v${n}: &a${n} [${Array(10)
          .fill(n === 0 ? '1' : `*a${n - 1}`)
          .join(', ')}]`,
    ).join('\n'),
    ['4:45 The aliases expand to more than 10000 values'],
  ],
  ['lists in lists in lists', '['.repeat(50_000), ['1:']],
];
for (const [what, text, problems] of unreadable) {
  test(`A text with ${what} is a problem with its place`, async () => {
    const found = await problemsOf('a.yaml', text);
    expect(found).toEqual(problems.map((problem) => expect.stringContaining(`a.yaml:${problem}`)));
  });
}

const accepted: [what: string, text: string][] = [
  ['the least that there can be', whole],
  ['Windows line ends and a byte order mark', `\uFEFF${whole.replaceAll('\n', '\r\n')}`],
  ['an anchor', documentWith({ step: 'successCriteria: &ok\n  - condition: $statusCode == 200\nx-again: *ok' })],
  ['fields that begin with x-', `${documentWith({ step: 'x-a: 1', workflow: 'x-b: [1]' })}\nx-c: null`],
  ['a timeout', documentWith({ step: 'timeout: 0' })],
  ['dependencies of a step', documentWith({ step: 'dependsOn: [open]' })],
  ['selectors', documentWith({ step: 'outputs:\n  a: { context: $response.body, selector: /a, type: jsonpointer }' })],
  [
    'selectors as values',
    documentWith({
      step: [
        'parameters:',
        '  - { name: a, in: querystring, value: { context: $inputs.a, selector: $.a, type: { type: jsonpath, version: rfc9535 } } }',
        'requestBody:',
        '  payload: [{ context: $inputs.a, selector: //a, type: xpath }, { context: none, selector: 1, type: 2 }]',
        '  replacements: [{ target: $.a, targetSelectorType: jsonpath, value: { context: $inputs.a, selector: a, type: jsonpath } }]',
      ].join('\n'),
    }),
  ],
  [
    'parameters of an action',
    documentWith({
      step: [
        'onFailure:',
        '  - { name: a, type: goto, workflowId: x, parameters: [{ name: a, value: 1 }] }',
        '  - { name: b, type: retry, stepId: pay, retryAfter: 0.5, retryLimit: 3 }',
        '  - reference: $components.failureActions.c',
      ].join('\n'),
    }),
  ],
  ['its own URI', `${whole}\n$self: https://example.com/a.yaml`],
  [
    'a message of AsyncAPI, which others refuse',
    whole
      .replace('operationId: createTransfer', 'channelPath: a\n        action: receive\n        correlationId: b')
      .replace('url: ./core.json', 'url: ./core.json\n    type: asyncapi'),
  ],
];
for (const [what, text] of accepted) {
  test(`A document with ${what} is accepted`, async () => {
    expect(await problemsOf('a.yaml', text)).toEqual([]);
  });
}

const places: [pointer: string | string[], part: 'key' | 'value', place: string][] = [
  ['', 'value', '2:1'],
  ['/a~1b', 'value', '2:9'],
  [['a/b'], 'key', '2:1'],
  ['/list', 'value', '4:3'],
  ['/list', 'key', '3:1'],
  ['/list/0/x', 'value', '4:8'],
  ['/list/0/y', 'value', '5:5'],
  ['/list/1', 'key', '6:5'],
  ['/list/9/z', 'key', '4:3'],
  ['/list/0/x/deeper', 'key', '4:8'],
  ['/again', 'value', '7:8'],
  ['/again/p', 'value', '2:14'],
  ['/nowhere', 'value', '2:1'],
];
for (const [pointer, part, place] of places) {
  test(`The ${part} at ${JSON.stringify(pointer)} is at ${place}`, async () => {
    const text = '# A comment\na/b: &a { p: 1 }\nlist:\n  - x: 1\n    y:\n  - z\nagain: *a\n';
    const source = await parseSourceText('a.yaml', text);
    const { file, line, column } = source.locate(pointer, part);
    expect(`${file}:${line}:${column}`).toBe(`a.yaml:${place}`);
  });
}

test('A problem without a place is its message alone', () => {
  expect(renderProblem({ message: 'Nothing there' })).toBe('Nothing there');
});

test('The YAML parser is not loaded before the first text is parsed', () => {
  const script = `
    import { createRequire } from 'node:module';
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/yaml/'));
    await import('./harness/workflow/arazzo/schema/check-schema.ts');
    const { parseSourceText } = await import('./harness/workflow/arazzo/source-text.ts');
    const before = isLoaded();
    await parseSourceText('a.yaml', 'a: 1');
    console.log(\`\${before} \${isLoaded()}\`);`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(printed.trim()).toBe('false true');
});
