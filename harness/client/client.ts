import { monotonicMs } from '../../core/clock.ts';
import { invariant } from '../../core/errors.ts';
import type { Exchange, ReceivedResponse, SentRequest } from '../../core/exchange.ts';
import type { Operation } from '../../core/operation.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { createTokenSource, type TokenSource, unreachable } from './token-source.ts';

/** What goes into a request. Without an `idempotencyKey` a POST gets a fresh one. */
export interface SendInput {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** The only sender of HTTP to a COS. */
export interface Client {
  readonly target: Target;
  /**
   * Sends one operation and gives back the exchange, whatever its status. A 401 is answered once with a new token and
   * the same idempotency key, as the bank asks (L-ERR). Throws a CrosscheckError only when nobody answers.
   */
  send(operationId: OperationId, input?: SendInput): Promise<Exchange>;
}

export interface ClientOptions {
  /** Sees every exchange as it happened, unredacted. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly newIdempotencyKey?: () => string;
}

/** The bank asks callers to keep a connection open for at least this long. Source: P-HTTP. */
const TIMEOUT_MS = 30_000;

/** Builds the client of a target. Operations of the control plane go out as the operator, all others as the partner. */
export function createClient(target: Target, options: ClientOptions = {}): Client {
  const partner = createTokenSource(target, target.partner);
  const operator = target.operator && createTokenSource(target, target.operator);
  const newIdempotencyKey = options.newIdempotencyKey ?? systemGuid;

  return {
    target,
    async send(operationId, input = {}) {
      const operation: Operation = operations[operationId];
      const tokens = operation.source === 'emulator' ? operator : partner;
      invariant(tokens, `${operationId} needs the operator's credential, which this target does not have`);
      const request = buildRequest(target, operation, {
        ...(operation.method === 'post' ? { idempotencyKey: newIdempotencyKey() } : {}),
        ...input,
      });
      const startedMs = monotonicMs();
      const { sent, response } = await deliver(request, operation, tokens);
      const exchange: Exchange = { operationId, request: sent, response, durationMs: monotonicMs() - startedMs };
      options.onExchange?.(exchange);
      return exchange;
    },
  };
}

async function deliver(request: SentRequest, operation: Operation, tokens: TokenSource) {
  if (operation.source === 'identity') return { sent: request, response: await transmit(request) };
  const authorized = async () => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${await tokens.token()}` },
  });
  let sent = await authorized();
  let response = await transmit(sent);
  if (response.statusCode === 401) {
    tokens.forget();
    sent = await authorized();
    response = await transmit(sent);
  }
  return { sent, response };
}

function buildRequest(target: Target, operation: Operation, input: SendInput): SentRequest {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.path?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  const base = operation.source === 'identity' ? new URL(target.tokenUrl).origin : target.baseUrl;
  const headers: Record<string, string> = { accept: 'application/json', ...input.headers };
  if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey;
  if (input.body !== undefined && operation.requestContentType) headers['content-type'] = operation.requestContentType;
  return {
    method: operation.method.toUpperCase(),
    url: `${base}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers,
    ...(input.body === undefined ? {} : { body: input.body }),
  };
}

async function transmit(request: SentRequest): Promise<ReceivedResponse> {
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  const body = isForm ? new URLSearchParams(request.body as Record<string, string>) : JSON.stringify(request.body);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const headers = Object.fromEntries(response.headers);
    const text = await response.text();
    return { statusCode: response.status, headers, ...parseBody(text) };
  } catch (cause) {
    throw unreachable(new URL(request.url).origin, cause);
  }
}

function parseBody(text: string): Pick<ReceivedResponse, 'body' | 'text'> {
  if (text === '') return {};
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}
