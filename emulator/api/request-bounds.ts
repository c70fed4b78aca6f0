import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Limits } from '../../core/limits.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import type { OperationId } from '../../generated/operations.ts';
import { buildErrorResponse, type RequestProblem } from './error-responses.ts';

/** The default size limit of a body; nearly all requests of the contract have a few kilobytes. */
export const BODY_LIMIT = 256 * 1024;
/**
 * Operations with a higher limit: 5,000 payments of a batch, each of at most about 800 characters (D21), and 1,000
 * resources of a sample event.
 */
export const LARGER_BODIES: Partial<Record<OperationId, number>> = {
  originateClientBatch: 5 * 1024 * 1024,
  sendSampleEvent: 1024 * 1024,
};
/** The interval at which connections are checked for an overdue request; no time limit is more precise. */
const CHECK_MS = 500;

/**
 * Returns the time limits of a request: its head, the whole request, and the pause before the next one. ASSUMPTION:
 * the bank closes slow connections, as every public server does; it does not publish after what time.
 */
export function timeBounds({ requestHeadSeconds, requestSeconds, idleSeconds }: Limits) {
  const requestTimeout = requestSeconds * 1000;
  const headersTimeout = Math.min(requestHeadSeconds * 1000, requestTimeout);
  return {
    requestTimeout,
    keepAliveTimeout: idleSeconds * 1000,
    http: { requestTimeout, headersTimeout, connectionsCheckingInterval: CHECK_MS },
  };
}

/** Responds in the bank's format to a connection without valid HTTP or with an overdue request, and closes it. */
export function refuseConnection({ code }: Error & { code?: string }, socket: Socket): RequestProblem | undefined {
  if (code === 'ECONNRESET' || socket.destroyed) return undefined;
  const problem = connectionProblems[code ?? ''] ?? 'malformed-http';
  const { status, body } = buildErrorResponse(problem);
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${PHRASES[status]}`,
    `request-id: ${systemGuid()}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
  // The rest of the request is ignored.
  socket.destroySoon();
  return problem;
}

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

const connectionProblems: Readonly<Record<string, RequestProblem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
  HPE_HEADER_OVERFLOW: 'head-too-large',
};

class RefusedBody extends Error {
  readonly statusCode = 400;
  readonly problem: RequestProblem;
  constructor(problem: RequestProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Adds the parsers of bodies: JSON within its limits, and the form of the token request. ASSUMPTION: the bank rejects
 * a body that nests deeper than 100 levels, and a text of more than 4,000 characters. It publishes neither limit;
 * without them, the caller could not read a response.
 */
export function addBodyParsers(server: FastifyInstance, limits: Limits): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body);
    const excess = findExcess(text, limits);
    if (excess) return done(new RefusedBody(excess));
    try {
      done(null, text === '' ? undefined : JSON.parse(text));
    } catch {
      done(new RefusedBody('malformed'));
    }
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(text))));
  });
}

/** Returns the limit that a JSON text exceeds, valid or not: its depth, or the length of one text in it. */
export function findExcess(text: string, { requestDepth, requestTextLength }: Limits): RequestProblem | undefined {
  let [depth, start] = [0, -1];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      if (start >= 0 && at - start > requestTextLength + 1) return 'text-too-long';
      start = start < 0 ? at : -1;
    } else if (start >= 0) at += character === BACKSLASH ? 1 : 0;
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) depth += 1;
    else if (character === CLOSE_BRACKET || character === CLOSE_BRACE) depth -= 1;
    if (depth > requestDepth) return 'too-deep';
  }
  return undefined;
}

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [34, 92, 91, 93, 123, 125];

/** SQLITE_CONSTRAINT_CHECK: the only constraint of this kind limits the figures of accounts. */
const CHECK_FAILED = 275;

/** Returns the problem of a request that failed with an error. */
export function problemOf(error: unknown): RequestProblem | 'figure-too-large' {
  if (error instanceof RefusedBody) return error.problem;
  const { statusCode = 500, errcode } = error as { statusCode?: number; errcode?: number };
  if (errcode === CHECK_FAILED) return 'figure-too-large';
  if (statusCode === 413) return 'too-large';
  if (statusCode === 415) return 'content-type-unknown';
  return statusCode < 500 ? 'malformed' : 'failure';
}
