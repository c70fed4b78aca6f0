import { randomBytes, randomUUID } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of numbers that depend on the seed only. */
export interface SeededRandom {
  /** An integer between both bounds, inclusive. */
  integer(min: number, max: number): number;
  /** A number of 32 random bits from 0, inclusive, to 1, exclusive. */
  fraction(): number;
  /** A string of decimal digits. */
  digits(length: number): string;
  /** A string of lower-case hexadecimal digits. */
  hex(length: number): string;
  pick<const T extends readonly [unknown, ...unknown[]]>(choices: T): T[number];
}

/** Builds the random source of a seed (an integer): the same seed yields the same numbers on every machine. */
export function createSeededRandom(seed: number): SeededRandom {
  return drawFrom(xoroshiro128plus(seed));
}

/**
 * Builds the random source of item `n` of a seed (both integers; `n` is unsigned, 32 bits). Each item has its own
 * stream, independent of other draws. All items of a seed start in different states, which a 32-bit seed per item could
 * not ensure.
 */
export function createRandomOf(seed: number, n: number, label: string): SeededRandom {
  const own = mix(deriveSeed(seed, label));
  const nth = mix(n);
  const third = mix(own ^ mix(nth + 0x9e3779b1));
  const fourth = mix(third ^ own);
  // The first number drawn is the sum of the second and the last word: both must depend on all three inputs.
  return drawFrom(xoroshiro128plusFromState([own, mix(third + nth), nth, fourth]));
}

/**
 * Mixes 32 bits: a changed bit changes all others, and no two inputs yield the same result. Source: MurmurHash3,
 * fmix32.
 */
function mix(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) | 0;
}

function drawFrom(generator: ReturnType<typeof xoroshiro128plus>): SeededRandom {
  const integer = (min: number, max: number) => uniformInt(generator, min, max);
  const text = (length: number, base: number, chunk: number) => {
    let drawn = '';
    while (drawn.length < length)
      drawn += integer(0, base ** chunk - 1)
        .toString(base)
        .padStart(chunk, '0');
    return drawn.slice(0, length);
  };
  return {
    integer,
    fraction: () => (generator.next() >>> 0) / 2 ** 32,
    digits: (length) => text(length, 10, 9),
    hex: (length) => text(length, 16, 6),
    pick: (choices) => choices[integer(0, choices.length - 1)],
  };
}

/** Derives a seed from a seed and a label, so that extra draws in one part do not shift the numbers of another. */
export function deriveSeed(seed: number, label: string): number {
  let mixed = Math.imul(seed ^ 0x811c9dc5, 0x9e3779b1);
  for (const character of label) mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return mixed;
}

/** Draws a GUID (version 4) from a seeded source. */
export function seededGuid(random: SeededRandom): string {
  const hex = random.hex(30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

/** Returns a GUID from the system's randomness, for values that must be unique: idempotency keys, request ids. */
export function systemGuid(): string {
  return randomUUID();
}

/** Returns an unguessable text from the system's randomness, for tokens. */
export function systemSecret(): string {
  return randomBytes(32).toString('base64url');
}
