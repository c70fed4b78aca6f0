import { type AddressUse, describeForbiddenAddress, hostOf } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { SentRequest } from '../../core/exchange.ts';
import { isLoopbackHost } from '../../core/loopback.ts';

/** The party that a request is for: the bank, or another API on this machine. */
export interface Destination {
  readonly use: AddressUse;
  readonly allowedHosts?: readonly string[];
}

/**
 * Refuses a request whose own address may not be connected to, whatever was checked before: a base and a path can become
 * an address that neither was. A `host` header would lead past the address at whoever passes requests on; it is for this
 * machine only. Throws a CrosscheckError.
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
  return `may not be asked under another name by a header: host "${header}"`;
}
