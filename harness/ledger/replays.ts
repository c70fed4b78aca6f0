import type { Exchange } from '../../core/exchange.ts';

/** Whether the bank answered from what it kept of an earlier request with the same key. Source: L-IDEM (D12). */
export function isReplay({ response }: Exchange): boolean {
  return response.headers['original-request-id'] !== undefined;
}
