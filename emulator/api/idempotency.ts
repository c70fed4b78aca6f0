import { createHash } from 'node:crypto';
import type { Bank } from '../bank/bank.ts';
import { type ApiResponse, buildErrorResponse } from './errors.ts';

/** The bank remembers for this long, in bank time. Source: L-IDEM (D12). */
const MEMORY_MS = 7 * 86_400_000;

/** A POST that carries an idempotency key. Another endpoint, body or partner makes it another request. */
export interface KeyedRequest {
  readonly partnerId: string;
  readonly key: string;
  /** The operation and its path parameters, however the path was written. */
  readonly endpoint: string;
  readonly body: unknown;
}

interface StoredResponse {
  readonly request_id: string;
  readonly status: number;
  readonly body: string | null;
}

/**
 * Answers a POST once: the same key with the same path and body gets the stored answer and `original-request-id`; a
 * changed body is a new request (DOC-038; a conflict on side B). What the request does and its stored answer are one commit.
 * ASSUMPTION: only answers below 400 are remembered, so that a request can be sent again with its key once what it
 * lacked is there.
 */
export function respondOnce(
  bank: Bank,
  request: KeyedRequest,
  act: { requestId: string; answer: () => ApiResponse },
): ApiResponse {
  const { store, clock, variants } = bank;
  const key = `${request.partnerId} ${request.key}`;
  const sent = digestOf(`${request.endpoint} ${JSON.stringify(request.body)}`);
  return store.atomically(() => {
    if (variants['DOC-038'] === 'B' && isKeyTaken(bank, key, sent)) return buildErrorResponse('key-conflict');
    const known = store.get<StoredResponse>(
      'SELECT request_id, status, body FROM idempotency WHERE key = ? AND request = ? AND created_ms > ?',
      key,
      sent,
      clock.nowMs() - MEMORY_MS,
    );
    if (known) return replay(known);
    const answer = act.answer();
    if (answer.status >= 400) return answer;
    const body = answer.body === undefined ? null : JSON.stringify(answer.body);
    const values = [key, sent, act.requestId, answer.status, body, clock.nowMs()];
    store.run('INSERT INTO idempotency VALUES (NULL, ?, ?, ?, ?, ?, ?)', ...values);
    return answer;
  });
}

/** What was sent is known again by this; its text, with whatever secrets it has, is not kept. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function isKeyTaken({ store, clock }: Bank, key: string, sent: string): boolean {
  const sql = 'SELECT 1 FROM idempotency WHERE key = ? AND request <> ? AND created_ms > ?';
  return store.get(sql, key, sent, clock.nowMs() - MEMORY_MS) !== undefined;
}

function replay({ status, request_id, body }: StoredResponse): ApiResponse {
  const headers = { 'original-request-id': request_id };
  return body === null ? { status, headers } : { status, headers, body: JSON.parse(body) as unknown };
}

/** Forgets what is older than the bank remembers. Worth doing when time has passed, not at each request. */
export function deleteExpiredResponses({ store, clock }: Bank): void {
  store.run('DELETE FROM idempotency WHERE created_ms <= ?', clock.nowMs() - MEMORY_MS);
}
