import { createRequire } from 'node:module';
import type { Faker } from '@faker-js/faker';
import { createRandomOf, type SeededRandom } from '../../core/seeded-random.ts';

/** What one part of one customer is drawn from: its own stream of numbers, and Faker upon it. */
export interface Drawing {
  readonly random: SeededRandom;
  readonly faker: Faker;
}

type Locale = typeof import('@faker-js/faker/locale/en_US');

/** Loads when the first customer is drawn: most workflows bring their own, and the locale takes 17 ms. */
const requireHere = createRequire(import.meta.url);
let faker: Faker | undefined;
let current: SeededRandom;

/**
 * Begins the drawing of a part of customer n of a seed. It ends when the next one begins: there is one Faker, whose
 * numbers come from the part under way, because seeding Faker anew for each customer would double the cost.
 */
export function drawPart(seed: number, n: number, part: string): Drawing {
  current = createRandomOf(seed, n, part);
  faker ??= createFaker();
  return { random: current, faker };
}

/** The locale's module exports only an instance; a generator needs one of its own, on its own randomizer. */
function createFaker(): Faker {
  const { faker: shared } = requireHere('@faker-js/faker/locale/en_US') as Locale;
  const OwnFaker = shared.constructor as typeof Faker;
  const seed = () => {
    throw new RangeError('The seed of a customer generator is fixed');
  };
  return new OwnFaker({ locale: shared.rawDefinitions, randomizer: { next: () => current.fraction(), seed } });
}

/** Whether something happens that happens so many times of a hundred. */
export function happens({ random }: Drawing, percent: number): boolean {
  return random.integer(1, 100) <= percent;
}

/** A date in one of these years, inclusive; never past the 28th, so that it exists in every month and year. */
export function drawDate({ random }: Drawing, firstYear: number, lastYear: number): string {
  return `${random.integer(firstYear, lastYear)}-${twoDigits(random.integer(1, 12))}-${twoDigits(random.integer(1, 28))}`;
}

/** The same day so many years later. */
export function yearsLater(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
