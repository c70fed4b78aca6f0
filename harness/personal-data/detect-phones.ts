import type { Detect } from './detection.ts';
import { labelBefore } from './labels.ts';
import { isAssignablePhone, isFictionalPhone } from './phone-numbers.ts';
import { findStandingNumbers, type StandingNumber } from './standing-numbers.ts';

/** +1 and ten digits, however they are grouped. */
const INTERNATIONAL = /(?:\+|%2B)1[-. \u00a0]?\(?\d{3}\)?[-. \u00a0]?\d{3}[-. \u00a0]?\d{4}/gi;
/** (NNN) NNN-NNNN, NNN-NNN-NNNN, with a 1 before or without. */
const NATIONAL =
  /(?:1-)?\(\d{3}\) ?\d{3}[- \u2010-\u2015]\d{4}|(?:1-)?\d{3}[-\u2010-\u2015]\d{3}[-\u2010-\u2015]\d{4}/g;
/** What a label has to explain: NNN.NNN.NNNN, NNN NNN NNNN, ten bare digits, or eleven that begin with 1. */
const LABELLED = /(?:1[. ]?)?\d{3}[. ]?\d{3}[. ]?\d{4}/g;

/**
 * Finds phone numbers of the North American plan that may be somebody's: valid in it, and none of those kept for fiction. Numbers of
 * other countries are not looked for. Source: NANPA.
 */
export const detectPhones: Detect = (text) =>
  [
    ...findStandingNumbers(text, INTERNATIONAL).filter(mayBeSomebodys),
    ...findStandingNumbers(text, NATIONAL).filter((number) => mayBeSomebodys(number) && !hasPlus(text, number)),
    ...findStandingNumbers(text, LABELLED)
      .filter((number) => mayBeSomebodys(number) && !hasPlus(text, number))
      .filter(({ offset }) => labelBefore(text, offset) === 'phone'),
  ].map((number) => ({
    kind: 'phone',
    offset: number.offset,
    length: number.text.length,
    why: 'is valid in the North American plan, and not kept for fiction',
    remedy: 'Take one of 555-0100 to 555-0199 in any area',
  }));

function mayBeSomebodys({ digits }: StandingNumber): boolean {
  const ten = digits.slice(-10);
  return isAssignablePhone(ten) && !isFictionalPhone(ten);
}

/** With a plus it is told as international already. */
function hasPlus(text: string, { offset }: StandingNumber): boolean {
  return /(?:\+|%2B)1?[-. \u00a0]?\(?$/i.test(text.slice(Math.max(0, offset - 6), offset));
}
