import { CrosscheckError } from '../../core/errors.ts';
import { describeStop, UncaughtError } from '../../core/stopped.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from './describe-error.ts';

/** The options of `listenForInterrupts`. */
export interface InterruptOptions {
  /** The noun phrase for the work that the command still finishes. */
  readonly last?: string;
  /** Called before a line is printed, to clear the progress line of the terminal. */
  readonly clear?: () => void;
}

/** The abort controller of the command that is running; a signal or an uncaught error aborts it. */
let listening: AbortController | undefined;

/**
 * Ends the process after an uncaught error if the command, which may wait forever, has not written its report by then.
 */
let lastTimer: NodeJS.Timeout | undefined;
const LAST_MS = 30_000;

/**
 * Turns SIGINT (Ctrl-C), SIGTERM and an uncaught error into an abort signal, so that the command finishes its current
 * request and writes its report. A second SIGINT or SIGTERM ends the process at once. An uncaught error is the reason
 * of the abort.
 */
export function listenForInterrupts({ last = 'the current request, then the report', clear }: InterruptOptions = {}): {
  readonly signal: AbortSignal;
  stop(): void;
} {
  const controller = new AbortController();
  const interrupt = () => {
    clear?.();
    if (controller.signal.aborted) process.exit(2);
    console.error(wrapText(`Interrupted: finishing ${last}. Interrupt again to end at once`));
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

/** Waits for a promise until an interrupt. Throws a CrosscheckError on an interrupt, and an uncaught error as it is. */
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
    remedy: 'The report contains everything that was done before the interrupt',
  });
}

/**
 * Ends the process with exit code 2 and a report, without a stack trace, after an uncaught error and after a signal
 * that no command listens for.
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

/** Prints an error, writes it into the report of the current run and ends the process. */
async function giveUp(error: unknown): Promise<never> {
  await reportStop(error);
  process.exit(2);
}

/** Prints the error that stopped a command. For a bug, also writes the report of each run that has none yet. */
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
