/** The error of a send that exceeded its time, with all attempts and pauses. The bank may have executed it. */
export class StepTimeout extends Error {
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`No response within ${timeoutMs} ms`);
    this.name = 'StepTimeout';
    this.timeoutMs = timeoutMs;
  }
}

/**
 * Runs an action with a signal that aborts with a StepTimeout after `timeoutMs`; without a limit there is no signal.
 * The action must listen to it.
 */
export async function withinLimit<T>(
  timeoutMs: number | undefined,
  act: (limit?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return await act();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new StepTimeout(timeoutMs)), timeoutMs);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for an action until the signal aborts, then throws the signal's reason and leaves the action alone. */
export async function untilAborted<T>(signal: AbortSignal | undefined, act: () => Promise<T>): Promise<T> {
  if (!signal) return await act();
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([aborted, act()]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
