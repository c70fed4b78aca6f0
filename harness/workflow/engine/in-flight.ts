import { isForeign, type Operation, takesIdempotencyKey } from '../../../core/operation.ts';
import type { SendInput } from '../../client/client.ts';
import type { Attempt } from './run-state.ts';

/** Requests that may be sent again although the first may have been carried out. Source: RFC 9110, section 9.2.2. */
const REPEATABLE: ReadonlySet<string> = new Set(['get', 'put', 'head', 'options', 'trace']);

/**
 * Notes in the state that a try is about to be sent, and gives the idempotency key that it goes out with: a new one, or that
 * of a try that was interrupted before its answer was worked in, so that the bank does it once.
 */
export function beginTry(
  attempt: Attempt,
  operation: Operation | undefined,
  newIdempotencyKey: () => string,
): Pick<SendInput, 'idempotencyKey' | 'sentBefore'> {
  const before = attempt.isInFlight ? { sentBefore: true as const } : {};
  attempt.tries += 1;
  attempt.isInFlight = true;
  const isKeyed = operation?.method === 'post' && (!isForeign(operation) || takesIdempotencyKey(operation));
  if (!isKeyed) return before;
  attempt.idempotencyKey ??= newIdempotencyKey();
  return { idempotencyKey: attempt.idempotencyKey, ...before };
}

/** The try has its answer, and that is in the state: a further one is another request. */
export function endTry(attempt: Attempt): void {
  delete attempt.isInFlight;
  delete attempt.idempotencyKey;
}

/** Why a step cannot be sent again when its run is resumed: it is done, or nobody knows whether it was carried out. */
export function problemOfRepeating(
  { isInFlight, isSettled }: Attempt,
  operation: Operation | undefined,
): string | undefined {
  if (isSettled) return 'Nothing was sent again: the step had been done, and what comes after it could not be begun';
  if (!isInFlight || !operation || REPEATABLE.has(operation.method) || takesIdempotencyKey(operation)) return undefined;
  return `Nothing was sent again: the run was interrupted while ${operation.operationId} was under way, whether it was carried out is not known, and it might happen twice`;
}
