import type { Clock } from '../../core/clock.ts';
import { systemSecret } from '../../core/seeded-random.ts';
import { validators } from '../../generated/validators/requests.js';
import type { ApiResponse } from './error-responses.ts';

/** The caller of an operation: a partner, or the operator of the control plane. */
export type Caller = { readonly role: 'partner'; readonly partnerId: string } | { readonly role: 'operator' };

/** An OAuth client and the caller that it authenticates. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly caller: Caller;
}

/** Issues tokens and finds their callers. */
export interface Identity {
  issueToken(form: unknown): ApiResponse;
  /** Returns the caller of an `Authorization` header; undefined if its token is unknown or expired. */
  callerOf(authorization: string | undefined): Caller | undefined;
  /** Expires the tokens of all partners now; returns the number of tokens that were valid. */
  expirePartnerTokens(): number;
}

/** Source: P-TOKEN (24 hours). */
const LIFETIME_SECONDS = 86_400;

/** No cache between bank and caller may keep a token. Source: RFC 6749, section 5.1. */
const NOT_STORED = { 'cache-control': 'no-store', pragma: 'no-cache' };

/**
 * Builds the identity server. Tokens are opaque, live 24 hours of wall time and are lost when the process ends. The
 * bank's own tokens are JWTs, which callers must not parse either. Source: P-TOKEN, L-AUTH (D31).
 */
export function createIdentity(options: { clients: readonly OAuthClient[]; audience: string; clock: Clock }): Identity {
  const tokens = new Map<string, { caller: Caller; expiresMs: number }>();
  return {
    issueToken(form) {
      const request = form as Readonly<Record<string, string>>;
      if (request?.grant_type !== undefined && request.grant_type !== 'client_credentials')
        return refuse(400, 'unsupported_grant_type');
      if (!validators.issueToken?.(request) || request.audience !== options.audience)
        return refuse(400, 'invalid_request');
      const client = options.clients.find(({ clientId }) => clientId === request.client_id);
      if (!client || client.clientSecret !== request.client_secret) return refuse(401, 'invalid_client');
      const token = systemSecret();
      tokens.set(token, { caller: client.caller, expiresMs: options.clock.nowMs() + LIFETIME_SECONDS * 1000 });
      const body = { access_token: token, expires_in: LIFETIME_SECONDS, token_type: 'Bearer' };
      return { status: 200, body, headers: NOT_STORED };
    },
    callerOf(authorization = '') {
      const [, value = ''] = /^Bearer (.+)$/i.exec(authorization) ?? [];
      const token = tokens.get(value);
      if (token && token.expiresMs <= options.clock.nowMs()) tokens.delete(value);
      return token && token.expiresMs > options.clock.nowMs() ? token.caller : undefined;
    },
    expirePartnerTokens() {
      const now = options.clock.nowMs();
      const alive = [...tokens.values()].filter((token) => token.caller.role === 'partner' && token.expiresMs > now);
      for (const token of alive) token.expiresMs = now;
      return alive.length;
    },
  };
}

/** Returns the error response of RFC 6749, section 5.2. */
function refuse(status: number, error: string): ApiResponse {
  return { status, body: { error }, headers: NOT_STORED };
}
