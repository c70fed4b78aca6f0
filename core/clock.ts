import { setTimeout as delay } from 'node:timers/promises';

/** Tells the time in milliseconds since 1970. A bank's clock may be frozen; the wall clock may not. */
export interface Clock {
  nowMs(): number;
}

/** A clock that stands still until it is moved, and never moves back, but for what is undone as a whole. */
export interface FrozenClock extends Clock {
  moveTo(epochMs: number): void;
  /** Puts the clock back to an earlier instant, because everything since is undone. */
  undoTo(epochMs: number): void;
}

/** The machine's clock. The only place that reads it. */
export const wallClock: Clock = { nowMs: () => Date.now() };

/** A clock frozen at an instant (milliseconds since 1970). Moving it back throws a RangeError. */
export function createFrozenClock(startMs: number): FrozenClock {
  let now = startMs;
  return {
    nowMs: () => now,
    moveTo(epochMs) {
      if (epochMs < now) throw new RangeError('A clock cannot move back');
      now = epochMs;
    },
    undoTo(epochMs) {
      now = epochMs;
    },
  };
}

/** Milliseconds on a clock that only runs forward, for durations. */
export function monotonicMs(): number {
  return performance.now();
}

/** Waits in real time. */
export async function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, signal ? { signal } : undefined);
}
