import { scryptSync } from 'node:crypto';
import { CrosscheckError } from '../../core/errors.ts';
import type { Checkpoint } from '../../harness/host.ts';

/** The inputs and servers that the command line sets for a run. */
export interface RunArguments {
  /** The inputs of a document, by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The base URLs of a document's sources, by the names of the sources. */
  readonly servers: Readonly<Record<string, string>>;
}

/**
 * Returns the part of a checkpoint that describes the arguments of its run. It holds no value of an input, only the
 * names and a digest, so that a resume can check that it has the same values.
 */
export function sealArguments({ inputs, servers }: RunArguments, label: string): Pick<Checkpoint, 'given'> {
  const names = Object.keys(inputs).sort();
  if (names.length + Object.keys(servers).length === 0) return {};
  return { given: { names, digest: digestInputs(inputs, label), servers } };
}

/**
 * Returns a slow digest, salted with the label of the run: a fast one would let a tax id be found by trying all
 * numbers.
 */
function digestInputs(inputs: RunArguments['inputs'], label: string): string {
  const sorted = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return scryptSync(JSON.stringify(sorted), label, 32).toString('hex');
}

/** Throws a CrosscheckError if the inputs of a resume differ from those that the run began with. */
export function checkArguments({ given, label }: Checkpoint, { inputs }: Pick<RunArguments, 'inputs'>): void {
  const names = given?.names ?? [];
  const missing = names.filter((name) => !Object.hasOwn(inputs, name));
  const unexpected = Object.keys(inputs).filter((name) => !names.includes(name));
  const list = (all: readonly string[]) => all.map((name) => `"${name}"`).join(', ');
  if (missing.length > 0)
    throw cannotResume(
      `the inputs ${list(missing)} are missing, and a checkpoint does not keep the values of inputs`,
      `Set them again: ${missing.map((name) => `--input ${name}=...`).join(' ')}`,
    );
  if (unexpected.length > 0)
    throw cannotResume(
      `it began without the inputs ${list(unexpected)}`,
      'Omit these inputs, or start the workflow again with: npx crosscheck run',
    );
  if (names.length > 0 && digestInputs(inputs, label) !== given?.digest)
    throw cannotResume(
      `the inputs ${list(names)} differ from those that it began with`,
      'Set the same values, or start the workflow again with: npx crosscheck run',
    );
}

function cannotResume(problem: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'checkpoint', message: `Cannot resume the run: ${problem}`, remedy });
}
