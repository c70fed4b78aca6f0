import { allMet } from '../arazzo/criteria.ts';
import type { FailureAction } from '../arazzo/document.ts';
import type { Scope } from '../arazzo/expressions.ts';
import type { PlannedAction, PlannedStep } from '../arazzo/plan.ts';
import type { Attempt } from './run-state.ts';

/** The next action after a step or after one attempt. */
export type Next =
  | { readonly kind: 'next' }
  | { readonly kind: 'end'; readonly failed: boolean }
  | { readonly kind: 'goto'; readonly by: PlannedAction; readonly handled: boolean }
  | { readonly kind: 'retry'; readonly by: PlannedAction<FailureAction> };

/** Retries of a failure action that says no number. Source: Arazzo 1.0.1, Failure Action Object. */
const RETRY_LIMIT = 1;

/** Decides what comes after a step that succeeded: the first success action whose criteria hold, else the next step. */
export function afterSuccess({ onSuccess }: PlannedStep, scope: Scope): Next {
  const by = onSuccess.find(({ action }) => allMet(action.criteria, scope));
  if (!by) return { kind: 'next' };
  return by.action.type === 'end' ? { kind: 'end', failed: false } : { kind: 'goto', by, handled: false };
}

/** A step after a failed attempt. */
export interface FailedTry {
  readonly attempt: Attempt;
  /** Ids of the steps that a retry waits for or waits to repeat, the step's own included. */
  readonly underWay?: readonly string[];
  /**
   * Tries after which a step ends, whatever its action or its deadline allows: a target may ask for pauses of no
   * length.
   */
  readonly mostTries: number;
}

/**
 * Decides what comes after a try that failed: the first failure action whose criteria hold, where one that has retried
 * as often as it may is passed over (a poll retries until its deadline), and so is a retry by way of a step that is
 * already under way. Without one, or where it says `end`, the workflow ends, failed.
 */
export function afterFailure(planned: PlannedStep, scope: Scope, failed: FailedTry): Next {
  for (const by of planned.onFailure) {
    const { action } = by;
    if (!allMet(action.criteria, scope)) continue;
    if (action.type === 'end') return { kind: 'end', failed: true };
    if (action.type === 'goto') return { kind: 'goto', by, handled: true };
    if (mayRetry(planned, action, failed)) return { kind: 'retry', by };
  }
  return { kind: 'end', failed: true };
}

function mayRetry({ step }: PlannedStep, action: FailureAction, failed: FailedTry): boolean {
  const { attempt, underWay = [], mostTries } = failed;
  if (attempt.tries >= mostTries) return false;
  if (action.stepId !== undefined && underWay.includes(action.stepId)) return false;
  const { poll } = step['x-crosscheck'] ?? {};
  if (poll) return attempt.polledSeconds < poll.deadlineSeconds;
  return (attempt.retries.get(action.name) ?? 0) < (action.retryLimit ?? RETRY_LIMIT);
}
