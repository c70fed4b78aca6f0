import type { Limits } from '../../core/limits.ts';
import { limitArguments } from '../shared/limit-option.ts';

/** The options of `crosscheck run`. */
export interface RunCommandOptions {
  /** The flagship unless told, or the only one of a folder or file. */
  readonly workflow?: string;
  readonly workflows?: string;
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
  /** Bounds that `--limit` changes. */
  readonly limit: Partial<Limits>;
}

/** What of the options each run is made with. */
export function setupOf({ limit, books, events }: Pick<RunCommandOptions, 'limit' | 'books' | 'events'>) {
  return { observesBooks: books, watchesEvents: events, limits: limit };
}

/** The command that runs one run alone. */
export function commandFor(
  { workflowId, origin }: { readonly workflowId: string; readonly origin?: string },
  { workflows, target, books, events, input, server, limit }: RunCommandOptions,
  seed: number,
): string {
  const where = origin === undefined ? [] : origin === workflows ? ['--workflows', origin] : [origin];
  const rest = [
    ...where,
    '--workflow',
    workflowId,
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

/** The command that goes on with a parked run; the servers stand in its checkpoint. */
export function resumeCommandFor(file: string, { target, input, limit }: RunCommandOptions): string {
  const where = target === undefined ? [] : ['--target', target];
  const rest = [file, ...where, ...inputArguments(input), ...limitArguments(limit)];
  return ['npx crosscheck resume', ...rest.map(quote)].join(' ');
}

/** Inputs without their values, which may be somebody's tax id: a person has to put them in again. */
function inputArguments(input: readonly string[]): string[] {
  return input.flatMap((text) => ['--input', text.startsWith('@') ? text : text.replace(/=.*$/s, `=${ELLIPSIS}`)]);
}

/** What stands for the value of an input in a printed command. */
export const ELLIPSIS = '...';

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
