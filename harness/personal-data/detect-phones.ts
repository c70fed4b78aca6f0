import type { DetectNumbers } from './detection.ts';
import { isAssignablePhone, isFictionalPhone } from './phone-numbers.ts';
import { findStandingNumbers, isInRow, type StandingNumber } from './standing-numbers.ts';

/** Ten digits, with 1 or +1 before or without, however they are grouped. */
const NUMBER = /(?:(?:\+|%2B)?1[-. ]?)?(?:\(\d{3}\)|\d{3})[-. ]?\d{3}[-. ]?\d{4}/gi;
const INTERNATIONAL = /^[+%]/;
/** (NNN) NNN-NNNN, NNN-NNN-NNNN, NNN.NNN.NNNN, with a 1 before or without. */
const GROUPED = /^(?:1[-. ]?)?(?:\(\d{3}\)[-. ]?\d{3}[-. ]\d{4}|\d{3}[-.]\d{3}[-.]\d{4})$/;
/** NNN NNN NNNN, NNN NNN-NNNN: groups that numbers of a table have, too. */
const SPACED = /^(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}$/;

/**
 * Finds phone numbers of the North American plan that may be somebody's: valid in it, and none of those kept for fiction; with +1 or in
 * groups everywhere, without where a label says phone. Numbers of other countries are not looked for. Source: NANPA.
 */
export const detectPhones: DetectNumbers = (text, labelBefore) =>
  findStandingNumbers(text, NUMBER)
    .filter(mayBeSomebodys)
    .filter((number) => hasForm(text, number) || labelBefore(number.offset) === 'phone')
    .map((number) => ({
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

/** Whether its groups alone say what it is. */
function hasForm(text: string, number: StandingNumber): boolean {
  if (INTERNATIONAL.test(number.text) || GROUPED.test(number.text)) return true;
  return SPACED.test(number.text) && !isInRow(text, number);
}
