import { InvalidArgumentError } from 'commander';

/** Seeds are 32-bit integers with a sign. */
const FIRST_SEED = -(2 ** 31);
export const LAST_SEED = 2 ** 31 - 1;

/** Builds the parser of an option that takes an integer between two bounds, inclusive. */
export function integerBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}`);
    }
    return value;
  };
}

/** Parses a seed. */
export const SEED = integerBetween(FIRST_SEED, LAST_SEED);

/** Parses a port; 0 picks a free one. */
export const PORT = integerBetween(0, 65_535);
