import type { CustomerRecord, OwnerRecord } from './customer-record.ts';
import { type Drawing, drawDate, drawPart } from './drawing.ts';
import { drawRegistration } from './identifications.ts';
import { industries } from './industries.ts';
import { asLocalPart, drawAddress, drawFictionalPhone, drawPerson, drawRisk, type KnownPerson } from './person.ts';
import { drawPlace } from './places.ts';

/** The values that are different for each business of a seed. */
export interface BusinessKey {
  readonly partnerId: string;
  readonly seed: number;
  readonly n: number;
  readonly ein: string;
  readonly code: string;
  /** Returns the SSN and code of an owner, counted from 1; no other person of the seed has them. */
  readonly ownerNumbers: (owner: number) => { readonly ssn: string; readonly code: string };
}

/** Legal forms by the last word of the name. A change here is a new GENERATOR_VERSION. */
const FORMS = [
  { suffix: 'Inc.', entityType: 'Corporation' },
  { suffix: 'Corp.', entityType: 'Corporation' },
  { suffix: 'LLC', entityType: 'LimitedLiabilityCompany' },
] as const;
/** Only with two partners or more. */
const PARTNERSHIP = { suffix: 'LP', entityType: 'Partnership' } as const;

/**
 * Ownership in whole percent, each 25 or more: a smaller share does not make a beneficial owner. A change here is a new
 * GENERATOR_VERSION. Source: P-CUSTNEW.
 */
const SHARES = [['100'], ['51', '49'], ['60', '40'], ['75', '25'], ['50', '25', '25'], ['40', '30', '30']] as const;

/** Generates a Business customer with its owners. The owners come first, as the bank requires (P-CUSTREC). */
export function drawBusiness(
  drawing: Drawing,
  key: BusinessKey,
): Pick<CustomerRecord, 'owners' | 'customer' | 'identifications'> {
  const { random, faker } = drawing;
  const place = drawPlace(random);
  const { natureOfBusiness, naics, merchantCategoryCode, industry } = random.pick(industries);
  const shares = random.pick(SHARES);
  const { suffix, entityType } = random.pick(shares.length > 1 ? [...FORMS, PARTNERSHIP] : FORMS);
  const family = faker.person.lastName();
  const dateFormed = drawDate(drawing, 1985, 2020);
  const host = `${asLocalPart(family)}-${key.n}.example`;
  const customer: CustomerRecord['customer'] = {
    partnerId: key.partnerId,
    classification: 'Business',
    name: { entityName: `${family} Example ${natureOfBusiness} ${suffix}` },
    profile: {
      citizenshipCountryCode: 'US',
      enableBackupWithholding: false,
      backupWithholdingPercent: 0,
      taxIdType: 'Ein',
      taxId: key.ein,
      dateFormed,
      entityType,
      riskRating: drawRisk(drawing),
      ownershipType: 'LegalEntity',
      privacyOptOut: false,
    },
    businessDueDiligence: {
      natureOfBusiness,
      naics,
      merchantCategoryCode,
      businessUrl: `www.${host}`,
      relationshipFormationDate: drawDate(drawing, 2021, 2025),
    },
    primaryAddress: drawAddress(drawing, place, { addressType: 'Work', classification: 'Business' }),
    primaryPhone: { isPrimary: true, phoneType: 'Work', phoneNumber: drawFictionalPhone(drawing, place) },
    primaryEmail: { isPrimary: true, emailType: 'Work', emailAddress: `office@${host}` },
    primaryIdentification: drawRegistration(drawing, { place, dateFormed, code: key.code }),
  };
  const bornUntil = Number(dateFormed.slice(0, 4)) - OF_AGE_YEARS;
  const firm = { place, bornUntil, work: { ...OWNERS_WORK, industry } };
  const owners = shares.map((share, index) =>
    drawOwner(key, { owner: index + 1, share, known: index === 0 ? { ...firm, lastName: family } : firm }),
  );
  return { owners, customer, identifications: [] };
}

const OF_AGE_YEARS = 21;

const OWNERS_WORK = {
  employmentStatus: 'SelfEmployed',
  occupation: 'Executive',
  occupationDescription: 'Business owner',
  incomeSource: 'SelfEmployed',
} as const;

/**
 * Draws an owner, who lives in the city of the business, works for it, and was of age when it was formed. The business
 * has the name of its first owner.
 */
function drawOwner(
  { seed, n, partnerId, ownerNumbers }: BusinessKey,
  { owner, share, known }: { readonly owner: number; readonly share: string; readonly known: KnownPerson },
): OwnerRecord {
  const drawing = drawPart(seed, n, `owner ${owner}`);
  const person = drawPerson(drawing, { partnerId, reference: `${n}-${owner}`, ...ownerNumbers(owner), known });
  const ownerTitle = owner === 1 ? 'Chief Executive Officer' : drawing.random.pick(['Partner', 'Director', 'Investor']);
  const customer = { ...person.customer, clientIdentifier: `crosscheck-${seed}-${n}-owner-${owner}` };
  return { ...person, customer, share: { ownerTitle, ownershipPercentage: share } };
}
