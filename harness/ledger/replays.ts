import type { Exchange } from '../../core/exchange.ts';
import { type Operation, takesIdempotencyKey } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { instantOf } from './bank-days.ts';

/** Whether the bank answered from what it kept of an earlier request with the same key. Source: L-IDEM (D12). */
export function isReplay({ response }: Exchange): boolean {
  return response.headers['original-request-id'] !== undefined;
}

/** How long the bank remembers a key, from the first request, in its own time. Source: L-IDEM. */
const REMEMBERED_MS = 7 * 86_400_000;

/**
 * Finds the exchange that the run's own request repeats, whatever the bank says of it: the same operation, path, body and
 * idempotency key, answered with success before. `now` is the bank's time, where it shows one. Source: L-IDEM (D12).
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

/** Nothing for a request without a key that its operation knows, or to another API; GET and DELETE ignore one. */
function describeRequest({ operationId, request }: Exchange): string | undefined {
  const { method, url, headers, body } = request;
  const key = headers['idempotency-key'];
  const operation: Operation | undefined = operations[operationId as OperationId];
  const isKnown = operation !== undefined && takesIdempotencyKey(operation);
  return method === 'POST' && isKnown && key !== undefined ? JSON.stringify([operationId, url, key, body]) : undefined;
}
