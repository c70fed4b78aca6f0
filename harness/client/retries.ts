import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse, Retry, SentRequest } from '../../core/exchange.ts';
import { defaultLimits, type Limits } from '../../core/limits.ts';
import { isForeign, type Operation, takesIdempotencyKey } from '../../core/operation.ts';
import type { Destination } from './guard-request.ts';
import { untilAborted } from './time-limit.ts';
import { AnswerLost, transmit } from './transmit.ts';

/** Tries of one request, the first included. */
const MOST_TRIES = 4;
/** The first pause; each further one is twice as long. */
const FIRST_PAUSE_MS = 500;
/** A target that asks for a longer pause gets none: its answer is given back as it is. */
const LONGEST_PAUSE_MS = 60_000;
/** The target says that it did not carry the request out. Source: L-ERR, P-HTTP (same key). */
const TOO_MANY_REQUESTS = 429;
/** Somebody on the way gave up; what the bank did is not known. Source: P-HTTP (408; 5xx with the same key). */
const GAVE_UP = [408, 502, 503, 504];
/** The bank is still working on the first request with this key. Source: P-HTTP. */
const CONFLICT = 409;

/** Recorded where a caller wants to see what a lost answer does. */
const LOST_ON_PURPOSE = 'the answer was lost on purpose';

/** How a client sends, and what it does between two tries. */
export interface Sending {
  /** How long a whole answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Bounds of an answer's body; default: those of `core/limits.ts`. */
  readonly limits?: Limits;
  pause(durationMs: number, signal?: AbortSignal): Promise<void>;
  nowMs(): number;
  /** Ends every pause at once when it aborts. */
  readonly signal?: AbortSignal;
  /** The hosts of the target beyond the sandbox and this machine. */
  readonly allowedHosts?: readonly string[];
}

/** What is special about one delivery. */
export interface DeliveryOptions {
  /** The tries that the same request had before, with a token that was refused. */
  readonly earlier?: readonly Retry[];
  /** Whether the first answer is thrown away after it came whole, to see the request sent again. */
  readonly losesAnswer?: boolean;
  /** Ends the delivery, the request under way included, with its reason. */
  readonly limit?: AbortSignal | undefined;
}

/** The answer in the end, and what came before it. */
export interface Delivery {
  readonly response: ReceivedResponse;
  readonly retries: readonly Retry[];
}

/**
 * Sends a request until it has an answer to keep, at most four times, always the same request with the same idempotency
 * key. After a 429 any request is sent again, after the pause that `Retry-After` asks for. After a lost answer, a 408, 502,
 * 503 or 504 only one that cannot happen twice: a GET, a PUT, a token, or a POST with an idempotency key that the bank
 * knows. A 409 to such a second try means that the first is still being worked on. Every other answer is kept: a 500 is a
 * fault to report, not to hide. Throws a CrosscheckError when there is no answer in the end, or when `signal` aborts before a
 * further try; a request under way is waited for.
 */
export async function deliverWithRetries(
  request: SentRequest,
  operation: Operation,
  sending: Sending,
  { earlier = [], losesAnswer = false, limit }: DeliveryOptions = {},
): Promise<Delivery> {
  const isRepeatable = canBeRepeated(request, operation);
  const bounds = { timeoutMs: sending.timeoutMs, limits: sending.limits ?? defaultLimits, signal: limit };
  const retries: Retry[] = [...earlier];
  const wasUnsure = () => retries.some(({ mayHaveBeenProcessed }) => mayHaveBeenProcessed);
  const destination: Destination = isForeign(operation)
    ? { use: 'local' }
    : { use: 'bank', allowedHosts: sending.allowedHosts ?? [] };
  for (let tries = 1; ; tries += 1) {
    const answer = await transmit(request, destination, bounds).catch((error: unknown) => lossOf(error, wasUnsure()));
    const isThrownAway = losesAnswer && tries === 1 && !(answer instanceof AnswerLost);
    const outcome = isThrownAway ? new AnswerLost(LOST_ON_PURPOSE) : answer;
    const isLost = outcome instanceof AnswerLost;
    if (isLost && (!isRepeatable || tries === MOST_TRIES)) throw answerLost({ request, isRepeatable, tries }, outcome);
    const mayHaveBeenProcessed =
      isLost || GAVE_UP.includes(outcome.statusCode) || (wasUnsure() && outcome.statusCode === CONFLICT);
    const isRetried = mayHaveBeenProcessed ? isRepeatable : outcome.statusCode === TOO_MANY_REQUESTS;
    const askedMs = isLost ? undefined : askedPauseMs(outcome, sending.nowMs());
    if (!isLost && (!isRetried || tries === MOST_TRIES || (askedMs ?? 0) > LONGEST_PAUSE_MS))
      return { response: outcome, retries };
    const reason = isLost ? outcome.message : `status ${outcome.statusCode}`;
    // Nothing is wrong with a connection that was broken on purpose.
    const waitedMs = isThrownAway ? 0 : (askedMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1));
    retries.push({ reason, waitedMs, mayHaveBeenProcessed });
    await pauseBetween(waitedMs, sending, limit).catch((error: unknown) => {
      if (!sending.signal?.aborted || limit?.aborted) throw error;
      throw interrupted(request, wasUnsure(), sending.signal.reason);
    });
  }
}

async function pauseBetween(durationMs: number, { pause, signal }: Sending, limit?: AbortSignal): Promise<void> {
  const signals = [signal, limit].filter((one) => one !== undefined);
  const stop = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  await untilAborted(stop, () => pause(durationMs, stop));
}

/** A target that is not there any more after a try that may have been carried out has lost an answer, too. */
function lossOf(error: unknown, wasUnsure: boolean): AnswerLost {
  if (error instanceof AnswerLost) return error;
  if (wasUnsure && error instanceof CrosscheckError)
    return new AnswerLost('the target no longer answers', { cause: error });
  throw error;
}

const REPEATABLE: ReadonlySet<string> = new Set(['get', 'put', 'head', 'options', 'trace']);

/** Whether a request can be sent again when nobody knows if it was carried out. DELETE ignores the key (L-IDEM). */
function canBeRepeated({ headers }: SentRequest, operation: Operation): boolean {
  if (REPEATABLE.has(operation.method) || (operation.source === 'identity' && !isForeign(operation))) return true;
  return headers['idempotency-key'] !== undefined && takesIdempotencyKey(operation);
}

/** What `Retry-After` asks for, in seconds or as a date. Source: RFC 9110, section 10.2.3. */
function askedPauseMs({ headers }: ReceivedResponse, nowMs: number): number | undefined {
  const asked = headers['retry-after'];
  if (asked === undefined) return undefined;
  const pauseMs = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - nowMs;
  return Number.isFinite(pauseMs) ? Math.max(pauseMs, 0) : undefined;
}

interface Tried {
  readonly request: SentRequest;
  readonly isRepeatable: boolean;
  readonly tries: number;
}

function answerLost(
  { request: { method, url, headers }, isRepeatable, tries }: Tried,
  lost: AnswerLost,
): CrosscheckError {
  const { origin, pathname } = new URL(url);
  const withKey = headers['idempotency-key'] === undefined ? '' : ' with the same idempotency key';
  const effort = tries > 1 ? `, after ${tries} tries${withKey}` : '';
  return new CrosscheckError({
    code: 'answer-lost',
    message: `${method} ${pathname} at "${origin}" has no answer: ${lost.message}${effort}`,
    remedy: isRepeatable
      ? 'Whether it was carried out is not known: look at the target before you run again'
      : 'It cannot be sent again safely, because it might happen twice: look at the target, then run again',
    cause: lost,
  });
}

function interrupted({ method, url }: SentRequest, wasUnsure: boolean, cause: unknown): CrosscheckError {
  if (cause instanceof CrosscheckError) return cause;
  const { origin, pathname } = new URL(url);
  return new CrosscheckError({
    code: 'interrupted',
    message: `Interrupted before ${method} ${pathname} was sent to "${origin}" again`,
    remedy: wasUnsure
      ? 'Whether it was carried out is not known: look at the target before you run again'
      : 'It was not carried out: run again',
    cause,
  });
}
