import type { CoreSchemas } from '../../generated/types/index.ts';
import { type Drawing, drawDate, happens, yearsLater } from './drawing.ts';
import { licensingAuthorityOf } from './licensing-authorities.ts';
import type { Place } from './places.ts';

type Identification = CoreSchemas['IdentificationRequest'];

interface Holder {
  readonly place: Place;
  readonly birthDate: string;
  readonly ssn: string;
  /** Five characters that no other person of the seed has. */
  readonly code: string;
}

/** The years of issue and of verification. All of them expire after 2028. A change here is a new GENERATOR_VERSION. */
const ISSUED = { first: 2021, last: 2023 } as const;
const VERIFIED = { first: 2024, last: 2025 } as const;
const LICENSE_YEARS = 8;
const PASSPORT_YEARS = 10;

/**
 * Draws the identifications of a person: a primary one with a photo, and further ones of other kinds. Except for a
 * social security card, numbers begin with TEST, as no issuer's numbers do. Authority and state are those of the
 * person's address. Source: I01 to I12.
 */
export function drawPersonalIdentifications(
  drawing: Drawing,
  holder: Holder,
): { primary: Identification; further: Identification[] } {
  const { random } = drawing;
  const kind = random.integer(1, 100);
  const isPassport = kind > 80;
  const primary = isPassport
    ? drawPassport(drawing, holder, true)
    : drawStateCard(drawing, holder, kind > 60 ? 'IdCard' : 'DriversLicense');
  const further = [
    ...(!isPassport && happens(drawing, 20) ? [drawPassport(drawing, holder, false)] : []),
    ...(happens(drawing, 40) ? [drawSocialSecurity(drawing, holder)] : []),
    ...(happens(drawing, 25) ? [drawProcessorToken(drawing)] : []),
  ];
  return { primary, further };
}

/** Draws the register entry of a business: no other kind of identification fits one. */
export function drawRegistration(
  drawing: Drawing,
  { place: { state }, dateFormed, code }: { readonly place: Place; readonly dateFormed: string; readonly code: string },
): Identification {
  return {
    isPrimary: true,
    idNumber: `TEST-REG ${code}`,
    idType: 'Other',
    issuedDate: dateFormed,
    verifiedDate: drawDate(drawing, VERIFIED.first, VERIFIED.last),
    issuingAuthority: `${state} business register`,
    issuingStateOrProvince: state,
    issuingCountryCode: 'US',
  };
}

function drawStateCard(
  drawing: Drawing,
  { place: { state }, code }: Holder,
  idType: 'DriversLicense' | 'IdCard',
): Identification {
  return {
    isPrimary: true,
    idNumber: `TEST ${drawing.random.digits(5)} ${code}`,
    idType,
    ...drawDates(drawing, LICENSE_YEARS),
    issuingAuthority: licensingAuthorityOf(state),
    issuingStateOrProvince: state,
    issuingCountryCode: 'US',
  };
}

/** Draws a passport. Its number has nine characters, as a real one, but begins with four letters. */
function drawPassport(drawing: Drawing, { code }: Holder, isPrimary: boolean): Identification {
  return {
    isPrimary,
    idNumber: `TEST${code}`,
    idType: 'Passport',
    ...drawDates(drawing, PASSPORT_YEARS),
    issuingAuthority: 'United States Department of State',
    issuingCountryCode: 'US',
  };
}

/** Draws a social security card with the number of the profile. It never expires. */
function drawSocialSecurity(drawing: Drawing, { birthDate, ssn }: Holder): Identification {
  return {
    isPrimary: false,
    idNumber: `${ssn.slice(0, 3)}-${ssn.slice(3, 5)}-${ssn.slice(5)}`,
    idType: 'SocialSecurity',
    issuedDate: yearsLater(birthDate, 1),
    verifiedDate: drawDate(drawing, VERIFIED.first, VERIFIED.last),
    issuingAuthority: 'Social Security Administration',
    issuingCountryCode: 'US',
  };
}

/** Draws the token of a card processor, which links a card to the customer (I12). */
function drawProcessorToken(drawing: Drawing): Identification {
  return {
    isPrimary: false,
    idNumber: `TEST-TOKEN-${drawing.random.hex(16)}`,
    idType: 'Other',
    ...drawDates(drawing, PASSPORT_YEARS),
    issuingAuthority: 'Example Card Processor',
    issuingCountryCode: 'US',
  };
}

function drawDates(drawing: Drawing, years: number): Pick<Identification, 'issuedDate' | 'verifiedDate' | 'expDate'> {
  const issuedDate = drawDate(drawing, ISSUED.first, ISSUED.last);
  const verifiedDate = drawDate(drawing, VERIFIED.first, VERIFIED.last);
  return { issuedDate, verifiedDate, expDate: yearsLater(issuedDate, years) };
}
