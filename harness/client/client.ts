import { monotonicMs, sleep, wallClock } from '../../core/clock.ts';
import { invariant } from '../../core/errors.ts';
import type { Exchange, SentRequest } from '../../core/exchange.ts';
import type { Operation } from '../../core/operation.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { type Delivery, deliverWithRetries, type Sending } from './retries.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

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
   * the same idempotency key, as the bank asks (L-ERR); what else is sent again, `deliverWithRetries` says. Throws a
   * CrosscheckError only when there is no answer.
   */
  send(operationId: OperationId, input?: SendInput): Promise<Exchange>;
}

export interface ClientOptions {
  /** Sees every exchange as it happened, unredacted. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly newIdempotencyKey?: () => string;
  /** How long an answer may take, in milliseconds; 30 seconds unless told. */
  readonly timeoutMs?: number;
  /** Waits between two tries; in real time unless told. */
  readonly pause?: (durationMs: number) => Promise<void>;
}

/** The bank asks callers to keep a connection open for at least this long. Source: P-HTTP. */
const TIMEOUT_MS = 30_000;

/** Builds the client of a target. Operations of the control plane go out as the operator, all others as the partner. */
export function createClient(target: Target, options: ClientOptions = {}): Client {
  const newIdempotencyKey = options.newIdempotencyKey ?? systemGuid;
  const sending: Sending = {
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    pause: options.pause ?? sleep,
    nowMs: wallClock.nowMs,
  };
  const partner = createTokenSource(target, target.partner, sending);
  const operator = target.operator && createTokenSource(target, target.operator, sending);

  return {
    target,
    async send(operationId, input = {}) {
      const operation: Operation = operations[operationId];
      const tokens = operation.source === 'emulator' ? operator : partner;
      invariant(tokens, `${operationId} needs the operator's credential, which this target does not have`);
      const request = buildRequest(target, operation, { ...input, newIdempotencyKey });
      const startedMs = monotonicMs();
      const { sent, response, retries } = await deliver(request, operation, { tokens, sending });
      const durationMs = monotonicMs() - startedMs;
      const exchange: Exchange = {
        ...{ operationId, request: sent, response, durationMs },
        ...(retries.length === 0 ? {} : { retries }),
      };
      options.onExchange?.(exchange);
      return exchange;
    },
  };
}

async function deliver(
  request: SentRequest,
  operation: Operation,
  { tokens, sending }: { readonly tokens: TokenSource; readonly sending: Sending },
): Promise<Delivery & { readonly sent: SentRequest }> {
  if (operation.source === 'identity')
    return { sent: request, ...(await deliverWithRetries(request, operation, sending)) };
  const authorize = (token: string) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${token}` },
  });
  const token = await tokens.token();
  const sent = authorize(token);
  const first = await deliverWithRetries(sent, operation, sending);
  if (first.response.statusCode !== 401) return { sent, ...first };
  await tokens.forget(token);
  const again = authorize(await tokens.token());
  const refused = { reason: 'status 401, with a new token', waitedMs: 0, isUnsure: false };
  return { sent: again, ...(await deliverWithRetries(again, operation, sending, [...first.retries, refused])) };
}

interface RequestParts extends SendInput {
  readonly newIdempotencyKey: () => string;
}

/** Header names become lower case. A key that the caller gives, as input or as header, is kept. */
function buildRequest(target: Target, operation: Operation, input: RequestParts): SentRequest {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.path?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  const base = operation.source === 'identity' ? new URL(target.tokenUrl).origin : target.baseUrl;
  const given = Object.entries(input.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const headers: Record<string, string> = { accept: 'application/json', ...Object.fromEntries(given) };
  if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey;
  else if (operation.method === 'post') headers['idempotency-key'] ??= input.newIdempotencyKey();
  if (input.body !== undefined && operation.requestContentType) headers['content-type'] = operation.requestContentType;
  return {
    method: operation.method.toUpperCase(),
    url: `${base}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers,
    ...(input.body === undefined ? {} : { body: input.body }),
  };
}
