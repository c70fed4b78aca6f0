import { config } from 'dotenv';
import { CrosscheckError } from '../../core/errors.ts';
import { demo } from '../../emulator/demo.ts';
import { type CustomerOptions, partNames, productNames } from '../../harness/index.ts';
import { type CustomersPlan, shardOf } from './customers/customers-plan.ts';
import { onboardCommand } from './onboarding/onboard-command.ts';

export interface CustomersCommandOptions {
  readonly count: number;
  readonly from: number;
  readonly seed: number;
  readonly shard?: string;
  readonly classification?: string;
  readonly with?: string;
  readonly products?: string;
  readonly screening?: string;
  readonly taxIds?: string;
  readonly negative?: true;
  readonly explain?: true;
  readonly format: string;
  readonly out?: string;
  readonly onboard?: true;
  readonly parallel: number;
  readonly target?: string;
}

/** `crosscheck customers`: generates test customers, and writes, explains or onboards them. Gives the exit code. */
export async function customersCommand(options: CustomersCommandOptions): Promise<number> {
  const plan = planOf(options);
  if (options.onboard) return await onboardCommand(plan, options);
  console.log(plan);
  return await Promise.resolve(0);
}

/** Reads what was asked for; throws a CrosscheckError that says what is wanted. */
function planOf({ count, from, seed, shard, ...options }: CustomersCommandOptions): CustomersPlan {
  config({ quiet: true });
  const { first, last } = shard === undefined ? { first: 1, last: count } : shardOf(count, parseShard(shard));
  return { seed, first: Math.max(first, from), last, options: customerOptionsOf(options) };
}

function parseShard(text: string): { i: number; k: number } {
  const [, i = '', k = ''] = /^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? [];
  if (Number(i) >= 1 && Number(i) <= Number(k)) return { i: Number(i), k: Number(k) };
  throw wrong(`--shard is "${text}"`, 'Wanted i/k with i from 1 to k: 1/4 to 4/4 for four machines');
}

type Asked = Pick<CustomersCommandOptions, 'classification' | 'with' | 'products'>;

function customerOptionsOf({ classification, with: parts, products }: Asked): CustomerOptions {
  const known = parts === undefined ? [] : namesOf(parts, partNames, '--with');
  if (known.length > 0 && !known.includes('accounts'))
    throw wrong(`--with is "${parts}"`, 'Subledgers and payroll belong to accounts: --with accounts,subledgers');
  return {
    partnerId: process.env.COS_PARTNER_ID || demo.partners[0].partnerId,
    parts: known,
    ...(products === undefined ? {} : { products: namesOf(products, productNames, '--products') }),
    ...(classification === undefined ? {} : { classification: classificationOf(classification) }),
  };
}

function classificationOf(text: string): 'Personal' | 'Business' {
  return namesOf(text, ['Personal', 'Business'], '--classification')[0] as 'Personal' | 'Business';
}

/** Names with commas between them, each of them known. */
function namesOf<Name extends string>(text: string, known: readonly Name[], option: string): Name[] {
  return text.split(',').map((one) => {
    const name = known.find((candidate) => candidate === one.trim());
    if (name) return name;
    throw wrong(`${option} has "${one.trim()}"`, `Wanted some of ${known.join(', ')}, with commas between them`);
  });
}

function wrong(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy });
}
