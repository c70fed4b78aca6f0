import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse, Retry, SentRequest } from '../../core/exchange.ts';
import type { Operation } from '../../core/operation.ts';
import { AnswerLost, transmit } from './transmit.ts';

/** Tries of one request, the first included. */
const MOST_TRIES = 4;
/** The first pause; each further one is twice as long. */
const FIRST_PAUSE_MS = 500;
/** A target that asks for a longer pause gets none: its answer is given back as it is. */
const LONGEST_PAUSE_MS = 60_000;
/** The target says that it did not carry the request out. Source: L-ERR, P-HTTP (same key). */
const NOT_NOW = [429, 503];
/** Somebody on the way gave up; what the bank did is not known. Source: P-HTTP (408; 5xx with the same key). */
const GAVE_UP = [408, 502, 504];

/** How a client sends, and what it does between two tries. */
export interface Sending {
  /** How long an answer may take. */
  readonly timeoutMs: number;
  pause(durationMs: number): Promise<void>;
  nowMs(): number;
}

/** The answer in the end, and what came before it. */
export interface Delivery {
  readonly response: ReceivedResponse;
  readonly retries: readonly Retry[];
}

/**
 * Sends a request until it has an answer to keep, at most four times, always the same request with the same idempotency
 * key. After a 429 or 503 any request is sent again, after the pause that `Retry-After` asks for. After a lost answer, a
 * 408, 502 or 504 only one that can not happen twice: a GET, a PUT, a token, or a POST whose idempotency key the bank knows. A 409
 * to such a second try means that the first is still being worked on. Every other answer is kept: a 500 is a fault to
 * report, not to hide. Throws a CrosscheckError when the answer stays lost.
 */
export async function deliverWithRetries(
  request: SentRequest,
  operation: Operation,
  { timeoutMs, pause, nowMs }: Sending,
): Promise<Delivery> {
  const isRepeatable = canBeRepeated(operation);
  const retries: Retry[] = [];
  for (let tries = 1; ; tries += 1) {
    const outcome = await transmit(request, timeoutMs).catch(keepLoss);
    const isLost = outcome instanceof AnswerLost;
    if (isLost && (!isRepeatable || tries === MOST_TRIES)) throw answerLost(request, tries, outcome);
    const wasUnsure = retries.some(({ isUnsure }) => isUnsure);
    const isUnsure = isLost || GAVE_UP.includes(outcome.statusCode) || (wasUnsure && outcome.statusCode === 409);
    const isRetried = isUnsure ? isRepeatable : NOT_NOW.includes(outcome.statusCode);
    const waitedMs = FIRST_PAUSE_MS * 2 ** (tries - 1);
    const askedMs = isLost ? undefined : askedPauseMs(outcome, nowMs());
    if (!isLost && (!isRetried || tries === MOST_TRIES || (askedMs ?? 0) > LONGEST_PAUSE_MS))
      return { response: outcome, retries };
    const reason = isLost ? outcome.message : `status ${outcome.statusCode}`;
    retries.push({ reason, waitedMs: askedMs ?? waitedMs, isUnsure });
    await pause(askedMs ?? waitedMs);
  }
}

function keepLoss(error: unknown): AnswerLost {
  if (error instanceof AnswerLost) return error;
  throw error;
}

/** Whether a request can be sent again when nobody knows if it was carried out. DELETE ignores the key (L-IDEM). */
function canBeRepeated({ method, parameters, source }: Operation): boolean {
  if (method === 'get' || method === 'put' || source === 'identity') return true;
  return method === 'post' && parameters.some(({ name }) => name === 'Idempotency-Key');
}

/** What `Retry-After` asks for, in seconds or as a date. Source: RFC 9110, section 10.2.3. */
function askedPauseMs({ headers }: ReceivedResponse, nowMs: number): number | undefined {
  const asked = headers['retry-after'];
  if (asked === undefined) return undefined;
  const pauseMs = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - nowMs;
  return Number.isFinite(pauseMs) ? Math.max(pauseMs, 0) : undefined;
}

function answerLost({ method, url }: SentRequest, tries: number, { message, cause }: AnswerLost): CrosscheckError {
  const { origin, pathname } = new URL(url);
  const again = tries > 1 ? `, also not at the ${tries}th try with the same idempotency key` : '';
  return new CrosscheckError({
    code: 'answer-lost',
    message: `${method} ${pathname} at "${origin}" has no answer: ${message}${again}`,
    remedy:
      tries > 1
        ? 'Whether it was carried out is not known: look at the target before you run again'
        : 'It can not be sent again safely, because it might happen twice: look at the target, then run again',
    cause,
  });
}
