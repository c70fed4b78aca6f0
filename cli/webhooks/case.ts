import { invariant } from '../../core/errors.ts';
import type { Stopped } from '../../core/stopped.ts';

/** What a handler is sent to see how it answers. */
export interface Case {
  readonly name: string;
  /** What is sent, in a sentence. */
  readonly summary: string;
  /** `refused`: the sender cannot be the bank, so the handler has to say 401 or 403; a 200 takes everything else. */
  readonly wants: 'taken' | 'refused';
  /** What to do about a handler that fails it, with the document behind that. */
  readonly remedy: string;
}

/** One try to deliver an event to the handler. */
export interface Try {
  readonly eventId: string;
  readonly eventName: string;
  readonly resourceCount: number;
  /** What the handler answered; absent when it did not. */
  readonly statusCode?: number;
  /** Why there is no answer. */
  readonly problem?: string;
  /** Real time until the answer, in milliseconds. */
  readonly durationMs: number;
}

/** A case and how the handler did. */
export interface CaseResult extends Pick<Case, 'name' | 'summary'> {
  /** Nothing at this bank causes it. */
  readonly isSample?: boolean;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly tries: readonly Try[];
  /** Why it did not pass, and what to do about it. */
  readonly reason?: string;
  readonly remedy?: string;
  /** What a person has to know to read it right, or to look at. */
  readonly notes: readonly string[];
}

/** Everything that is known of a handler when the command ends, as written to `webhooks.json`. */
export interface WebhooksReport {
  readonly schemaVersion: 1;
  /** Without user, path and query, each of which may hold a secret. */
  readonly url: string;
  readonly seed: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: 'passed' | 'failed' | 'stopped';
  /** What stopped the command before the last case. */
  readonly stopped?: Stopped;
  readonly cases: readonly CaseResult[];
}

/** ASSUMPTION: the bank does not say how long it waits; who does the work before the answer shows by this. */
const SLOW_MS = 2_000;

/**
 * Judges a case by every try that the handler has had; the first that was not answered as wanted is told. The notes are for
 * one that passed: what its answers do not prove.
 */
export function judge({ name, summary, wants, remedy }: Case, tries: readonly Try[], notes: string[] = []): CaseResult {
  invariant(tries.length > 0, `nothing was sent for "${name}"`);
  const answered = tries.filter(({ statusCode }) => statusCode !== undefined);
  const longestMs = Math.max(0, ...answered.map(({ durationMs }) => durationMs));
  const slow = `Slow: ${Math.round(longestMs)} ms. Answer first and work later, nobody publishes how long the bank waits`;
  const speed = longestMs > SLOW_MS ? [slow] : [];
  const reason = tries.map((one) => faultOf(one, wants)).find((fault) => fault !== undefined);
  if (reason === undefined) return { name, summary, outcome: 'passed', tries, notes: [...speed, ...notes] };
  return { name, summary, outcome: 'failed', tries, reason, remedy, notes: speed };
}

/** A case that was not sent, and why. */
export function skip({ name, summary }: Case, why: string): CaseResult {
  return { name, summary, outcome: 'skipped', tries: [], notes: [why] };
}

const DELIVERED = 'only a 200 counts as delivered (Z-SUSP)';

function faultOf({ statusCode, problem }: Try, wants: Case['wants']): string | undefined {
  if (statusCode === undefined)
    return `${describeSilence(problem)}, wanted ${wants === 'taken' ? '200' : '401 or 403'}`;
  const isRefusal = statusCode === 401 || statusCode === 403;
  if (wants === 'refused')
    return isRefusal ? undefined : `Answered ${statusCode} to somebody who is not the bank, wanted 401 or 403`;
  if (statusCode === 200) return undefined;
  if (isRefusal) return `Answered ${statusCode} to its own credentials, wanted 200`;
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return `Answered ${statusCode}${isRedirect ? ' (the bank follows no redirects)' : ''}, wanted 200: ${DELIVERED}`;
}

/** The bank says `no answer within 10 s`, or what Node calls it when a connection breaks. */
function describeSilence(problem = ''): string {
  return problem.startsWith('no answer') ? `N${problem.slice(1)}` : `No answer (${problem})`;
}
