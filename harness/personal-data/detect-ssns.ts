import type { DetectNumbers } from './detection.ts';
import type { Label } from './labels.ts';
import { findStandingNumbers, isInRow, type StandingNumber } from './standing-numbers.ts';
import { taxIdTypeNear } from './tax-id-types.ts';
import { whyNeverIssued } from './tax-ids.ts';

const NUMBER = /\d{3}([-. ]?)\d{2}\1\d{4}/g;

/**
 * Finds SSNs and ITINs that may have been issued: NNN-NN-NNNN anywhere, with blanks outside a row of numbers, with dots
 * or bare after the label of a tax id. A tax id without a type is checked as an SSN only, and the tax id of a business
 * as an EIN only. An unassigned EIN prefix does not make a number safe if the text does not mention an EIN. Source:
 * C17, C29; SSA; IRS.
 */
export const detectSsns: DetectNumbers = (text, labelBefore) =>
  findStandingNumbers(text, NUMBER)
    .filter(({ digits }) => whyNeverIssued(digits) === undefined)
    .filter((number) => hasForm(text, number) || isTaxId(text, number, labelBefore(number.offset)))
    .map(({ offset, text: { length }, digits }) => ({
      ...(Number(digits.slice(0, 3)) >= 900
        ? ({ kind: 'SSN or ITIN', why: 'may be an ITIN' } as const)
        : ({ kind: 'SSN', why: 'may have been issued' } as const)),
      offset,
      length,
      remedy:
        'Use one that was never issued: area 900 to 999 with a group of 11 to 16 or 40 to 48, or 987-65-4320 to 987-65-4329',
    }));

/** Returns true if the groups alone identify an SSN. */
function hasForm(text: string, number: StandingNumber): boolean {
  const sign = number.text[3];
  return sign === '-' || (sign === ' ' && !isInRow(text, number));
}

function isTaxId(text: string, { offset, text: { length } }: StandingNumber, label: Label | undefined): boolean {
  if (label === 'ssn') return true;
  if (label === 'tax id') return taxIdTypeNear(text, offset, length) !== 'ein';
  return label === 'id number' && taxIdTypeNear(text, offset, length) === 'ssn';
}
