import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Operation } from '../../core/operation.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { catchUp } from '../bank/bank-time.ts';
import { isRejection } from '../bank/rejection.ts';
import { type Answer, answerError, answerRejection } from './errors.ts';
import { type Backend, handlers, type ValidRequest } from './handlers.ts';
import { answerOnce } from './idempotency.ts';
import type { Caller, Identity } from './identity.ts';
import { checkRequest } from './validation.ts';

/** The largest body that is read; the contract's largest request is a few kilobytes. */
const BODY_LIMIT = 256 * 1024;

/**
 * Builds the HTTP server of a bank: one route for each operation of the contract, in any casing of the path (DOC-003).
 * Whatever goes wrong is answered in the bank's shape.
 */
export function buildServer(backend: Backend, identity: Identity): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 1_000 },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)));
    } catch {
      done(new MalformedBody());
    }
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(text))));
  });
  server.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    const problem = statusCode === 413 ? 'too-large' : statusCode < 500 ? 'malformed' : 'failure';
    return sendAnswer(reply, answerError(problem));
  });
  server.setNotFoundHandler((_request, reply) => sendAnswer(reply, answerError('route-unknown')));
  for (const operation of Object.values<Operation>(operations)) addRoute(server, { operation, backend, identity });
  return server;
}

class MalformedBody extends Error {
  readonly statusCode = 400;
}

interface Route {
  readonly operation: Operation;
  readonly backend: Backend;
  readonly identity: Identity;
}

function addRoute(server: FastifyInstance, { operation, backend, identity }: Route): void {
  const operationId = operation.operationId as OperationId;
  server.route({
    method: operation.method.toUpperCase(),
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    handler: (request, reply) => {
      const requestId = systemGuid();
      reply.header('request-id', requestId);
      if (operationId === 'issueToken') return sendAnswer(reply, identity.issueToken(request.body));
      const caller = identity.callerOf(request.headers.authorization);
      return sendAnswer(reply, answerRequest({ operation, operationId, backend, caller, request, requestId }));
    },
  });
}

interface Call {
  readonly operation: Operation;
  readonly operationId: Exclude<OperationId, 'issueToken'>;
  readonly backend: Backend;
  readonly caller: Caller | undefined;
  readonly request: FastifyRequest;
  readonly requestId: string;
}

/** Token first, then role, then the contract, then the bank. */
function answerRequest({ operation, operationId, backend, caller, request, requestId }: Call): Answer {
  if (!caller) return answerError('token-missing');
  if ((caller.role === 'operator') !== (operation.source === 'emulator')) return answerError('token-of-another-role');
  const parameters = {
    path: request.params as Record<string, string>,
    query: { ...(request.query as Record<string, unknown>) },
    header: request.headers,
  };
  const problems = checkRequest(operationId, parameters, request.body);
  if (problems.length > 0) return answerError('invalid', problems);
  catchUp(backend.bank);
  const partnerId = caller.role === 'partner' ? caller.partnerId : '';
  const key = request.headers['idempotency-key'];
  const answer = () =>
    answerOperation({ operation, operationId, backend, request: { ...parameters, partnerId, body: request.body } });
  if (operation.method !== 'post' || typeof key !== 'string' || caller.role === 'operator') return answer();
  const path = request.url.split('?', 1)[0] ?? '';
  return answerOnce(backend.bank, { partnerId, key, path, body: request.body }, { requestId, answer });
}

interface OperationCall {
  readonly operation: Operation;
  readonly operationId: Exclude<OperationId, 'issueToken'>;
  readonly backend: Backend;
  readonly request: ValidRequest;
}

function answerOperation({ operation, operationId, backend, request }: OperationCall): Answer {
  const outcome = handlers[operationId](backend, request);
  if (isRejection(outcome)) return answerRejection(outcome);
  const status = operation.responses[202] ? 202 : 200;
  return outcome === undefined ? { status } : { status, body: outcome };
}

function sendAnswer(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  reply.code(status).headers(headers);
  return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
