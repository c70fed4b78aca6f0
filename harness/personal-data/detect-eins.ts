import type { DetectNumbers } from './detection.ts';
import type { Label } from './labels.ts';
import { findStandingNumbers, type StandingNumber } from './standing-numbers.ts';
import { taxIdTypeNear } from './tax-id-types.ts';
import { isUnassignedEin } from './tax-ids.ts';

/** NN-NNNNNNN, or nine bare digits. */
const NUMBER = /\d{2}-?\d{7}/g;

/** Labels of numbers that have the form of an EIN but are not one. */
const OTHERS: readonly (Label | undefined)[] = ['phone', 'routing number', 'card'];

/**
 * Finds EINs with a prefix that the IRS assigns: NN-NNNNNNN unless a label says otherwise; nine bare digits after the
 * label EIN, or after the label tax id with the type Ein nearby. `detectSsns` handles a bare tax id without a type.
 * Source: IRS, valid EIN prefixes.
 */
export const detectEins: DetectNumbers = (text, labelBefore) =>
  findStandingNumbers(text, NUMBER)
    .filter((number) => !isUnassignedEin(number.digits) && isEin(text, number, labelBefore(number.offset)))
    .map((number) => ({
      kind: 'EIN',
      offset: number.offset,
      length: number.text.length,
      why: 'has a prefix that the IRS assigns',
      remedy: 'Use an unassigned prefix such as 00, 07, 89 or 97, and name the type: taxIdType Ein',
    }));

/** Returns true if the form or the nearby type identifies an EIN. */
function isEin(text: string, { offset, text: number, digits }: StandingNumber, label: Label | undefined): boolean {
  if (number.length > digits.length) return !OTHERS.includes(label);
  if (label === 'ein') return true;
  return (label === 'tax id' || label === 'id number') && taxIdTypeNear(text, offset, number.length) === 'ein';
}
