import type { Exchange } from '../../../core/exchange.ts';
import type { Deviation } from '../../../core/finding.ts';
import type { Values } from '../arazzo/expressions.ts';

/** A workflow under way: where it stands, and what it has found out. Everything in it can be written as JSON. */
export interface Frame {
  /** The key of the workflow in the plan. */
  readonly workflow: string;
  /** Ids of the steps that called it, from the outside in; part of its steps' names in the report. */
  readonly path: readonly string[];
  readonly inputs: Values;
  /** The outputs of its steps so far, by step id. */
  readonly outputs: Map<string, Values>;
  /** The index of the step that comes next. */
  at: number;
  /** How many of the workflows that it depends on have been asked for. */
  dependenciesAsked: number;
  /** How often each step was begun, by index. */
  readonly visits: Map<number, number>;
  /** What is known of the step at `at` while it is tried. */
  attempt: Attempt;
  /** After a step that a retry asked for, the step that is retried. */
  returnTo?: Return;
  /** How many workflows have gone to each other before this one, by goto. */
  readonly transfers?: number;
  /** What the frame below does with the end of this one. */
  readonly purpose: 'main' | 'call' | 'retry' | 'dependency';
}

/** Where a workflow goes back to: the index of a step, what is known of it, and where it goes back to itself. */
export interface Return {
  readonly at: number;
  readonly attempt: Attempt;
  readonly returnTo?: Return;
}

/** What is known of one step while it is tried. */
export interface Attempt {
  /** How often it was sent. */
  tries: number;
  /** How often each failure action has retried it, by name. */
  readonly retries: Map<string, number>;
  /** Seconds of pauses that a poll has behind it. */
  polledSeconds: number;
  /** The failure action that wants another step or workflow to run before the next try, and the inputs of that. */
  detour?: { readonly action: string; readonly inputs: Values };
  /** When its wait is over, in milliseconds since 1970; set as soon as that is known. */
  dueMs?: number;
  /** The idempotency key of the try under way: one that was interrupted is sent again with it. */
  idempotencyKey?: string;
  /** Whether a request was sent whose answer has not been worked into the state yet. */
  isInFlight?: boolean;
  /** Whether the step is done and reported, and only what comes after it is not begun. */
  isSettled?: boolean;
  /** What the auditor found after earlier tries, before the run went elsewhere. */
  readonly found: Deviation[];
  /** What was sent before the run went elsewhere or was parked. */
  readonly exchanges: JudgedExchange[];
  /** How many steps were reported before it began. */
  reportsBefore?: number;
  /** When it began on the bank's time, in milliseconds since 1970; only where events are watched. */
  begunMs?: number;
  /** When it began, on a clock that only runs forward; absent until then, and in a checkpoint. */
  startedMs?: number;
}

/** An exchange as it was (after a resume: as its checkpoint kept it), and what the contract says against it. */
export interface JudgedExchange {
  readonly exchange: Exchange;
  readonly found: readonly Deviation[];
}

export interface FinishedWorkflow {
  readonly inputs: Values;
  readonly outputs: Values;
}

/** Where a run stands. The engine is its one writer. */
export interface RunState {
  /** From the workflow that was asked for to the one under way. */
  readonly frames: Frame[];
  /** Workflows that have ended, by key: each dependency runs once. */
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
    dependenciesAsked: 0,
    outputs: new Map(),
    visits: new Map(),
    attempt: newAttempt(),
  };
}
