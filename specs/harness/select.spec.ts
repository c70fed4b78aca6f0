import { expect, test } from '@playwright/test';
import { findJsonPaths, isSingular } from '../../harness/workflow/arazzo/json-path.ts';
import { asSelector, problemOfSelector, select } from '../../harness/workflow/arazzo/select.ts';

const value = { list: [{ id: 1 }, { id: 2 }], deep: { 'a/b': 'x', none: null }, "it's": 3 };

const cases: [type: string, selector: string, picked: unknown][] = [
  ['jsonpointer', '', value],
  ['jsonpointer', '/list/1/id', 2],
  ['jsonpointer', '/deep/a~1b', 'x'],
  ['jsonpointer', '/nowhere', undefined],
  ['jsonpath', '$', value],
  ['jsonpath', '$.list[1].id', 2],
  ['jsonpath', "$['deep']['a/b']", 'x'],
  ['jsonpath', '$.list[-1].id', 2],
  ['jsonpath', '$.deep.none', null],
  ['jsonpath', '$.nowhere', undefined],
  ['jsonpath', '$.list[*].id', [1, 2]],
  ['jsonpath', '$.list[0:1].id', [1]],
  ['jsonpath', '$.list[0,1].id', [1, 2]],
  ['jsonpath', '$..id', [1, 2]],
  ['jsonpath', '$.list[?@.id > 5]', []],
];
for (const [type, selector, picked] of cases) {
  test(`select picks ${JSON.stringify(picked)?.slice(0, 40)} by the ${type} "${selector}"`, () => {
    expect(select({ selector, type }, value)).toEqual(picked);
  });
}

test('select picks nothing from nothing', () => {
  expect(select({ selector: '/a', type: 'jsonpointer' }, undefined)).toBeUndefined();
  expect(select({ selector: '$.a', type: 'jsonpath' }, undefined)).toBeUndefined();
  expect(select({ selector: '$.*', type: { type: 'jsonpath', version: 'rfc9535' } }, undefined)).toEqual([]);
});

const refused: [type: string, selector: string, problem: RegExp][] = [
  ['jsonpointer', 'list', /^"list" is not a JSON pointer \(RFC 6901\)$/],
  ['jsonpointer', '/a~2', /^"\/a~2" is not a JSON pointer \(RFC 6901\)$/],
  ['jsonpath', 'list', /^"list" is not a JSONPath \(RFC 9535\): /],
  ['jsonpath', '$.list[', /^"\$\.list\[" is not a JSONPath \(RFC 9535\): /],
  ['xpath', '/a', /^XPath is not supported, because COS uses JSON: write "\/a" as a JSONPath or a JSON pointer$/],
  ['jq', '.a', /^"jq" is not a selector language: expected jsonpath or jsonpointer$/],
];
for (const [type, selector, problem] of refused) {
  test(`select refuses the ${type} "${selector}"`, () => {
    expect(problemOfSelector(selector, type)).toMatch(problem);
    expect(() => select({ selector, type }, value)).toThrow(problem);
  });
}

test('asSelector accepts context, selector and type if the context is an expression', () => {
  const selector = { context: '$response.body', selector: '$.a', type: 'jsonpath' };
  expect(asSelector(selector)).toEqual(selector);
  expect(asSelector({ ...selector, 'x-note': 1 })).toEqual(selector);
  expect(asSelector({ ...selector, other: 1 })).toBeUndefined();
  expect(asSelector({ ...selector, context: 'response' })).toBeUndefined();
  expect(asSelector({ context: '$response.body', selector: '$.a' })).toBeUndefined();
});

test('findJsonPaths returns places, and isSingular detects at most one', () => {
  expect(findJsonPaths(value, '$.list[*].id')).toEqual([
    ['list', 0, 'id'],
    ['list', 1, 'id'],
  ]);
  expect(findJsonPaths(value, '$["it\'s"]')).toEqual([["it's"]]);
  expect(findJsonPaths(value, '$.deep["a/b"]')).toEqual([['deep', 'a/b']]);
  expect(findJsonPaths(value, '$')).toEqual([[]]);
  expect(['$', '$.a[0]["b"]'].map(isSingular)).toEqual([true, true]);
  expect(['$..a', '$.*', '$[0:1]', '$[0,1]', '$[?@.a]'].map(isSingular)).toEqual([false, false, false, false, false]);
});
