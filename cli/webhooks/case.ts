import { invariant } from '../../core/errors.ts';
import type { Stopped } from '../../core/stopped.ts';

/** A case that the handler is tested with. */
export interface Case {
  readonly name: string;
  /** A sentence about what is sent. */
  readonly summary: string;
  /**
   * The expected answer. `refused`: the sender is not the bank, so the handler must answer 401 or 403; `taken`: 200.
   */
  readonly wants: 'taken' | 'refused';
  /** The remedy if the handler fails the case, with the document behind it. */
  readonly remedy: string;
}

/** One delivery attempt to the handler. */
export interface DeliveryAttempt {
  readonly eventId: string;
  readonly eventName: string;
  readonly resourceCount: number;
  /** The status of the answer; absent if there was none. */
  readonly statusCode?: number;
  /** The reason why there is no answer. */
  readonly problem?: string;
  /** Real time until the answer, in milliseconds. */
  readonly durationMs: number;
}

/** A case with its result. */
export interface CaseResult extends Pick<Case, 'name' | 'summary'> {
  /** True if nothing at this bank causes the event. */
  readonly isSample?: boolean;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly attempts: readonly DeliveryAttempt[];
  /** The reason why the case did not pass, and the remedy. */
  readonly reason?: string;
  readonly remedy?: string;
  /** Notes for the reader, and things to verify by hand. */
  readonly notes: readonly string[];
}

/** The report of the command, as written to `webhooks.json`. */
export interface WebhooksReport {
  readonly schemaVersion: 2;
  /** The address without user, path and query, each of which may be a secret. */
  readonly url: string;
  readonly seed: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: 'passed' | 'failed' | 'stopped';
  /** The error that stopped the command before the last case. */
  readonly stopped?: Stopped;
  readonly cases: readonly CaseResult[];
}

/** ASSUMPTION: the bank does not publish its timeout; a handler that works before it answers is slower than this. */
const SLOW_MS = 2_000;

/**
 * Evaluates a case from all attempts; the reason names the first wrong answer. The notes of a passed case say what its
 * answers do not prove.
 */
export function evaluateCase(
  { name, summary, wants, remedy }: Case,
  attempts: readonly DeliveryAttempt[],
  notes: string[] = [],
): CaseResult {
  invariant(attempts.length > 0, `nothing was sent for "${name}"`);
  const answered = attempts.filter(({ statusCode }) => statusCode !== undefined);
  const longestMs = Math.max(0, ...answered.map(({ durationMs }) => durationMs));
  const slow = `Slow: ${Math.round(longestMs)} ms. Answer first and work later: the bank does not publish its timeout`;
  const speed = longestMs > SLOW_MS ? [slow] : [];
  const reason = attempts.map((one) => faultOf(one, wants)).find((fault) => fault !== undefined);
  if (reason === undefined) return { name, summary, outcome: 'passed', attempts, notes: [...speed, ...notes] };
  return { name, summary, outcome: 'failed', attempts, reason, remedy, notes: speed };
}

/** Builds the result of a case that was not sent. */
export function skip({ name, summary }: Case, why: string): CaseResult {
  return { name, summary, outcome: 'skipped', attempts: [], notes: [why] };
}

const DELIVERED = 'only a 200 counts as delivered (Z-SUSP)';

function faultOf({ statusCode, problem }: DeliveryAttempt, wants: Case['wants']): string | undefined {
  if (statusCode === undefined)
    return `${describeSilence(problem)}, expected ${wants === 'taken' ? '200' : '401 or 403'}`;
  const isRefusal = statusCode === 401 || statusCode === 403;
  if (wants === 'refused')
    return isRefusal ? undefined : `Answered ${statusCode} to a sender that is not the bank, expected 401 or 403`;
  if (statusCode === 200) return undefined;
  if (isRefusal) return `Answered ${statusCode} to its own credentials, expected 200`;
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return `Answered ${statusCode}${isRedirect ? ' (the bank does not follow redirects)' : ''}, expected 200: ${DELIVERED}`;
}

/**
 * Describes a missing answer: the text of the bank, `no answer within 10 s`, or Node's name for a broken connection.
 */
function describeSilence(problem = ''): string {
  return problem.startsWith('no answer') ? `N${problem.slice(1)}` : `No answer (${problem})`;
}
