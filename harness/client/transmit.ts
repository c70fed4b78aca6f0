import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse, SentRequest } from '../../core/exchange.ts';
import { renderBody } from './render-body.ts';

/** Why a request has no whole answer although somebody was there: it may have been carried out all the same. */
export class AnswerLost extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'AnswerLost';
  }
}

/**
 * Sends a request once and reads its answer to the end. Redirects are not followed: the token would go to another host.
 * Throws AnswerLost when the answer does not come, breaks off or breaks HTTP, a CrosscheckError when nobody is there or
 * the request is none that can be sent, and the reason of `limit` when that aborts.
 */
export async function transmit(
  request: SentRequest,
  timeoutMs: number,
  limit?: AbortSignal,
): Promise<ReceivedResponse> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let isAnswered = false;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: renderBody(request) }),
      redirect: 'manual',
      signal: limit ? AbortSignal.any([timeout, limit]) : timeout,
    });
    isAnswered = true;
    const text = await response.text();
    return { statusCode: response.status, headers: Object.fromEntries(response.headers), ...parseBody(text) };
  } catch (cause) {
    if (limit?.aborted) throw limit.reason;
    if (isTimeout(cause)) throw new AnswerLost(`no whole answer within ${timeoutMs / 1000} s`, cause);
    if (isAnswered) throw new AnswerLost('the answer broke off', cause);
    const failure = (cause as { cause?: unknown }).cause;
    if (!(failure instanceof Error)) throw notSendable(request, cause);
    const what = describeFailure(failure);
    if (NEVER_THERE.test(what)) throw unreachable(new URL(request.url).origin, cause);
    throw new AnswerLost(`the connection failed before an answer (${what})`, cause);
  }
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'TimeoutError';
}

/**
 * Nothing was sent: no such host, nobody at that port or a port that is never asked, no trust in who is there. Whatever
 * else happens may have been heard.
 */
const NEVER_THERE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|bad port|ERR_TLS_.*|.*CERT.*|.*SIGNATURE.*)$/;

function describeFailure(failure: Error & { code?: string; errors?: readonly { code?: string }[] }): string {
  return failure.code ?? failure.errors?.[0]?.code ?? failure.message;
}

function parseBody(text: string): Pick<ReceivedResponse, 'body' | 'text'> {
  if (text === '') return {};
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}

/** The operating error for what HTTP, or fetch, does not allow: a GET with a body, a line break in a header, TRACE. */
function notSendable({ method, url }: SentRequest, cause: unknown): CrosscheckError {
  // What stands in quotes may be a credential.
  const why = cause instanceof Error ? cause.message.replace(/"[^"]*"/g, '"..."') : String(cause);
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot send ${method} ${new URL(url).pathname}: ${why}`,
    remedy: 'Correct the step: its method, headers, cookies and body',
    cause,
  });
}

/** The operating error for an address that nobody answers at. */
function unreachable(address: string, cause: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'unreachable',
    message: `Nobody answers at "${address}"`,
    remedy:
      'Check the address; start an emulator with `npm run emulator`, or leave --target away to use the embedded one',
    cause,
  });
}
