import { createHash } from 'node:crypto';
import { CrosscheckError } from '../../../core/errors.ts';
import type { RunReport } from '../../../core/run-event.ts';

/** The version of the file format. Version 2: the report steps have the fields of version 2 of `run.json`. */
const SCHEMA_VERSION = 2;

/**
 * A parked run as a file: everything that is needed to resume it, days later, on another machine. It holds no
 * credentials, sensitive values, names, streets, phones or e-mail addresses. Such values are built again from seed and
 * label, or passed again as inputs. A value that a law compares is kept as an HMAC with a key from the client secret.
 */
export interface Checkpoint {
  readonly kind: 'crosscheck-checkpoint';
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly workflowId: string;
  /** The file of the workflow, as given on the command line; absent for a built-in workflow. */
  readonly file?: string;
  readonly seed: number;
  readonly label: string;
  readonly target: RunReport['target'] & { readonly partnerId: string };
  /** SHA-256 of the contract, and of the workflow's document. */
  readonly contractDigest: string;
  readonly documentDigest: string;
  readonly due: NonNullable<RunReport['due']>;
  /** The user's inputs: their names and a digest of their values, and the addresses of sources. */
  readonly given?: {
    readonly names: readonly string[];
    readonly digest: string;
    readonly servers: Readonly<Record<string, string>>;
  };
  readonly state: unknown;
  readonly audited?: unknown;
  /** The state of the run's events, without their details. */
  readonly events?: unknown;
  readonly report: Pick<RunReport, 'startedAt' | 'durationMs' | 'steps'> & { readonly notes: readonly string[] };
  /** SHA-256 of everything above: an edited checkpoint is rejected. */
  readonly digest: string;
}

/** A registration that a parked run left at the bank to collect its events. */
export interface KeptRegistration {
  readonly id: string;
  readonly name: string;
}

/** Returns the registrations that a checkpoint's run left at the bank. */
export function registrationsOf({ events }: Pick<Checkpoint, 'events'>): readonly KeptRegistration[] {
  const { registrations = [] } = (events ?? {}) as { readonly registrations?: readonly KeptRegistration[] };
  return registrations;
}

/** Returns the SHA-256 of a JSON value as hexadecimal text. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Adds the digest to a checkpoint. */
export function sealCheckpoint(content: Omit<Checkpoint, 'kind' | 'schemaVersion' | 'digest'>): Checkpoint {
  const whole = JSON.parse(
    JSON.stringify({ kind: 'crosscheck-checkpoint', schemaVersion: SCHEMA_VERSION, ...content }),
  ) as Checkpoint;
  return { ...whole, digest: digestOf(whole) };
}

/** Parses the text of a checkpoint. Throws a CrosscheckError for other text, and for an edited checkpoint. */
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
