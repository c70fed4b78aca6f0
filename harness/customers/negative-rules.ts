import type { Provenance } from '../../core/operation.ts';
import { ABSENT } from '../contract/field-cases.ts';
import { type CustomerRecord, NOBODYS_ID } from './customer-record.ts';

type Customer = CustomerRecord['customer'];
type Classification = Customer['classification'];

/** A rule of `onboardCustomer` that the documents state in words, and one field that breaks it while the schema allows it. */
export interface WordedRule {
  readonly classification: Classification;
  readonly pointer: readonly string[];
  /** Completes the sentence "The field is ...". */
  readonly what: string;
  readonly value: unknown;
  /** How sure it is that the bank refuses it: inferred where the documents say what is right, and not what happens otherwise. */
  readonly provenance: Provenance;
  /** The requirement, or the document that says so. */
  readonly source: string;
  readonly discrepancy?: string;
}

/** The schema allows it, no clock of a bank reaches it. */
const FUTURE = '9999-12-31';

const inferred = { provenance: 'inferred' } as const;
const nameNeeded = { value: ABSENT, provenance: 'public', discrepancy: 'DOC-055' } as const;

const PERSONAL: readonly Omit<WordedRule, 'classification'>[] = [
  { pointer: ['name', 'firstName'], what: 'missing, a person has one', source: 'L-ERR', ...nameNeeded },
  { pointer: ['name', 'lastName'], what: 'missing, a person has one', source: 'L-ERR', ...nameNeeded },
  { pointer: ['profile', 'birthDate'], what: 'in the future', value: FUTURE, provenance: 'source', source: 'C18' },
  {
    pointer: ['classification'],
    what: 'Business, the rest is a person’s',
    value: 'Business',
    source: 'C03',
    ...inferred,
  },
];

const BUSINESS: readonly Omit<WordedRule, 'classification'>[] = [
  { pointer: ['name', 'entityName'], what: 'missing, a business has one', source: 'P-CUSTREC', ...nameNeeded },
  { pointer: ['profile', 'dateFormed'], what: 'in the future', value: FUTURE, source: 'C18', ...inferred },
  {
    pointer: ['profile', 'primaryOwnerCustomerId'],
    what: 'nobody’s id',
    value: NOBODYS_ID,
    source: 'P-CUSTREC',
    ...inferred,
  },
  {
    pointer: ['classification'],
    what: 'Personal, the rest is a business’s',
    value: 'Personal',
    source: 'C03',
    ...inferred,
  },
];

/** Source: C16, which says that 0 goes with a withholding that is not enabled. */
const withheld = {
  pointer: ['profile', 'backupWithholdingPercent'],
  what: 'not 0, though withholding is not enabled',
  value: 24,
  source: 'C16',
  ...inferred,
};

/** What only the other classification has. ASSUMPTION: the bank refuses it, instead of passing over it. */
const OTHERS: Readonly<
  Record<Classification, readonly [pointer: readonly string[], value: unknown, source: string][]>
> = {
  Personal: [
    [['profile', 'dateFormed'], '2001-01-01', 'P-CUSTREC'],
    [['profile', 'entityType'], 'Corporation', 'P-CUSTREC'],
    [['profile', 'ownershipType'], 'LegalEntity', 'P-CUSTREC'],
    [['profile', 'primaryOwnerCustomerId'], NOBODYS_ID, 'P-CUSTREC'],
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
    return { pointer, value, source, what: `a field of ${otherOf[classification]} customers`, ...inferred };
  });
  return [...own, withheld, ...foreign].map((rule) => ({ ...rule, classification }));
}

/**
 * Lists the worded rules that one field of this customer can break. That a programme asks for due diligence (C06, C30) is
 * not among them: it is agreed with each partner, and nobody can tell it from the request.
 */
export function listWordedRules({ classification, profile }: Customer): readonly WordedRule[] {
  return rules[classification].filter((rule) => rule.source !== 'C16' || profile.enableBackupWithholding === false);
}

/** Whether a field cannot be there, since it is of the other classification or within a part that is. */
export function isOfOtherClassification({ classification }: Customer, pointer: readonly string[]): boolean {
  return OTHERS[classification].some(([other]) => other.every((token, at) => token === pointer[at]));
}
