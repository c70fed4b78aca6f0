import * as oauth from 'oauth4webapi';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { ClientCredentials, Target } from '../../core/target.ts';

/** Gives a bearer token, the same one for its whole life. */
export interface TokenSource {
  token(): Promise<string>;
  /** Forgets the token, after the bank refused it. */
  forget(): void;
}

/** A token is asked for anew this long before it expires, so that it does not expire on the way. */
const MARGIN_MS = 60_000;

/**
 * Gets tokens by OAuth 2.0 client credentials and caches them. Throws a CrosscheckError when the identity server can not
 * be reached or refuses the credentials. Source: P-TOKEN, D31.
 */
export function createTokenSource(target: Target, credentials: ClientCredentials): TokenSource {
  let cached: { value: Promise<string>; expiresAtMs: number } | undefined;

  async function request(): Promise<string> {
    const server: oauth.AuthorizationServer = { issuer: target.tokenUrl, token_endpoint: target.tokenUrl };
    const insecure = new URL(target.tokenUrl).protocol === 'http:';
    const client: oauth.Client = { client_id: credentials.clientId };
    const answer = await oauth
      .clientCredentialsGrantRequest(
        server,
        client,
        oauth.ClientSecretPost(credentials.clientSecret),
        new URLSearchParams({ audience: target.audience }),
        { [oauth.allowInsecureRequests]: insecure },
      )
      .catch((cause: unknown) => {
        throw unreachable(target.tokenUrl, cause);
      });
    const result = await oauth.processClientCredentialsResponse(server, client, answer).catch((cause: unknown) => {
      throw new CrosscheckError({
        code: 'credentials',
        message: `The identity server "${target.tokenUrl}" refused client "${credentials.clientId}" with status ${answer.status}`,
        remedy: 'Check COS_CLIENT_ID, COS_CLIENT_SECRET, COS_AUDIENCE and COS_TOKEN_URL',
        cause,
      });
    });
    if (cached) cached.expiresAtMs = wallClock.nowMs() + (result.expires_in ?? 0) * 1000 - MARGIN_MS;
    return result.access_token;
  }

  return {
    token() {
      if (!cached || wallClock.nowMs() >= cached.expiresAtMs) {
        cached = { value: request(), expiresAtMs: Number.POSITIVE_INFINITY };
        cached.value.catch(() => {
          cached = undefined;
        });
      }
      return cached.value;
    },
    forget() {
      cached = undefined;
    },
  };
}

/** The operating error for an address that nobody answers at. */
export function unreachable(address: string, cause: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'unreachable',
    message: `Nobody answers at "${address}"`,
    remedy:
      'Check the address; start an emulator with `npm run emulator`, or leave --target away to use the embedded one',
    cause,
  });
}
