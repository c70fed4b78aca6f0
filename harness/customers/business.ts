import type { CustomerRecord, OwnerRecord } from './customer-record.ts';
import { type Drawing, drawDate, drawPart } from './drawing.ts';
import { drawRegistration } from './identifications.ts';
import { industries } from './industries.ts';
import { asLocalPart, drawAddress, drawFictionalPhone, drawPerson, drawRisk } from './person.ts';
import { drawPlace, type Place } from './places.ts';

/** What distinguishes one business from the others of a seed. */
export interface BusinessKey {
  readonly partnerId: string;
  readonly seed: number;
  readonly n: number;
  readonly ein: string;
  /** The SSN of the owner of this number, from 1. */
  readonly ownerSsn: (owner: number) => string;
}

/** Legal forms by the word that ends the name. */
const FORMS = [
  { suffix: 'Inc.', entityType: 'Corporation' },
  { suffix: 'Corp.', entityType: 'Corporation' },
  { suffix: 'LLC', entityType: 'LimitedLiabilityCompany' },
  { suffix: 'LP', entityType: 'Partnership' },
] as const;

/** Whole percentages, each 25 or more: who owns less is no beneficial owner. Source: P-CUSTNEW. */
const SHARES = [['100'], ['51', '49'], ['60', '40'], ['75', '25'], ['50', '25', '25'], ['40', '30', '30']] as const;

/** Draws a Business customer with those who own it. The owners come first, as the bank wants it (P-CUSTREC). */
export function drawBusiness(
  drawing: Drawing,
  key: BusinessKey,
): Pick<CustomerRecord, 'owners' | 'customer' | 'identifications'> {
  const { random, faker } = drawing;
  const place = drawPlace(random);
  const { natureOfBusiness, naics, merchantCategoryCode } = random.pick(industries);
  const { suffix, entityType } = random.pick(FORMS);
  const family = faker.person.lastName();
  const dateFormed = drawDate(drawing, 1985, 2020);
  const host = `${asLocalPart(family)}-${key.n}.example`;
  const shares = random.pick(SHARES);
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
    primaryIdentification: drawRegistration(drawing, place, dateFormed),
  };
  return {
    owners: shares.map((share, at) => drawOwner(key, { owner: at + 1, share, place })),
    customer,
    identifications: [],
  };
}

function drawOwner(
  key: BusinessKey,
  { owner, share, place }: { owner: number; share: string; place: Place },
): OwnerRecord {
  const drawing = drawPart(key.seed, key.n, `owner ${owner}`);
  const { partnerId, ownerSsn, n } = key;
  const person = drawPerson(drawing, { partnerId, reference: `${n}-${owner}`, ssn: ownerSsn(owner), place });
  const ownerTitle = owner === 1 ? 'Chief Executive Officer' : drawing.random.pick(['Partner', 'Director', 'Investor']);
  const clientIdentifier = `crosscheck-${key.seed}-${n}-owner-${owner}`;
  const customer = { ...person.customer, clientIdentifier };
  return { ...person, customer, share: { ownerTitle, ownershipPercentage: share } };
}
