import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly seconds: number;
}

/** Posts one body over and over from 10 connections, each request with an idempotency key of its own; gives requests per second. */
export async function measureRate({ url, headers, body, seconds }: Load): Promise<number> {
  const result = await autocannon({
    url,
    method: 'POST',
    connections: 10,
    duration: seconds,
    idReplacement: true,
    headers: { 'content-type': 'application/json', 'idempotency-key': '[<id>]', ...headers },
    body: JSON.stringify(body),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers not 2xx, ${result.errors} errors`);
  return result.requests.average;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
