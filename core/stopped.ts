import { CrosscheckError } from './errors.ts';

/** Why a run, or a command, was stopped. */
export interface Stopped {
  /** `bug`: an error of Crosscheck itself; `operating`: a person has to do something; `interrupted`: a person ended it. */
  readonly kind: 'bug' | 'operating' | 'interrupted';
  readonly message: string;
  readonly remedy: string;
  /** Of a bug: the calls that led to it. */
  readonly stack?: string;
}

/** An error that no input may cause and that no caller caught: the reason of an abort. */
export class UncaughtError extends Error {
  constructor(cause: unknown) {
    super('An error was not caught', { cause });
  }
}

/** Describes the error that stopped a run; any other than a CrosscheckError is a bug. */
export function describeStop(error: unknown): Stopped {
  if (error instanceof UncaughtError) return describeStop(error.cause);
  if (error instanceof CrosscheckError) {
    const { code, message, remedy } = error;
    return { kind: code === 'interrupted' ? 'interrupted' : 'operating', message, remedy };
  }
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const [, place] = OWN_FRAME.exec(stack) ?? [];
  return {
    kind: 'bug',
    message: `Bug in Crosscheck: ${name}: ${message}${place === undefined ? '' : ` (in ${place})`}`,
    remedy:
      'Report it in the issue tracker of the repository that Crosscheck comes from, with the "stack" in the report of this command, if it writes one',
    ...(stack === '' ? {} : { stack }),
  };
}

/** The first of the calls that led to an error that is in a file of this project. */
const OWN_FRAME = /((?:cli|core|emulator|generated|harness|playwright|scripts|workflows)\/[\w./-]+:\d+):\d+\)?$/m;

/** Adds to a report the error that stopped its run in the end; findings, and an error that stopped it before, stay. */
export function stopBy<Report extends { readonly outcome: string; readonly stopped?: Stopped }>(
  report: Report,
  error: unknown,
): Report {
  const outcome = report.outcome === 'failed' ? 'failed' : 'stopped';
  return { ...report, outcome, stopped: report.stopped ?? describeStop(error) };
}
