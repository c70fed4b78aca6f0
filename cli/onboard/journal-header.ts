import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CrosscheckError } from '../../core/errors.ts';
import type { Target, TargetProducts } from '../../core/target.ts';
import { customer, GENERATOR_VERSION } from '../../harness/host.ts';
import type { CustomersPlan } from '../customers/customers-plan.ts';
import { type Instant, isInstant } from './bank-memory.ts';
import type { OnboardOptions } from './onboard-options.ts';

const SCHEMA_VERSION = 1;
/** What a journal is good for that is taken away: keys replay for as long as the bank has them. */
export const BEGIN_ANEW = 'delete that file to begin anew: within 7 days of its first request nothing is doubled';

/** Which onboarding it is. Another one cannot go on with the journal of this. */
export interface JournalHeader {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly seed: number;
  readonly generatorVersion: typeof GENERATOR_VERSION;
  readonly first: number;
  readonly last: number;
  /** The address of the target. */
  readonly target: string;
  readonly partnerId: string;
  /** The options of the command that change what is sent, as they were given. */
  readonly options: Readonly<Partial<Record<(typeof BODY_OPTIONS)[number], string>>>;
  /** The ids of the products that accounts are opened on. */
  readonly products: TargetProducts;
  readonly sample: Sample;
}

/**
 * Digests of customer 1 of the seed, as a person and as a business, whatever the range: what comes of the environment (triggers, a
 * list of tax ids) changes them, too. Where two onboardings have the same, their customers have the same bodies.
 */
export interface Sample {
  readonly customers: string;
  /** Of accounts and what comes with them, where they are opened. */
  readonly accounts?: string;
}

/** The first line of a journal. */
export interface FirstLine extends JournalHeader {
  /** When the first request of it may have been sent. */
  readonly firstSent: Instant;
}

const BODY_OPTIONS = ['classification', 'with', 'products', 'screening', 'taxIds'] as const;

/** Describes an onboarding. */
export function headerOf(
  plan: CustomersPlan,
  given: OnboardOptions,
  { target, products }: { readonly target: Target; readonly products: TargetProducts },
): JournalHeader {
  const { seed, first, last } = plan;
  const kept = BODY_OPTIONS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
  return {
    schemaVersion: SCHEMA_VERSION,
    seed,
    generatorVersion: GENERATOR_VERSION,
    first,
    last,
    target: target.baseUrl,
    partnerId: target.partnerId,
    options: Object.fromEntries(kept),
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

/** The name of the journal of an onboarding: another seed, range, host or option has another one. */
export function journalNameOf({ seed, first, last, target, options }: JournalHeader): string {
  const host = new URL(target).host.replaceAll(/[^\w.-]+/g, '_');
  return `seed${seed}-${first}-${last}-${host}-${digestOf(options).slice(0, 8)}`;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Gives when a journal was begun. Throws a CrosscheckError that says what differs, when it is of another onboarding. */
export function checkHeader(found: unknown, wanted: JournalHeader, file: string): Instant {
  const known = (typeof found === 'object' && found !== null ? found : {}) as Readonly<Record<string, unknown>>;
  const differing = Object.entries(wanted).filter(([name, value]) => !isDeepStrictEqual(known[name], value));
  const told = differing.map(
    ([name, value]) => `${name} is ${JSON.stringify(known[name])}, and now ${JSON.stringify(value)}`,
  );
  const { firstSent } = known;
  if (told.length === 0 && isInstant(firstSent)) return firstSent;
  const what = told.length > 0 ? told.join('; ') : 'it does not tell when it was begun';
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}", the journal of another onboarding: ${what}`,
    remedy: `Nothing was sent. Give the command as it was, or ${BEGIN_ANEW}`,
  });
}
