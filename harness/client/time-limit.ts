/** A send that took longer than it was given, with every try and pause. What was carried out is not known. */
export class StepTimeout extends Error {
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`No answer to keep within ${timeoutMs} ms`);
    this.name = 'StepTimeout';
    this.timeoutMs = timeoutMs;
  }
}

/**
 * Gives an act a signal that aborts with a StepTimeout after so many milliseconds; without a limit no signal. The act has
 * to listen.
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

/** Waits for an act, but no longer than until the signal aborts: then throws its reason and leaves the act to itself. */
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
