import { sleep } from '../../core/clock.ts';
import type { Client } from '../client/client.ts';

/** Asks a bank for events of Poll registrations, one after the other. */
export interface Poller {
  /** Polls on its own until it is stopped; only where polls have a pace. */
  start(): void;
  /** Polls until nothing waits; only where polls have no pace. */
  drain(): Promise<void>;
  stop(): Promise<void>;
  /** Why nothing is polled any more; undefined while all is well. */
  readonly problem: string | undefined;
}

export interface PollerOptions {
  readonly client: Client;
  /** Whether an event's name is one of the run's own registrations: all others are their owners' to acknowledge. */
  readonly isOwn: (name: string) => boolean;
  /** Takes the body of an event; told once each time that the bank gives it. */
  readonly onEvent: (body: unknown) => void;
  /** How long to wait from one poll to the next, in milliseconds of real time; 0 where the bank's clock stands still. */
  readonly paceMs: number;
  /** Waits between two polls; in real time unless told. */
  readonly pause?: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** No more than one poll each 30 seconds is welcome (G-INTEG). */
export const POLL_PACE_MS = 30_000;

/**
 * Builds a poller of a client's target. It acknowledges each event once it has it (D11), and stops with a reason where the bank does
 * not allow polling, or an event waits first that is not the run's own.
 */
export function createPoller({ client, isOwn, onEvent, paceMs, pause = sleep }: PollerOptions): Poller {
  const stopped = new AbortController();
  let problem: string | undefined;
  let running: Promise<void> = Promise.resolve();
  let last: string | undefined;

  /** Whether an event was taken: then another may wait. */
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
      problem = `an event ${name} waits first, which is not this run’s to acknowledge`;
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
          problem = `polling broke: ${error instanceof Error ? error.message : String(error)}`;
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
