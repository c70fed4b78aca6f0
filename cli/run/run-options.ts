import type { Limits } from '../../core/limits.ts';
import { ELLIPSIS } from '../shared/input-option.ts';
import { limitArguments } from '../shared/limit-option.ts';

/** The options of `crosscheck run`. */
export interface RunCommandOptions {
  /** The old form of the name of a workflow. */
  readonly workflow?: string;
  readonly workflows?: string;
  readonly all?: true;
  readonly list?: true;
  readonly seed: number;
  readonly json?: true;
  readonly target?: string;
  readonly input: readonly string[];
  readonly server: readonly string[];
  /** False with `--no-books`. */
  readonly books: boolean;
  /** False with `--no-events`. */
  readonly events: boolean;
  readonly repeat: number;
  readonly parallel: number;
  /** The limits that `--limit` changes. */
  readonly limit: Partial<Limits>;
}

/** Returns the options that every run of the command shares. */
export function setupOf({ limit, books, events }: Pick<RunCommandOptions, 'limit' | 'books' | 'events'>) {
  return { observesBooks: books, watchesEvents: events, limits: limit };
}

/** Returns the command that runs one run alone. */
export function commandFor(
  { workflowId, origin }: { readonly workflowId: string; readonly origin?: string },
  { workflows, target, books, events, input, server, limit }: RunCommandOptions,
  seed: number,
): string {
  const isInFolder = origin !== undefined && origin === workflows;
  const rest = [
    ...(origin === undefined || isInFolder ? [] : [origin]),
    workflowId,
    ...(isInFolder ? ['--workflows', origin] : []),
    '--seed',
    String(seed),
    ...(target === undefined ? [] : ['--target', target]),
    ...(books ? [] : ['--no-books']),
    ...(events ? [] : ['--no-events']),
    ...inputArguments(input),
    ...server.flatMap((text) => ['--server', text]),
    ...limitArguments(limit),
  ];
  return [origin === undefined ? 'npm start --' : 'npx crosscheck run', ...rest.map(quote)].join(' ');
}

/** Returns the command that resumes a parked run. It names no servers: they are in the checkpoint. */
export function resumeCommandFor(file: string, { target, input, limit }: RunCommandOptions): string {
  const where = target === undefined ? [] : ['--target', target];
  const rest = [file, ...where, ...inputArguments(input), ...limitArguments(limit)];
  return ['npx crosscheck resume', ...rest.map(quote)].join(' ');
}

/** Returns the inputs without their values, which may be tax ids: the user sets them again. */
function inputArguments(input: readonly string[]): string[] {
  return input.flatMap((text) => ['--input', text.startsWith('@') ? text : text.replace(/=.*$/s, `=${ELLIPSIS}`)]);
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
