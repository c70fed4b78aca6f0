import { createRequire } from 'node:module';
import type { Faker, Randomizer } from '@faker-js/faker';
import { createSeededRandom, deriveSeed, type SeededRandom } from '../../core/seeded-random.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { drawPlace } from './places.ts';

/** A person as the onboarding operations want one: each part is the body of one request. */
export interface GeneratedCustomer {
  readonly name: CoreSchemas['Name'];
  readonly profile: CoreSchemas['Profile'];
  readonly address: CoreSchemas['AddressRequest'];
  readonly phone: CoreSchemas['PhoneRequest'];
  readonly identification: CoreSchemas['IdentificationRequest'];
}

/** Makes customers from a seed: the same seed gives the same customers, and none of them can be anybody. */
export interface CustomerGenerator {
  /** A Personal customer, a US citizen between 21 and 75 on 2026-01-01. */
  person(): GeneratedCustomer;
}

type Locale = typeof import('@faker-js/faker/locale/en_US');

/** Loads when the first person is drawn, for most documents bring their own. */
const requireHere = createRequire(import.meta.url);

/** The locale's module exports only an instance; a generator needs one of its own, on its own randomizer. */
function createFaker(random: SeededRandom): Faker {
  const { faker } = requireHere('@faker-js/faker/locale/en_US') as Locale;
  const OwnFaker = faker.constructor as typeof Faker;
  return new OwnFaker({ locale: faker.rawDefinitions, randomizer: randomizerOf(random) });
}

/** Builds the generator of a seed (an integer). */
export function createCustomerGenerator(seed: number): CustomerGenerator {
  const random = createSeededRandom(deriveSeed(seed, 'customers'));
  let faker: Faker | undefined;
  return {
    person() {
      faker ??= createFaker(random);
      const names = faker;
      const place = drawPlace(random);
      const firstName = names.person.firstName();
      const lastName = names.person.lastName();
      const isPrimary = true;
      return {
        name: { firstName, middleName: names.person.middleName(), lastName, preferredName: firstName },
        profile: {
          regO: false,
          citizenshipCountryCode: 'US',
          politicallyExposedPerson: false,
          enableBackupWithholding: false,
          backupWithholdingPercent: 0,
          taxIdType: 'Ssn',
          taxId: drawNeverIssuedSsn(random),
          birthDate: drawDate(random, 1951, 2004),
          riskRating: 'Low',
          privacyOptOut: true,
        },
        address: {
          addressType: 'Home',
          classification: 'Residential',
          isPrimary,
          street1: names.location.streetAddress(),
          city: place.city,
          state: place.state,
          postalCode: place.postalCode,
          countryCode: 'US',
        },
        phone: { isPrimary, phoneType: 'Mobile', phoneNumber: drawFictionalPhone(random, place.areaCode) },
        identification: {
          isPrimary,
          idNumber: `TEST ${random.digits(5)} ${random.digits(5)}`,
          idType: 'DriversLicense',
          issuedDate: drawDate(random, 2019, 2022),
          verifiedDate: drawDate(random, 2023, 2025),
          expDate: drawDate(random, 2028, 2032),
          issuingAuthority: `${place.state} motor vehicle authority`,
          issuingStateOrProvince: place.state,
          issuingCountryCode: 'US',
        },
      };
    },
  };
}

/** ITINs are 9xx with these middle groups; the Social Security Administration has never issued an area of 900 or more. */
const LAST_GROUP_BELOW_ITIN = 49;

/** Nine digits that no one was ever given: area 900 to 999, and a group outside those of ITINs. Source: C17, C29; SSA, IRS. */
function drawNeverIssuedSsn(random: SeededRandom): string {
  const group = String(random.integer(1, LAST_GROUP_BELOW_ITIN)).padStart(2, '0');
  return `${random.integer(900, 999)}${group}${String(random.integer(1, 9999)).padStart(4, '0')}`;
}

/** A number between 555-0100 and 555-0199, which the numbering plan keeps for fiction. */
function drawFictionalPhone(random: SeededRandom, areaCode: string): string {
  return `+1${areaCode}55501${random.digits(2)}`;
}

/** A date in one of these years, inclusive; never past the 28th, so that it exists in every month. */
function drawDate(random: SeededRandom, firstYear: number, lastYear: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${random.integer(firstYear, lastYear)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
}

function randomizerOf(random: SeededRandom): Randomizer {
  return {
    next: () => random.integer(0, 0x3fffffff) / 0x40000000,
    seed: () => {
      throw new RangeError('The seed of a customer generator is fixed');
    },
  };
}
