import { scryptSync } from 'node:crypto';
import { CrosscheckError } from '../../core/errors.ts';
import type { Checkpoint } from '../../harness/host.ts';

/** What a person gave a run on the command line. */
export interface Given {
  /** Inputs of a document, by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Where sources of a document are called, by their names. */
  readonly servers: Readonly<Record<string, string>>;
}

/** What a checkpoint keeps of that: no value of an input, but enough to tell whether the same ones are given again. */
export function sealGiven({ inputs, servers }: Given, label: string): Pick<Checkpoint, 'given'> {
  const names = Object.keys(inputs).sort();
  if (names.length + Object.keys(servers).length === 0) return {};
  return { given: { names, digest: digestInputs(inputs, label), servers } };
}

/** A slow digest, salted by the run's label: that of a tax id alone would be guessed in no time. */
function digestInputs(inputs: Given['inputs'], label: string): string {
  const sorted = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return scryptSync(JSON.stringify(sorted), label, 32).toString('hex');
}

/** Throws a CrosscheckError when a run that is resumed is not given the inputs that it began with. */
export function checkGiven({ given, label }: Checkpoint, { inputs }: Given): void {
  const names = given?.names ?? [];
  const missing = names.filter((name) => !Object.hasOwn(inputs, name));
  const more = Object.keys(inputs).filter((name) => !names.includes(name));
  const list = (of: readonly string[]) => of.map((name) => `"${name}"`).join(', ');
  if (missing.length > 0)
    throw notGiven(
      `The run was given the inputs ${list(missing)}, which its checkpoint does not keep`,
      `Give them again: ${missing.map((name) => `--input ${name}=...`).join(' ')}`,
    );
  if (more.length > 0)
    throw notGiven(`The run was not given the inputs ${list(more)}`, 'Resume it without, or run the workflow again');
  if (names.length > 0 && digestInputs(inputs, label) !== given?.digest)
    throw notGiven(
      `The inputs ${list(names)} are not what the run was given`,
      'Give the same values, or run the workflow again',
    );
}

function notGiven(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'checkpoint', message, remedy });
}
