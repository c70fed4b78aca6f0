import { CrosscheckError, invariant } from '../../core/errors.ts';
import { deriveSeed } from '../../core/seeded-random.ts';
import { neverGivenGroups } from '../personal-data/tax-ids.ts';

/** Which tax ids are given: never issued ones, the ten published for advertising, or those that a bank approved. */
export type TaxIdSource = 'never-issued' | 'advertising' | ApprovedTaxIds;

/** Tax ids of nine digits that the bank approved for tests; given again from the first when there are more customers. */
export interface ApprovedTaxIds {
  readonly ssn: readonly string[];
  readonly ein: readonly string[];
}

/** The customer itself and at most four owners. */
const PERSONS_OF_A_CUSTOMER = 5;

/** The first three digits of tax ids that are dealt: an SSN's area that was never assigned, and in it an EIN's prefix that is not. */
const AREAS = { Ssn: { first: 900, count: 100 }, Ein: { first: 960, count: 20 } } as const;
const SERIALS = 9_999;
const IN_AN_AREA = neverGivenGroups.length * SERIALS;

/** So many customers of a seed have numbers of their own. */
export const MOST_CUSTOMERS = Math.floor((AREAS.Ssn.count * IN_AN_AREA) / PERSONS_OF_A_CUSTOMER);

/** A prime that divides no count of numbers here: its multiples go through all of them before one comes again. */
const STRIDE = 15_485_863;

/** A person of a customer: 0 is the customer itself, 1 to 4 are its owners. */
export interface PersonNumber {
  readonly seed: number;
  readonly n: number;
  readonly person: number;
}

/**
 * The SSN of a person, another for each of a seed. Never issued: area 900 to 999 and a group that the IRS does not give with it
 * either. Of a list it is the next one, so that one comes again when the list is used up. Source: C17, C29; SSA; IRS.
 */
export function ssnOf(key: PersonNumber, source: TaxIdSource = 'never-issued'): string {
  if (typeof source === 'object') return pickFrom(source.ssn, key);
  if (source === 'advertising') return pickFrom(ADVERTISED, key);
  return neverGiven(AREAS.Ssn, shuffle(key.seed, indexOf(key), AREAS.Ssn.count * IN_AN_AREA));
}

/**
 * The EIN of customer n, another for each of a seed: of a prefix that the IRS assigns to nobody (96, 97), and as an SSN one that was
 * never issued either, so that it is nobody's whatever it is taken for.
 */
export function einOf({ seed, n }: Omit<PersonNumber, 'person'>, source: TaxIdSource = 'never-issued'): string {
  if (typeof source === 'object') return pickFrom(source.ein, { seed, n, person: 0 });
  return neverGiven(AREAS.Ein, shuffle(seed, n - 1, AREAS.Ein.count * IN_AN_AREA));
}

const CODE = { base: 36, length: 5 } as const;

/** Five letters and digits, others for each person of a seed, for numbers that begin with TEST. */
export function codeOf(key: PersonNumber): string {
  const place = shuffle(key.seed, indexOf(key), CODE.base ** CODE.length);
  return place.toString(CODE.base).toUpperCase().padStart(CODE.length, '0');
}

const ADVERTISED = Array.from({ length: 10 }, (_, at) => `98765432${at}`);

/** Customers one after the other, and their owners a fifth of the list further on each: neighbours have different numbers. */
function pickFrom(list: readonly string[], { n, person }: PersonNumber): string {
  const taxId = list[(n - 1 + Math.floor((person * list.length) / PERSONS_OF_A_CUSTOMER)) % list.length];
  invariant(taxId, 'a list of tax ids is empty');
  return taxId;
}

function indexOf({ n, person }: PersonNumber): number {
  invariant(person >= 0 && person < PERSONS_OF_A_CUSTOMER, `a customer has no person ${person}`);
  return (n - 1) * PERSONS_OF_A_CUSTOMER + person;
}

function neverGiven({ first, count }: { readonly first: number; readonly count: number }, place: number): string {
  const group = neverGivenGroups[Math.floor(place / count) % neverGivenGroups.length] ?? 0;
  const serial = 1 + Math.floor(place / (count * neverGivenGroups.length));
  return `${first + (place % count)}${pad(group, 2)}${pad(serial, 4)}`;
}

/** The place of the index-th number among `count`, from a start that the seed chooses. */
function shuffle(seed: number, index: number, count: number): number {
  const start = (deriveSeed(seed, 'dealt numbers') >>> 0) % count;
  return (start + ((index * STRIDE) % count)) % count;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/**
 * Reads a list of tax ids that a bank approved: a line each, `Ssn` or `Ein` and nine digits, with dashes or without; `#` begins a
 * comment. Throws a CrosscheckError that names the line, never its value.
 */
export function parseTaxIdList(text: string): ApprovedTaxIds {
  const approved: Record<'ssn' | 'ein', string[]> = { ssn: [], ein: [] };
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/#.*/, '').trim();
    const [, type = '', taxId = ''] = /^(Ssn|Ein)\s+([\d-]+)$/i.exec(content) ?? [];
    const digits = taxId.replaceAll('-', '');
    if (digits.length === 9) approved[type.toLowerCase() === 'ssn' ? 'ssn' : 'ein'].push(digits);
    else if (content !== '') throw wrongTaxIds(`has no tax id in line ${at + 1}`);
  }
  if (approved.ssn.length === 0) throw wrongTaxIds('has no Ssn');
  return approved;
}

/** The operating error for a list that is of no use. */
export function wrongTaxIds(problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'configuration',
    message: `The list of approved tax ids ${problem}`,
    remedy: 'Write the file of COS_TAX_ID_LIST with a line for each, Ssn or Ein and nine digits: Ssn 900-11-0001',
  });
}
