import { CrosscheckError } from './errors.ts';

/** The cause of the stop of a run or a command. */
export interface Stopped {
  /** `bug`: an error in Crosscheck. `operating`: an error that the remedy resolves. `interrupted`: by a signal. */
  readonly kind: 'bug' | 'operating' | 'interrupted';
  readonly message: string;
  readonly remedy: string;
  /** The stack trace of a bug. */
  readonly stack?: string;
}

/** An error that no caller caught, which is a bug: the reason of an abort. */
export class UncaughtError extends Error {
  constructor(cause: unknown) {
    super('An error was not caught', { cause });
  }
}

/** Describes the error that stopped a run. Every error except a CrosscheckError is a bug. */
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

/** The first line of a stack trace in a file of this project. */
const OWN_FRAME = /((?:cli|core|emulator|generated|harness|playwright|scripts|workflows)\/[\w./-]+:\d+):\d+\)?$/m;

/** Adds the error that stopped a run to its report. Findings and an earlier error stay. */
export function stopBy<Report extends { readonly outcome: string; readonly stopped?: Stopped }>(
  report: Report,
  error: unknown,
): Report {
  const outcome = report.outcome === 'failed' ? 'failed' : 'stopped';
  return { ...report, outcome, stopped: report.stopped ?? describeStop(error) };
}
