import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse } from '../../core/exchange.ts';
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
 * Gets tokens by OAuth 2.0 client credentials and caches them. Throws a CrosscheckError when the identity server can not
 * be reached or refuses the credentials. Source: P-TOKEN, D31.
 */
export function createTokenSource(target: Target, credentials: ClientCredentials, sending: Sending): TokenSource {
  let current: Promise<Token> | undefined;

  async function request(): Promise<Token> {
    const { clientId, clientSecret } = credentials;
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const body = { ...form, audience: target.audience };
    const asked = { method: 'POST', url: target.tokenUrl, headers, body };
    const { response } = await deliverWithRetries(asked, operations.issueToken, sending);
    const given = parseToken(response);
    if (!given) throw noToken({ tokenUrl: target.tokenUrl, clientId, status: response.statusCode });
    return { value: given.access_token, expiresAtMs: wallClock.nowMs() + given.expires_in * 1000 - MARGIN_MS };
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

/** A bearer token and its life in seconds, 0 where the server does not tell it. Source: RFC 6749, section 5.1; RFC 6750. */
function parseToken({ statusCode, headers, body }: ReceivedResponse) {
  const { access_token, token_type, expires_in: life = 0 } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const isAnswer = statusCode === 200 && /^application\/json\b/i.test(headers['content-type'] ?? '');
  const isBearer = typeof token_type === 'string' && token_type.toLowerCase() === 'bearer';
  const expires_in = Number(life);
  if (!isAnswer || !isBearer || typeof access_token !== 'string' || access_token === '' || !(expires_in >= 0))
    return undefined;
  return { access_token, expires_in };
}

const REFUSALS = [400, 401, 403];

function noToken({
  tokenUrl,
  clientId,
  status,
}: {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly status: number;
}): CrosscheckError {
  if (REFUSALS.includes(status)) {
    return new CrosscheckError({
      code: 'credentials',
      message: `The identity server "${tokenUrl}" refused client "${clientId}" with status ${status}`,
      remedy: 'Check COS_CLIENT_ID, COS_CLIENT_SECRET, COS_AUDIENCE and COS_TOKEN_URL',
    });
  }
  return new CrosscheckError({
    code: 'answer-unusable',
    message: `The identity server "${tokenUrl}" answered with status ${status} and no token`,
    remedy: 'Check COS_TOKEN_URL; if it is right, the identity server has a fault',
  });
}
