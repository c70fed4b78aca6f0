import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import arazzoSchema from '@stoplight/spectral-rulesets/dist/arazzo/schemas/arazzo/v1.0/index.json' with {
  type: 'json',
};
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { validateArazzo } from '../../generated/validators/arazzo.js';
import type { ArazzoDocument, Workflow } from '../../harness/host.ts';
import { loadArazzoFiles } from './arazzo-files.ts';

/** The OpenAPI Initiative's schema of Arazzo 1.0, as Spectral ships it. */
const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(arazzoSchema);

function problemsOf(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const files = loadArazzoFiles();
for (const { path, document } of files) {
  test(`${path} is valid against the Arazzo 1.0 schema, and against ours`, () => {
    expect(problemsOf(document)).toEqual([]);
    expect(validateArazzo(document), JSON.stringify(validateArazzo.errors)).toBe(true);
  });
}

for (const file of readdirSync('workflows').filter((name) => name.endsWith('.ts'))) {
  test(`The document of workflows/${file} is valid in the Arazzo 1.0 schema and in ours`, async () => {
    const { default: workflow } = (await import(`../../workflows/${file}`)) as { default: Workflow };
    expect(problemsOf(workflow.document)).toEqual([]);
    expect(validateArazzo(workflow.document), JSON.stringify(validateArazzo.errors)).toBe(true);
  });
}

type Step = Record<string, unknown>;
const spoiled: [what: string, problem: RegExp, spoil: (step: Step) => void][] = [
  [
    'a step without stepId',
    /steps\/0 must have required property 'stepId'/,
    (step) => {
      delete step.stepId;
    },
  ],
  [
    'a failure action of an unknown type',
    /onFailure\/0 must match exactly one schema/,
    (step) => {
      step.onFailure = [{ name: 'again', type: 'repeat', retryAfter: 1, retryLimit: 1 }];
    },
  ],
  [
    'a field that Arazzo does not have',
    /steps\/0 must NOT have unevaluated properties/,
    (step) => {
      step.crosscheck = {};
    },
  ],
];
for (const [what, problem, spoil] of spoiled) {
  test(`The Arazzo 1.0 schema refuses ${what}`, () => {
    const copy = structuredClone(files[0]?.document) as ArazzoDocument;
    spoil(copy.workflows[0]?.steps[0] as unknown as Step);
    expect(problemsOf(copy)).toContainEqual(expect.stringMatching(problem));
  });
}

/** A document that uses everything of Arazzo 1.0. */
const WHOLE = {
  arazzo: '1.0.1',
  info: { title: 'A', summary: 'b', description: 'c', version: '1' },
  sourceDescriptions: [
    { name: 'core', url: './core.json', type: 'openapi' },
    { name: 'other', url: 'https://example.com/other.arazzo.yaml', type: 'arazzo' },
  ],
  workflows: [
    {
      workflowId: 'first',
      summary: 'a',
      description: 'b',
      inputs: { type: 'object', properties: { amount: { type: 'integer', default: 1 } } },
      dependsOn: ['second'],
      parameters: [{ name: 'trace', in: 'header', value: 't' }],
      steps: [
        {
          stepId: 'open',
          description: 'a',
          operationId: '$sourceDescriptions.core.open',
          parameters: [
            { name: 'id', in: 'path', value: '$inputs.id' },
            { reference: '$components.parameters.page', value: 2 },
          ],
          requestBody: {
            contentType: 'application/json',
            payload: { amount: '$inputs.amount' },
            replacements: [{ target: '/amount', value: '$inputs.amount' }],
          },
          successCriteria: [
            { condition: '$statusCode == 200' },
            { context: '$response.body', condition: '$.id', type: 'jsonpath' },
          ],
          onSuccess: [
            { name: 'on', type: 'goto', stepId: 'path', criteria: [{ condition: '$statusCode == 200' }] },
            { reference: '$components.successActions.stop' },
          ],
          onFailure: [
            {
              name: 'again',
              type: 'retry',
              retryAfter: 1.5,
              retryLimit: 3,
              criteria: [{ condition: '$statusCode == 503' }],
            },
            { name: 'elsewhere', type: 'goto', workflowId: 'second' },
            { name: 'stop', type: 'end' },
          ],
          outputs: { 'a.b-c_1': '$response.body#/id' },
        },
        { stepId: 'path', operationPath: '{$sourceDescriptions.core.url}#/paths/~1a/get' },
        { stepId: 'sub', workflowId: 'second', parameters: [{ name: 'amount', value: 5 }] },
      ],
      successActions: [{ reference: '$components.successActions.stop' }],
      failureActions: [{ name: 'stop', type: 'end' }],
      outputs: { id: '$steps.open.outputs.id' },
    },
    { workflowId: 'second', steps: [{ stepId: 'a', operationId: 'a' }] },
  ],
  components: {
    inputs: { amount: { type: 'integer' } },
    parameters: { page: { name: 'page', in: 'query', value: 1 } },
    successActions: { stop: { name: 'stop', type: 'end' } },
    failureActions: { again: { name: 'again', type: 'retry', retryAfter: 1, workflowId: 'second' } },
  },
};

/** Copies the document with another value at a JSON pointer; undefined removes the field. */
function wholeWith(pointer: string, value: unknown): unknown {
  const copy = structuredClone(WHOLE);
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  const parent = names.reduce<unknown>((part, name) => (part as Step)[name], copy) as Step;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

function verdictsOn(document: unknown) {
  return { official: validate(document), ours: validateArazzo(document) };
}

const OPEN = '/workflows/0/steps/0';
const mutations: [verdict: 'good' | 'bad', pointer: string, value?: unknown][] = [
  ['bad', '/arazzo'],
  ['bad', '/arazzo', 1],
  ['bad', '/arazzo', '1.0'],
  ['bad', '/arazzo', '2.0.0'],
  ['good', '/arazzo', '1.0.0'],
  ['bad', '/info'],
  ['bad', '/info/title'],
  ['bad', '/info/version'],
  ['bad', '/info/version', 1],
  ['bad', '/info/contact', {}],
  ['good', '/info/x-contact', {}],
  ['bad', '/sourceDescriptions'],
  ['bad', '/sourceDescriptions', []],
  ['bad', '/sourceDescriptions/1', { name: 'core', url: './core.json', type: 'openapi' }],
  ['bad', '/sourceDescriptions/0/name', 'a b'],
  ['bad', '/sourceDescriptions/0/url', 'a b'],
  ['bad', '/sourceDescriptions/0/type', 'graphql'],
  ['good', '/sourceDescriptions/0/type'],
  ['bad', '/workflows', []],
  ['bad', '/workflows/0/workflowId'],
  ['bad', '/workflows/0/steps'],
  ['bad', '/workflows/0/steps', []],
  ['bad', '/workflows/0/steps', { open: {} }],
  ['bad', '/workflows/0/inputs', 'amount'],
  ['good', '/workflows/0/inputs', true],
  ['bad', '/workflows/0/inputs/type', 'strng'],
  ['bad', '/workflows/0/inputs/required', 'amount'],
  ['bad', '/workflows/0/inputs/properties/amount', 5],
  ['bad', '/workflows/0/inputs/properties/amount/type', 'strng'],
  ['bad', '/workflows/0/dependsOn', 'second'],
  ['bad', '/workflows/0/dependsOn', ['second', 'second']],
  ['bad', '/workflows/0/parameters/0/in', 'place'],
  ['bad', '/workflows/0/parameters/0/name'],
  ['bad', '/workflows/0/parameters/0/value'],
  ['good', '/workflows/0/parameters/0/in'],
  ['good', '/workflows/0/parameters/0/value', null],
  ['bad', '/workflows/0/parameters/0/style', 'form'],
  ['bad', '/workflows/0/outputs/id', 5],
  ['bad', '/workflows/0/output', {}],
  ['bad', '/workflows/0/failureActions/0/type', 'repeat'],
  ['bad', '/workflows/0/successActions/0/reference', 5],
  ['bad', `${OPEN}/stepId`],
  ['bad', `${OPEN}/operationId`],
  ['bad', `${OPEN}/operationPath`, 'a'],
  ['bad', `${OPEN}/workflowId`, 'second'],
  ['bad', `${OPEN}/sucessCriteria`, []],
  ['good', `${OPEN}/x-anything`, [1]],
  ['bad', `${OPEN}/parameters/0/in`],
  ['bad', `${OPEN}/parameters/0/in`, 'place'],
  ['bad', `${OPEN}/parameters/0/value`],
  ['good', `${OPEN}/parameters/0/value`, { a: [1] }],
  ['bad', `${OPEN}/parameters/1/reference`],
  ['bad', `${OPEN}/parameters/0`, 'id'],
  ['bad', `${OPEN}/parameters/1`, { name: 'id', in: 'path', value: '$inputs.id' }],
  ['bad', `${OPEN}/requestBody`, []],
  ['good', `${OPEN}/requestBody/payload`, 'text'],
  ['bad', `${OPEN}/requestBody/contentType`, 5],
  ['bad', `${OPEN}/requestBody/body`, {}],
  ['bad', `${OPEN}/requestBody/replacements/0/target`],
  ['bad', `${OPEN}/requestBody/replacements/0/value`],
  ['bad', `${OPEN}/successCriteria`, []],
  ['bad', `${OPEN}/successCriteria/0/condition`],
  ['bad', `${OPEN}/successCriteria/0/condition`, 200],
  ['bad', `${OPEN}/successCriteria/0/type`, 'simple'],
  ['bad', `${OPEN}/successCriteria/1/context`],
  ['bad', `${OPEN}/successCriteria/1/type`, 'jsonpat'],
  ['good', `${OPEN}/successCriteria/1/type`, 'regex'],
  ['bad', `${OPEN}/successCriteria/1/expected`, 5],
  ['bad', `${OPEN}/onSuccess/0/name`],
  ['bad', `${OPEN}/onSuccess/0/type`],
  ['bad', `${OPEN}/onSuccess/0/type`, 'retry'],
  ['bad', `${OPEN}/onSuccess/0/type`, 'end'],
  ['bad', `${OPEN}/onSuccess/0/stepId`],
  ['bad', `${OPEN}/onSuccess/0/workflowId`, 'second'],
  ['bad', `${OPEN}/onSuccess/0/criteria`, []],
  ['bad', `${OPEN}/onSuccess/0/retryLimit`, 1],
  ['bad', `${OPEN}/onSuccess/1/name`, 'a'],
  ['bad', `${OPEN}/onFailure/0/retryAfter`, -1],
  ['good', `${OPEN}/onFailure/0/retryAfter`, 0],
  ['bad', `${OPEN}/onFailure/0/retryLimit`, 1.5],
  ['good', `${OPEN}/onFailure/0/retryLimit`],
  ['good', `${OPEN}/onFailure/0/stepId`, 'path'],
  ['good', `${OPEN}/onFailure/0/criteria`, []],
  ['bad', `${OPEN}/onFailure/1/workflowId`],
  ['bad', `${OPEN}/onFailure/2/workflowId`, 'second'],
  ['bad', `${OPEN}/onFailure/2`, { name: 'elsewhere', type: 'goto', workflowId: 'second' }],
  ['bad', `${OPEN}/outputs`, []],
  ['bad', `${OPEN}/outputs/a.b-c_1`, null],
  ['good', '/workflows/0/steps/2/parameters/0/in', 'query'],
  ['bad', '/workflows/0/steps/2/parameters/0/value'],
  ['bad', '/components/inputs/amount', 'integer'],
  ['bad', '/components/parameters/page/name'],
  ['bad', '/components/parameters/page', { reference: '$components.parameters.page' }],
  ['bad', '/components/successActions/stop/type', 'retry'],
  ['bad', '/components/failureActions/again/stepIds', []],
  ['bad', '/components/steps', {}],
];
const say = (pointer: string, value: unknown) =>
  value === undefined ? `no ${pointer}` : `${JSON.stringify(value)} at ${pointer}`;

test('The official schema and ours accept a document with all of Arazzo 1.0', () => {
  expect(verdictsOn(WHOLE)).toEqual({ official: true, ours: true });
});
for (const [verdict, pointer, value] of mutations) {
  const isGood = verdict === 'good';
  test(`The official schema and ours ${isGood ? 'accept' : 'refuse'} a document with ${say(pointer, value)}`, () => {
    expect(verdictsOn(wholeWith(pointer, value))).toEqual({ official: isGood, ours: isGood });
  });
}

const REGEX = { context: '$response.body', condition: '^a' };
const PAYLOAD = `${OPEN}/requestBody/payload`;
/**
 * Intended differences between the schemas, with the reason. A row that no longer differs fails and must be removed.
 */
const differences: [ours: 'accepts' | 'refuses', why: string, pointer: string, value?: unknown][] = [
  ['accepts', 'The text does not require retryAfter', `${OPEN}/onFailure/0/retryAfter`],
  ['accepts', 'A replacement takes any value, says the text', `${OPEN}/requestBody/replacements/0/value`, 5],
  [
    'accepts',
    'The text has a type object in a criterion, with its version',
    `${OPEN}/successCriteria/1/type`,
    { type: 'jsonpath', version: 'draft-goessner-dispatch-jsonpath-00' },
  ],
  [
    'refuses',
    'A criterion has no version of its own',
    `${OPEN}/successCriteria/1`,
    { ...REGEX, type: 'xpath', version: 'xpath-10' },
  ],
  ['refuses', 'No parameter is in the body', `${OPEN}/parameters/0/in`, 'body'],
  ['refuses', 'A parameter of a step may have no unknown field', `${OPEN}/parameters/0/style`, 'form'],
  ['refuses', 'A reference may have no unknown field in a step either', `${OPEN}/parameters/1/style`, 'form'],
  [
    'refuses',
    'stepId and workflowId exclude each other in a retry too',
    `${OPEN}/onFailure/0`,
    {
      name: 'again',
      type: 'retry',
      retryAfter: 1,
      stepId: 'path',
      workflowId: 'second',
    },
  ],
  ['refuses', 'The text fixes the letters of an output name', `${OPEN}/outputs/the sum`, '$statusCode'],
  [
    'refuses',
    'The text fixes the letters of a component name',
    '/components/parameters/the page',
    { name: 'a', value: 1 },
  ],
  ['refuses', 'A version has three parts and no more', '/arazzo', '1.0.0-rc1'],
  ['refuses', 'What is exactly a selector is one', PAYLOAD, { context: '$inputs.a', selector: 'a', type: 'b' }],
  ['refuses', 'The extension is held to its own schema', `${OPEN}/x-crosscheck`, { waits: true }],
  ['accepts', 'Arazzo 1.1', '/arazzo', '1.1.0'],
  ['accepts', 'Arazzo 1.1', '/$self', 'https://example.com/a.yaml'],
  ['accepts', 'Arazzo 1.1', '/sourceDescriptions/0/type', 'asyncapi'],
  ['accepts', 'Arazzo 1.1', `${OPEN}/timeout`, 5000],
  ['accepts', 'Arazzo 1.1', `${OPEN}/dependsOn`, ['sub']],
  ['accepts', 'Arazzo 1.1', `${OPEN}/parameters/0/in`, 'querystring'],
  [
    'accepts',
    'Arazzo 1.1',
    `${OPEN}/outputs/id`,
    { context: '$response.body', selector: '/id', type: { type: 'jsonpointer', version: 'rfc6901' } },
  ],
  ['accepts', 'Arazzo 1.1', `${OPEN}/onFailure/1/parameters`, [{ name: 'amount', value: 5 }]],
  ['accepts', 'Arazzo 1.1', `${OPEN}/requestBody/replacements/0/targetSelectorType`, 'jsonpath'],
];
for (const [ours, why, pointer, value] of differences) {
  test(`Ours ${ours} a document with ${say(pointer, value)}, unlike the official schema: ${why}`, () => {
    const isGood = ours === 'accepts';
    expect(verdictsOn(wholeWith(pointer, value))).toEqual({ official: !isGood, ours: isGood });
  });
}
