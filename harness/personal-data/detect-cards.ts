import { mayBeIssuedCard } from './card-numbers.ts';
import type { Detect } from './detection.ts';
import { findStandingNumbers } from './standing-numbers.ts';

const BARE = /[2-6]\d{12,18}/g;
/** 4-4-4-4 with up to three more digits, 4-6-5, 4-6-4: always with the same sign between. */
const GROUPED = /[2-6]\d{3}([ \u00a0-])(?:\d{4}\1\d{4}\1\d{4}(?:\1?\d{1,3})?|\d{6}\1\d{4,5})/g;

/**
 * Finds card numbers of 13 to 19 digits, bare or in the groups of a card, with a prefix of an issuer and a right check digit, that no
 * processor publishes for tests. Account numbers of COS have the same check digit, but 10 or 12 digits.
 */
export const detectCards: Detect = (text) =>
  [...findStandingNumbers(text, BARE), ...findStandingNumbers(text, GROUPED)]
    .filter(({ digits }) => mayBeIssuedCard(digits))
    .map((number) => ({
      kind: 'card',
      offset: number.offset,
      length: number.text.length,
      why: "has an issuer's prefix and a right check digit, and is no published test number",
      remedy: 'Take a token, or a test number of the card processor, as 4111 1111 1111 1111',
    }));
