import { describeForbiddenAddress, hostOf } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';

/**
 * Parses `COS_ALLOWED_HOSTS`: names of hosts, separated by commas, to which a target may be by https. Returns them as
 * `hostOf` spells them. Throws a CrosscheckError for an entry that is more than a host, for one with a wildcard, and for a
 * host of the bank.
 */
export function parseAllowedHosts(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map(parseHost);
}

function parseHost(name: string): string {
  const address = `https://${name}`;
  const isName = /^([^\s/\\?#@:*[\]]+|\[[\da-f:.]+\])$/i.test(name) && URL.canParse(address);
  const problem = isName
    ? describeForbiddenAddress(address, 'callback')
    : 'is not the name of a host, without scheme, port and path';
  if (problem === undefined) return hostOf(new URL(address));
  throw new CrosscheckError({
    code: 'configuration',
    message: `COS_ALLOWED_HOSTS: "${name}" ${problem}`,
    remedy: 'Name the hosts of your own banks, separated by commas, for example cos.example.com,cos.example.org',
  });
}
