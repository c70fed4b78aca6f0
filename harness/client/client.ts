import { monotonicMs, sleep, wallClock } from '../../core/clock.ts';
import { CrosscheckError, invariant } from '../../core/errors.ts';
import type { Exchange, Retry, SentRequest } from '../../core/exchange.ts';
import { isForeign, type Operation, type OperationIndex } from '../../core/operation.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { limitsOf, type Target } from '../../core/target.ts';
import { operations as cosOperations, type OperationId } from '../../generated/operations.ts';
import { learnRequest, learnResponse, learnTarget } from '../masking/learn-secrets.ts';
import { SecretValues } from '../masking/secret-values.ts';
import { isSecret } from '../masking/sensitive-names.ts';
import { buildRequest, type RequestInput } from './build-request.ts';
import { guardServers } from './guard-servers.ts';
import { type Delivery, type DeliveryOptions, deliverWithRetries, type Sending } from './retries.ts';
import { untilAborted, withinLimit } from './time-limit.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

/** What goes into a request, and what is special about sending it. Without an `idempotencyKey` a POST gets a fresh one. */
export interface SendInput extends RequestInput {
  /** How long the whole send may take, with every retry and pause, in milliseconds; without end unless told. */
  readonly timeoutMs?: number;
  /**
   * Throws the answer of the first try away after it came whole, as if the connection had broken, so that the request is
   * sent again with its idempotency key. One that cannot be sent again safely has lost its answer then.
   */
  readonly losesAnswer?: true;
  /** The same request may have been carried out already, in a session of the run that was interrupted. */
  readonly sentBefore?: true;
  /** Takes the exchange in the place of the client's own `onExchange`. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Ends every pause between two tries at once when it aborts; a request under way is waited for. */
  readonly signal?: AbortSignal;
}

/** The only sender of HTTP: to a COS, and to other APIs on this machine. */
export interface Client {
  readonly target: Target;
  /** The values that no copy of this client's exchanges may show: credentials, tokens, and sensitive values that it sent or received. */
  readonly secrets: SecretValues;
  /**
   * Sends one operation and gives back the exchange, whatever its status. A 401 is answered once with a new token and
   * the same idempotency key, as the bank asks (L-ERR); what else is sent again, `deliverWithRetries` says. An operation
   * with a `server` of its own goes there without a token. Throws a CrosscheckError when there is no answer, when the
   * request is none that can be sent, or when the run was interrupted between two tries, and a StepTimeout when
   * `timeoutMs` is over.
   */
  send(operationId: OperationId | (string & {}), input?: SendInput): Promise<Exchange>;
}

export interface ClientOptions {
  /** What can be sent; COS's own operations unless told. */
  readonly operations?: OperationIndex;
  /** Sees every exchange as it happened, unredacted. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly newIdempotencyKey?: () => string;
  /** How long a whole answer may take, in milliseconds; default: the target's limit `answerSeconds`. */
  readonly timeoutMs?: number;
  /** Waits between two tries; in real time unless told. */
  readonly pause?: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

/** Recorded where a run was interrupted before the answer was worked in. */
const SENT_BEFORE: Retry = { reason: 'the run was interrupted', waitedMs: 0, mayHaveBeenProcessed: true };

/**
 * Builds the client of a target. Operations of the control plane go out as the operator, all others of COS as the
 * partner. Throws a CrosscheckError when an operation has a server beyond this machine.
 */
export function createClient(target: Target, options: ClientOptions = {}): Client {
  const operations: OperationIndex = options.operations ?? cosOperations;
  guardServers(operations);
  const newIdempotencyKey = options.newIdempotencyKey ?? systemGuid;
  const limits = limitsOf(target);
  const sending: Sending = {
    // The bank asks callers to keep a connection open for at least 30 seconds, the default. Source: P-HTTP.
    timeoutMs: options.timeoutMs ?? limits.answerSeconds * 1000,
    limits,
    pause: options.pause ?? sleep,
    nowMs: wallClock.nowMs,
    ...(target.allowedHosts ? { allowedHosts: target.allowedHosts } : {}),
  };
  const secrets = new SecretValues();
  learnTarget(secrets, target);
  const partner = createTokenSource(target, target.partner, sending);
  const operator = target.operator && createTokenSource(target, target.operator, sending);

  function tokensFor({ operationId, source }: Operation): TokenSource {
    const tokens = source === 'emulator' ? operator : partner;
    if (!tokens) throw noOperator(operationId);
    return tokens;
  }

  return {
    target,
    secrets,
    async send(operationId, input = {}) {
      const operation = Object.hasOwn(operations, operationId) ? operations[operationId] : undefined;
      invariant(operation, `there is no operation "${operationId}"`);
      const request = buildRequest(operation, input, { base: baseUrlOf(operation, target), newIdempotencyKey });
      const tokens = carriesToken(operation, request) ? tokensFor(operation) : undefined;
      learnRequest(secrets, request, operation.secretNames);
      for (const [name, value] of Object.entries(input.path ?? {}))
        if (isSecret(name, value, operation.secretNames)) secrets.add(value);
      const startedMs = monotonicMs();
      const own = input.signal ? { ...sending, signal: input.signal } : sending;
      const { sent, response, retries } = await withinLimit(input.timeoutMs, (limit) =>
        deliver(request, operation, {
          tokens,
          secrets,
          sending: own,
          limit,
          losesAnswer: input.losesAnswer === true,
          earlier: input.sentBefore ? [SENT_BEFORE] : [],
        }),
      ).catch((error: unknown) => {
        throw secrets.maskError(error);
      });
      learnResponse(secrets, response, operation.secretNames);
      const durationMs = monotonicMs() - startedMs;
      const exchange: Exchange = {
        operationId,
        request: sent,
        response,
        durationMs,
        ...(retries.length === 0 ? {} : { retries }),
      };
      (input.onExchange ?? options.onExchange)?.(exchange);
      return exchange;
    },
  };
}

/** Returns the base URL of an operation: of its own server, the identity server, or the target. */
export function baseUrlOf({ server, source }: Pick<Operation, 'server' | 'source'>, target: Target): string {
  if (server !== undefined) return server;
  return source === 'identity' ? new URL(target.tokenUrl).origin : target.baseUrl;
}

/** The operating error for an operation of the control plane on a target without the operator's credentials. */
function noOperator(operationId: string): CrosscheckError {
  return new CrosscheckError({
    code: 'configuration',
    message: `Cannot send ${operationId}: the target has no credentials of an operator`,
    remedy:
      'Set COS_OPERATOR_CLIENT_ID and COS_OPERATOR_CLIENT_SECRET, or use an emulator; a real bank has no operator',
  });
}

/** A token of the bank's goes to the bank only, and not over one that the caller brings. */
function carriesToken(operation: Operation, { headers }: SentRequest): boolean {
  return !isForeign(operation) && operation.source !== 'identity' && headers.authorization === undefined;
}

interface DeliverOptions extends DeliveryOptions {
  /** Where the token comes from; absent for a request that goes out as it is. */
  readonly tokens: TokenSource | undefined;
  readonly secrets: SecretValues;
  readonly sending: Sending;
}

async function deliver(
  request: SentRequest,
  operation: Operation,
  { tokens, secrets, sending, limit, losesAnswer = false, earlier: before = [] }: DeliverOptions,
): Promise<Delivery & { readonly sent: SentRequest }> {
  if (!tokens)
    return {
      sent: request,
      ...(await deliverWithRetries(request, operation, sending, { limit, losesAnswer, earlier: before })),
    };
  const authorize = (token: string) => {
    secrets.add(token);
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
  };
  const token = await untilAborted(limit, () => tokens.token());
  const sent = authorize(token);
  const first = await deliverWithRetries(sent, operation, sending, { limit, losesAnswer, earlier: before });
  if (first.response.statusCode !== 401) return { sent, ...first };
  await tokens.forget(token);
  const again = authorize(await untilAborted(limit, () => tokens.token()));
  const refused = { reason: 'status 401, with a new token', waitedMs: 0, mayHaveBeenProcessed: false };
  const earlier = [...first.retries, refused];
  return { sent: again, ...(await deliverWithRetries(again, operation, sending, { limit, earlier })) };
}
