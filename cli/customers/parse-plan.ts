import { config } from 'dotenv';
import { CrosscheckError } from '../../core/errors.ts';
import { demo } from '../../emulator/demo.ts';
import {
  type CustomerOptions,
  customer,
  partNames,
  productNames,
  validateCustomer,
} from '../../harness/customers/index.ts';
import type { CustomersCommandOptions } from './customers-options.ts';
import { type CustomersPlan, shardOf } from './customers-plan.ts';
import { triggerOf } from './screening-option.ts';
import { taxIdSourceOf } from './tax-id-source.ts';

/** So many customers are asked for where nothing says how many. */
const FEW = 10;

/** Reads which customers are asked for, and what they are to be; throws a CrosscheckError that says what is wanted. */
export async function parsePlan(asked: CustomersCommandOptions): Promise<CustomersPlan> {
  const { from, count = from + FEW - 1, seed, shard, ...options } = asked;
  config({ quiet: true });
  if (from > count) throw wrong(`--from is ${from}, and --count ${count}`, 'Wanted one of the customers: 1 to --count');
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

/** Only a shard has no customers: without one `--from` is at most `--count`. */
function describeEmpty(asked: Record<'first' | 'last' | 'from' | 'count', number> & { shard: string | undefined }) {
  const { first, last, from, count, shard } = asked;
  const shardText = `shard ${shard} of ${count} ${count === 1 ? 'customer' : 'customers'}`;
  if (first > last) return `${shardText} has none`;
  return `${shardText} has ${first === last ? first : `${first} to ${last}`}, and --from is ${from}`;
}

function parseShard(text: string): { i: number; k: number } {
  const [, i = '', k = ''] = /^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? [];
  if (Number(i) >= 1 && Number(i) <= Number(k)) return { i: Number(i), k: Number(k) };
  throw wrong(`--shard is "${text}"`, 'Wanted i/k with i from 1 to k: 1/4 to 4/4 for four machines');
}

type Asked = Pick<CustomersCommandOptions, 'classification' | 'with' | 'products' | 'screening' | 'taxIds' | 'target'>;

async function customerOptionsOf({
  with: parts,
  products,
  screening,
  taxIds,
  ...asked
}: Asked): Promise<CustomerOptions> {
  const classification = asked.classification === undefined ? undefined : classificationOf(asked.classification);
  const classifications = classification === undefined ? (['Personal', 'Business'] as const) : [classification];
  const known = parts === undefined ? [] : namesOf(parts, partNames, '--with');
  if (known.length > 0 && !known.includes('accounts'))
    throw wrong(`--with is "${parts}"`, 'Subledgers and payroll belong to accounts: --with accounts,subledgers');
  const productsAsked = products === undefined ? undefined : namesOf(products, productNames, '--products');
  if (products !== undefined && known.length === 0)
    throw wrong(
      '--products is of accounts, and there are none',
      `Add --with accounts: --with accounts --products ${products}`,
    );
  if (
    classification &&
    productsAsked &&
    !productsAsked.some((one) => (one === 'business') === (classification === 'Business'))
  )
    throw wrong(
      `--products is "${products}", and a ${classification} customer has accounts on none of them`,
      'Wanted business for a Business; checking, savings, earlyDirectDeposit for a Personal customer',
    );
  return {
    partnerId: process.env.COS_PARTNER_ID || demo.partners[0].partnerId,
    parts: known,
    ...(productsAsked ? { products: productsAsked } : {}),
    ...(classification === undefined ? {} : { classification }),
    taxIds: taxIdSourceOf(
      taxIds,
      classifications.some((name) => name === 'Business'),
    ),
    ...(screening === undefined
      ? {}
      : { trigger: triggerOf(screening, { classifications, byBank: await isBank(asked.target) }) }),
  };
}

/** An emulator is told from a bank by its operator's credentials. */
async function isBank(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  const { loadTarget } = await import('../../harness/host.ts');
  return loadTarget({ url }).kind === 'bank';
}

function classificationOf(text: string): 'Personal' | 'Business' {
  const known = ['Personal', 'Business'] as const;
  const name = known.find((candidate) => candidate === text);
  if (name) return name;
  throw wrong(`--classification is "${text}"`, `Wanted ${known.join(' or ')}; leave it out for both`);
}

/** Names with commas between them, each of them known and told once. */
function namesOf<Name extends string>(text: string, known: readonly Name[], option: string): Name[] {
  const names = text.split(',').map((one) => {
    const name = known.find((candidate) => candidate === one.trim());
    if (name) return name;
    throw wrong(`${option} has "${one.trim()}"`, `Wanted some of ${known.join(', ')}, with commas between them`);
  });
  return [...new Set(names)];
}

/** What the environment says stands in every record: the contract refuses the first of them already, or none. */
function checkConfigured({ seed, first, options }: CustomersPlan): void {
  const problem = validateCustomer(customer(seed, first, options)).find((text) => text.includes('/partnerId'));
  if (problem === undefined) return;
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot generate customers as the contract refuses COS_PARTNER_ID: ${problem}`,
    remedy: "Set it to the partner's id, which is a GUID, in the environment or in .env",
  });
}

function wrong(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy });
}
