import { expect, test } from '@playwright/test';
import type { Replacement } from '../../harness/workflow/arazzo/document.ts';
import { applyReplacements } from '../../harness/workflow/arazzo/replacements.ts';
import { sampleScope } from './sample-scope.ts';

const payload = { a: { b: 1, 'c/d': 2 }, list: [{ id: 1 }, { id: 2 }], '': 0 };
const path = { targetSelectorType: 'jsonpath' };

const cases: [what: string, replacements: Replacement[], changed: object][] = [
  ['a value', [{ target: '/a/b', value: 5 }], { a: { ...payload.a, b: 5 } }],
  ['the value of an expression', [{ target: '/a/b', value: '$inputs.amount' }], { a: { ...payload.a, b: 2_500 } }],
  ['a name that is new', [{ target: '/new', value: [1] }], { new: [1] }],
  ['a name with a slash', [{ target: '/a/c~1d', value: 5 }], { a: { b: 1, 'c/d': 5 } }],
  ['the empty name', [{ target: '/', value: 5 }], { '': 5 }],
  ['an item', [{ target: '/list/1', value: 5 }], { list: [{ id: 1 }, 5] }],
  ['a new last item', [{ target: '/list/-', value: 5 }], { list: [...payload.list, 5] }],
  [
    'what an earlier one has set',
    [
      { target: '/x', value: {} },
      { target: '/x/y', value: 1 },
    ],
    { x: { y: 1 } },
  ],
  ['every place of a JSONPath', [{ target: '$.list[*].id', ...path, value: 5 }], { list: [{ id: 5 }, { id: 5 }] }],
  [
    'a place of a JSONPath with a filter, in its long form',
    [{ target: '$.list[?(@.id == 2)].id', targetSelectorType: { type: 'jsonpath', version: 'rfc9535' }, value: 5 }],
    { list: [{ id: 1 }, { id: 5 }] },
  ],
  ['a name that objects have of their own', [{ target: '/__proto__', value: 5 }], JSON.parse('{"__proto__":5}')],
];
for (const [what, replacements, changed] of cases) {
  test(`applyReplacements sets ${what}`, () => {
    const before = structuredClone(payload);
    expect(JSON.stringify(applyReplacements(payload, replacements, sampleScope))).toBe(
      JSON.stringify(Object.assign(Object.create(null), payload, changed)),
    );
    expect(payload, 'the payload that it was given stays').toEqual(before);
  });
}

test('applyReplacements sets the whole payload', () => {
  expect(applyReplacements(payload, [{ target: '', value: '$inputs.amount' }], sampleScope)).toBe(2_500);
});

for (const target of [
  '/nowhere/b',
  '/a/b/c',
  '/list/2',
  '/list/x',
  '/list/',
  '/list/01',
  '/list/-/id',
  '/toString/x',
  '/__proto__/x',
]) {
  test(`applyReplacements refuses ${target}, which leads nowhere`, () => {
    const message = `Cannot replace "${target}": it does not exist in the payload`;
    expect(() => applyReplacements(payload, [{ target, value: 1 }], sampleScope)).toThrow(message);
    expect({}).not.toHaveProperty('x');
  });
}

test('applyReplacements rejects a JSONPath without a match, and any target in a text', () => {
  expect(() => applyReplacements(payload, [{ target: '$.no', ...path, value: 1 }], sampleScope)).toThrow('"$.no"');
  expect(() => applyReplacements('<a/>', [{ target: '/a', value: 1 }], sampleScope)).toThrow('"/a"');
});
