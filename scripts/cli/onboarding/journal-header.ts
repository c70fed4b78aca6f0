import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CrosscheckError } from '../../../core/errors.ts';
import type { Target, TargetProducts } from '../../../core/target.ts';
import { customer, GENERATOR_VERSION } from '../../../harness/index.ts';
import type { CustomersPlan } from '../customers/customers-plan.ts';
import type { OnboardOptions } from './onboard-options.ts';

const SCHEMA_VERSION = 1;

/** The first line of a journal: whose it is. Another onboarding can not go on with it. */
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
  /** A digest of a person and a business as they would be, and of a list of tax ids: what comes of the environment changes it, too. */
  readonly sample: string;
}

const BODY_OPTIONS = ['classification', 'with', 'products', 'screening', 'taxIds'] as const;

/** Describes an onboarding. */
export function headerOf(
  plan: CustomersPlan,
  given: OnboardOptions,
  { target, products }: { readonly target: Target; readonly products: TargetProducts },
): JournalHeader {
  const { seed, first, last, options } = plan;
  const kept = BODY_OPTIONS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
  return {
    schemaVersion: SCHEMA_VERSION,
    ...{ seed, generatorVersion: GENERATOR_VERSION, first, last },
    ...{ target: target.baseUrl, partnerId: target.partnerId, options: Object.fromEntries(kept), products },
    sample: digestOf([...drawSamples(plan, target), options.taxIds]),
  };
}

function drawSamples({ seed, first, options }: CustomersPlan, { partnerId }: Target) {
  const classifications = options.classification ? [options.classification] : (['Personal', 'Business'] as const);
  return classifications.map((classification) => customer(seed, first, { ...options, partnerId, classification }));
}

/** The name of the journal of an onboarding: another seed, range, host or option has another one. */
export function journalNameOf({ seed, first, last, target, options }: JournalHeader): string {
  const host = new URL(target).host.replaceAll(/[^\w.-]+/g, '_');
  return `seed${seed}-${first}-${last}-${host}-${digestOf(options).slice(0, 8)}`;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Throws a CrosscheckError that says what differs, when a journal is of another onboarding. */
export function checkHeader(found: unknown, wanted: JournalHeader, file: string): void {
  const known = (typeof found === 'object' && found !== null ? found : {}) as Readonly<Record<string, unknown>>;
  const differing = Object.entries(wanted).filter(([name, value]) => !isDeepStrictEqual(known[name], value));
  if (differing.length === 0) return;
  const told = differing.map(
    ([name, value]) => `${name} is ${JSON.stringify(known[name])}, and now ${JSON.stringify(value)}`,
  );
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}", the journal of another onboarding: ${told.join('; ')}`,
    remedy: 'Nothing was sent. Give the command as it was, or delete that file to begin anew with another --seed',
  });
}
