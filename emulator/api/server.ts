import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Limits } from '../../core/limits.ts';
import type { Operation } from '../../core/operation.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { Bank } from '../bank/bank.ts';
import { PdfDocument } from '../bank/documents/pdf-document.ts';
import { isRejection, type RejectionKind } from '../bank/rejection.ts';
import { catchUp } from '../bank/scheduler.ts';
import {
  type ApiResponse,
  buildErrorResponse,
  buildRejectionResponse,
  type RequestProblem,
} from './error-responses.ts';
import type { Backend } from './handlers/handler.ts';
import { handlers } from './handlers.ts';
import { buildHttpFormat, type HttpFormat } from './http-variants.ts';
import { respondOnce } from './idempotency.ts';
import type { Caller, Identity } from './identity-server.ts';
import type { DemoAccess } from './reference-page/demo-access.ts';
import { addReferencePage } from './reference-page/reference-page.ts';
import {
  addBodyParsers,
  BODY_LIMIT,
  LARGER_BODIES,
  problemOf,
  refuseConnection,
  timeBounds,
} from './request-bounds.ts';
import type { RequestRecorder } from './request-recorder.ts';
import { checkRequest } from './validation.ts';

export interface ServerParts {
  readonly backend: Backend;
  readonly identity: Identity;
  /** The credentials that the reference page shows. */
  readonly access: DemoAccess;
  readonly limits: Limits;
  readonly recorder: RequestRecorder;
}

/**
 * Builds the HTTP server of a bank: one route for each operation of the contract, with any casing of the path
 * (DOC-003), and the reference page. Every error is returned in the bank's format.
 */
export function buildServer({ backend, identity, access, limits, recorder }: ServerParts): FastifyInstance {
  const format = buildHttpFormat(backend.bank.variants);
  const refuse = (reply: FastifyReply, problem: RequestProblem | RejectionKind) =>
    sendResponse(reply, format.render(undefined, buildErrorResponse(problem)));
  const server = fastify({
    logger: false,
    ...timeBounds(limits),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    genReqId: systemGuid,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    rewriteUrl: ({ method = '', url = '' }) => format.routedPath(method, url),
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 1_000 },
    frameworkErrors: (_error, _request, reply) => refuse(reply, 'route-unknown'),
    clientErrorHandler: (error, socket) => recorder.refuse(refuseConnection(error, socket)),
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('request-id', request.id);
    recorder.begin(request, reply);
    done();
  });
  addBodyParsers(server, limits);
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem === 'failure') recorder.fail(request, error);
    return refuse(reply, problem);
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'route-unknown'));
  addReferencePage(server, access);
  for (const operation of Object.values<Operation>(operations))
    addRoute(server, { operation, backend, identity, format, recorder });
  return server;
}

/**
 * Throws, because no route uses a schema: the generated validators check requests. So Fastify's compilers, slow to
 * load, are not loaded.
 */
function noSchemas(): never {
  throw new Error('A route of the emulator must not carry a schema');
}

interface Route {
  readonly operation: Operation;
  readonly backend: Backend;
  readonly identity: Identity;
  readonly format: HttpFormat;
  readonly recorder: RequestRecorder;
}

/** Adds the route of an operation. It checks the token, the role, the body and the contract, then calls the bank. */
function addRoute(server: FastifyInstance, { operation, backend, identity, format, recorder }: Route): void {
  const operationId = operation.operationId as OperationId;
  const route = {
    method: format.methodOf(operation).toUpperCase(),
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    bodyLimit: LARGER_BODIES[operationId] ?? BODY_LIMIT,
  };
  if (operationId === 'issueToken') {
    server.route({
      ...route,
      onRequest: (request, _reply, done) => {
        recorder.identify(request, { operationId });
        done();
      },
      handler: (request, reply) => sendResponse(reply, identity.issueToken(request.body)),
    });
    return;
  }
  const respond = (reply: FastifyReply, answer: ApiResponse) => sendResponse(reply, format.render(operation, answer));
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route({
    ...route,
    onRequest: (request, reply, done) => {
      const caller = identity.callerOf(request.headers.authorization);
      recorder.identify(request, { operationId, caller });
      if (!caller) return void respond(reply, buildErrorResponse('token-missing'));
      const isOperators = operation.source === 'emulator';
      if ((caller.role === 'operator') !== isOperators)
        return void respond(reply, buildErrorResponse('token-of-another-role'));
      if (!speaksJson(request)) return void respond(reply, buildErrorResponse('content-type-unknown'));
      callers.set(request, caller);
      done();
    },
    handler: (request, reply) => {
      const caller = callers.get(request);
      const partnerId = caller?.role === 'partner' ? caller.partnerId : '';
      const body = format.parse(operation, request.body);
      const answer = handleRequest({ operation, operationId, backend, partnerId, request, body });
      if (answer instanceof Promise) return answer.then((late) => respond(reply, late));
      if (operation.source === 'webhooks' || operation.source === 'emulator') backend.startDeliveries();
      return respond(reply, answer);
    },
  });
}

/** Returns false for a form; only the token request uses one. */
function speaksJson({ headers }: FastifyRequest): boolean {
  return !(headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
}

interface Call {
  readonly operation: Operation;
  readonly operationId: Exclude<OperationId, 'issueToken'>;
  readonly backend: Backend;
  /** The partner of the token; empty for the operator. */
  readonly partnerId: string;
  readonly request: FastifyRequest;
  readonly body: unknown;
}

/** Checks a request and calls its handler. Only requests of the operator may wait, for deliveries. */
function handleRequest({
  operation,
  operationId,
  backend,
  partnerId,
  request,
  body,
}: Call): ApiResponse | Promise<ApiResponse> {
  const parameters = {
    path: request.params as Record<string, string>,
    query: { ...(request.query as Record<string, unknown>) },
    header: request.headers,
  };
  const problems = checkRequest(operationId, parameters, body);
  if (problems.length > 0) return buildErrorResponse('invalid', problems);
  catchUp(backend.bank);
  const key = idempotencyKeyOf(backend.bank, request.headers['idempotency-key'], body);
  const outcome = () => handlers[operationId](backend, { ...parameters, partnerId, body });
  if (operation.method !== 'post' || key === undefined || partnerId === '') {
    const said = outcome();
    return said instanceof Promise
      ? said.then((late) => renderOutcome(operation, late))
      : renderOutcome(operation, said);
  }
  const endpoint = JSON.stringify([operationId, parameters.path]).toLowerCase();
  const answer = () => renderOutcome(operation, outcome());
  return respondOnce(backend.bank, { partnerId, key, endpoint, body }, { requestId: request.id, answer });
}

/** Returns the idempotency key: the header or, on side A of DOC-039, the client identifier. */
function idempotencyKeyOf({ variants }: Bank, header: unknown, body: unknown): string | undefined {
  if (typeof header === 'string') return header;
  const { clientIdentifier } = (body ?? {}) as { clientIdentifier?: string };
  return variants['DOC-039'] === 'A' && clientIdentifier ? `client ${clientIdentifier}` : undefined;
}

/** Returns the response of an outcome; without a body its status is 202 (queued) or 204 (nothing found). */
function renderOutcome(operation: Operation, outcome: unknown): ApiResponse {
  if (isRejection(outcome)) return buildRejectionResponse(outcome);
  if (outcome instanceof PdfDocument) return { status: 200, document: outcome.bytes };
  if (outcome !== undefined) return { status: 200, body: outcome };
  const status = [202, 204].find((candidate) => operation.responses[candidate]);
  return { status: status ?? 200 };
}

function sendResponse(reply: FastifyReply, { status, body, document, headers = {} }: ApiResponse): FastifyReply {
  reply.code(status).headers(headers);
  if (document) return reply.type('application/pdf').send(document);
  return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
