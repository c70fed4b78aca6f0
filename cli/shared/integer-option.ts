import { InvalidArgumentError } from 'commander';

/** Builds the parser of an option that takes an integer between two bounds, inclusive. */
export function integerBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Wanted an integer from ${min} to ${max}.`);
    }
    return value;
  };
}
