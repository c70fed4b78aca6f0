import { easternDateOf } from '../../../core/business-day.ts';
import { type Clock, sleep } from '../../../core/clock.ts';
import { invariant } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { RunEvent } from '../../../core/run-event.ts';
import type { Client, SendInput } from '../../client/client.ts';
import type { Contract } from '../../contract/contract.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import { type BankClock, moveBankClock, noteMovedClock } from './bank-clock.ts';
import type { Frame } from './run-state.ts';
import type { StepReporter } from './step-reporter.ts';
import { describeWait, dueAtMs, type Wait } from './waits.ts';

/** How the steps of a run came to an end. */
export type Ending = { readonly kind: 'done' | 'interrupted' } | Parked;

/** A run that waits, until when, and for what. */
export interface Parked {
  readonly kind: 'parked';
  /** In milliseconds since 1970. */
  readonly dueMs: number;
  readonly reason: string;
}

/** What a run waits with. */
export interface WaitingParts {
  readonly client: Client;
  readonly contract: Contract;
  readonly reporter: StepReporter;
  /** The bank's clock, where it stands still until it is moved; elsewhere waits park the run. */
  readonly bankClock: BankClock | undefined;
  /** The clock by which waits are over where nobody can move the bank's. */
  readonly wall: Clock;
  /** How long one step may pause in real time before the run is parked instead. */
  readonly patienceSeconds: number;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** What a run knows when it is its turn. */
export interface Turn {
  readonly isOver: boolean;
  /** The posting day that was open when the wait began, `yyyy-mm-dd`. */
  readonly day: string;
  /** What the request says otherwise than its step, because others have moved the clock. */
  readonly input: Pick<SendInput, 'body'>;
}

/** The waits and pauses of a run: on the bank's clock where that can be moved, for real, or by parking the run. */
export class Waiting {
  private readonly parts: WaitingParts;
  /** Seconds that the step under way has paused in real time, in this session. */
  private pausedSeconds = 0;

  constructor(parts: WaitingParts) {
    this.parts = parts;
  }

  /** The time by which waits are over, in milliseconds since 1970. */
  nowMs(): number {
    return this.parts.bankClock?.nowMs ?? this.parts.wall.nowMs();
  }

  beginStep(): void {
    this.pausedSeconds = 0;
  }

  /**
   * Acts when all runs on the bank wait and this wait is due. It is told whether the wait is over without it, because another
   * run has moved the clock to it meanwhile, which posting day was open when it began, and what is left to be waited.
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

  /** Notes the new time where an exchange has moved the clock. */
  noteClock(exchange: Exchange | undefined): void {
    const { bankClock } = this.parts;
    if (bankClock) noteMovedClock(exchange, bankClock);
  }

  /** A wait where nobody can move the clock: over, with the posting day that closed meanwhile, or the run is parked until it is. */
  untilOver(frame: Frame, planned: PlannedStep, wait: Wait): Parked | { readonly closedPostingDay?: string } {
    const { attempt } = frame;
    const nowMs = this.parts.wall.nowMs();
    attempt.dueMs ??= dueAtMs(wait, nowMs);
    if (nowMs < attempt.dueMs) return this.park(frame, planned, describeWait(wait, attempt.dueMs));
    return wait.kind === 'close' ? { closedPostingDay: easternDateOf(attempt.dueMs) } : {};
  }

  /** A poll or a retry that was parked goes on when its pause is over. */
  stillPaused(frame: Frame, planned: PlannedStep): Parked | undefined {
    const { attempt } = frame;
    if (attempt.dueMs === undefined) return undefined;
    if (this.parts.wall.nowMs() < attempt.dueMs) return this.park(frame, planned, 'waits for its next try');
    delete attempt.dueMs;
    return undefined;
  }

  /** A pause passes on the bank's clock where that can be moved and the target did not ask for one; else for real. */
  async pause(
    frame: Frame,
    planned: PlannedStep,
    { seconds, isAsked }: { seconds: number; isAsked: boolean },
  ): Promise<Parked | undefined> {
    if (seconds === 0) return undefined;
    const { bankClock, contract, wall, patienceSeconds } = this.parts;
    const isCos =
      'operationId' in planned.calls && contract.operations[planned.calls.operationId]?.server === undefined;
    if (bankClock && isCos && !isAsked) {
      await this.moveClock(bankClock, seconds);
      return undefined;
    }
    if (this.pausedSeconds + seconds > patienceSeconds) {
      frame.attempt.dueMs = wall.nowMs() + seconds * 1000;
      return this.park(frame, planned, 'waits for its next try');
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
