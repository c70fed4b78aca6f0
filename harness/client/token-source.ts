import * as oauth from 'oauth4webapi';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { ClientCredentials, Target } from '../../core/target.ts';
import { operations } from '../../generated/operations.ts';
import { deliverWithRetries, type Sending } from './retries.ts';

/** Gives a bearer token, the same one for its whole life. */
export interface TokenSource {
  token(): Promise<string>;
  /** Forgets a token that the bank refused; another one, got meanwhile, stays. */
  forget(refused: string): Promise<void>;
}

/** A token is asked for anew this long before it expires, so that it does not expire on the way. */
const MARGIN_MS = 60_000;

/**
 * Gets tokens by OAuth 2.0 client credentials and caches them. Throws a CrosscheckError when the identity server cannot
 * be reached or refuses the credentials. Source: P-TOKEN, D31.
 */
export function createTokenSource(target: Target, credentials: ClientCredentials, sending: Sending): TokenSource {
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
        [oauth.customFetch]: (url, { body }) => askForToken(url, body, sending),
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

/** Posts the form of a token request, again where that is right, and gives the answer in the form of a fetch. */
async function askForToken(url: string, form: unknown, sending: Sending): Promise<Response> {
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  const body = Object.fromEntries(form as URLSearchParams);
  const request = { method: 'POST', url, headers, body };
  const { response } = await deliverWithRetries(request, operations.issueToken, sending);
  const text = response.body === undefined ? response.text : JSON.stringify(response.body);
  return new Response(text ?? null, { status: response.statusCode, headers: { ...response.headers } });
}
