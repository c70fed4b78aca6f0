import type { CoreSchemas } from '../../generated/types/index.ts';
import { type Drawing, drawDate, happens } from './drawing.ts';
import { drawPersonalIdentifications } from './identifications.ts';
import { drawOccupation } from './occupations.ts';
import { drawPlace, type Place } from './places.ts';

/** The values that are different for each person of a seed. */
export interface PersonKey {
  readonly partnerId: string;
  /** The customer's number, for example `12`; or `12-1` for its first owner. */
  readonly reference: string;
  readonly ssn: string;
  /** Five characters that no other person of the seed has. */
  readonly code: string;
  /** Values that are given instead of drawn. */
  readonly known?: KnownPerson;
}

export interface KnownPerson {
  readonly place?: Place;
  readonly lastName?: string;
  /** `YYYY-MM-DD` */
  readonly birthDate?: string;
  /** The last possible year of birth. */
  readonly bornUntil?: number;
  readonly work?: NonNullable<CoreSchemas['DueDiligence']>;
}

export interface Person {
  readonly customer: CoreSchemas['OnboardCustomerRequest'];
  readonly identifications: readonly CoreSchemas['IdentificationRequest'][];
}

/**
 * Persons are 21 to 75 years old on 2026-01-01, the day to which all dates fit. A change here is a new
 * GENERATOR_VERSION.
 */
const BIRTH_YEARS = { first: 1951, last: 2004 } as const;

/** Draws a Personal customer, a US citizen, whose address, phone, work and identifications are consistent. */
export function drawPerson(drawing: Drawing, key: PersonKey): Person {
  const { random } = drawing;
  const { ssn, code, known = {} } = key;
  const place = known.place ?? drawPlace(random);
  const name = { ...drawName(drawing), ...(known.lastName === undefined ? {} : { lastName: known.lastName }) };
  const drawnBirth = drawDate(drawing, BIRTH_YEARS.first, Math.min(BIRTH_YEARS.last, known.bornUntil ?? Infinity));
  const birthDate = known.birthDate ?? drawnBirth;
  const { primary, further } = drawPersonalIdentifications(drawing, { place, birthDate, ssn, code });
  const primaryAddress = drawAddress(drawing, place, { addressType: 'Home', classification: 'Residential' });
  const phoneNumber = drawFictionalPhone(drawing, place);
  const [riskRating, privacyOptOut] = [drawRisk(drawing), happens(drawing, 50)];
  // Drawn last, because the number of draws depends on the age: a given date of birth then changes no other value.
  const work = known.work ?? drawOccupation(drawing, birthDate);
  return {
    customer: {
      partnerId: key.partnerId,
      classification: 'Personal',
      name,
      profile: {
        regO: false,
        citizenshipCountryCode: 'US',
        politicallyExposedPerson: false,
        enableBackupWithholding: false,
        backupWithholdingPercent: 0,
        taxIdType: 'Ssn',
        taxId: ssn,
        birthDate,
        riskRating,
        privacyOptOut,
      },
      dueDiligence: { ...work, incomeState: place.state, incomeCountryCode: 'US' },
      primaryAddress,
      primaryPhone: { isPrimary: true, phoneType: 'Mobile', phoneNumber },
      primaryEmail: {
        isPrimary: true,
        emailType: 'Personal',
        emailAddress: `${asLocalPart(name.firstName)}.${asLocalPart(name.lastName)}.${key.reference}@example.com`,
      },
      primaryIdentification: primary,
    },
    identifications: further,
  };
}

type PersonalName = CoreSchemas['Name'] & { readonly firstName: string; readonly lastName: string };

function drawName(drawing: Drawing): PersonalName {
  const { faker, random } = drawing;
  const sex = random.pick(['female', 'male']);
  const firstName = faker.person.firstName(sex);
  return {
    prefix: sex === 'female' ? 'Ms.' : 'Mr.',
    firstName,
    middleName: faker.person.middleName(sex),
    lastName: faker.person.lastName(sex),
    ...(sex === 'male' && happens(drawing, 8) ? { suffix: random.pick(['Jr.', 'Sr.', 'III']) } : {}),
    preferredName: firstName,
  };
}

/** Draws a risk rating; most are Low, as at a real bank. */
export function drawRisk({ random }: Drawing): 'Low' | 'Medium' | 'High' {
  const percent = random.integer(1, 100);
  if (percent <= 85) return 'Low';
  return percent <= 97 ? 'Medium' : 'High';
}

/** Draws an address in a place. The word Example in its street shows that it is not real. */
export function drawAddress(
  { random, faker }: Drawing,
  { city, state, postalCode }: Place,
  kind: Pick<CoreSchemas['AddressRequest'], 'addressType' | 'classification'>,
): CoreSchemas['AddressRequest'] {
  return {
    ...kind,
    isPrimary: true,
    street1: `${random.integer(1, 9_999)} Example ${faker.location.street()}`,
    city,
    state,
    postalCode,
    countryCode: 'US',
  };
}

/** Draws a phone number from 555-0100 to 555-0199, which the numbering plan reserves for fiction. Source: NANPA. */
export function drawFictionalPhone({ random }: Drawing, { areaCode }: Place): string {
  return `+1${areaCode}55501${random.digits(2)}`;
}

/** Turns a name into the local part of an e-mail address: only letters, without accents. */
export function asLocalPart(name: string): string {
  const plain = name.normalize('NFD').toLowerCase();
  return plain.replace(/[^a-z]/g, '');
}
