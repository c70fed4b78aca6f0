import { isLoopbackHost } from './loopback.ts';

/**
 * The purpose of a connection. `bank`: the base and token URL of a target; `callback`: a webhook handler and the
 * callback of a registration; `local`: the sources of a document, and other APIs.
 */
export type AddressUse = 'bank' | 'callback' | 'local';

/** The hosts of the bank at which tests may run; every other host of the bank is production. */
export const SANDBOX_HOSTS: readonly string[] = ['sandbox.crbcos.com', 'idptest.crbcos.com'];

/**
 * Returns the host of an address in one spelling: `URL` has already put it into lower case and ASCII, and numbers into
 * four decimals; this removes the dots at its end and writes an IPv4 address within IPv6 as IPv4.
 */
export function hostOf({ hostname }: Pick<URL, 'hostname'>): string {
  const host = hostname.replace(/\.+$/, '');
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return host;
  const [first, last] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, last >> 8, last & 255].join('.');
}

/** Returns true for `crbcos.com` and every host below it; `host` is spelled as `hostOf` returns it. */
export function isHostOfBank(host: string): boolean {
  return /(^|\.)crbcos\.com$/.test(host);
}

const NOT_LOCAL = 'must be on this machine: other APIs are called on localhost only';

const FORBIDDEN_HOST: Readonly<Record<AddressUse, string>> = {
  bank: 'is a host of the bank that is not its sandbox: Crosscheck moves money and never runs against production',
  callback: 'is a host of the bank, which takes no webhook events',
  local: NOT_LOCAL,
};

/**
 * Decides on every connection of every command. Returns undefined for an address that may be connected to, otherwise
 * the reason as the end of a sentence. All uses allow http and https on this machine. `bank` adds the sandbox and
 * `allowedHosts`, `callback` every host that is not the bank's, both by https only.
 */
export function describeForbiddenAddress(
  address: string,
  use: AddressUse,
  allowedHosts: readonly string[] = [],
): string | undefined {
  const url = /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return 'is not an http or https address';
  if (url.username !== '' || url.password !== '') return 'holds a user name or password';
  const host = hostOf(url);
  const isSandbox = use === 'bank' && SANDBOX_HOSTS.includes(host);
  if (isHostOfBank(host) && !isSandbox) return FORBIDDEN_HOST[use];
  if (/^\.|\.\./.test(url.hostname)) return 'is not an http or https address';
  if (isLoopbackHost(host)) return undefined;
  if (use === 'local') return NOT_LOCAL;
  if (url.protocol !== 'https:') return 'is plain http to another machine';
  if (use === 'bank' && !isSandbox && !allowedHosts.includes(host))
    return "is neither the bank's sandbox nor a host of COS_ALLOWED_HOSTS";
  return undefined;
}

/**
 * Checks the base address of operations as `describeForbiddenAddress` does; a query or a fragment is forbidden as well.
 */
export function describeForbiddenBase(
  address: string,
  use: AddressUse,
  allowedHosts?: readonly string[],
): string | undefined {
  const problem = describeForbiddenAddress(address, use, allowedHosts);
  if (problem !== undefined || !/[?#]/.test(address)) return problem;
  return 'has a query or fragment, which would take in the path of every request';
}
