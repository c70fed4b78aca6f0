import { createHash } from 'node:crypto';
import { CrosscheckError } from '../../../core/errors.ts';
import type { RunReport } from '../../../core/run-event.ts';

/** The version of the file format. Version 2: the report steps have the fields of version 2 of `run.json`. */
const SCHEMA_VERSION = 2;

/**
 * A run that waits, as a file: everything that is needed to go on, days later, on another machine. It holds no credentials and no
 * sensitive value, and no name, street, phone or e-mail address: what of these a later step needs is built again from seed and label,
 * or given again as an input; what a law has to compare is there as an HMAC whose key is derived from the client secret.
 */
export interface Checkpoint {
  readonly kind: 'crosscheck-checkpoint';
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly workflowId: string;
  /** Where the workflow was read from, as the command line was told; absent for one of the project's own. */
  readonly file?: string;
  readonly seed: number;
  readonly label: string;
  readonly target: RunReport['target'] & { readonly partnerId: string };
  /** SHA-256 of the contract, and of the workflow's document. */
  readonly contractDigest: string;
  readonly documentDigest: string;
  readonly due: NonNullable<RunReport['due']>;
  /** What a person gave the run: the inputs' names and a digest of their values, and where sources are called. */
  readonly given?: {
    readonly names: readonly string[];
    readonly digest: string;
    readonly servers: Readonly<Record<string, string>>;
  };
  readonly state: unknown;
  readonly audited?: unknown;
  /** What is known of the run's events, without their details. */
  readonly events?: unknown;
  readonly report: Pick<RunReport, 'startedAt' | 'durationMs' | 'steps'> & { readonly notes: readonly string[] };
  /** SHA-256 of everything above: an edited checkpoint is not resumed. */
  readonly digest: string;
}

/** A registration that a parked run has left at the bank, which collects its events until it goes on. */
export interface KeptRegistration {
  readonly id: string;
  readonly name: string;
}

/** The registrations that a checkpoint's run has left at the bank. */
export function registrationsOf({ events }: Pick<Checkpoint, 'events'>): readonly KeptRegistration[] {
  const { registrations = [] } = (events ?? {}) as { readonly registrations?: readonly KeptRegistration[] };
  return registrations;
}

/** SHA-256 of a JSON value, as hexadecimal text. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Seals a checkpoint with the digest of what is in it. */
export function sealCheckpoint(content: Omit<Checkpoint, 'kind' | 'schemaVersion' | 'digest'>): Checkpoint {
  const whole = JSON.parse(
    JSON.stringify({ kind: 'crosscheck-checkpoint', schemaVersion: SCHEMA_VERSION, ...content }),
  ) as Checkpoint;
  return { ...whole, digest: digestOf(whole) };
}

/** Parses the text of a checkpoint. Throws a CrosscheckError for anything else, and for one that was edited. */
export function parseCheckpoint(text: string, name: string): Checkpoint {
  const { digest, ...content } = parseJson(text) as Partial<Checkpoint>;
  if (content.kind !== 'crosscheck-checkpoint')
    throw notResumable(`"${name}" is not a checkpoint`, 'Name a file that a parked run has written');
  if (content.schemaVersion !== SCHEMA_VERSION) throw wrongVersion(name, content.schemaVersion);
  if (digest !== digestOf(content))
    throw notResumable(
      `"${name}" was edited: its content does not have the digest that it was written with`,
      'Nothing was sent; run the workflow again',
    );
  return { ...(content as Omit<Checkpoint, 'digest'>), digest };
}

function wrongVersion(name: string, version: unknown): CrosscheckError {
  return notResumable(
    `"${name}" is a checkpoint of version ${JSON.stringify(version)}; this Crosscheck reads version ${SCHEMA_VERSION}`,
    'Resume it with the Crosscheck that wrote it, or delete it and run the workflow again',
  );
}

function parseJson(text: string): object {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

export function notResumable(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'checkpoint', message, remedy });
}
