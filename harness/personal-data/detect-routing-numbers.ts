import type { DetectNumbers } from './detection.ts';
import { hasFederalReservePrefix, hasRoutingChecksum } from './routing-numbers.ts';
import { findStandingNumbers } from './standing-numbers.ts';
import { testRoutingNumbers } from './test-routing-numbers.ts';

const BARE = /\d{9}/g;

/**
 * Finds routing numbers that may be a bank's: nine digits under a label, with a right check digit and a prefix of the Federal Reserve,
 * that are not published for tests. 000000000 has no such prefix. Source: ABA.
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
      why: "has a right check digit and a district of the Federal Reserve: may be a bank's",
      remedy: 'Take a published test number, as 110000000, or one with a prefix that no district has',
    }));
