import * as oauth from 'oauth4webapi';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { ClientCredentials, Target } from '../../core/target.ts';
import { operations } from '../../generated/operations.ts';
import { type SendSettings, sendWithRetries } from './send-with-retries.ts';

/** A source of bearer tokens, which reuses one until it expires. */
export interface TokenSource {
  token(): Promise<string>;
  /** Forgets a token that the bank refused; a newer token is kept. */
  forget(refused: string): Promise<void>;
}

/** A new token is fetched this long before the old one expires, so that no token expires on the way. */
const MARGIN_MS = 60_000;

/**
 * Builds a source that fetches tokens by OAuth 2.0 client credentials and caches them. Throws a CrosscheckError if the
 * identity server cannot be reached or refuses the credentials. Source: P-TOKEN, D31.
 */
export function createTokenSource(target: Target, credentials: ClientCredentials, settings: SendSettings): TokenSource {
  let current: Promise<Token> | undefined;

  async function request(): Promise<Token> {
    const server: oauth.AuthorizationServer = { issuer: target.tokenUrl, token_endpoint: target.tokenUrl };
    const insecure = new URL(target.tokenUrl).protocol === 'http:';
    const client: oauth.Client = { client_id: credentials.clientId };
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(credentials.clientSecret),
      new URLSearchParams({ audience: target.audience }),
      {
        [oauth.allowInsecureRequests]: insecure,
        [oauth.customFetch]: (url, { body }) => sendTokenRequest(url, body, settings),
      },
    );
    const result = await oauth.processClientCredentialsResponse(server, client, answer).catch((cause: unknown) => {
      throw noToken({ tokenUrl: target.tokenUrl, clientId: credentials.clientId, status: answer.status }, cause);
    });
    const lifeMs = (result.expires_in ?? 0) * 1000 - MARGIN_MS;
    return { value: result.access_token, expiresAtMs: wallClock.nowMs() + lifeMs };
  }

  return {
    async token() {
      const asked = current;
      const known = await asked?.catch(() => undefined);
      if (known && wallClock.nowMs() < known.expiresAtMs) return known.value;
      if (current === asked) current = undefined;
      current ??= request();
      return (await current).value;
    },
    async forget(refused) {
      const asked = current;
      const known = await asked?.catch(() => undefined);
      if (known?.value === refused && current === asked) current = undefined;
    },
  };
}

interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

const REFUSALS = [400, 401, 403];

function noToken(
  { tokenUrl, clientId, status }: { readonly tokenUrl: string; readonly clientId: string; readonly status: number },
  cause: unknown,
): CrosscheckError {
  if (REFUSALS.includes(status)) {
    return new CrosscheckError({
      code: 'credentials',
      message: `The identity server "${tokenUrl}" refused client "${clientId}" with status ${status}`,
      remedy: 'Check COS_CLIENT_ID, COS_CLIENT_SECRET, COS_AUDIENCE and COS_TOKEN_URL',
      cause,
    });
  }
  return new CrosscheckError({
    code: 'answer-unusable',
    message: `The identity server "${tokenUrl}" answered with status ${status} and no token`,
    remedy: 'Check COS_TOKEN_URL; if it is right, the identity server has a fault',
    cause,
  });
}

/** Sends the form of a token request, with retries, and returns the response in the form of `fetch`. */
async function sendTokenRequest(url: string, form: unknown, settings: SendSettings): Promise<Response> {
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  const body = Object.fromEntries(form as URLSearchParams);
  const request = { method: 'POST', url, headers, body };
  const { response } = await sendWithRetries(request, operations.issueToken, settings);
  const text = response.body === undefined ? response.text : JSON.stringify(response.body);
  return new Response(text ?? null, { status: response.statusCode, headers: { ...response.headers } });
}
