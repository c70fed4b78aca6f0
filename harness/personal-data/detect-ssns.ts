import type { Detect } from './detection.ts';
import { labelBefore } from './labels.ts';
import { findStandingNumbers, type StandingNumber } from './standing-numbers.ts';
import { taxIdTypeNear } from './tax-id-types.ts';
import { whyNeverIssued } from './tax-ids.ts';

/** Hyphens, dashes and the minus sign. */
const DASHED = /\d{3}[-\u2010-\u2015\u2212]\d{2}[-\u2010-\u2015\u2212]\d{4}/g;
const SPACED = /\d{3}[ \u00a0]\d{2}[ \u00a0]\d{4}/g;
const BARE = /\d{9}/g;

/**
 * Finds SSNs, and numbers of the same form that the IRS gives, that may be somebody's: NNN-NN-NNNN with any dash everywhere, with
 * blanks where it stands in no row of numbers, nine bare digits where a label says that they are a tax id. A tax id whose type is
 * not told is held against SSNs alone, that of a business against EINs alone: an unassigned EIN prefix excuses nothing as long as no
 * EIN is in sight. Source: C17, C29; SSA; IRS.
 */
export const detectSsns: Detect = (text) =>
  [
    ...findStandingNumbers(text, DASHED),
    ...findStandingNumbers(text, SPACED).filter((number) => !isInRow(text, number) || isLabelled(text, number)),
    ...findStandingNumbers(text, BARE).filter((number) => mayBeIssued(number) && isLabelled(text, number)),
  ]
    .filter(mayBeIssued)
    .map((number) => ({
      kind: 'SSN',
      offset: number.offset,
      length: number.text.length,
      why:
        Number(number.digits.slice(0, 3)) >= 900
          ? 'may be a number that the IRS gives to who has no SSN'
          : 'may have been issued',
      remedy:
        'Take one that was never issued: area 900 to 999 with a group of 11 to 16 or 40 to 48, or 987-65-4320 to 987-65-4329',
    }));

function mayBeIssued({ digits }: StandingNumber): boolean {
  return whyNeverIssued(digits) === undefined;
}

function isInRow(text: string, { offset, text: { length } }: StandingNumber): boolean {
  return (
    /\d[ \u00a0]+$/.test(text.slice(Math.max(0, offset - 8), offset)) ||
    /^[ \u00a0]+\d/.test(text.slice(offset + length, offset + length + 8))
  );
}

function isLabelled(text: string, { offset, text: { length } }: StandingNumber): boolean {
  const label = labelBefore(text, offset);
  if (label === 'ssn') return true;
  if (label === 'tax id') return taxIdTypeNear(text, offset, length) !== 'ein';
  return label === 'id number' && taxIdTypeNear(text, offset, length) === 'ssn';
}
