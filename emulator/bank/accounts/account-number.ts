import type { SeededRandom } from '../../../core/seeded-random.ts';

/**
 * Generates a master account number: 2, eight random digits, check digit. Source: S-ACCT, DDA account numbers (A06,
 * A07).
 */
export function drawMasterNumber(random: SeededRandom): string {
  return withCheckDigit(`2${random.digits(8)}`);
}

/** Generates a subledger number: 3, ten random digits, check digit. Source: P-SUBCON (D01). */
export function drawSubledgerNumber(random: SeededRandom): string {
  return withCheckDigit(`3${random.digits(10)}`);
}

/**
 * Generates the number of a GL for a partner's use: 12 digits that start with 1, the form of a public sample
 * (inferred, P-TD).
 */
export function drawLedgerNumber(random: SeededRandom): string {
  return withCheckDigit(`12${random.digits(9)}`);
}

/** Appends the digit that makes the Luhn sum end in zero (A08). */
export function withCheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const isDoubled = (digits.length - index) % 2 === 1;
    const value = Number(digits[index]) * (isDoubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
