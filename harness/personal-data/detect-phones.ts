import type { DetectNumbers } from './detection.ts';
import { isAssignablePhone, isFictionalPhone } from './phone-numbers.ts';
import { findStandingNumbers, isInRow, type StandingNumber } from './standing-numbers.ts';

/** Ten digits in any groups, with or without a leading 1 or +1. */
const NUMBER = /(?:(?:\+|%2B)?1[-. ]?)?(?:\(\d{3}\)|\d{3})[-. ]?\d{3}[-. ]?\d{4}/gi;
const INTERNATIONAL = /^[+%]/;
/** (NNN) NNN-NNNN, NNN-NNN-NNNN, NNN.NNN.NNNN, with or without a leading 1. */
const GROUPED = /^(?:1[-. ]?)?(?:\(\d{3}\)[-. ]?\d{3}[-. ]\d{4}|\d{3}[-.]\d{3}[-.]\d{4})$/;
/** NNN NNN NNNN, NNN NNN-NNNN: groups that numbers in a table also have. */
const SPACED = /^(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}$/;

/**
 * Finds phone numbers of the North American plan that are valid and not reserved for fiction: with +1 or in groups
 * anywhere, otherwise after the label phone. Ignores numbers of other countries. Source: NANPA.
 */
export const detectPhones: DetectNumbers = (text, labelBefore) =>
  findStandingNumbers(text, NUMBER)
    .filter(mayBeSomebodys)
    .filter((number) => hasForm(text, number) || labelBefore(number.offset) === 'phone')
    .map((number) => ({
      kind: 'phone',
      offset: number.offset,
      length: number.text.length,
      why: 'is valid in the North American plan and not reserved for fiction',
      remedy: 'Use one of 555-0100 to 555-0199 in any area',
    }));

function mayBeSomebodys({ digits }: StandingNumber): boolean {
  const ten = digits.slice(-10);
  return isAssignablePhone(ten) && !isFictionalPhone(ten);
}

/** Returns true if the groups alone identify a phone number. */
function hasForm(text: string, number: StandingNumber): boolean {
  if (INTERNATIONAL.test(number.text) || GROUPED.test(number.text)) return true;
  return SPACED.test(number.text) && !isInRow(text, number);
}
