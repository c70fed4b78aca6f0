import { easternDateOf } from '../../../core/business-day.ts';
import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { findCustomer } from './find-customer.ts';
import { findProgramme } from './programme.ts';

type Classification = CoreSchemas['Classification'];
type Profile = CoreSchemas['Profile'];
type DueDiligence = Pick<CoreSchemas['OnboardCustomerRequest'], 'dueDiligence' | 'businessDueDiligence'>;

/** The names that a classification requires. Source: L-ERR (first and last name), P-CUSTREC (entity name). */
const NAMES = { Personal: ['firstName', 'lastName'], Business: ['entityName'] } as const;

/**
 * The profile fields of one classification only. ASSUMPTION: a field of the other classification's profile is
 * rejected, so that the mistake shows here and not at the bank. Source: S-CUST, P-CUSTREC.
 */
const PROFILE_FIELDS = {
  Personal: ['regO', 'politicallyExposedPerson', 'birthDate'],
  Business: ['dateFormed', 'entityType', 'ownershipType', 'primaryOwnerCustomerId'],
} as const;

/**
 * Checks the names that the classification requires, which the contract's schema cannot express (DOC-055; nothing on
 * side A). The messages name fields of the name.
 */
export function checkName({ variants }: Bank, classification: Classification, name: CoreSchemas['Name']): string[] {
  if (variants['DOC-055'] === 'A') return [];
  const missing = NAMES[classification].filter((field) => name[field] === undefined);
  return missing.map((field) => `${pascalCase(field)} required`);
}

/**
 * Checks the profile rules that the contract's schema cannot express: fields of the other classification, dates in the
 * future, a withholding percentage without withholding, a primary owner who is not a Personal customer (C16, C18,
 * P-CUSTREC). The messages name fields of the profile.
 */
export function checkProfile(
  bank: Bank,
  partnerId: string,
  classification: Classification,
  profile: Profile,
): string[] {
  const other = classification === 'Personal' ? 'Business' : 'Personal';
  const problems = PROFILE_FIELDS[other]
    .filter((field) => profile[field] !== undefined)
    .map((field) => `${pascalCase(field)} is for ${other} customers`);
  const today = easternDateOf(bank.clock.nowMs());
  for (const field of ['birthDate', 'dateFormed'] as const) {
    if ((profile[field] ?? '') > today) problems.push(`${pascalCase(field)} must not be in the future`);
  }
  if (profile.enableBackupWithholding === false && (profile.backupWithholdingPercent ?? 0) !== 0)
    problems.push('BackupWithholdingPercent must be 0 if EnableBackupWithholding is false');
  const owner = profile.primaryOwnerCustomerId;
  if (owner !== undefined && findCustomer(bank, partnerId, owner)?.classification !== 'Personal')
    problems.push('PrimaryOwnerCustomerId must be a Personal customer');
  return problems;
}

/**
 * Checks the due diligence that the classification allows and that the partner's programme requires (C06, C07, C30).
 */
export function checkDueDiligence(
  bank: Bank,
  partnerId: string,
  classification: Classification,
  { dueDiligence, businessDueDiligence }: DueDiligence,
): string[] {
  const { requiresDueDiligence, requiresBusinessDueDiligence } = findProgramme(bank, partnerId);
  const isPersonal = classification === 'Personal';
  const problems: string[] = [];
  if (isPersonal && businessDueDiligence) problems.push('BusinessDueDiligence is for Business customers');
  if (!isPersonal && dueDiligence) problems.push('DueDiligence is for Personal customers');
  if (isPersonal && requiresDueDiligence && !dueDiligence) problems.push('DueDiligence required');
  if (!isPersonal && requiresBusinessDueDiligence && !businessDueDiligence)
    problems.push('BusinessDueDiligence required');
  return problems;
}

function pascalCase(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1);
}
