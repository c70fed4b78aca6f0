import { expect, test } from '@playwright/test';
import { renderDollars } from '../../core/cents.ts';
import { createFrozenClock } from '../../core/clock.ts';
import { type Deviation, severityOf } from '../../core/finding.ts';
import { createRandomOf, createSeededRandom, deriveSeed, seededGuid } from '../../core/seeded-random.ts';

test('renderDollars writes cents as dollars with sign and thousands', () => {
  expect([2700, -5, 12_500_001].map(renderDollars)).toEqual(['$27.00', '-$0.05', '$125,000.01']);
});

test('createFrozenClock stands until it is moved, and never moves back', () => {
  const clock = createFrozenClock(1_000);
  clock.moveTo(2_000);
  expect(clock.nowMs()).toBe(2_000);
  expect(() => clock.moveTo(1_999)).toThrow(RangeError);
});

test('createSeededRandom gives the same values for a seed, frozen', () => {
  const draw = (seed: number) => {
    const random = createSeededRandom(seed);
    return [random.integer(1, 6), random.digits(8), random.hex(8), seededGuid(random)];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7)).toEqual(FROZEN);
});

const FROZEN = [1, '02951863', 'c024c7e2', '8bc86784-fb60-4724-a88c-d6b7bb8c3758'];

test('createRandomOf starts another stream for another seed, number or label', () => {
  const draw = (seed: number, n: number, label: string) => {
    const random = createRandomOf(seed, n, label);
    return Array.from({ length: 4 }, () => random.integer(0, 2 ** 31 - 1));
  };
  const streams = [
    draw(7, 1, 'a'),
    draw(8, 1, 'a'),
    draw(7, 2, 'a'),
    draw(7, 1, 'b'),
    draw(-7, 1, 'a'),
    draw(0, 1, 'a'),
    ...Array.from({ length: 1_000 }, (_, at) => draw(7, at + 3, 'a')),
  ];
  for (const place of [0, 1, 2, 3]) expect(new Set(streams.map((one) => one[place])).size).toBe(streams.length);
  expect(draw(7, 1, 'a')).toEqual(draw(7, 1, 'a'));
  const first = Array.from({ length: 4_000 }, (_, at) => createRandomOf(at % 7, at, 'a').fraction());
  const average = first.reduce((sum, value) => sum + value, 0) / first.length;
  expect(Math.abs(average - 0.5)).toBeLessThan(0.03);
});

test('deriveSeed distinguishes labels and seeds', () => {
  const seeds = [deriveSeed(1, 'a'), deriveSeed(1, 'b'), deriveSeed(2, 'a')];
  expect(new Set(seeds).size).toBe(3);
});

test('severityOf rates by provenance and target: inferred facts bind the emulator only', () => {
  const facts = { rule: 'r', requirementIds: [], message: '', expected: '', actual: '' };
  const of = (deviation: Partial<Deviation>, target: 'emulator' | 'bank') =>
    severityOf({ ...facts, provenance: 'source', ...deviation }, target);
  expect(of({}, 'bank')).toBe('failure');
  expect(of({ provenance: 'public' }, 'bank')).toBe('failure');
  expect(of({ provenance: 'inferred' }, 'bank')).toBe('discovery');
  expect(of({ provenance: 'inferred' }, 'emulator')).toBe('failure');
  expect(of({ discrepancy: 'DOC-011' }, 'bank')).toBe('probe');
  expect(of({ discrepancy: 'DOC-011' }, 'emulator')).toBe('failure');
  expect(of({ additive: true }, 'emulator')).toBe('discovery');
});
