import type { Exchange } from '../../../core/exchange.ts';
import type { Deviation } from '../../../core/finding.ts';
import type { Values } from '../arazzo/expressions.ts';

/** A workflow under way, with its position and results. Everything in it can be written as JSON. */
export interface Frame {
  /** The key of the workflow in the plan. */
  readonly workflow: string;
  /** Ids of the calling steps, outermost first; part of its steps' names in the report. */
  readonly path: readonly string[];
  readonly inputs: Values;
  /** The outputs of its steps so far, by step id. */
  readonly outputs: Map<string, Values>;
  /** The index of the next step. */
  at: number;
  /** The number of its dependencies that have been started. */
  dependenciesStarted: number;
  /** The number of times that each step was begun, by index. */
  readonly visits: Map<number, number>;
  /** The state of the step at `at`. */
  attempt: Attempt;
  /** The step to retry after a step that its retry runs first. */
  resumePoint?: ResumePoint;
  /** The number of workflows that have gone to each other before this one, by goto. */
  readonly gotoCount?: number;
  /** The reason why the frame below runs it. */
  readonly purpose: 'main' | 'call' | 'retry' | 'dependency';
}

/** The step that a retry returns to: its index, its state, and its own resume point. */
export interface ResumePoint {
  readonly at: number;
  readonly attempt: Attempt;
  readonly resumePoint?: ResumePoint;
}

/** The state of one step while it is attempted. */
export interface Attempt {
  /** The number of times that it was sent. */
  tries: number;
  /** The number of retries by each failure action, by name. */
  readonly retries: Map<string, number>;
  /** Seconds that a poll has paused. */
  polledSeconds: number;
  /** The failure action that runs another step or workflow before the next attempt, with its inputs. */
  detour?: { readonly action: string; readonly inputs: Values };
  /** The due time of its wait, in milliseconds since 1970, once known. */
  dueMs?: number;
  /** The idempotency key of the current attempt; an interrupted one is retried with it. */
  idempotencyKey?: string;
  /** True if a request was sent whose response is not in the state yet. */
  isInFlight?: boolean;
  /** True if the step is done and reported, but its successor is not begun. */
  isRecorded?: boolean;
  /** Deviations of earlier attempts, before the run went elsewhere. */
  readonly found: Deviation[];
  /** Exchanges before the run went elsewhere or was parked. */
  readonly exchanges: CheckedExchange[];
  /** The number of steps reported before it began. */
  reportsBefore?: number;
  /** The begin on the bank's time, in milliseconds since 1970; only if events are watched. */
  begunMs?: number;
  /** The begin on a monotonic clock; absent in a checkpoint. */
  startedMs?: number;
}

/** An exchange (after a resume: as in the checkpoint) with its deviations from the contract. */
export interface CheckedExchange {
  readonly exchange: Exchange;
  readonly found: readonly Deviation[];
}

export interface FinishedWorkflow {
  readonly inputs: Values;
  readonly outputs: Values;
}

/** The position of a run. Only the engine writes it. */
export interface RunState {
  /** The stack of workflows, from the requested one to the current one. */
  readonly frames: Frame[];
  /** Finished workflows by key: each dependency runs once. */
  readonly finished: Map<string, FinishedWorkflow>;
}

export function newAttempt(): Attempt {
  return { tries: 0, retries: new Map(), polledSeconds: 0, exchanges: [], found: [] };
}

/** Builds the frame of a workflow that is about to begin. */
export function newFrame(workflow: string, inputs: Values, { purpose, path }: Pick<Frame, 'purpose' | 'path'>): Frame {
  return {
    workflow,
    inputs,
    purpose,
    path,
    at: 0,
    dependenciesStarted: 0,
    outputs: new Map(),
    visits: new Map(),
    attempt: newAttempt(),
  };
}
