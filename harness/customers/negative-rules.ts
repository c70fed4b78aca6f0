import type { Provenance } from '../../core/operation.ts';
import { ABSENT } from '../contract/field-cases.ts';
import { type CustomerRecord, UNASSIGNED_ID } from './customer-record.ts';

type Customer = CustomerRecord['customer'];
type Classification = Customer['classification'];

/**
 * A rule of `onboardCustomer` that the documents state in words, and a field value that breaks it but fits the schema.
 */
export interface WordedRule {
  readonly classification: Classification;
  readonly pointer: readonly string[];
  /** Completes the sentence "The field is ...". */
  readonly problem: string;
  readonly value: unknown;
  /** The certainty of the refusal: inferred if the documents state the rule, but not what happens otherwise. */
  readonly provenance: Provenance;
  /** The requirement or document that states the rule. */
  readonly source: string;
  readonly discrepancy?: string;
}

/** A date that the schema allows and no bank's clock reaches. */
const FUTURE = '9999-12-31';

const inferred = { provenance: 'inferred' } as const;
const nameNeeded = { value: ABSENT, provenance: 'public', discrepancy: 'DOC-055' } as const;

const PERSONAL: readonly Omit<WordedRule, 'classification'>[] = [
  { pointer: ['name', 'firstName'], problem: 'missing: a person has one', source: 'L-ERR', ...nameNeeded },
  { pointer: ['name', 'lastName'], problem: 'missing: a person has one', source: 'L-ERR', ...nameNeeded },
  { pointer: ['profile', 'birthDate'], problem: 'in the future', value: FUTURE, provenance: 'source', source: 'C18' },
  {
    pointer: ['classification'],
    problem: 'Business, but the other fields are those of a person',
    value: 'Business',
    source: 'C03',
    ...inferred,
  },
];

const BUSINESS: readonly Omit<WordedRule, 'classification'>[] = [
  { pointer: ['name', 'entityName'], problem: 'missing: a business has one', source: 'P-CUSTREC', ...nameNeeded },
  { pointer: ['profile', 'dateFormed'], problem: 'in the future', value: FUTURE, source: 'C18', ...inferred },
  {
    pointer: ['profile', 'primaryOwnerCustomerId'],
    problem: 'an unknown id',
    value: UNASSIGNED_ID,
    source: 'P-CUSTREC',
    ...inferred,
  },
  {
    pointer: ['classification'],
    problem: 'Personal, but the other fields are those of a business',
    value: 'Personal',
    source: 'C03',
    ...inferred,
  },
];

/** Source: C16: the percentage is 0 if withholding is not enabled. */
const withheld = {
  pointer: ['profile', 'backupWithholdingPercent'],
  problem: 'not 0, although withholding is not enabled',
  value: 24,
  source: 'C16',
  ...inferred,
};

/** The fields that only the other classification has. ASSUMPTION: the bank refuses them instead of ignoring them. */
const OTHERS: Readonly<
  Record<Classification, readonly [pointer: readonly string[], value: unknown, source: string][]>
> = {
  Personal: [
    [['profile', 'dateFormed'], '2001-01-01', 'P-CUSTREC'],
    [['profile', 'entityType'], 'Corporation', 'P-CUSTREC'],
    [['profile', 'ownershipType'], 'LegalEntity', 'P-CUSTREC'],
    [['profile', 'primaryOwnerCustomerId'], UNASSIGNED_ID, 'P-CUSTREC'],
    [['businessDueDiligence'], { natureOfBusiness: 'Bakery' }, 'C07'],
  ],
  Business: [
    [['profile', 'regO'], false, 'S-CUST'],
    [['profile', 'politicallyExposedPerson'], false, 'S-CUST'],
    [['profile', 'birthDate'], '2001-01-01', 'S-CUST'],
    [['dueDiligence'], { employmentStatus: 'Retired' }, 'C06'],
  ],
};

const otherOf = { Personal: 'Business', Business: 'Personal' } as const;

const rules: Readonly<Record<Classification, readonly WordedRule[]>> = {
  Personal: rulesOf('Personal', PERSONAL),
  Business: rulesOf('Business', BUSINESS),
};

function rulesOf(classification: Classification, own: readonly Omit<WordedRule, 'classification'>[]): WordedRule[] {
  const foreign = OTHERS[classification].map(([pointer, value, source]) => {
    return { pointer, value, source, problem: `a field of ${otherOf[classification]} customers`, ...inferred };
  });
  return [...own, withheld, ...foreign].map((rule) => ({ ...rule, classification }));
}

/**
 * Lists the worded rules that one field of this customer can break. Due diligence that a program requires (C06, C30) is
 * omitted: it is agreed with each partner, and the request does not show it.
 */
export function listWordedRules({ classification, profile }: Customer): readonly WordedRule[] {
  return rules[classification].filter((rule) => rule.source !== 'C16' || profile.enableBackupWithholding === false);
}

/** Returns whether a field belongs to the other classification, itself or with the part around it. */
export function isOfOtherClassification({ classification }: Customer, pointer: readonly string[]): boolean {
  return OTHERS[classification].some(([other]) => other.every((token, index) => token === pointer[index]));
}
