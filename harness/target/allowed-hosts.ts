import { describeForbiddenAddress, hostOf } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';

/**
 * Parses `COS_ALLOWED_HOSTS`: host names, separated by commas, that a target may have by https. Returns them as
 * `hostOf` spells them. Throws a CrosscheckError for an entry that is not just a host, for a wildcard, and for a host
 * of the bank.
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
    : 'is not a host name alone: it must have no scheme, port or path';
  if (problem === undefined) return hostOf(new URL(address));
  throw new CrosscheckError({
    code: 'configuration',
    message: `COS_ALLOWED_HOSTS: "${name}" ${problem}`,
    remedy: 'Name the hosts of your own banks, separated by commas, for example cos.example.com,cos.example.org',
  });
}
