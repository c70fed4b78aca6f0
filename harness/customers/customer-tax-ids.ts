import { CrosscheckError, invariant } from '../../core/errors.ts';
import { deriveSeed } from '../../core/seeded-random.ts';
import { neverGivenGroups } from '../personal-data/tax-ids.ts';

/** The source of tax ids: never-issued numbers, the ten published for advertising, or those approved by a bank. */
export type TaxIdSource = 'never-issued' | 'advertising' | ApprovedTaxIds;

/** Tax ids of nine digits that the bank approved for tests. They repeat if there are more customers. */
export interface ApprovedTaxIds {
  readonly ssn: readonly string[];
  readonly ein: readonly string[];
}

/** The customer itself and at most four owners. */
const PERSONS_OF_A_CUSTOMER = 5;

/** The first three digits: SSN areas that were never assigned and, among them, EIN prefixes that are not assigned. */
const AREAS = { Ssn: { first: 900, count: 100 }, Ein: { first: 960, count: 20 } } as const;
const SERIALS = 9_999;
const NUMBERS_PER_AREA = neverGivenGroups.length * SERIALS;

/** The number of customers of a seed with distinct tax ids. */
export const MOST_CUSTOMERS = Math.floor((AREAS.Ssn.count * NUMBERS_PER_AREA) / PERSONS_OF_A_CUSTOMER);

/** A prime that divides none of the counts below: its multiples visit every number before one repeats. */
const STRIDE = 15_485_863;

/** A person of a customer: 0 is the customer itself, 1 to 4 are its owners. */
export interface PersonNumber {
  readonly seed: number;
  readonly n: number;
  readonly person: number;
}

/**
 * Returns the SSN of a person. Never-issued numbers have area 900 to 999 and a group that the IRS does not use with it.
 * Each person of a seed has a different one. Numbers of a list repeat when the list is used up. Source: C17, C29; SSA;
 * IRS.
 */
export function ssnOf(key: PersonNumber, source: TaxIdSource = 'never-issued'): string {
  if (typeof source === 'object') return pickFrom(source.ssn, key);
  if (source === 'advertising') return pickFrom(ADVERTISED, key);
  return neverGiven(AREAS.Ssn, shuffle(key.seed, indexOf(key), AREAS.Ssn.count * NUMBERS_PER_AREA));
}

/**
 * Returns the EIN of customer n. Never-issued numbers have a prefix that the IRS does not assign (96, 97). Read as an
 * SSN, they were never issued either. Each customer of a seed has a different one.
 */
export function einOf({ seed, n }: Omit<PersonNumber, 'person'>, source: TaxIdSource = 'never-issued'): string {
  if (typeof source === 'object') return pickFrom(source.ein, { seed, n, person: 0 });
  return neverGiven(AREAS.Ein, shuffle(seed, n - 1, AREAS.Ein.count * NUMBERS_PER_AREA));
}

/** A change here is a new GENERATOR_VERSION. */
const CODE = { base: 36, length: 5 } as const;

/** Returns five letters and digits for the numbers that begin with TEST. Each person of a seed has a different code. */
export function codeOf(key: PersonNumber): string {
  const position = shuffle(key.seed, indexOf(key), CODE.base ** CODE.length);
  return position.toString(CODE.base).toUpperCase().padStart(CODE.length, '0');
}

const ADVERTISED = Array.from({ length: 10 }, (_, digit) => `98765432${digit}`);

/**
 * Picks from a list: customers in turn, each owner a fifth of the list further. Neighbors then have different numbers.
 */
function pickFrom(list: readonly string[], { n, person }: PersonNumber): string {
  const taxId = list[(n - 1 + Math.floor((person * list.length) / PERSONS_OF_A_CUSTOMER)) % list.length];
  invariant(taxId, 'a list of tax ids is empty');
  return taxId;
}

function indexOf({ n, person }: PersonNumber): number {
  invariant(person >= 0 && person < PERSONS_OF_A_CUSTOMER, `a customer has no person ${person}`);
  return (n - 1) * PERSONS_OF_A_CUSTOMER + person;
}

function neverGiven({ first, count }: { readonly first: number; readonly count: number }, position: number): string {
  const group = neverGivenGroups[Math.floor(position / count) % neverGivenGroups.length] ?? 0;
  const serial = 1 + Math.floor(position / (count * neverGivenGroups.length));
  return `${first + (position % count)}${pad(group, 2)}${pad(serial, 4)}`;
}

/** Returns the position of a number among `count`, from a start that depends on the seed. */
function shuffle(seed: number, index: number, count: number): number {
  const start = (deriveSeed(seed, 'dealt numbers') >>> 0) % count;
  return (start + ((index * STRIDE) % count)) % count;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/**
 * Parses a list of approved tax ids: on each line `Ssn` or `Ein` and nine digits, with or without dashes; `#` starts a
 * comment. Throws a CrosscheckError that names the line, but not its value.
 */
export function parseTaxIdList(text: string): ApprovedTaxIds {
  const approved: Record<'ssn' | 'ein', string[]> = { ssn: [], ein: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/#.*/, '').trim();
    const [, type = '', taxId = ''] = /^(Ssn|Ein)\s+([\d-]+)$/i.exec(content) ?? [];
    const digits = taxId.replaceAll('-', '');
    if (digits.length === 9) approved[type.toLowerCase() === 'ssn' ? 'ssn' : 'ein'].push(digits);
    else if (content !== '') throw invalidTaxIdList(`has no valid tax id in line ${index + 1}`);
  }
  if (approved.ssn.length === 0) throw invalidTaxIdList('has no Ssn');
  return approved;
}

/** Builds the error for an unusable list. */
export function invalidTaxIdList(problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'configuration',
    message: `The list of approved tax ids ${problem}`,
    remedy: 'Write one tax id per line in the file of COS_TAX_ID_LIST, for example: Ssn 900-11-0001',
  });
}
