import { expect, test } from '@playwright/test';
import { allMet, failedCriteria } from '../../harness/workflow/arazzo/criteria.ts';
import type { Criterion } from '../../harness/workflow/arazzo/document.ts';
import { sampleScope } from './sample-scope.ts';

const old = { type: 'jsonpath', version: 'draft-goessner-dispatch-jsonpath-00' };

const cases: [why: string, criterion: Criterion, holds: boolean][] = [
  ['a pattern', { context: '$statusCode', condition: '^2\\d{2}$', type: 'regex' }, true],
  [
    'a pattern that is searched for anywhere',
    { context: '$response.body#/status', condition: 'plet', type: 'regex' },
    true,
  ],
  ['a pattern has case', { context: '$response.body#/status', condition: '^complete$', type: 'regex' }, false],
  [
    'a pattern in an object, as JSON',
    { context: '$response.body#/deep', condition: '"name":"Ada"', type: 'regex' },
    true,
  ],
  ['a pattern of what is missing', { context: '$response.body#/nowhere', condition: '.*', type: 'regex' }, false],
  ['a pattern of null', { context: '$response.body#/note', condition: 'null', type: 'regex' }, false],
  ['a pattern of the empty text', { context: '$response.body#/empty', condition: '^$', type: 'regex' }, true],
  [
    'a value in a pattern',
    { context: '$response.body#/deep/name', condition: '^({$inputs.who#/name})$', type: 'regex' },
    true,
  ],
  [
    'a value that breaks its pattern',
    { context: '$statusCode', condition: '({$response.body#/status}', type: 'regex' },
    false,
  ],
  ['no value in a pattern', { context: '$statusCode', condition: '{$inputs.missing}', type: 'regex' }, false],

  ['a JSONPath that finds', { context: '$response.body', condition: "$.list[?@.id == 'y']", type: 'jsonpath' }, true],
  [
    'a JSONPath that finds nothing',
    { context: '$response.body', condition: "$.list[?@.id == 'n']", type: 'jsonpath' },
    false,
  ],
  ['a JSONPath that finds false', { context: '$response.body', condition: '$.isOpen', type: 'jsonpath' }, true],
  ['a JSONPath that finds null', { context: '$response.body', condition: '$.note', type: 'jsonpath' }, true],
  [
    'a JSONPath with a function',
    { context: '$response.body', condition: '$[?count(@.*) > 1]', type: 'jsonpath' },
    true,
  ],
  ['a JSONPath of what is missing', { context: '$response.body#/nowhere', condition: '$', type: 'jsonpath' }, false],
  ['a JSONPath of null', { context: '$response.body#/note', condition: '$', type: 'jsonpath' }, false],
  [
    'a value in a JSONPath',
    { context: '$response.body', condition: '$.list[?@.id == "{$steps.open.outputs.results_0_id}"]', type: 'jsonpath' },
    true,
  ],
  [
    'a value that breaks its JSONPath',
    { context: '$response.body', condition: '$.list[{$inputs.text}]', type: 'jsonpath' },
    false,
  ],
  [
    'an older JSONPath is read as one of RFC 9535',
    { context: '$response.body', condition: "$.list[?(@.id=='y')]", type: old },
    true,
  ],
  ['simple, told by its name', { condition: '$statusCode == 200', type: 'simple' }, true],
];
for (const [why, criterion, holds] of cases) {
  test(`failedCriteria, ${why}: ${criterion.condition} ${holds ? 'holds' : 'does not hold'}`, () => {
    expect(failedCriteria([criterion], sampleScope)).toHaveLength(holds ? 0 : 1);
    expect(allMet([criterion], sampleScope)).toBe(holds);
  });
}

for (const [type, condition] of [
  ['regex', '^(\\w+\\s?)+$'],
  ['jsonpath', "$[?search(@, '^([a-z0-9]+)+_$')]"],
] as const) {
  test(`failedCriteria gives up on a ${type} that takes too long instead of hanging`, () => {
    const scope = { ...sampleScope, inputs: { texts: [`${'a'.repeat(60)}!`] } };
    const context = type === 'regex' ? '$inputs.texts#/0' : '$inputs.texts';
    expect(() => allMet([{ context, condition, type }], scope)).toThrow(/" took too long: at most 1000 milliseconds/);
  });
}

test('allMet holds where there is no criterion, and not where one of several does not', () => {
  const [good, bad] = [{ condition: '$statusCode == 200' }, { condition: '$statusCode == 201' }];
  expect(allMet(undefined, sampleScope)).toBe(true);
  expect(allMet([], sampleScope)).toBe(true);
  expect(allMet([good, good], sampleScope)).toBe(true);
  expect(allMet([good, bad, good], sampleScope)).toBe(false);
});

const described: [criterion: Criterion, condition: string, actual: string][] = [
  [{ condition: '$statusCode == 500' }, '$statusCode == 500', '$statusCode is 200'],
  [
    { condition: "$response.body#/note != null || $method == 'GET' && $method == 'PUT'" },
    "$response.body#/note != null || $method == 'GET' && $method == 'PUT'",
    '$response.body#/note is null, $method is POST',
  ],
  [{ condition: '$response.body#/deep == 5' }, '$response.body#/deep == 5', '$response.body#/deep is an object'],
  [
    { condition: "$response.body#/taxId == '1'" },
    "$response.body#/taxId == '1'",
    '$response.body#/taxId is a value that is not shown',
  ],
  [
    { condition: "$response.body.taxId == '1'" },
    "$response.body.taxId == '1'",
    '$response.body.taxId is a value that is not shown',
  ],
  [{ context: '$statusCode', condition: '^5', type: 'regex' }, 'regex ^5', '$statusCode is 200'],
  [
    { context: '$response.body#/taxId', condition: '^5', type: 'regex' },
    'regex ^5',
    '$response.body#/taxId is a value that is not shown',
  ],
  [
    { context: '$response.body', condition: '$.nope', type: 'jsonpath' },
    'jsonpath $.nope',
    '$response.body is an object',
  ],
];
for (const [criterion, condition, actual] of described) {
  test(`failedCriteria returns the values for ${condition} of ${criterion.context ?? 'nothing else'}`, () => {
    expect(failedCriteria([criterion], sampleScope)).toEqual([{ condition, actual }]);
  });
}
