import { createHash } from 'node:crypto';
import type { Bank } from '../bank/bank.ts';
import { type ApiResponse, buildErrorResponse } from './error-responses.ts';

/** The time for which the bank remembers a response, in bank time. Source: L-IDEM (D12). */
const MEMORY_MS = 7 * 86_400_000;

/** A POST with an idempotency key. Another endpoint, body or partner makes it another request. */
export interface KeyedRequest {
  readonly partnerId: string;
  readonly key: string;
  /** The operation and its path parameters, in lower case. */
  readonly endpoint: string;
  readonly body: unknown;
}

interface StoredResponse {
  readonly request_id: string;
  readonly status: number;
  readonly body: string | null;
}

/**
 * Handles a POST once: the same key with the same path and body gets the stored response and `original-request-id`. A
 * changed body is a new request (DOC-038), or a conflict on side B. The effect of the request and its stored response
 * are one commit. ASSUMPTION: the bank remembers only responses below 400, so that a rejected request can be retried
 * with the same key.
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

/** Returns the hash by which a request is recognised. The request itself may contain secrets and is not stored. */
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

/** Deletes stored responses that are too old. Call it when time has passed, not at each request. */
export function deleteExpiredResponses({ store, clock }: Bank): void {
  store.run('DELETE FROM idempotency WHERE created_ms <= ?', clock.nowMs() - MEMORY_MS);
}
