import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse, Retry, SentRequest } from '../../core/exchange.ts';
import { defaultLimits, type Limits } from '../../core/limits.ts';
import { isForeign, isIdempotent, type Operation, takesIdempotencyKey } from '../../core/operation.ts';
import type { Destination } from './guard-request.ts';
import { retryAfterSeconds } from './pauses.ts';
import { AnswerLost, sendOnce } from './send-once.ts';
import { untilAborted } from './time-limit.ts';

/** Attempts of one request, including the first. */
const MOST_ATTEMPTS = 4;
/** The first pause; each further one is twice as long. */
const FIRST_PAUSE_MS = 500;
/** The longest pause that a target may ask for; if it asks for more, its response is returned without a retry. */
const LONGEST_PAUSE_MS = 60_000;
/** The target did not execute the request. Source: L-ERR, P-HTTP (same key). */
const TOO_MANY_REQUESTS = 429;
/** A party on the way gave up; the request may have been executed. Source: P-HTTP (408; 5xx with the same key). */
const OUTCOME_UNKNOWN = [408, 502, 503, 504];
/** The bank is still processing the first request with this key. Source: P-HTTP. */
const CONFLICT = 409;

/** Recorded if the caller wants to see the effect of a lost response. */
const DISCARDED = 'the response was discarded on purpose';

/** The settings of a client for its requests and retries. */
export interface SendSettings {
  /** The longest wait for a whole response in milliseconds. */
  readonly timeoutMs: number;
  /** Bounds of a response's body; default: those of `core/limits.ts`. */
  readonly limits?: Limits;
  pause(durationMs: number, signal?: AbortSignal): Promise<void>;
  nowMs(): number;
  /** Ends every pause at once when it aborts. */
  readonly signal?: AbortSignal;
  /** The hosts of the target beyond the sandbox and this machine. */
  readonly allowedHosts?: readonly string[];
}

/** The options of one send. */
export interface RetryOptions {
  /** Earlier attempts of the same request, with a token that was refused. */
  readonly earlier?: readonly Retry[];
  /** Discards the first response after it came completely, so that the request is retried. */
  readonly losesAnswer?: boolean;
  /** Ends the send with its reason, even a request in flight. */
  readonly limit?: AbortSignal | undefined;
}

/** The final response, and the retries before it. */
export interface SendResult {
  readonly response: ReceivedResponse;
  readonly retries: readonly Retry[];
}

/**
 * Sends a request and retries it, at most four attempts in all, always the same request with the same idempotency key.
 * After a 429 any request is retried, after the pause of `Retry-After`. After a lost response, a 408, 502, 503 or 504,
 * only a request that is safe to repeat is retried: a GET, a PUT, a token request, or a POST with an idempotency key
 * that the bank documents. A 409 to such a retry means that the first attempt is still being processed. Every other
 * response is returned: a 500 is a fault to report, not to hide. Throws a CrosscheckError if no response comes, or if
 * `signal` aborts before a retry; a request in flight is completed.
 */
export async function sendWithRetries(
  request: SentRequest,
  operation: Operation,
  settings: SendSettings,
  { earlier = [], losesAnswer = false, limit }: RetryOptions = {},
): Promise<SendResult> {
  const isRepeatable = canBeRepeated(request, operation);
  const bounds = { timeoutMs: settings.timeoutMs, limits: settings.limits ?? defaultLimits, signal: limit };
  const retries: Retry[] = [...earlier];
  const wasUnsure = () => retries.some(({ mayHaveBeenProcessed }) => mayHaveBeenProcessed);
  const destination: Destination = isForeign(operation)
    ? { use: 'local' }
    : { use: 'bank', allowedHosts: settings.allowedHosts ?? [] };
  for (let attempts = 1; ; attempts += 1) {
    const answer = await sendOnce(request, destination, bounds).catch((error: unknown) => readLoss(error, wasUnsure()));
    const isDiscarded = losesAnswer && attempts === 1 && !(answer instanceof AnswerLost);
    const outcome = isDiscarded ? new AnswerLost(DISCARDED) : answer;
    const isLost = outcome instanceof AnswerLost;
    if (isLost && (!isRepeatable || attempts === MOST_ATTEMPTS))
      throw answerLost({ request, isRepeatable, attempts }, outcome);
    const mayHaveBeenProcessed =
      isLost || OUTCOME_UNKNOWN.includes(outcome.statusCode) || (wasUnsure() && outcome.statusCode === CONFLICT);
    const isRetried = mayHaveBeenProcessed ? isRepeatable : outcome.statusCode === TOO_MANY_REQUESTS;
    const askedMs = isLost ? undefined : askedPauseMs(outcome, settings.nowMs());
    if (!isLost && (!isRetried || attempts === MOST_ATTEMPTS || (askedMs ?? 0) > LONGEST_PAUSE_MS))
      return { response: outcome, retries };
    const reason = isLost ? outcome.message : `status ${outcome.statusCode}`;
    // The connection was broken on purpose, so there is no reason to pause.
    const waitedMs = isDiscarded ? 0 : (askedMs ?? FIRST_PAUSE_MS * 2 ** (attempts - 1));
    retries.push({ reason, waitedMs, mayHaveBeenProcessed });
    await pauseBetween(waitedMs, settings, limit).catch((error: unknown) => {
      if (!settings.signal?.aborted || limit?.aborted) throw error;
      throw interrupted(request, wasUnsure(), settings.signal.reason);
    });
  }
}

async function pauseBetween(durationMs: number, { pause, signal }: SendSettings, limit?: AbortSignal): Promise<void> {
  const signals = [signal, limit].filter((one) => one !== undefined);
  const stop = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  await untilAborted(stop, () => pause(durationMs, stop));
}

/**
 * Returns a lost response for an error: also for a target that is gone after an attempt that may have been executed.
 */
function readLoss(error: unknown, wasUnsure: boolean): AnswerLost {
  if (error instanceof AnswerLost) return error;
  if (wasUnsure && error instanceof CrosscheckError)
    return new AnswerLost('the target no longer answers', { cause: error });
  throw error;
}

/** Returns true for a request that is safe to repeat if its outcome is unknown. DELETE ignores the key (L-IDEM). */
function canBeRepeated({ headers }: SentRequest, operation: Operation): boolean {
  if (isIdempotent(operation) || (operation.source === 'identity' && !isForeign(operation))) return true;
  return headers['idempotency-key'] !== undefined && takesIdempotencyKey(operation);
}

/** Returns the pause that the response asks for, in milliseconds; undefined without one. */
function askedPauseMs({ headers }: ReceivedResponse, nowMs: number): number | undefined {
  const seconds = retryAfterSeconds(headers['retry-after'], nowMs);
  return seconds === undefined ? undefined : seconds * 1000;
}

interface LostRequest {
  readonly request: SentRequest;
  readonly isRepeatable: boolean;
  readonly attempts: number;
}

function answerLost(
  { request: { method, url, headers }, isRepeatable, attempts }: LostRequest,
  lost: AnswerLost,
): CrosscheckError {
  const { origin, pathname } = new URL(url);
  const withKey = headers['idempotency-key'] === undefined ? '' : ' with the same idempotency key';
  const effort = attempts > 1 ? `, after ${attempts} attempts${withKey}` : '';
  return new CrosscheckError({
    code: 'answer-lost',
    message: `${method} ${pathname} at "${origin}" has no response: ${lost.message}${effort}`,
    remedy: isRepeatable
      ? 'It may have been executed: look at the target before you run again'
      : 'It cannot be retried safely, because it might be executed twice: look at the target, then run again',
    cause: lost,
  });
}

function interrupted({ method, url }: SentRequest, wasUnsure: boolean, cause: unknown): CrosscheckError {
  if (cause instanceof CrosscheckError) return cause;
  const { origin, pathname } = new URL(url);
  return new CrosscheckError({
    code: 'interrupted',
    message: `Interrupted before the retry of ${method} ${pathname} at "${origin}"`,
    remedy: wasUnsure
      ? 'It may have been executed: look at the target before you run again'
      : 'It was not executed: run again',
    cause,
  });
}
