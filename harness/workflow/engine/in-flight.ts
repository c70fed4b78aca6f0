import { isForeign, isIdempotent, type Operation, takesIdempotencyKey } from '../../../core/operation.ts';
import type { SendInput } from '../../client/client.ts';
import type { Attempt } from './run-state.ts';

/**
 * Records in the state that an attempt is about to be sent, and returns its idempotency key: a new one, or that of an
 * attempt interrupted before its response was processed, so that the bank executes it once.
 */
export function beginAttempt(
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

/** Records that the attempt has its response: a further one is another request. */
export function endAttempt(attempt: Attempt): void {
  delete attempt.isInFlight;
  delete attempt.idempotencyKey;
}

/** Returns the reason why a step cannot be repeated after a resume: it is done, or its outcome is unknown. */
export function problemOfRepeating(
  { isInFlight, isRecorded }: Attempt,
  operation: Operation | undefined,
): string | undefined {
  if (isRecorded) return 'Nothing was sent: the step was done, but the next one could not be begun';
  if (!isInFlight || !operation || isIdempotent(operation) || takesIdempotencyKey(operation)) return undefined;
  return `Nothing was sent: the run was interrupted during ${operation.operationId}, and it is unknown whether the bank executed it; repeating it might execute it twice`;
}
