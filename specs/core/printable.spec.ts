import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { CrosscheckError } from '../../core/errors.ts';
import { printable, printableTexts, renderJson, renderOperatingError } from '../../core/printable.ts';
import { notExecutable } from '../../harness/workflow/engine/not-executable.ts';
import { HOSTILE, problemsOf } from '../harness/hostile-texts.ts';

/** Any text, lone surrogates included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom(...HOSTILE),
);

for (const [text, escaped] of [
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31m\u009b\u007f\0', '\\u001b[31m\\u009b\\u007f\\u0000'],
  ['\u202e\u200b\u2028\ufeff', '\\u202e\\u200b\\u2028\\ufeff'],
  ['\ud800 \u{e0041} \uffff', '\\ud800 \\udb40\\udc41 \\uffff'],
  ['::error::x', '\\u003a:error::x'],
  ['##[group] ##vso[x] ## [y]', '#\\u0023[group] #\\u0023vso[x] ## [y]'],
  [']]>', ']]\\u003e'],
])
  test(`printable writes ${JSON.stringify(text)} as ${escaped}`, () => {
    expect(printable(text ?? '')).toBe(escaped);
  });

for (const text of [
  'Zoë Müller-李 😀',
  'C:\\temp\\n',
  'a::b, ::1 within',
  '100 % %0A',
  '"quoted" \'x\' <b>&amp;</b>',
  '  two',
])
  test(`printable leaves ${text} as it is`, () => {
    expect(printable(text)).toBe(text);
  });

test('printable returns one printable line, and is idempotent', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = printable(text);
      expect(problemsOf(escaped)).toEqual([]);
      expect(escaped).not.toContain('\n');
      expect(escaped).not.toContain(']]>');
      expect(printable(escaped)).toBe(escaped);
    }),
    { numRuns: 2_000 },
  );
});

test('printableTexts escapes texts and names within data, and keeps the rest', () => {
  const data = { a: ['\n', 1, null, true, { '\u001b': '\u202e', __proto__: null }], b: undefined };
  expect(printableTexts(data)).toEqual({ a: ['\\n', 1, null, true, { '\\u001b': '\\u202e' }], b: undefined });
});

test('renderJson is read back as the same data, and shows every character', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, fc.oneof(anyText, fc.integer(), fc.array(anyText))), (data) => {
      const text = renderJson(data);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(data)));
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u);
    }),
    { numRuns: 1_000 },
  );
});

test('an operating error has as many lines as it has problems, whatever they hold', () => {
  for (const text of HOSTILE) {
    const plain = new CrosscheckError({ code: 'usage', message: text, remedy: text });
    expect(renderOperatingError(plain).split('\n')).toHaveLength(2);
    expect(problemsOf(renderOperatingError(plain))).toEqual([]);
    const listed = notExecutable(text, [text, { message: text, location: { file: text, line: 1, column: 1 } }]);
    expect(renderOperatingError(listed).split('\n')).toHaveLength(4);
    expect(problemsOf(renderOperatingError(listed))).toEqual([]);
  }
});
