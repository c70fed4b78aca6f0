import type { Bank } from '../bank/bank.ts';
import type { Answer } from './errors.ts';

/** The bank remembers for this long, in bank time. Source: L-IDEM (D12). */
const MEMORY_MS = 7 * 86_400_000;

/** A POST that carries an idempotency key. Another path, body or partner makes it another request. */
export interface KeyedRequest {
  readonly partnerId: string;
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
}

interface StoredAnswer {
  readonly request_id: string;
  readonly status: number;
  readonly body: string | null;
}

/**
 * Answers a POST once: the same key with the same path and body gets the stored answer and `original-request-id`; a
 * changed body is a new request (DOC-038, variant A). ASSUMPTION: only answers below 400 are remembered, so that a
 * request can be sent again with its key once what it lacked is there.
 */
export function answerOnce(
  bank: Bank,
  request: KeyedRequest,
  act: { requestId: string; answer: () => Answer },
): Answer {
  const name = JSON.stringify([request.partnerId, request.key, request.path.toLowerCase(), request.body]);
  const oldestMs = bank.clock.nowMs() - MEMORY_MS;
  const known = bank.store.get<StoredAnswer>(
    'SELECT request_id, status, body FROM idempotency WHERE request = ? AND created_ms > ?',
    ...[name, oldestMs],
  );
  if (known) {
    const headers = { 'original-request-id': known.request_id };
    return {
      status: known.status,
      headers,
      ...(known.body === null ? {} : { body: JSON.parse(known.body) as unknown }),
    };
  }
  const answer = act.answer();
  if (answer.status < 400) {
    bank.store.run('DELETE FROM idempotency WHERE created_ms <= ?', oldestMs);
    bank.store.run(
      'INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?)',
      ...[
        name,
        act.requestId,
        answer.status,
        answer.body === undefined ? null : JSON.stringify(answer.body),
        bank.clock.nowMs(),
      ],
    );
  }
  return answer;
}
