import { CrosscheckError, invariant } from '../../core/errors.ts';
import { deriveSeed } from '../../core/seeded-random.ts';
import { neverGivenGroups, unassignedEinPrefixes } from '../personal-data/tax-ids.ts';

/** Which tax ids are given: never issued ones, the ten published for advertising, or those that a bank approved. */
export type TaxIdSource = 'never-issued' | 'advertising' | ApprovedTaxIds;

/** Tax ids of nine digits that the bank approved for tests; given again from the first when there are more customers. */
export interface ApprovedTaxIds {
  readonly ssn: readonly string[];
  readonly ein: readonly string[];
}

/** The customer itself and at most four owners. */
const PERSONS_OF_A_CUSTOMER = 5;

const SSN = { areas: 100, groups: neverGivenGroups.length, serials: 9_999 } as const;
const SSNS = SSN.areas * SSN.groups * SSN.serials;
const EINS = unassignedEinPrefixes.length * 10_000_000;

/** So many customers of a seed have tax ids of their own. */
export const MOST_CUSTOMERS = Math.floor(SSNS / PERSONS_OF_A_CUSTOMER);

/** A prime that divides neither count of numbers: its multiples go through all of them before one comes again. */
const STRIDE = 15_485_863;

/**
 * The SSN of a person of customer n (0 is the customer, 1 to 4 its owners): another for each of a seed. Never issued: area
 * 900 to 999 and a group that the IRS does not give with it either. Source: C17, C29; SSA; IRS.
 */
export function ssnOf(seed: number, n: number, person: number, source: TaxIdSource = 'never-issued'): string {
  invariant(person >= 0 && person < PERSONS_OF_A_CUSTOMER, `a customer has no person ${person}`);
  if (typeof source === 'object') return pickApproved(source.ssn, n - 1 + person);
  if (source === 'advertising') return `98765432${(n - 1 + person) % 10}`;
  const index = (n - 1) * PERSONS_OF_A_CUSTOMER + person;
  const place = shuffle(seed, index, SSNS);
  const area = 900 + (place % SSN.areas);
  const group = neverGivenGroups[Math.floor(place / SSN.areas) % SSN.groups] ?? 0;
  const serial = 1 + Math.floor(place / (SSN.areas * SSN.groups));
  return `${area}${pad(group, 2)}${pad(serial, 4)}`;
}

/** The EIN of customer n, another for each of a seed, of a prefix that the IRS assigns to nobody. */
export function einOf(seed: number, n: number, source: TaxIdSource = 'never-issued'): string {
  if (typeof source === 'object') return pickApproved(source.ein, n - 1);
  const place = shuffle(seed, n - 1, EINS);
  const prefix = unassignedEinPrefixes[place % unassignedEinPrefixes.length];
  return `${prefix}${pad(Math.floor(place / unassignedEinPrefixes.length), 7)}`;
}

function pickApproved(approved: readonly string[], index: number): string {
  const taxId = approved[index % approved.length];
  invariant(taxId, 'a list of approved tax ids is empty');
  return taxId;
}

/** The place of the index-th number among `count`, from a start that the seed chooses. */
function shuffle(seed: number, index: number, count: number): number {
  const start = (deriveSeed(seed, 'tax ids') >>> 0) % count;
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
