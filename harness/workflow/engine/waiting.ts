import { easternDateOf } from '../../../core/business-day.ts';
import { type Clock, sleep } from '../../../core/clock.ts';
import { invariant } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { RunEvent } from '../../../core/run-event.ts';
import type { Client, SendInput } from '../../client/client.ts';
import type { Contract } from '../../contract/contract.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import { type BankClock, moveBankClock, recordMovedClock } from './bank-clock.ts';
import type { Frame } from './run-state.ts';
import type { StepReporter } from './step-reporter.ts';
import { describeWait, dueAtMs, type Wait } from './waits.ts';

/** The end of the steps of a run. */
export type Ending = { readonly kind: 'done' | 'interrupted' } | Parked;

/** A parked run with its due time and reason. */
export interface Parked {
  readonly kind: 'parked';
  /** In milliseconds since 1970. */
  readonly dueMs: number;
  readonly reason: string;
}

/** The parts that waits need. */
export interface WaitingParts {
  readonly client: Client;
  readonly contract: Contract;
  readonly reporter: StepReporter;
  /** The bank's clock if it is frozen until moved; otherwise waits park the run. */
  readonly bankClock: BankClock | undefined;
  /** The clock for waits if the bank's clock cannot be moved. */
  readonly wall: Clock;
  /** The longest pause of a step in real time, in seconds, before the run is parked. */
  readonly maxPauseSeconds: number;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** The state when a run's turn comes. */
export interface Turn {
  readonly isOver: boolean;
  /** The posting day that was open when the wait began, `yyyy-mm-dd`. */
  readonly day: string;
  /** The changed request body, because other runs have moved the clock. */
  readonly input: Pick<SendInput, 'body'>;
}

/** The waits and pauses of a run: on the bank's clock if it can be moved, in real time, or by parking the run. */
export class Waiting {
  private readonly parts: WaitingParts;
  /** Seconds that the current step has paused in real time in this session. */
  private pausedSeconds = 0;

  constructor(parts: WaitingParts) {
    this.parts = parts;
  }

  /** Returns the time for waits, in milliseconds since 1970. */
  nowMs(): number {
    return this.parts.bankClock?.nowMs ?? this.parts.wall.nowMs();
  }

  beginStep(): void {
    this.pausedSeconds = 0;
  }

  /**
   * Acts when all runs on the bank wait and this wait is due. `turn` says whether another run has already moved the
   * clock to it, which posting day was open at the start, and the remaining wait.
   */
  async takeTurn(wait: Wait, act: (turn: Turn) => Promise<void>): Promise<void> {
    const { bankClock } = this.parts;
    invariant(bankClock, 'only a clock that can be moved has turns');
    const { postingDay: day, nowMs: startMs } = bankClock;
    const dueMs = wait.kind === 'close' ? bankClock.closesAtMs() : dueAtMs(wait, startMs);
    await bankClock.takeTurn(dueMs, async () => {
      const { nowMs, postingDay } = bankClock;
      const isPast = nowMs > startMs && dueMs >= startMs && dueMs <= nowMs;
      const left = wait.kind === 'seconds' ? { body: { bySeconds: Math.ceil((dueMs - nowMs) / 1000) } } : {};
      await act({ isOver: wait.kind === 'close' ? postingDay !== day : isPast, day, input: left });
    });
  }

  /** Records the new time if an exchange has moved the clock. */
  recordClock(exchange: Exchange | undefined): void {
    const { bankClock } = this.parts;
    if (bankClock) recordMovedClock(exchange, bankClock);
  }

  /**
   * Checks a wait without control of the clock: over, with the posting day that closed meanwhile, or parked until it
   * is.
   */
  untilOver(frame: Frame, planned: PlannedStep, wait: Wait): Parked | { readonly closedPostingDay?: string } {
    const { attempt } = frame;
    const nowMs = this.parts.wall.nowMs();
    attempt.dueMs ??= dueAtMs(wait, nowMs);
    if (nowMs < attempt.dueMs) return this.park(frame, planned, describeWait(wait, attempt.dueMs));
    return wait.kind === 'close' ? { closedPostingDay: easternDateOf(attempt.dueMs) } : {};
  }

  /** Returns the rest of the pause of a parked poll or retry; undefined if it is over. */
  stillPaused(frame: Frame, planned: PlannedStep): Parked | undefined {
    const { attempt } = frame;
    if (attempt.dueMs === undefined) return undefined;
    if (this.parts.wall.nowMs() < attempt.dueMs) return this.park(frame, planned, 'waits for its next attempt');
    delete attempt.dueMs;
    return undefined;
  }

  /** Pauses on the bank's clock if it can be moved and the target did not ask for the pause; otherwise in real time. */
  async pause(
    frame: Frame,
    planned: PlannedStep,
    { seconds, isFromResponse }: { seconds: number; isFromResponse: boolean },
  ): Promise<Parked | undefined> {
    if (seconds === 0) return undefined;
    const { bankClock, contract, wall, maxPauseSeconds } = this.parts;
    const isCos =
      'operationId' in planned.calls && contract.operations[planned.calls.operationId]?.server === undefined;
    if (bankClock && isCos && !isFromResponse) {
      await this.moveClock(bankClock, seconds);
      return undefined;
    }
    if (this.pausedSeconds + seconds > maxPauseSeconds) {
      frame.attempt.dueMs = wall.nowMs() + seconds * 1000;
      return this.park(frame, planned, 'waits for its next attempt');
    }
    await this.sleep(frame, planned, seconds);
    return undefined;
  }

  private async moveClock(bankClock: BankClock, seconds: number): Promise<void> {
    const dueMs = bankClock.nowMs + seconds * 1000;
    await bankClock.takeTurn(dueMs, async () => {
      const left = Math.ceil((dueMs - bankClock.nowMs) / 1000);
      if (left > 0) await moveBankClock(this.parts.client, bankClock, left);
    });
  }

  private async sleep({ attempt }: Frame, { step }: PlannedStep, seconds: number): Promise<void> {
    const { signal, onEvent } = this.parts;
    this.pausedSeconds += seconds;
    const { stepId, description: title = stepId } = step;
    onEvent({ type: 'step-waiting', stepId, title, attempt: attempt.tries, pauseSeconds: seconds });
    await sleep(seconds * 1000, signal).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  }

  private park(frame: Frame, planned: PlannedStep, reason: string): Parked {
    const { attempt } = frame;
    this.parts.reporter.setAside(attempt);
    this.parts.reporter.park(frame, planned, reason);
    const cause = `${planned.step.description ?? planned.step.stepId}: ${reason}`;
    return { kind: 'parked', dueMs: attempt.dueMs ?? 0, reason: cause };
  }
}
