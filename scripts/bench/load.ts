import autocannon from 'autocannon';

/** One request over and over: a GET, or a POST where there is a body. */
export interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
  readonly seconds: number;
}

/**
 * Sends one request over and over from 10 connections, each POST with an idempotency key of its own; gives requests per
 * second.
 */
export async function measureRate({ url, headers, body, seconds }: Load): Promise<number> {
  const result = await autocannon({
    url,
    connections: 10,
    duration: seconds,
    headers,
    ...(body === undefined ? {} : post(headers, body)),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers not 2xx, ${result.errors} errors`);
  return result.requests.average;
}

function post(headers: Record<string, string>, body: unknown) {
  return {
    method: 'POST' as const,
    idReplacement: true,
    headers: { 'content-type': 'application/json', 'idempotency-key': '[<id>]', ...headers },
    body: JSON.stringify(body),
  };
}
