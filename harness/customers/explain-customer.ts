import { invariant } from '../../core/errors.ts';
import { isUnassignedEin, whyNeverIssued } from '../personal-data/tax-ids.ts';
import { testRoutingNumbers } from '../personal-data/test-routing-numbers.ts';
import type { CustomerRecord } from './customer-record.ts';

/** A field of a record, and why what it holds cannot be anybody's. */
export interface ExplainedField {
  /** Dotted, with indexes from 0: `owners.0.customer.profile.taxId`. */
  readonly field: string;
  readonly value: unknown;
  readonly reason: string;
}

type Reason = string | ((value: string, beside: Readonly<Record<string, unknown>>) => string);

const NAME =
  'drawn by itself from a list of common names, out of no register; no number or address beside it is anybody’s';
const PLACE = 'a public fact; city, state, ZIP and area code belong together, and name nobody';
const DATE = 'drawn at random, in an order that papers have; belongs to nobody because nothing beside it does';
const CHOICE = 'one of a few values, which many share';
const REFERENCE = 'Crosscheck’s own, made of seed and number';
const ROUTING = (value: string) =>
  `a right check digit, published as a test number: ${testRoutingNumbers.find((row) => row.routingNumber === value)?.publishedBy}`;

const TRIGGERED =
  'as --screening wants it: a word of the emulator’s, or what COS_SCREENING_TRIGGERS names, which may be somebody’s';

/** The first row that fits a field's path gives the reason. A field without one is a bug, which a spec finds. */
const REASONS: readonly (readonly [fields: RegExp, reason: Reason])[] = [
  [/^(generatorVersion|seed|n)$/, 'how the record is found again'],
  [/\.partnerId$/, 'the partner’s own id, of COS_PARTNER_ID; else that of the emulator’s demo partner'],
  [/\.(clientIdentifier|referenceId|receiverIdentification)$/, REFERENCE],
  [/\.name\.entityName$/, 'a placeholder: has the word Example'],
  [/\.name\.(firstName|middleName|lastName|preferredName)$|beneficiary\.(first|middle|last)Name$/, NAME],
  [/\.taxId$|\.idNumber$/, explainNumber],
  [/\.(birthDate|dateFormed|relationshipFormationDate|issuedDate|verifiedDate|expDate)$/, DATE],
  [/\.(street1|streetAddress1)$/, 'a placeholder: the street’s name has the word Example'],
  [/\.(city|state|postalCode|incomeState|issuingStateOrProvince)$/, PLACE],
  [/\.phoneNumber$/, '555-0100 to 555-0199 are kept for fiction in every area code (NANPA)'],
  [/\.emailAddress$/, 'a domain that nobody can own (RFC 2606, RFC 6761)'],
  [/\.businessUrl$/, 'a domain that nobody can own (RFC 2606)'],
  [/\.(originatorRoutingNumber|routingNumber)$/, ROUTING],
  [/\.(originatorName|employer\.name)$/, 'a placeholder: has the word Example'],
  [
    /\.(originatorIdentification|employer\.identification)$/,
    'begins with TEST, where an identification has the digits of an EIN',
  ],
  [/\.issuingAuthority$/, 'an office, or one that does not exist; it names no person'],
  [/\.(title|receiverName)$/, 'made of the names above'],
  [/\.amount$/, 'US cents, drawn at random'],
  [/\.(natureOfBusiness|naics|merchantCategoryCode|occupation|occupationDescription|industry|incomeSource)$/, CHOICE],
  [/(classification|[cC]ountryCode|Type|isPrimary|riskRating|regO|politicallyExposedPerson|privacyOptOut)$/, CHOICE],
  [/\.(enableBackupWithholding|backupWithholdingPercent|ownerTitle|ownershipPercentage|employmentStatus)$/, CHOICE],
  [/\.(prefix|suffix|product|secCode|description)$/, CHOICE],
];

/**
 * Tells of each field of a record why it cannot be anybody's, in the order of the record. What differs from the same customer without
 * a screening trigger, `plain`, was set by that, and may be a listed person's.
 */
export function explainCustomer(record: CustomerRecord, plain = record): ExplainedField[] {
  const drawn = new Map(leavesOf(plain, '').map(({ field, value }) => [field, value]));
  return leavesOf(record, '').map(({ field, value, beside }) => {
    if (drawn.get(field) !== value) return { field, value, reason: TRIGGERED };
    const reason = REASONS.find(([fields]) => fields.test(field))?.[1];
    invariant(reason !== undefined, `the field ${field} has no reason`);
    return { field, value, reason: typeof reason === 'string' ? reason : reason(String(value), beside) };
  });
}

function explainNumber(value: string, { taxIdType }: Readonly<Record<string, unknown>>): string {
  if (value.startsWith('TEST')) return 'begins with TEST, which no issuer’s number does';
  const digits = value.replaceAll('-', '');
  const isEin = taxIdType === 'Ein';
  if (isEin && isUnassignedEin(digits))
    return `prefix ${digits.slice(0, 2)} is on no list of the IRS’s valid EIN prefixes`;
  return (isEin ? undefined : whyNeverIssued(digits)) ?? 'of the list that the bank approved (COS_TAX_ID_LIST)';
}

interface Leaf extends Omit<ExplainedField, 'reason'> {
  readonly beside: Readonly<Record<string, unknown>>;
}

function leavesOf(value: object, path: string): Leaf[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const field = path === '' ? key : `${path}.${key}`;
    if (typeof inner === 'object' && inner !== null) return leavesOf(inner, field);
    return [{ field, value: inner, beside: value as Record<string, unknown> }];
  });
}
