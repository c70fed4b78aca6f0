import { expect, test } from '@playwright/test';
import { findNearestName, suggestName } from '../../core/nearest-name.ts';
import { plural } from '../../core/plural.ts';
import { wrapText } from '../../core/wrap-text.ts';

test('findNearestName returns the most similar candidate', () => {
  const names = ['flagship', 'flag', 'reversals'];
  expect(findNearestName('flagshp', names)).toBe('flagship');
  expect(findNearestName('FLAGSHIP', names)).toBe('flagship');
  expect(findNearestName('flg', names)).toBe('flag');
  expect(findNearestName('payroll', names)).toBeUndefined();
  expect(findNearestName('7', names)).toBeUndefined();
});

test('suggestName returns a question, or nothing without a similar candidate', () => {
  expect(suggestName('flagshp', ['flagship'])).toBe('Did you mean "flagship"? ');
  expect(suggestName('payroll', ['flagship'])).toBe('');
});

test('plural adds the ending that the count and the noun need', () => {
  expect([plural(0, 'run'), plural(1, 'run'), plural(1234, 'run')]).toEqual(['0 runs', '1 run', '1,234 runs']);
  expect([plural(2, 'entry'), plural(2, 'day'), plural(2, 'address')]).toEqual(['2 entries', '2 days', '2 addresses']);
  expect(plural(2, 'person', 'people')).toBe('2 people');
});

test('wrapText breaks at spaces and indents the lines that continue', () => {
  const words = Array.from({ length: 40 }, (_, at) => `word${at}`).join(' ');
  const lines = wrapText(`  ${words}\nshort`).split('\n');
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(lines.slice(1, -1).every((line) => /^ {6}word/.test(line))).toBe(true);
  expect(lines.at(-1)).toBe('short');
  expect(lines.slice(0, -1).join(' ').replaceAll(/ +/g, ' ').trim()).toBe(words);
});

test('wrapText keeps paths, URLs, quoted texts and commands in one piece', () => {
  const parts = [
    `https://sandbox.crbcos.com/${'x'.repeat(90)}`,
    `"a quoted text with ${'many '.repeat(15)}words"`,
    `npx crosscheck run flagship --seed 7 --target http://127.0.0.1:4010 --no-books ${'--input a=1 '.repeat(3).trim()}`,
  ];
  for (const part of parts)
    expect(wrapText(`Some words come first, and then ${part}; the rest follows`).split('\n').join(' ')).toContain(part);
  const [, command] = parts.slice(1);
  expect(wrapText(`Resume the run when it is due: ${command}; or else`).split('\n')).toContainEqual(
    expect.stringMatching(/^ {4}npx crosscheck run .* a=1;$/),
  );
});

test('wrapText loses no character of a text with one quote', () => {
  const text = `${'word '.repeat(20)}a "quote without an end ${'word '.repeat(20)}`.trim();
  expect(wrapText(text).replaceAll(/\s+/g, ' ')).toBe(text);
});

test('wrapText never opens a line with a colon, which a CI system reads as a command', () => {
  for (let length = 40; length < 90; length += 1)
    expect(wrapText(`${'x'.repeat(length)} y ::error::z ${'word '.repeat(10)}`)).not.toMatch(/^ *::/m);
});
