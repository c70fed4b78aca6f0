import { mayBeIssuedCard } from './card-numbers.ts';
import type { DetectNumbers } from './detection.ts';
import { findStandingNumbers } from './standing-numbers.ts';

const BARE = /[2-6]\d{12,18}/g;
/** 4-4-4-4 with up to three more digits, 4-6-5, 4-6-4: always with the same separator. */
const GROUPED = /[2-6]\d{3}([-. ])(?:\d{4}\1\d{4}\1\d{4}(?:\1?\d{1,3})?|\d{6}\1\d{4,5})/g;

/**
 * Finds card numbers with an issuer's prefix and a valid check digit, except published test numbers. They have 13 to 19
 * digits in the groups of a card or after a label; bare numbers must have an issuer's usual length. Three in a hundred
 * random ids with 16 digits are reported as well: a card number in a log has no label either. Account numbers of COS
 * have the same check digit, but 10 or 12 digits.
 */
export const detectCards: DetectNumbers = (text, labelBefore) =>
  [
    ...findStandingNumbers(text, BARE).filter(
      ({ digits, offset }) =>
        mayBeIssuedCard(digits, false) || (mayBeIssuedCard(digits, true) && labelBefore(offset) === 'card'),
    ),
    ...findStandingNumbers(text, GROUPED).filter(({ digits }) => mayBeIssuedCard(digits, true)),
  ].map((number) => ({
    kind: 'card',
    offset: number.offset,
    length: number.text.length,
    why: "has an issuer's prefix and a valid check digit, and is not a published test number",
    remedy: 'Use a token or a test number of the card processor, such as 4111 1111 1111 1111',
  }));
