import { expect, test } from '@playwright/test';
import type { Deviation } from '../../core/finding.ts';
import { createDeviationFilter } from '../../harness/ledger/deviation-filter.ts';

const off = (expected: string, actual: string): Deviation => ({
  rule: 'r',
  requirementIds: [],
  message: 'm',
  provenance: 'source',
  expected,
  actual,
});

test('createDeviationFilter passes a deviation when it appears, changes or returns', () => {
  const isNewDeviation = createDeviationFilter();
  const told = (...deviations: Deviation[]) => isNewDeviation(deviations).length;
  expect(told(off('100 cents', '99 cents'))).toBe(1);
  expect(told(off('500 cents', '499 cents')), 'both figures moved alike').toBe(0);
  expect(told(off('500 cents', '498 cents')), 'one more cent').toBe(1);
  expect(told()).toBe(0);
  expect(told(off('500 cents', '498 cents')), 'it came back').toBe(1);
  expect(told(off('Complete', 'none'), off('500 cents', '498 cents'))).toBe(1);
});
