import { setTimeout as delay } from 'node:timers/promises';

/** A source of the current time in milliseconds since 1970. */
export interface Clock {
  nowMs(): number;
}

/** A clock that moves only when it is set, and never back, except to undo a whole commit. */
export interface FrozenClock extends Clock {
  moveTo(epochMs: number): void;
  /** Sets the clock back, because everything since that instant is undone. */
  undoTo(epochMs: number): void;
}

/** The clock of the machine. No other code reads it. */
export const wallClock: Clock = { nowMs: () => Date.now() };

/** Builds a clock frozen at an instant (milliseconds since 1970). Moving it back throws a RangeError. */
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

/** Returns milliseconds on a clock that never goes back, for durations. */
export function monotonicMs(): number {
  return performance.now();
}

/** Waits in real time; rejects when `signal` aborts. */
export async function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, signal ? { signal } : undefined);
}
