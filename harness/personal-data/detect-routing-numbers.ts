import type { DetectNumbers } from './detection.ts';
import { hasFederalReservePrefix, hasRoutingChecksum } from './routing-numbers.ts';
import { findStandingNumbers } from './standing-numbers.ts';
import { testRoutingNumbers } from './test-routing-numbers.ts';

const BARE = /\d{9}/g;

/**
 * Finds possible routing numbers of banks: nine digits after a label, with a valid check digit and a Federal Reserve
 * prefix, not published for tests. 000000000 has no such prefix. Source: ABA.
 */
export const detectRoutingNumbers: DetectNumbers = (text, labelBefore) =>
  findStandingNumbers(text, BARE)
    .filter(({ digits }) => hasRoutingChecksum(digits) && hasFederalReservePrefix(digits))
    .filter(({ digits }) => !testRoutingNumbers.some(({ routingNumber }) => routingNumber === digits))
    .filter(({ offset }) => labelBefore(offset) === 'routing number')
    .map((number) => ({
      kind: 'routing number',
      offset: number.offset,
      length: number.text.length,
      why: "has a valid check digit and a Federal Reserve prefix: may be a bank's",
      remedy: 'Use a published test number such as 110000000, or a prefix that no district has',
    }));
