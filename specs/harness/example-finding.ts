import { expect } from '@playwright/test';
import type { Deviation } from '../../core/finding.ts';

/**
 * Compares the finding of a rejected example with the example in `docs/reference/laws.md`. After an intended change,
 * write it again: `npx playwright test laws contract-checks openapi-contract --update-snapshots`, `npm run generate`.
 */
export function expectDocumentedExample(
  rule: string,
  finding: Pick<Deviation, 'message' | 'expected' | 'actual'> | undefined,
): void {
  const lines = [finding?.message, `  expected ${finding?.expected}`, `  actual   ${finding?.actual}`, ''];
  expect(lines.join('\n')).toMatchSnapshot(`${rule}.txt`);
}
