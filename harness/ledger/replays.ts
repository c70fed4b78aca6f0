import type { Exchange } from '../../core/exchange.ts';
import { type Operation, takesIdempotencyKey } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { instantOf } from './bank-days.ts';

/** Returns true if the bank answered from its record of an earlier request with the same key. Source: L-IDEM (D12). */
export function isReplay({ response }: Exchange): boolean {
  return response.headers['original-request-id'] !== undefined;
}

/** The time for which the bank remembers a key, from the first request, in its own time. Source: L-IDEM. */
const REMEMBERED_MS = 7 * 86_400_000;

/**
 * Builds a function that finds the exchange that a request repeats: the same operation, path, body and idempotency key,
 * answered with success before. `now` is the bank's time, if known. Source: L-IDEM (D12).
 */
export function createRepeatFinder(): (exchange: Exchange, now?: string) => Exchange | undefined {
  const answered = new Map<string, { readonly exchange: Exchange; readonly atMs: number }>();
  return (exchange, now) => {
    const request = describeRequest(exchange);
    if (request === undefined) return undefined;
    const atMs = now === undefined ? 0 : instantOf(now);
    const first = answered.get(request);
    if (first && atMs - first.atMs < REMEMBERED_MS) return first.exchange;
    const { statusCode } = exchange.response;
    if (statusCode >= 200 && statusCode < 300) answered.set(request, { exchange, atMs });
    return undefined;
  };
}

/**
 * Returns a key for comparison; undefined for a request without an idempotency key, for one that ignores it (GET,
 * DELETE), and for another API.
 */
function describeRequest({ operationId, request }: Exchange): string | undefined {
  const { method, url, headers, body } = request;
  const key = headers['idempotency-key'];
  const operation: Operation | undefined = operations[operationId as OperationId];
  const isKnown = operation !== undefined && takesIdempotencyKey(operation);
  return method === 'POST' && isKnown && key !== undefined ? JSON.stringify([operationId, url, key, body]) : undefined;
}
