import { invariant } from '../../core/errors.ts';
import { isUnassignedEin, whyNeverIssued } from '../personal-data/tax-ids.ts';
import { testRoutingNumbers } from '../personal-data/test-routing-numbers.ts';
import type { CustomerRecord } from './customer-record.ts';

/** A field of a record, and the reason why its value belongs to no real person. */
export interface ExplainedField {
  /** Dotted, with indexes from 0: `owners.0.customer.profile.taxId`. */
  readonly field: string;
  readonly value: unknown;
  readonly reason: string;
}

type Reason = string | ((value: string, siblings: Readonly<Record<string, unknown>>) => string);

const NAME = 'drawn from a list of common names, not from a register; its numbers and address belong to no one';
const PLACE = 'a public fact: a city with its state, ZIP and area code, without a person';
const DATE = 'drawn at random, in a plausible order; no other field links it to a real person';
const CHOICE = 'one of a few values that many people share';
const REFERENCE = 'made by Crosscheck from seed and number';
const ROUTING = (value: string) =>
  `a published test number with a valid check digit: ${testRoutingNumbers.find((row) => row.routingNumber === value)?.publishedBy}`;

const TRIGGERED =
  'set by --screening: a word of the emulator, or a value of COS_SCREENING_TRIGGERS, which may belong to a real person';

/** The reasons by field path; the first match counts. A field without a reason is a bug, which a spec finds. */
const REASONS: readonly (readonly [fields: RegExp, reason: Reason])[] = [
  [/^(generatorVersion|seed|n)$/, 'identifies the generated record'],
  [/\.partnerId$/, 'the id of the partner: COS_PARTNER_ID, otherwise the demo partner of the emulator'],
  [/\.(clientIdentifier|referenceId|receiverIdentification)$/, REFERENCE],
  [/\.name\.entityName$/, 'a placeholder: contains the word Example'],
  [/\.name\.(firstName|middleName|lastName|preferredName)$|beneficiary\.(first|middle|last)Name$/, NAME],
  [/\.taxId$|\.idNumber$/, explainNumber],
  [/\.(birthDate|dateFormed|relationshipFormationDate|issuedDate|verifiedDate|expDate)$/, DATE],
  [/\.(street1|streetAddress1)$/, 'a placeholder: the street contains the word Example'],
  [/\.(city|state|postalCode|incomeState|issuingStateOrProvince)$/, PLACE],
  [/\.phoneNumber$/, '555-0100 to 555-0199 are reserved for fiction in every area code (NANPA)'],
  [/\.emailAddress$/, 'a domain reserved for examples (RFC 2606, RFC 6761)'],
  [/\.businessUrl$/, 'a domain reserved for examples (RFC 2606)'],
  [/\.(originatorRoutingNumber|routingNumber)$/, ROUTING],
  [/\.(originatorName|employer\.name)$/, 'a placeholder: contains the word Example'],
  [
    /\.(originatorIdentification|employer\.identification)$/,
    'begins with TEST; a real identification has the digits of an EIN',
  ],
  [/\.issuingAuthority$/, 'a public office, or an invented one; it names no person'],
  [/\.(title|receiverName)$/, 'made from the names above'],
  [/\.amount$/, 'US cents, drawn at random'],
  [/\.(natureOfBusiness|naics|merchantCategoryCode|occupation|occupationDescription|industry|incomeSource)$/, CHOICE],
  [/(classification|[cC]ountryCode|Type|isPrimary|riskRating|regO|politicallyExposedPerson|privacyOptOut)$/, CHOICE],
  [/\.(enableBackupWithholding|backupWithholdingPercent|ownerTitle|ownershipPercentage|employmentStatus)$/, CHOICE],
  [/\.(prefix|suffix|product|secCode|description)$/, CHOICE],
];

/**
 * Returns for each field of a record, in order, the reason why it belongs to no real person. A field that differs from
 * `plain`, the same customer without a screening trigger, was set by the trigger and may belong to a listed person.
 */
export function explainCustomer(record: CustomerRecord, plain = record): ExplainedField[] {
  const drawn = new Map(leavesOf(plain, '').map(({ field, value }) => [field, value]));
  return leavesOf(record, '').map(({ field, value, siblings }) => {
    if (drawn.get(field) !== value) return { field, value, reason: TRIGGERED };
    const reason = REASONS.find(([fields]) => fields.test(field))?.[1];
    invariant(reason !== undefined, `the field ${field} has no reason`);
    return { field, value, reason: typeof reason === 'string' ? reason : reason(String(value), siblings) };
  });
}

function explainNumber(value: string, { taxIdType }: Readonly<Record<string, unknown>>): string {
  if (value.startsWith('TEST')) return 'begins with TEST, as no issuer’s numbers do';
  const digits = value.replaceAll('-', '');
  const isEin = taxIdType === 'Ein';
  if (isEin && isUnassignedEin(digits)) return `prefix ${digits.slice(0, 2)} is not a valid EIN prefix of the IRS`;
  return (isEin ? undefined : whyNeverIssued(digits)) ?? 'from the list that the bank approved (COS_TAX_ID_LIST)';
}

interface Leaf extends Omit<ExplainedField, 'reason'> {
  readonly siblings: Readonly<Record<string, unknown>>;
}

function leavesOf(value: object, path: string): Leaf[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const field = path === '' ? key : `${path}.${key}`;
    if (typeof inner === 'object' && inner !== null) return leavesOf(inner, field);
    return [{ field, value: inner, siblings: value as Record<string, unknown> }];
  });
}
