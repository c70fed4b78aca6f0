import { allHold } from '../arazzo/criteria.ts';
import type { FailureAction } from '../arazzo/document.ts';
import type { Scope } from '../arazzo/expressions.ts';
import type { PlannedAction, PlannedStep } from '../arazzo/plan.ts';
import type { Attempt } from './run-state.ts';

/** What comes after a step, or after one try of it. */
export type Next =
  | { readonly kind: 'next' }
  | { readonly kind: 'end'; readonly failed: boolean }
  | { readonly kind: 'goto'; readonly by: PlannedAction; readonly handled: boolean }
  | { readonly kind: 'retry'; readonly by: PlannedAction<FailureAction> };

/** Retries of a failure action that says no number. Source: Arazzo 1.0.1, Failure Action Object. */
const RETRY_LIMIT = 1;

/** Decides what comes after a step that succeeded: the first success action whose criteria hold, else the next step. */
export function afterSuccess({ onSuccess }: PlannedStep, scope: Scope): Next {
  const by = onSuccess.find(({ action }) => allHold(action.criteria, scope));
  if (!by) return { kind: 'next' };
  return by.action.type === 'end' ? { kind: 'end', failed: false } : { kind: 'goto', by, handled: false };
}

/**
 * Decides what comes after a try that failed: the first failure action whose criteria hold, where one that has retried as
 * often as it may is passed over (a poll retries until its deadline). Without one, or where it says `end`, the workflow ends, failed.
 */
export function afterFailure({ step, onFailure }: PlannedStep, scope: Scope, attempt: Attempt): Next {
  for (const by of onFailure) {
    const { action } = by;
    if (!allHold(action.criteria, scope)) continue;
    if (action.type === 'end') return { kind: 'end', failed: true };
    if (action.type === 'goto') return { kind: 'goto', by, handled: true };
    const { poll } = step['x-crosscheck'] ?? {};
    const mayRetry = poll
      ? attempt.polledSeconds < poll.deadlineSeconds
      : (attempt.retries.get(action.name) ?? 0) < (action.retryLimit ?? RETRY_LIMIT);
    if (mayRetry) return { kind: 'retry', by };
  }
  return { kind: 'end', failed: true };
}
