import { CrosscheckError } from '../../core/errors.ts';
import { describeStop, UncaughtError } from '../../core/stopped.ts';
import { RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from './describe-error.ts';

export interface InterruptOptions {
  /** What is still finished, for a person. */
  readonly last?: string;
  /** Is called before a line is printed: what is drawn on the terminal makes room for it. */
  readonly clear?: () => void;
}

/** The command that an error outside of it, or a signal, ends with a report. */
let listening: AbortController | undefined;

/** Ends such a command when it has no report after an error that nothing caught: it may wait for that forever. */
let lastTimer: NodeJS.Timeout | undefined;
const LAST_MS = 30_000;

/**
 * Turns Ctrl-C, or a request to end, into a signal: what is under way is finished, as `last` tells a person. A second one ends the
 * process at once. An error that was not caught anywhere is the reason of the signal.
 */
export function listenForInterrupts({
  last = 'the request under way, then the report',
  clear,
}: InterruptOptions = {}): {
  readonly signal: AbortSignal;
  stop(): void;
} {
  const controller = new AbortController();
  const interrupt = () => {
    clear?.();
    if (controller.signal.aborted) process.exit(2);
    console.error(`Interrupted: finishing ${last}. Once more ends at once.`);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  listening = controller;
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      listening = undefined;
      clearTimeout(lastTimer);
    },
  };
}

/** Waits for what is under way, but no longer than until an interrupt. Throws a CrosscheckError then, or the error that was not caught. */
export async function untilInterrupted<T>(act: Promise<T>, signal: AbortSignal): Promise<T> {
  const interrupted = Promise.withResolvers<never>();
  const interrupt = () => interrupted.reject(reasonOf(signal));
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    return await Promise.race([act, interrupted.promise]);
  } finally {
    signal.removeEventListener('abort', interrupt);
    act.catch(() => undefined);
  }
}

function reasonOf({ reason }: AbortSignal): unknown {
  if (reason instanceof UncaughtError) return reason;
  return new CrosscheckError({
    code: 'interrupted',
    message: 'The command was interrupted',
    remedy: 'What was done until then is in the report',
  });
}

/**
 * Has errors that nothing catches, and signals that no command listens for, end the process with exit code 2, without a stack trace and
 * with a report.
 */
export function guardProcess(): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (process.listenerCount(name) === 1) process.exit(2);
    });
  process.on('uncaughtException', (error) => {
    if (!listening || listening.signal.aborted) return void giveUp(error);
    lastTimer = setTimeout(() => void giveUp(error), LAST_MS);
    listening.abort(new UncaughtError(error));
  });
}

/** Ends the process: what stopped it is printed, and written as the report of what is under way. */
async function giveUp(error: unknown): Promise<never> {
  await reportStop(error);
  process.exit(2);
}

/** Prints what stopped a command, and writes it as the report of a run that has none yet. */
export async function reportStop(error: unknown): Promise<void> {
  const stopped = describeStop(error);
  console.error(describeError(error));
  try {
    if (stopped.kind === 'bug') await RunFolder.stopAll(stopped);
    else await RunFolder.discardAll();
  } catch (cause) {
    console.error(describeError(cause));
  }
}
