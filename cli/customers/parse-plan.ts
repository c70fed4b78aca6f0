import { config } from 'dotenv';
import { CrosscheckError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { demo } from '../../emulator/demo.ts';
import {
  type CustomerOptions,
  customer,
  partNames,
  productNames,
  validateCustomer,
} from '../../harness/customers/index.ts';
import { usageError } from '../shared/operating-error.ts';
import { parseNames, unknownName } from './parse-names.ts';
import { triggerOf } from './screening-option.ts';
import type { SelectionOptions } from './selection-options.ts';
import { taxIdSourceOf } from './tax-id-source.ts';

const DEFAULT_COUNT = 10;

/** The customers of a seed that a command generates. */
export interface CustomersPlan {
  readonly seed: number;
  /**
   * The numbers of the first and the last customer, from 1 and inclusive. Without customers the last is below the
   * first.
   */
  readonly first: number;
  readonly last: number;
  readonly options: CustomerOptions;
  /** The reason why there are no customers, if there are none. */
  readonly empty?: string;
}

/** The options that select customers; with `--target`, which decides how screenings are triggered. */
type PlanOptions = SelectionOptions & { readonly target?: string };

/**
 * Parses the options that select and shape the customers. Throws a CrosscheckError with the remedy if one is invalid.
 */
export async function parsePlan(planOptions: PlanOptions): Promise<CustomersPlan> {
  const { from, count = from + DEFAULT_COUNT - 1, seed, shard, ...options } = planOptions;
  config({ quiet: true });
  if (from > count)
    throw usageError(
      `Cannot begin with customer ${from}: --count is ${count}`,
      'Set --from to a number from 1 to --count',
    );
  const { first, last } = shard === undefined ? { first: 1, last: count } : shardOf(count, parseShard(shard));
  const begin = Math.max(first, from);
  const plan = {
    seed,
    first: begin,
    last: Math.max(last, begin - 1),
    options: await customerOptionsOf(options),
    ...(begin > last ? { empty: describeEmpty({ first, last, from, count, shard }) } : {}),
  };
  checkConfigured(plan);
  return plan;
}

/**
 * Returns part i of k (from 1) of the customers 1 to `count`. The sizes of parts differ by at most one; parts are in
 * order.
 */
function shardOf(count: number, { i, k }: { readonly i: number; readonly k: number }) {
  const before = (shard: number) => Math.floor((shard * count) / k);
  return { first: before(i - 1) + 1, last: before(i) };
}

/** Returns why a shard has no customers. Without a shard there is always one: `--from` is at most `--count`. */
function describeEmpty(range: Record<'first' | 'last' | 'from' | 'count', number> & { shard: string | undefined }) {
  const { first, last, from, count, shard } = range;
  const shardText = `shard ${shard} of ${plural(count, 'customer')}`;
  if (first > last) return `${shardText} is empty`;
  return `${shardText} has ${first === last ? `number ${first}` : `numbers ${first} to ${last}`}, but --from is ${from}`;
}

function parseShard(text: string): { i: number; k: number } {
  const [, i = '', k = ''] = /^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? [];
  if (Number(i) >= 1 && Number(i) <= Number(k)) return { i: Number(i), k: Number(k) };
  throw usageError(`Invalid --shard "${text}"`, 'Write i/k with i from 1 to k, for example 1/4 to 4/4 for four parts');
}

type ShapeOptions = Pick<PlanOptions, 'classification' | 'with' | 'products' | 'screening' | 'taxIds' | 'target'>;

async function customerOptionsOf({
  with: parts,
  products,
  screening,
  taxIds,
  ...others
}: ShapeOptions): Promise<CustomerOptions> {
  const classification = others.classification === undefined ? undefined : parseClassification(others.classification);
  const classifications = classification === undefined ? (['Personal', 'Business'] as const) : [classification];
  const partsGiven = parts === undefined ? [] : parseNames(parts, partNames, '--with');
  if (partsGiven.length > 0 && !partsGiven.includes('accounts'))
    throw usageError(
      `Cannot use --with ${parts}: subledgers and payroll need accounts`,
      `Write --with accounts,${parts}`,
    );
  const productsGiven = products === undefined ? undefined : parseNames(products, productNames, '--products');
  if (products !== undefined && partsGiven.length === 0)
    throw usageError('Cannot use --products without accounts', `Write --with accounts --products ${products}`);
  if (
    classification &&
    productsGiven &&
    !productsGiven.some((product) => (product === 'business') === (classification === 'Business'))
  )
    throw usageError(
      `Cannot open accounts on "${products}" for ${classification} customers`,
      'Use business for a Business, and checking, savings, earlyDirectDeposit for a Personal customer',
    );
  return {
    partnerId: process.env.COS_PARTNER_ID || demo.partners[0].partnerId,
    parts: partsGiven,
    ...(productsGiven ? { products: productsGiven } : {}),
    ...(classification === undefined ? {} : { classification }),
    taxIds: taxIdSourceOf(
      taxIds,
      classifications.some((name) => name === 'Business'),
    ),
    ...(screening === undefined
      ? {}
      : { trigger: triggerOf(screening, { classifications, isRealBank: await isRealBank(others.target) }) }),
  };
}

/** Returns whether a target is a real bank. The emulator is recognized by the operator's credentials. */
async function isRealBank(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  const { loadTarget } = await import('../../harness/host.ts');
  return loadTarget({ url }).kind === 'bank';
}

function parseClassification(text: string): 'Personal' | 'Business' {
  const known = ['Personal', 'Business'] as const;
  const name = known.find((candidate) => candidate === text);
  if (name) return name;
  throw unknownName('--classification', text, known);
}

/** Checks the partner id of the environment, which is in every record, on the first one. */
function checkConfigured({ seed, first, options }: CustomersPlan): void {
  const problem = validateCustomer(customer(seed, first, options)).find((text) => text.includes('/partnerId'));
  if (problem === undefined) return;
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot generate customers: COS_PARTNER_ID is not valid by the contract: ${problem}`,
    remedy: 'Set it to the id of the partner, which is a GUID, in the environment or in .env',
  });
}
