import { type AddressUse, describeForbiddenAddress, hostOf } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { SentRequest } from '../../core/exchange.ts';
import { isLoopbackHost } from '../../core/loopback.ts';

/** The party that receives a request: the bank, or another API on this machine. */
export interface Destination {
  readonly use: AddressUse;
  readonly allowedHosts?: readonly string[];
}

/**
 * Rejects a request to a forbidden address, even if its base URL was checked before: base and path can form another
 * address. A `host` header could make a proxy forward the request elsewhere, so it is allowed on this machine only.
 * Throws a CrosscheckError.
 */
export function guardRequest({ url, headers }: SentRequest, { use, allowedHosts }: Destination): void {
  const problem = describeForbiddenAddress(url, use, allowedHosts) ?? describeForbiddenHeader(url, headers.host);
  if (problem === undefined) return;
  throw new CrosscheckError({
    code: 'target-not-allowed',
    message: `Nothing was sent: "${URL.canParse(url) ? new URL(url).origin : ''}" ${problem}`,
    remedy: 'Correct the address of the target or server, and the path and headers of the operation',
  });
}

function describeForbiddenHeader(url: string, header: string | undefined): string | undefined {
  const { hostname, host } = new URL(url);
  if (header === undefined || header === host || isLoopbackHost(hostOf({ hostname }))) return undefined;
  return `may not be called with the header host "${header}": it names another host`;
}
