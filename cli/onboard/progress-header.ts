import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CrosscheckError } from '../../core/errors.ts';
import type { Target, TargetProducts } from '../../core/target.ts';
import { customer, GENERATOR_VERSION } from '../../harness/host.ts';
import type { CustomersPlan } from '../customers/parse-plan.ts';
import type { SelectionOptions } from '../customers/selection-options.ts';
import { type Instant, isInstant } from './key-expiry.ts';

const SCHEMA_VERSION = 1;
/**
 * The remedy that starts an onboarding again: the bank recognizes the idempotency keys for as long as it remembers
 * them.
 */
export const START_AGAIN =
  'delete the file to start again: within 7 days of its first request nothing is created twice';

/** The header of a progress file. Only an onboarding with the same header can resume it. */
export interface ProgressHeader {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly seed: number;
  readonly generatorVersion: typeof GENERATOR_VERSION;
  readonly first: number;
  readonly last: number;
  /** The address of the target. */
  readonly target: string;
  readonly partnerId: string;
  /** The command's options that change the request bodies, as on the command line. */
  readonly options: Readonly<Partial<Record<(typeof BODY_OPTIONS)[number], string>>>;
  /** The ids of the products on which accounts are opened. */
  readonly products: TargetProducts;
  readonly sample: Sample;
}

/**
 * Digests of customer 1 of the seed, as a person and as a business, whatever the range. Triggers and tax ids from the
 * environment change them too. Two onboardings with the same digests send the same bodies.
 */
export interface Sample {
  readonly customers: string;
  /** The digest of accounts and payroll, if accounts are opened. */
  readonly accounts?: string;
}

/** The first line of a progress file. */
export interface FirstLine extends ProgressHeader {
  /** The earliest time at which the first request can have been sent. */
  readonly firstSent: Instant;
}

const BODY_OPTIONS = ['classification', 'with', 'products', 'screening', 'taxIds'] as const;

/** Builds the header of an onboarding. */
export function headerOf(
  plan: CustomersPlan,
  options: SelectionOptions,
  { target, products }: { readonly target: Target; readonly products: TargetProducts },
): ProgressHeader {
  const { seed, first, last } = plan;
  const bodyOptions = BODY_OPTIONS.flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    seed,
    generatorVersion: GENERATOR_VERSION,
    first,
    last,
    target: target.baseUrl,
    partnerId: target.partnerId,
    options: Object.fromEntries(bodyOptions),
    products,
    sample: sampleOf(plan, target),
  };
}

function sampleOf({ seed, options }: CustomersPlan, { partnerId }: Target): Sample {
  const classifications = options.classification ? [options.classification] : (['Personal', 'Business'] as const);
  const drawn = classifications.map((classification) => customer(seed, 1, { ...options, partnerId, classification }));
  const customers = drawn.map(({ accounts: _, payroll: _2, ...own }) => own);
  const accounts = drawn.map(({ accounts, payroll }) => ({ accounts, payroll }));
  return {
    customers: digestOf([customers, options.taxIds]),
    ...(options.parts?.includes('accounts') ? { accounts: digestOf(accounts) } : {}),
  };
}

/** Returns the name of the progress file, without extension. It differs by seed, range, host and options. */
export function progressFileName({ seed, first, last, target, options }: ProgressHeader): string {
  const host = new URL(target).host.replaceAll(/[^\w.-]+/g, '_');
  return `seed${seed}-${first}-${last}-${host}-${digestOf(options).slice(0, 8)}`;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/**
 * Returns when a progress file was started. Throws a CrosscheckError with the differences if it belongs to another
 * onboarding.
 */
export function checkHeader(found: unknown, expected: ProgressHeader, file: string): Instant {
  const actual = (typeof found === 'object' && found !== null ? found : {}) as Readonly<Record<string, unknown>>;
  const differences = Object.entries(expected)
    .filter(([name, value]) => !isDeepStrictEqual(actual[name], value))
    .map(([name, value]) => `${name} is ${JSON.stringify(actual[name])}, expected ${JSON.stringify(value)}`);
  const { firstSent } = actual;
  if (differences.length === 0 && isInstant(firstSent)) return firstSent;
  const problem =
    differences.length > 0
      ? `it belongs to another onboarding: ${differences.join('; ')}`
      : 'its start time is missing or invalid';
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot resume "${file}": ${problem}`,
    remedy: `Nothing was sent. Use the same options as before, or ${START_AGAIN}`,
  });
}
