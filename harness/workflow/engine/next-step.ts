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

/** The retries of a failure action without `retryLimit`. Source: Arazzo 1.0.1, Failure Action Object. */
const RETRY_LIMIT = 1;

/**
 * Returns the action after a step that succeeded: the first success action whose criteria are met, otherwise the next
 * step.
 */
export function decideAfterSuccess({ onSuccess }: PlannedStep, scope: Scope): Next {
  const by = onSuccess.find(({ action }) => allMet(action.criteria, scope));
  if (!by) return { kind: 'next' };
  return by.action.type === 'end' ? { kind: 'end', failed: false } : { kind: 'goto', by, handled: false };
}

/** The facts about a failed attempt that decide whether its step is retried. */
export interface FailedAttempt {
  readonly attempt: Attempt;
  /** Ids of the step and of those that are retried after it. */
  readonly underWay?: readonly string[];
  /** The limit of attempts, whatever the action or deadline allows: a target may ask for pauses of 0 seconds. */
  readonly mostAttempts: number;
}

/**
 * Returns the action after a failed attempt: the first failure action whose criteria are met. A retry is skipped if its
 * limit is reached (for a poll: its deadline), or if it runs a step that is already in progress. Without an action the
 * workflow ends as failed.
 */
export function decideAfterFailure(planned: PlannedStep, scope: Scope, failed: FailedAttempt): Next {
  for (const by of planned.onFailure) {
    const { action } = by;
    if (!allMet(action.criteria, scope)) continue;
    if (action.type === 'end') return { kind: 'end', failed: true };
    if (action.type === 'goto') return { kind: 'goto', by, handled: true };
    if (mayRetry(planned, action, failed)) return { kind: 'retry', by };
  }
  return { kind: 'end', failed: true };
}

function mayRetry({ step }: PlannedStep, action: FailureAction, failed: FailedAttempt): boolean {
  const { attempt, underWay = [], mostAttempts } = failed;
  if (attempt.tries >= mostAttempts) return false;
  if (action.stepId !== undefined && underWay.includes(action.stepId)) return false;
  const { poll } = step['x-crosscheck'] ?? {};
  if (poll) return attempt.polledSeconds < poll.deadlineSeconds;
  return (attempt.retries.get(action.name) ?? 0) < (action.retryLimit ?? RETRY_LIMIT);
}
