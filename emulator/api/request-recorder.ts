import type { FastifyReply, FastifyRequest } from 'fastify';
import { monotonicMs, wallClock } from '../../core/clock.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { createBackgroundWork } from '../log/background-work.ts';
import { renderFailure } from '../log/failure.ts';
import { type LogFormat, renderRequest } from '../log/request-log.ts';
import type { WriteLine } from '../log/write-line.ts';
import { buildErrorResponse, type RequestProblem } from './error-responses.ts';
import type { Caller } from './identity-server.ts';

/** The operation of a request, and its caller. */
interface RequestIdentity {
  readonly operationId: string;
  readonly caller?: Caller | undefined;
}

/** Writes a line for each failure of the bank and, if logging is on, for each request. */
export type RequestRecorder = ReturnType<typeof createRequestRecorder>;

/** Creates the recorder of a server. Without a log format, only failures of the bank are written. */
export function createRequestRecorder(log: LogFormat | undefined, writeLine: WriteLine) {
  const identified = new WeakMap<FastifyRequest, RequestIdentity>();
  const format = log ?? 'text';
  const now = () => new Date(wallClock.nowMs()).toISOString();
  const writeRequest = (request: Parameters<typeof renderRequest>[0]) => writeLine(renderRequest(request, format));
  return {
    /** Logs the request when it ends. */
    begin(request: FastifyRequest, reply: FastifyReply): void {
      if (log === undefined) return;
      const [at, startMs] = [now(), monotonicMs()];
      reply.raw.once('close', () => {
        const { operationId, caller } = identified.get(request) ?? {};
        writeRequest({
          at,
          method: request.method,
          path: request.originalUrl,
          operation: operationId,
          who: nameOf(caller),
          status: reply.statusCode,
          durationMs: monotonicMs() - startMs,
          requestId: request.id,
          isAborted: !reply.raw.writableFinished,
        });
      });
    },
    /** Remembers the operation and the caller of a request. */
    identify(request: FastifyRequest, who: RequestIdentity): void {
      identified.set(request, who);
    },
    /** Reports a request that got a response with status 500. */
    fail(request: FastifyRequest, error: unknown): void {
      const { operationId: operation = 'unknown operation' } = identified.get(request) ?? {};
      const { params, query, body, headers } = request;
      const secrets = [params, query, body, headers.authorization];
      writeLine(renderFailure({ at: now(), operation, requestId: request.id, error, secrets }, format));
    },
    /** Logs a connection that was closed before a whole request arrived. */
    refuse(problem: RequestProblem | undefined): void {
      if (log === undefined || problem === undefined) return;
      const { status } = buildErrorResponse(problem);
      const facts = { at: now(), method: '-', path: '-', requestId: systemGuid(), durationMs: 0, isAborted: true };
      writeRequest({ ...facts, status });
    },
    /** Runs work without a request. A series of equal failures is one line, and its end another. */
    background: createBackgroundWork({
      failed: (operation, error) => writeLine(renderFailure({ at: now(), operation, error }, format)),
      recovered: (operation, attempts) =>
        writeLine(
          format === 'json'
            ? JSON.stringify({ at: now(), level: 'info', operation, recoveredAfterAttempts: attempts })
            : `${now()} ${operation} recovered after ${attempts} failed attempt${attempts === 1 ? '' : 's'}`,
        ),
    }),
  };
}

function nameOf(caller: Caller | undefined): string | undefined {
  return caller?.role === 'partner' ? `partner ${caller.partnerId}` : caller?.role;
}
