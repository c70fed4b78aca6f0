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
import { type RetryOptions, type SendResult, type SendSettings, sendWithRetries } from './send-with-retries.ts';
import { untilAborted, withinLimit } from './time-limit.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

/** The input of one send. */
export interface SendInput extends RequestInput {
  /** The longest duration of the whole send in milliseconds, with retries and pauses; default: none. */
  readonly timeoutMs?: number;
  /**
   * Discards the first response after it came completely, as if the connection had broken. The request is then retried
   * with its idempotency key; one that cannot be repeated safely fails.
   */
  readonly losesAnswer?: true;
  /** True if an interrupted session of the run may already have executed the same request. */
  readonly sentBefore?: true;
  /** Receives the exchange instead of the client's own `onExchange`. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Ends each pause between two attempts at once when it aborts; a request in flight is completed. */
  readonly signal?: AbortSignal;
}

/** The only sender of HTTP requests: to a COS, and to other APIs on this machine. */
export interface Client {
  readonly target: Target;
  /**
   * The values that no copy of this client's exchanges may show: credentials, tokens, and sensitive values of requests
   * and responses.
   */
  readonly secrets: SecretValues;
  /**
   * Sends one operation and returns the exchange, whatever its status. After a 401 it retries once with a new token and
   * the same idempotency key, as the bank asks (L-ERR). `sendWithRetries` does the other retries. An operation with its
   * own `server` goes there without a token. Throws a CrosscheckError if there is no response, if the request cannot be
   * sent, or if the run is interrupted between two attempts. Throws a StepTimeout after `timeoutMs`.
   */
  send(operationId: OperationId | (string & {}), input?: SendInput): Promise<Exchange>;
}

export interface ClientOptions {
  /** The known operations; default: those of COS. */
  readonly operations?: OperationIndex;
  /** Receives each exchange, unredacted. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly newIdempotencyKey?: () => string;
  /** The longest wait for a whole response in milliseconds; default: the target's limit `answerSeconds`. */
  readonly timeoutMs?: number;
  /** Waits between two attempts; default: in real time. */
  readonly pause?: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

/** Recorded if the run was interrupted before the response was processed. */
const SENT_BEFORE: Retry = { reason: 'the run was interrupted', waitedMs: 0, mayHaveBeenProcessed: true };

/**
 * Builds the client of a target. It sends operations of the control plane as the operator, and all others of COS as the
 * partner. Throws a CrosscheckError if an operation has a server that is not on this machine.
 */
export function createClient(target: Target, options: ClientOptions = {}): Client {
  const operations: OperationIndex = options.operations ?? cosOperations;
  guardServers(operations);
  const newIdempotencyKey = options.newIdempotencyKey ?? systemGuid;
  const limits = limitsOf(target);
  const settings: SendSettings = {
    // The bank asks callers to keep a connection open for at least 30 seconds, the default. Source: P-HTTP.
    timeoutMs: options.timeoutMs ?? limits.answerSeconds * 1000,
    limits,
    pause: options.pause ?? sleep,
    nowMs: wallClock.nowMs,
    ...(target.allowedHosts ? { allowedHosts: target.allowedHosts } : {}),
  };
  const secrets = new SecretValues();
  learnTarget(secrets, target);
  const partner = createTokenSource(target, target.partner, settings);
  const operator = target.operator && createTokenSource(target, target.operator, settings);

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
      const own = input.signal ? { ...settings, signal: input.signal } : settings;
      const { sent, response, retries } = await withinLimit(input.timeoutMs, (limit) =>
        sendAuthorized(request, operation, {
          tokens,
          secrets,
          settings: own,
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

/** Builds the error for an operation of the control plane on a target without the operator's credentials. */
function noOperator(operationId: string): CrosscheckError {
  return new CrosscheckError({
    code: 'configuration',
    message: `Cannot send ${operationId}: the target has no credentials of an operator`,
    remedy:
      'Set COS_OPERATOR_CLIENT_ID and COS_OPERATOR_CLIENT_SECRET, or use an emulator; a real bank has no operator',
  });
}

/** Returns true for a request to the bank without an `authorization` of the caller: no other one gets a token. */
function carriesToken(operation: Operation, { headers }: SentRequest): boolean {
  return !isForeign(operation) && operation.source !== 'identity' && headers.authorization === undefined;
}

interface AuthorizedOptions extends RetryOptions {
  /** The source of tokens; absent for a request that is sent without one. */
  readonly tokens: TokenSource | undefined;
  readonly secrets: SecretValues;
  readonly settings: SendSettings;
}

async function sendAuthorized(
  request: SentRequest,
  operation: Operation,
  { tokens, secrets, settings, limit, losesAnswer = false, earlier: before = [] }: AuthorizedOptions,
): Promise<SendResult & { readonly sent: SentRequest }> {
  if (!tokens)
    return {
      sent: request,
      ...(await sendWithRetries(request, operation, settings, { limit, losesAnswer, earlier: before })),
    };
  const authorize = (token: string) => {
    secrets.add(token);
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
  };
  const token = await untilAborted(limit, () => tokens.token());
  const sent = authorize(token);
  const first = await sendWithRetries(sent, operation, settings, { limit, losesAnswer, earlier: before });
  if (first.response.statusCode !== 401) return { sent, ...first };
  await tokens.forget(token);
  const again = authorize(await untilAborted(limit, () => tokens.token()));
  const refused = { reason: 'status 401, with a new token', waitedMs: 0, mayHaveBeenProcessed: false };
  const earlier = [...first.retries, refused];
  return { sent: again, ...(await sendWithRetries(again, operation, settings, { limit, earlier })) };
}
