import type { Detect } from './detection.ts';
import { labelBefore } from './labels.ts';
import { findStandingNumbers, type StandingNumber } from './standing-numbers.ts';
import { taxIdTypeNear } from './tax-id-types.ts';
import { isUnassignedEin } from './tax-ids.ts';

const DASHED = /\d{2}[-\u2010-\u2015\u2212]\d{7}/g;
const BARE = /\d{9}/g;

/**
 * Finds EINs whose prefix the IRS assigns: NN-NNNNNNN where a label says EIN or tax id, nine bare digits where it says EIN, or tax id
 * with the type Ein near by. A bare tax id without a type is `detectSsns`'s. Source: IRS, valid EIN prefixes.
 */
export const detectEins: Detect = (text) =>
  [
    ...findStandingNumbers(text, DASHED).filter((number) => isAssigned(number) && isEin(text, number, true)),
    ...findStandingNumbers(text, BARE).filter((number) => isAssigned(number) && isEin(text, number, false)),
  ].map((number) => ({
    kind: 'EIN',
    offset: number.offset,
    length: number.text.length,
    why: 'has a prefix that the IRS assigns',
    remedy: 'Take one with a prefix that is assigned to nobody, as 00, 07, 89 or 97, and tell its type: taxIdType Ein',
  }));

function isAssigned({ digits }: StandingNumber): boolean {
  return !isUnassignedEin(digits);
}

/** The form of an EIN tells as much as its type. */
function isEin(text: string, { offset, text: { length } }: StandingNumber, hasForm: boolean): boolean {
  const label = labelBefore(text, offset);
  if (label === 'ein') return true;
  if (label === 'tax id' && hasForm) return true;
  return (label === 'tax id' || label === 'id number') && taxIdTypeNear(text, offset, length) === 'ein';
}
