import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Limits } from '../../core/limits.ts';
import type { Operation } from '../../core/operation.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { Bank } from '../bank/bank.ts';
import { catchUp } from '../bank/bank-time.ts';
import { isRejection, type RejectionKind } from '../bank/rejection.ts';
import { type Answer, answerError, answerRejection, type RequestProblem } from './errors.ts';
import type { Backend } from './handlers/handler.ts';
import { handlers } from './handlers.ts';
import { answerOnce } from './idempotency.ts';
import type { Caller, Identity } from './identity.ts';
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
import type { RequestJournal } from './request-journal.ts';
import { checkRequest } from './validation.ts';
import { buildWireSpeech, type WireSpeech } from './wire-variants.ts';

export interface ServerParts {
  readonly backend: Backend;
  readonly identity: Identity;
  /** What the reference page tells its reader. */
  readonly access: DemoAccess;
  readonly limits: Limits;
  readonly journal: RequestJournal;
}

/**
 * Builds the HTTP server of a bank: one route for each operation of the contract, in any casing of the path (DOC-003),
 * and the reference page beside them. Whatever goes wrong is answered in the bank's shape.
 */
export function buildServer({ backend, identity, access, limits, journal }: ServerParts): FastifyInstance {
  const wire = buildWireSpeech(backend.bank.variants);
  const refuse = (reply: FastifyReply, problem: RequestProblem | RejectionKind) =>
    sendAnswer(reply, wire.said(undefined, answerError(problem)));
  const server = fastify({
    logger: false,
    ...timeBounds(limits),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    genReqId: systemGuid,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    rewriteUrl: ({ method = '', url = '' }) => wire.routedPath(method, url),
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 1_000 },
    frameworkErrors: (_error, _request, reply) => refuse(reply, 'route-unknown'),
    clientErrorHandler: (error, socket) => journal.refuse(refuseConnection(error, socket)),
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('request-id', request.id);
    journal.begin(request, reply);
    done();
  });
  addBodyParsers(server, limits);
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem === 'failure') journal.fail(request, error);
    return refuse(reply, problem);
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'route-unknown'));
  addReferencePage(server, access);
  for (const operation of Object.values<Operation>(operations))
    addRoute(server, { operation, backend, identity, wire, journal });
  return server;
}

/** No route hands Fastify a schema: the generated validators decide. So its compilers, slow to load, are not loaded. */
function noSchemas(): never {
  throw new Error('A route of the emulator must not carry a schema');
}

interface Route {
  readonly operation: Operation;
  readonly backend: Backend;
  readonly identity: Identity;
  readonly wire: WireSpeech;
  readonly journal: RequestJournal;
}

/** Token first, then role, then the body is read, then the contract, then the bank. */
function addRoute(server: FastifyInstance, { operation, backend, identity, wire, journal }: Route): void {
  const operationId = operation.operationId as OperationId;
  const route = {
    method: wire.methodOf(operation).toUpperCase(),
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    bodyLimit: LARGER_BODIES[operationId] ?? BODY_LIMIT,
  };
  if (operationId === 'issueToken') {
    server.route({
      ...route,
      onRequest: (request, _reply, done) => {
        journal.identify(request, { operationId });
        done();
      },
      handler: (request, reply) => sendAnswer(reply, identity.issueToken(request.body)),
    });
    return;
  }
  const say = (reply: FastifyReply, answer: Answer) => sendAnswer(reply, wire.said(operation, answer));
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route({
    ...route,
    onRequest: (request, reply, done) => {
      const caller = identity.callerOf(request.headers.authorization);
      journal.identify(request, { operationId, caller });
      if (!caller) return void say(reply, answerError('token-missing'));
      const isOperators = operation.source === 'emulator';
      if ((caller.role === 'operator') !== isOperators) return void say(reply, answerError('token-of-another-role'));
      if (!speaksJson(request)) return void say(reply, answerError('content-type-unknown'));
      callers.set(request, caller);
      done();
    },
    handler: (request, reply) => {
      const caller = callers.get(request);
      const partnerId = caller?.role === 'partner' ? caller.partnerId : '';
      const body = wire.heard(operation, request.body);
      const answer = answerRequest({ operation, operationId, backend, partnerId, request, body });
      if (answer instanceof Promise) return answer.then((late) => say(reply, late));
      if (operation.source === 'webhooks' || operation.source === 'emulator') backend.deliverSoon();
      return say(reply, answer);
    },
  });
}

/** Only the token is asked for by a form. */
function speaksJson({ headers }: FastifyRequest): boolean {
  return !(headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
}

interface Call {
  readonly operation: Operation;
  readonly operationId: Exclude<OperationId, 'issueToken'>;
  readonly backend: Backend;
  /** Empty for the operator. */
  readonly partnerId: string;
  readonly request: FastifyRequest;
  readonly body: unknown;
}

/** Only what the operator asks for can have to wait: for deliveries. */
function answerRequest({ operation, operationId, backend, partnerId, request, body }: Call): Answer | Promise<Answer> {
  const parameters = {
    path: request.params as Record<string, string>,
    query: { ...(request.query as Record<string, unknown>) },
    header: request.headers,
  };
  const problems = checkRequest(operationId, parameters, body);
  if (problems.length > 0) return answerError('invalid', problems);
  catchUp(backend.bank);
  const key = idempotencyKeyOf(backend.bank, request.headers['idempotency-key'], body);
  const outcome = () => handlers[operationId](backend, { ...parameters, partnerId, body });
  if (operation.method !== 'post' || key === undefined || partnerId === '') {
    const said = outcome();
    return said instanceof Promise
      ? said.then((late) => answerOutcome(operation, late))
      : answerOutcome(operation, said);
  }
  const endpoint = JSON.stringify([operationId, parameters.path]).toLowerCase();
  const answer = () => answerOutcome(operation, outcome());
  return answerOnce(backend.bank, { partnerId, key, endpoint, body }, { requestId: request.id, answer });
}

/** The header; on side A of DOC-039 a client identifier does its work where there is none. */
function idempotencyKeyOf({ variants }: Bank, header: unknown, body: unknown): string | undefined {
  if (typeof header === 'string') return header;
  const { clientIdentifier } = (body ?? {}) as { clientIdentifier?: string };
  return variants['DOC-039'] === 'A' && clientIdentifier ? `client ${clientIdentifier}` : undefined;
}

/** What is asked for without effect on a body is queued (202), or there is nothing (204). */
function answerOutcome(operation: Operation, outcome: unknown): Answer {
  if (isRejection(outcome)) return answerRejection(outcome);
  if (outcome !== undefined) return { status: 200, body: outcome };
  const status = [202, 204].find((candidate) => operation.responses[candidate]);
  return { status: status ?? 200 };
}

function sendAnswer(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  reply.code(status).headers(headers);
  return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
