import { createRequire } from 'node:module';
import type { Faker } from '@faker-js/faker';
import { createRandomOf, type SeededRandom } from '../../core/seeded-random.ts';

/** The random source of one part of one customer: its own stream of numbers, and Faker on that stream. */
export interface Drawing {
  readonly random: SeededRandom;
  readonly faker: Faker;
}

type Locale = typeof import('@faker-js/faker/locale/en_US');

/** Loads Faker when the first customer is drawn: most workflows do not need it, and the locale takes 17 ms. */
const requireHere = createRequire(import.meta.url);
let faker: Faker | undefined;
let current: SeededRandom;

/**
 * Starts the drawing of a part of customer n of a seed. It ends when the next one starts. All parts share one Faker,
 * because seeding Faker again for each customer would double the cost.
 */
export function drawPart(seed: number, n: number, part: string): Drawing {
  current = createRandomOf(seed, n, part);
  faker ??= createFaker();
  return { random: current, faker };
}

/** Creates a Faker with its own randomizer. The module of the locale exports only a shared instance. */
function createFaker(): Faker {
  const { faker: shared } = requireHere('@faker-js/faker/locale/en_US') as Locale;
  const OwnFaker = shared.constructor as typeof Faker;
  const seed = () => {
    throw new RangeError('The seed of a customer generator is fixed');
  };
  return new OwnFaker({ locale: shared.rawDefinitions, randomizer: { next: () => current.fraction(), seed } });
}

/** Returns true with this probability, in percent. */
export function happens({ random }: Drawing, percent: number): boolean {
  return random.integer(1, 100) <= percent;
}

/** Draws a date in these years, inclusive. The day is at most 28, so that it exists in every month. */
export function drawDate({ random }: Drawing, firstYear: number, lastYear: number): string {
  return `${random.integer(firstYear, lastYear)}-${twoDigits(random.integer(1, 12))}-${twoDigits(random.integer(1, 28))}`;
}

/** Returns the same day a number of years later. */
export function yearsLater(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
