export interface InterruptOptions {
  /** What is still finished, as a person is told it. */
  readonly last?: string;
  /** Is called before a person is told: what is drawn on the terminal makes room for the line. */
  readonly clear?: () => void;
}

/**
 * Turns Ctrl-C, or a request to end, into a signal: what is under way is finished, as `last` tells a person. Whoever asks a second
 * time does not want to wait: the process ends at once.
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
    if (controller.signal.aborted) process.exit(130);
    console.error(`Interrupted: finishing ${last}. Once more ends at once.`);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    stop: () => void process.off('SIGINT', interrupt).off('SIGTERM', interrupt),
  };
}
