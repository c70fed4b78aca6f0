import { config } from 'dotenv';
import { CrosscheckError } from '../../core/errors.ts';
import { type Limits, parseLimits } from '../../core/limits.ts';
import { maskUrlPath } from '../../core/loopback.ts';
import type { EventsWay, Target } from '../../core/target.ts';
import { parseAllowedHosts } from './allowed-hosts.ts';
import { guardTarget } from './guard-target.ts';

const AUDIENCE = 'https://api.crbcos.com/';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the target from the environment, or else from `.env`: `COS_BASE_URL` and the other variables of `.env.example`.
 * `url` overrides the base URL, and with it the token URL. Throws a CrosscheckError that names the missing variables,
 * and for a forbidden address.
 */
export function loadTarget(options: { url?: string; environment?: Environment } = {}): Target {
  const environment = options.environment ?? readEnvironment();
  const baseUrl = options.url ?? environment.COS_BASE_URL ?? '';
  const required = ['COS_CLIENT_ID', 'COS_CLIENT_SECRET', 'COS_PARTNER_ID'] as const;
  const missing = [...(baseUrl ? [] : ['COS_BASE_URL']), ...required.filter((name) => !environment[name])];
  if (missing.length > 0) {
    throw new CrosscheckError({
      code: 'configuration',
      message: `Cannot call ${baseUrl ? `"${baseUrl}"` : 'the bank'}: ${missing.join(', ')} not set`,
      remedy: 'Copy .env.example to .env and fill it in, or set the variables in the environment',
    });
  }
  const { COS_OPERATOR_CLIENT_ID: operatorId, COS_OPERATOR_CLIENT_SECRET: operatorSecret } = environment;
  const events = eventsWayFrom(environment);
  const target: Target = {
    kind: operatorId && operatorSecret ? 'emulator' : 'bank',
    baseUrl: baseUrl.replace(/\/+$/, ''),
    tokenUrl: tokenUrlOf(baseUrl, environment),
    audience: environment.COS_AUDIENCE || AUDIENCE,
    partnerId: environment.COS_PARTNER_ID ?? '',
    partner: { clientId: environment.COS_CLIENT_ID ?? '', clientSecret: environment.COS_CLIENT_SECRET ?? '' },
    ...(operatorId && operatorSecret ? { operator: { clientId: operatorId, clientSecret: operatorSecret } } : {}),
    products: {
      ...(environment.COS_PRODUCT_CHECKING ? { checking: environment.COS_PRODUCT_CHECKING } : {}),
      ...(environment.COS_PRODUCT_SAVINGS ? { savings: environment.COS_PRODUCT_SAVINGS } : {}),
      ...(environment.COS_PRODUCT_BUSINESS ? { business: environment.COS_PRODUCT_BUSINESS } : {}),
      ...(environment.COS_PRODUCT_GENERAL_LEDGER ? { generalLedger: environment.COS_PRODUCT_GENERAL_LEDGER } : {}),
      ...(environment.COS_PRODUCT_INTEREST_SAVINGS
        ? { interestSavings: environment.COS_PRODUCT_INTEREST_SAVINGS }
        : {}),
      ...(environment.COS_PRODUCT_TIME_DEPOSIT ? { timeDeposit: environment.COS_PRODUCT_TIME_DEPOSIT } : {}),
      ...(environment.COS_PRODUCT_DEBIT_CARD ? { debitCard: environment.COS_PRODUCT_DEBIT_CARD } : {}),
      ...(environment.COS_PRODUCT_EDD ? { earlyDirectDeposit: environment.COS_PRODUCT_EDD } : {}),
    },
    ...(events ? { events } : {}),
    ...(environment.COS_ALLOWED_HOSTS ? { allowedHosts: parseAllowedHosts(environment.COS_ALLOWED_HOSTS) } : {}),
    ...(environment.COS_LIMITS ? { limits: loadLimits(environment) } : {}),
  };
  guardTarget(target);
  return target;
}

/**
 * Reads the limits that `COS_LIMITS` changes, from the environment or else from `.env`. They apply to any target, also
 * to a local bank.
 */
export function loadLimits(environment: Environment = readEnvironment()): Partial<Limits> {
  return parseLimits([environment.COS_LIMITS ?? '']);
}

/**
 * Returns the token URL: `COS_TOKEN_URL` for the target of `COS_BASE_URL`, otherwise the path of the emulator on the
 * base URL.
 */
function tokenUrlOf(baseUrl: string, { COS_BASE_URL: known, COS_TOKEN_URL: tokenUrl }: Environment): string {
  const base = baseUrl.replace(/\/+$/, '');
  const isKnown = !known || known.replace(/\/+$/, '') === base;
  return (isKnown && tokenUrl) || `${base}/connect/token`;
}

/** Reads the way to receive events: `COS_EVENTS` and, for deliveries, the public address and the local port. */
function eventsWayFrom(environment: Environment): EventsWay | undefined {
  const { COS_EVENTS: way, COS_CALLBACK_URL: callbackUrl = '', COS_CALLBACK_PORT: port = '' } = environment;
  if (!way) return undefined;
  if (way === 'poll') return { by: 'poll' };
  const wrong = way === 'receive' ? [...checkCallback(callbackUrl), ...checkPort(port)] : [`COS_EVENTS is "${way}"`];
  if (wrong.length === 0) return { by: 'receive', callbackUrl, port: Number(port) };
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot receive events: ${wrong.join(', and ')}`,
    remedy:
      'Set COS_EVENTS to poll; or to receive, with an https address of at most 255 characters that leads to this machine and its port; or leave it empty',
  });
}

/** Returns the problems of the callback address. The contract requires https and at most 255 characters. */
function checkCallback(callbackUrl: string): string[] {
  if (callbackUrl === '') return ['COS_EVENTS is "receive" without COS_CALLBACK_URL'];
  if (!URL.canParse(callbackUrl)) return [`COS_CALLBACK_URL "${maskUrlPath(callbackUrl)}" is not a URL`];
  if (new URL(callbackUrl).protocol !== 'https:')
    return [`COS_CALLBACK_URL "${maskUrlPath(callbackUrl)}" is not https`];
  return callbackUrl.length > 255
    ? [`COS_CALLBACK_URL has ${callbackUrl.length} characters, expected at most 255`]
    : [];
}

function checkPort(port: string): string[] {
  if (port === '') return ['COS_EVENTS is "receive" without COS_CALLBACK_PORT'];
  const isPort = /^\d+$/.test(port) && Number(port) > 0 && Number(port) < 65_536;
  return isPort ? [] : [`COS_CALLBACK_PORT "${port}" is not a port from 1 to 65535`];
}

function readEnvironment(): Environment {
  config({ quiet: true });
  return process.env;
}
