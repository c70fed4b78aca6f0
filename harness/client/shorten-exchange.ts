import type { Exchange } from '../../core/exchange.ts';
import type { Limits } from '../../core/limits.ts';

/** Shortens the exchanges of one run for its report, so that no response can make the report endless. */
export class ExchangeShortener {
  private readonly limits: Limits;
  private kept = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Returns the exchange with each body beyond the limits `keptBytes` and `keptBytesPerRun` replaced by a sentence. */
  shorten(exchange: Exchange): Exchange {
    if (this.limits.keptBytes === Number.POSITIVE_INFINITY) return exchange;
    const { request, response } = exchange;
    const [sent, came] = [this.shortenBody(request.body), this.shortenBody(response.body)];
    const text = this.shortenText(response.text);
    if (sent === request.body && came === response.body && text === response.text) return exchange;
    return {
      ...exchange,
      request: { ...request, ...(sent === undefined ? {} : { body: sent }) },
      response: { ...response, ...(came === undefined ? {} : { body: came }), ...(text === undefined ? {} : { text }) },
    };
  }

  private shortenText(text: string | undefined): string | undefined {
    const { keptBytes } = this.limits;
    if (text === undefined || text.length <= keptBytes) return text;
    return `a text of more than ${keptBytes} bytes, not kept (limit keptBytes)`;
  }

  private shortenBody(body: unknown): unknown {
    if (body === undefined) return undefined;
    const { keptBytes, keptBytesPerRun } = this.limits;
    const size = sizeOf(body, keptBytes);
    if (size > keptBytes) return `a body of more than ${keptBytes} bytes, not kept (limit keptBytes)`;
    if (this.kept + size > keptBytesPerRun) return 'a body, not kept (limit keptBytesPerRun)';
    this.kept += size;
    return body;
  }
}

/** Estimates the size of a JSON value in characters, and stops once it exceeds `most`. */
export function sizeOf(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let size = 2;
  for (const [name, child] of Object.entries(value)) {
    size += name.length + 4 + sizeOf(child, most - size);
    if (size > most) return size;
  }
  return size;
}
