import { expect, test } from '@playwright/test';
import type { ArazzoDocument, JsonSchema } from '../../harness/workflow/arazzo/document.ts';
import { checkInputs, inputNames, requiredInputs } from '../../harness/workflow/arazzo/workflow-inputs.ts';

const components = {
  inputs: {
    page: { type: 'object', properties: { page: { type: 'integer', default: 1 } } },
    round: { $ref: '#/components/inputs/round' },
    needy: { type: 'object', required: ['word'] },
    'my.kind': { enum: ['x', 'y'] },
  },
};

function documentWith(inputs: JsonSchema | boolean | undefined): ArazzoDocument {
  return {
    arazzo: '1.0.1',
    info: { title: 't', version: '1' },
    sourceDescriptions: [],
    components,
    workflows: [
      { workflowId: 'other', steps: [] },
      { workflowId: 'main', steps: [], ...(inputs === undefined ? {} : { inputs }) },
    ],
  };
}

async function check(inputs: JsonSchema | boolean | undefined, given: object) {
  const document = documentWith(inputs);
  const [, workflow] = document.workflows;
  if (!workflow) throw new Error('the document has no second workflow');
  return await checkInputs(document, workflow, given as Record<string, unknown>);
}

const properties = (own: object, more: object = {}): JsonSchema => ({ type: 'object', properties: own, ...more });

const taken: [what: string, schema: JsonSchema | boolean | undefined, given: object, inputs: object][] = [
  ['anything without a schema', undefined, { a: 1 }, { a: 1 }],
  ['what a plain list of names has', properties({ a: {} }, { required: ['a'] }), { a: 1, b: 2 }, { a: 1, b: 2 }],
  ['a default where nothing is given', properties({ a: { default: 5 } }), {}, { a: 5 }],
  ['a default of null', properties({ a: { default: null } }), {}, { a: null }],
  ['what is given over a default', properties({ a: { default: 5 } }), { a: 6 }, { a: 6 }],
  [
    'names that every object inherits',
    properties({ toString: { type: 'string', default: 'x' }, constructor: {}, valueOf: { type: 'string' } }),
    {},
    { toString: 'x' },
  ],
  [
    'names that every object inherits, where a validator is needed',
    properties({ toString: { type: 'string', default: 'x', minLength: 1 }, constructor: { minLength: 1 } }),
    {},
    { toString: 'x' },
  ],
  [
    'names that every object inherits, deep within',
    properties({ a: properties({ constructor: { default: 5 } }) }),
    { a: {} },
    { a: { constructor: 5 } },
  ],
  ['anything where the schema is true', true, { a: 1 }, { a: 1 }],
  ['anything for an input whose schema is true', properties({ a: true }), { a: 1 }, { a: 1 }],
  ['a default deep within', properties({ a: properties({ b: { default: 5 } }) }), { a: {} }, { a: { b: 5 } }],
  ['a default behind a $ref', { $ref: '#/components/inputs/page' }, {}, { page: 1 }],
  ['a default behind allOf', { allOf: [{ $ref: '#/components/inputs/page' }] }, {}, { page: 1 }],
  [
    'formats of the specification',
    properties({ a: { type: 'integer', format: 'int32' }, b: { format: 'password' } }),
    { a: 1, b: 'x' },
    { a: 1, b: 'x' },
  ],
];
for (const [what, schema, given, inputs] of taken) {
  test(`checkInputs accepts ${what}`, async () => {
    const before = structuredClone(given);
    expect(await check(schema, given)).toEqual({ inputs, problems: [] });
    expect(given, 'what it was given stays').toEqual(before);
  });
}

const refused: [what: string, schema: JsonSchema | boolean, given: object, problems: string[]][] = [
  [
    'what is missing from a plain list',
    properties({ a: {}, b: {} }, { required: ['a', 'b'] }),
    {},
    ['Input "a" is missing', 'Input "b" is missing'],
  ],
  [
    'what is missing by a name that every object inherits',
    properties({ toString: {} }, { required: ['toString'] }),
    {},
    ['Input "toString" is missing'],
  ],
  [
    'what is missing by such a name, where a validator is needed',
    properties({ toString: { minLength: 1 } }, { required: ['toString'] }),
    {},
    ['Input "toString" is missing'],
  ],
  ['an input whose schema is false', properties({ a: false }), { a: 1 }, ['Input "a" is not allowed']],
  ['everything where the schema is false', false, {}, ['The schema of the inputs is false, so no inputs are valid']],
  ['what is missing', properties({ a: { type: 'string' } }, { required: ['a'] }), {}, ['Input "a" is missing']],
  [
    'what is missing deep within',
    properties({ a: properties({ b: {} }, { required: ['b'] }) }),
    { a: {} },
    ['Input "a.b" is missing'],
  ],
  [
    'a wrong type, which is not made to fit',
    properties({ a: { type: 'integer' } }),
    { a: '5' },
    ['Input "a" must be integer'],
  ],
  ['a wrong item', properties({ a: { items: { type: 'integer' } } }), { a: [1, 'x'] }, ['Input "a.1" must be integer']],
  [
    'a value beyond an enum behind a $ref',
    properties({ a: { $ref: '#/components/inputs/my.kind' } }),
    { a: 'z' },
    ['Input "a" must be equal to one of the allowed values: x, y'],
  ],
  [
    'a wrong format',
    properties({ a: { type: 'string', format: 'date' } }),
    { a: '2026-02-30' },
    ['Input "a" must match format "date"'],
  ],
  [
    'an integer that is too large for its format',
    properties({ a: { type: 'integer', format: 'int32' } }),
    { a: 2 ** 31 },
    ['Input "a" must match format "int32"'],
  ],
  [
    'what is not known, where that is closed',
    properties({}, { additionalProperties: false }),
    { a: 1 },
    ['Input "a" is not known'],
  ],
  [
    'more than one at a time',
    properties({ a: { type: 'integer' }, b: { type: 'integer' } }),
    { a: 'x', b: 'y' },
    ['Input "a" must be integer', 'Input "b" must be integer'],
  ],
];
for (const [what, schema, given, problems] of refused) {
  test(`checkInputs rejects ${what}`, async () => {
    expect((await check(schema, given)).problems).toEqual(problems);
  });
}

for (const [what, schema] of [
  ['a $ref to nothing', { $ref: '#/components/inputs/nope' }],
  ['a type that there is not', { type: 'objekt' }],
] as const) {
  test(`checkInputs reports ${what} instead of throwing`, async () => {
    const { problems } = await check(schema, {});
    expect(problems).toEqual([
      expect.stringMatching(/^The schema of the inputs is not a valid JSON Schema \(draft 2020-12\): /),
    ]);
  });
}

test('checkInputs stops a pattern that takes too long', async () => {
  const checked = check(properties({ a: { pattern: '^(a+)+$' } }), { a: `${'a'.repeat(60)}!` });
  await expect(checked).rejects.toThrow(/^The schema of the inputs took too long: at most 1000 milliseconds/);
});

const needed: [what: string, schema: JsonSchema | boolean | undefined, names: string[]][] = [
  ['no schema', undefined, []],
  ['true', true, []],
  ['what it requires', properties({ a: {} }, { required: ['a', 'toString'] }), ['a', 'toString']],
  ['what has a default', properties({ a: { default: 1 }, b: { default: null } }, { required: ['a', 'b'] }), []],
  ['a $ref', { $ref: '#/components/inputs/needy' }, ['word']],
  ['allOf', { allOf: [{ required: ['page'] }, { $ref: '#/components/inputs/page' }, { required: ['a'] }] }, ['a']],
  ['what is open', { required: ['a'], additionalProperties: true }, ['a']],
];
for (const [what, schema, names] of needed) {
  test(`requiredInputs of ${what} is [${names}]`, () => {
    expect(requiredInputs(documentWith(schema), schema)).toEqual(names);
  });
}

const named: [what: string, schema: JsonSchema | boolean | undefined, names: string[] | undefined][] = [
  ['no schema', undefined, []],
  ['a schema that lets nothing else through', properties({ a: {} }, { additionalProperties: false }), ['a']],
  ['a schema that does not tell', properties({ a: {} }), ['a']],
  ['a schema that lets others through', properties({ a: {} }, { additionalProperties: true }), undefined],
  ['true', true, undefined],
  ['false', false, []],
  ['an input whose schema is false', properties({ a: {}, b: false }), ['a']],
  ['allOf with true', { allOf: [true] }, undefined],
  ['a $ref to a name that every object inherits', { $ref: '#/components/inputs/constructor' }, undefined],
  ['a $ref', { $ref: '#/components/inputs/page', properties: { a: {} } }, ['a', 'page']],
  ['allOf', { allOf: [properties({ a: {} }), { $ref: '#/components/inputs/page' }] }, ['a', 'page']],
  ['anyOf', { anyOf: [properties({ a: {} })] }, undefined],
  ['a $ref to itself', { $ref: '#/components/inputs/round' }, undefined],
  ['a $ref elsewhere', { $ref: '#/workflows/0/inputs' }, undefined],
];
for (const [what, schema, names] of named) {
  test(`inputNames of ${what} is ${names ? `[${names}]` : 'unknown'}`, () => {
    expect(inputNames(documentWith(schema), schema)).toEqual(names);
  });
}
