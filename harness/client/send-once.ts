import type { ClientRequest, IncomingMessage } from 'node:http';
import { CrosscheckError } from '../../core/errors.ts';
import { BinaryBody, type ReceivedResponse, type SentRequest } from '../../core/exchange.ts';
import { describeLimit, type Limits } from '../../core/limits.ts';
import { isBinaryMediaType } from '../../core/media-type.ts';
import { type Destination, guardRequest } from './guard-request.ts';
import { type ParsedBody, parseBody } from './parse-body.ts';
import { renderBody } from './render-body.ts';

/** A request that was sent, but whose response did not come completely: it may have been executed. */
export class AnswerLost extends Error {
  /** True if the head of the response came: then the target is at fault, not the connection. */
  readonly hasBegun: boolean;

  constructor(
    reason: string,
    { cause, hasBegun = false }: { readonly cause?: unknown; readonly hasBegun?: boolean } = {},
  ) {
    super(reason, { cause });
    this.name = 'AnswerLost';
    this.hasBegun = hasBegun;
  }
}

/** The bounds of one response. */
export interface AnswerBounds {
  readonly timeoutMs: number;
  readonly limits: Limits;
  /** Ends the request with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request once and reads the whole response. Redirects are not followed, because the token would go to another
 * host. A body beyond the limits is not read further, and the response says so (`unreadable`). Throws AnswerLost if the
 * response does not come in time, breaks off or breaks HTTP. Throws a CrosscheckError if the host cannot be reached or
 * the request cannot be sent, and the reason of `signal` if that aborts.
 */
export async function sendOnce(
  request: SentRequest,
  destination: Destination,
  bounds: AnswerBounds,
): Promise<ReceivedResponse> {
  const { signal } = bounds;
  signal?.throwIfAborted();
  guardRequest(request, destination);
  const sent = startRequest(request);
  let isAnswered = false;
  sent.once('response', () => {
    isAnswered = true;
  });
  try {
    return await readAnswer(sent, bounds);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof ResponseTimeout)
      throw new AnswerLost(`no complete response within ${bounds.timeoutMs / 1000} s`, { hasBegun: isAnswered });
    if (isAnswered) throw new AnswerLost('the response broke off', { cause, hasBegun: true });
    const what = describeFailure(cause as Failure);
    if (NOT_CONNECTED.test(what)) throw unreachable(new URL(request.url).origin, cause);
    throw new AnswerLost(`the connection failed before a response (${what})`, { cause });
  }
}

/** A response that did not end in time. */
class ResponseTimeout extends Error {}

/** Not imported: an import would load all of `fetch` too, a good part of the start time of a short run. */
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** Keeps a connection for the next request, but not longer than servers usually do. */
const KEEP_ALIVE = { keepAlive: true, timeout: 4_000 };
const agents = { http: new http.Agent(KEEP_ALIVE), https: new https.Agent(KEEP_ALIVE) };

/** The name of the caller, and a request not to compress: the response is read as it comes. */
const OWN_HEADERS = { 'user-agent': 'crosscheck', 'accept-encoding': 'identity' };

/** Starts a request with Node's own client, which costs half as much as `fetch`, where every body is a stream. */
function startRequest(request: SentRequest): ClientRequest {
  // Source: RFC 9110, sections 9.3.1 and 9.3.2: such a body has no defined meaning, and many servers reject it.
  if (request.body !== undefined && /^(GET|HEAD)$/.test(request.method)) throw notSendable(request, 'it has a body');
  const body = request.body === undefined ? undefined : String(renderBody(request));
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = { method: request.method, headers: { ...OWN_HEADERS, ...request.headers, ...length } };
  try {
    const sent = request.url.startsWith('https:')
      ? https.request(request.url, { ...options, agent: agents.https })
      : http.request(request.url, { ...options, agent: agents.http });
    return sent.end(body);
  } catch (cause) {
    // The invalid value is in brackets, and may be a credential.
    const why = (cause as Error).message.replace(/\[.*\]/gs, '[...]');
    throw notSendable(request, why.replace('Invalid character in header content', 'invalid header value'), cause);
  }
}

/** The longest time for a host to accept a connection. */
const CONNECT_TIMEOUT_MS = 10_000;

async function readAnswer(sent: ClientRequest, { timeoutMs, limits, signal }: AnswerBounds): Promise<ReceivedResponse> {
  const timers: NodeJS.Timeout[] = [];
  let stop = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      const giveUp = (reason: unknown) => {
        reject(reason);
        sent.destroy();
      };
      timers.push(setTimeout(() => giveUp(new ResponseTimeout()), timeoutMs));
      sent.once('socket', (socket) => {
        if (!socket.connecting) return;
        const timer = setTimeout(() => giveUp(new NotConnected()), CONNECT_TIMEOUT_MS);
        timers.push(timer);
        socket.once(sent.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(timer));
      });
      stop = () => giveUp(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
      sent.on('error', reject);
      sent.once('response', (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= limits.answerBytes) return void chunks.push(chunk);
          resolve({
            ...describeHead(answer),
            unreadable: `the body is too long: ${describeLimit('answerBytes', limits)}`,
          });
          sent.destroy();
        });
        answer.on('error', reject);
        answer.once('end', () => resolve({ ...describeHead(answer), ...readBody(answer, chunks, limits) }));
      });
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** Reads a body by its media type: the bytes of a PDF are kept as they are, anything else is text. */
function readBody({ headers }: IncomingMessage, chunks: readonly Buffer[], limits: Limits): ParsedBody {
  if (chunks.length > 0 && isBinaryMediaType(headers['content-type'] ?? ''))
    return { binary: new BinaryBody(Buffer.concat(chunks)) };
  return parseBody(decode(chunks), limits);
}

const utf8 = new TextDecoder();

function decode(chunks: readonly Buffer[]): string {
  const [only, ...more] = chunks;
  return utf8.decode(more.length > 0 ? Buffer.concat(chunks) : only);
}

function describeHead({ statusCode = 0, headers }: IncomingMessage): Pick<ReceivedResponse, 'statusCode' | 'headers'> {
  const joined = Object.entries(headers).map(([name, value = '']) => [name, String(value)]);
  return { statusCode, headers: Object.fromEntries(joined) as Record<string, string> };
}

/** A connection that was not made in time. */
class NotConnected extends Error {
  readonly code = 'CONNECT_TIMEOUT';
}

/**
 * Failures before anything was sent: no such host, no listener, no trusted certificate. After any other failure the
 * request may have been executed.
 */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|ERR_TLS_.*|.*CERT.*|.*SIGNATURE.*)$/;

type Failure = Error & { readonly code?: string; readonly errors?: readonly { readonly code?: string }[] };

function describeFailure(failure: Failure): string {
  return failure.code ?? failure.errors?.[0]?.code ?? failure.message;
}

/** Builds the operating error for a request that HTTP does not allow: a GET with a body, a line break in a header. */
function notSendable({ method, url }: SentRequest, why: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot send ${method} ${new URL(url).pathname}: ${why}`,
    remedy: 'Correct the step: its method, headers, cookies and body',
    cause,
  });
}

/** Builds the operating error for an address to which no connection can be made. */
function unreachable(address: string, cause: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'unreachable',
    message: `Cannot connect to "${address}"`,
    remedy: 'Check the address; start an emulator with `npm run emulator`, or omit --target to use the embedded one',
    cause,
  });
}
