import { sleep } from '../../core/clock.ts';
import type { Client } from '../client/client.ts';

/** A poller that fetches the events of Poll registrations from a bank, one at a time. */
export interface Poller {
  /** Polls at the configured interval until it is stopped; without an interval, use `drain`. */
  start(): void;
  /** Polls until no event waits, without an interval. */
  drain(): Promise<void>;
  stop(): Promise<void>;
  /** The reason why polling ended; undefined while it works. */
  readonly problem: string | undefined;
}

export interface PollerOptions {
  readonly client: Client;
  /** Returns true for an event of the run's own registrations; only their owner may acknowledge others. */
  readonly isOwn: (name: string) => boolean;
  /** Called with the body of an event each time that the bank returns it. */
  readonly onEvent: (body: unknown) => void;
  /** Milliseconds of real time between two polls; 0 if the bank's clock is frozen. */
  readonly paceMs: number;
  /** Waits between two polls; default: in real time. */
  readonly pause?: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** The bank accepts at most one poll each 30 seconds (G-INTEG). */
export const POLL_PACE_MS = 30_000;

/**
 * Builds a poller of a client's target. It acknowledges each event after it was received (D11). It stops with a reason
 * if the bank does not allow polling, or if the first waiting event belongs to another owner.
 */
export function createPoller({ client, isOwn, onEvent, paceMs, pause = sleep }: PollerOptions): Poller {
  const stopped = new AbortController();
  let problem: string | undefined;
  let running: Promise<void> = Promise.resolve();
  let last: string | undefined;

  /** Polls once; returns true if an event was received, so that another may wait. */
  async function poll(): Promise<boolean> {
    const { response } = await client.send('pollEvents', { signal: stopped.signal });
    if (response.statusCode === 401 || response.statusCode === 403) {
      problem = `the bank does not allow this partner to poll (status ${response.statusCode})`;
      return false;
    }
    if (response.statusCode !== 200) return false;
    const { id, eventName } = (response.body ?? {}) as { id?: unknown; eventName?: unknown };
    const name = typeof eventName === 'string' ? eventName : 'without a name';
    if (typeof id !== 'string' || !isOwn(name)) {
      problem = `the first waiting event, ${name}, belongs to another owner, so this run cannot acknowledge it`;
      return false;
    }
    onEvent(response.body);
    const { response: answer } = await client.send('acknowledgeEvent', { path: { eventId: id } });
    const isStuck = id === last && answer.statusCode !== 200;
    last = id;
    if (isStuck) problem = `event ${id} cannot be acknowledged (status ${answer.statusCode})`;
    return !isStuck;
  }

  async function pollAtPace(): Promise<void> {
    while (!stopped.signal.aborted && problem === undefined) {
      await poll();
      if (problem === undefined) await pause(paceMs, stopped.signal);
    }
  }

  return {
    start() {
      running = pollAtPace().catch((error: unknown) => {
        if (!stopped.signal.aborted)
          problem = `polling failed: ${error instanceof Error ? error.message : String(error)}`;
      });
    },
    async drain() {
      while (problem === undefined && (await poll()));
    },
    async stop() {
      stopped.abort();
      await running;
    },
    get problem() {
      return problem;
    },
  };
}
