import type { DetectNumbers } from './detection.ts';
import type { Label } from './labels.ts';
import { findStandingNumbers, type StandingNumber } from './standing-numbers.ts';
import { taxIdTypeNear } from './tax-id-types.ts';
import { isUnassignedEin } from './tax-ids.ts';

/** NN-NNNNNNN, or nine bare digits. */
const NUMBER = /\d{2}-?\d{7}/g;

/** What has the form of an EIN and is none. */
const OTHERS: readonly (Label | undefined)[] = ['phone', 'routing number', 'card'];

/**
 * Finds EINs whose prefix the IRS assigns: NN-NNNNNNN unless a label says otherwise, nine bare digits where it says EIN, or tax id
 * with the type Ein near by. A bare tax id without a type is `detectSsns`'s. Source: IRS, valid EIN prefixes.
 */
export const detectEins: DetectNumbers = (text, labelBefore) =>
  findStandingNumbers(text, NUMBER)
    .filter((number) => !isUnassignedEin(number.digits) && isEin(text, number, labelBefore(number.offset)))
    .map((number) => ({
      kind: 'EIN',
      offset: number.offset,
      length: number.text.length,
      why: 'has a prefix that the IRS assigns',
      remedy:
        'Take one with a prefix that is assigned to nobody, as 00, 07, 89 or 97, and tell its type: taxIdType Ein',
    }));

/** The form of an EIN tells as much as its type. */
function isEin(text: string, { offset, text: number, digits }: StandingNumber, label: Label | undefined): boolean {
  if (number.length > digits.length) return !OTHERS.includes(label);
  if (label === 'ein') return true;
  return (label === 'tax id' || label === 'id number') && taxIdTypeNear(text, offset, number.length) === 'ein';
}
