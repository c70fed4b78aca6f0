import { CrosscheckError } from '../../core/errors.ts';
import { isLoopbackHost } from '../../core/loopback.ts';
import type { Target } from '../../core/target.ts';

const SANDBOX_HOSTS: ReadonlySet<string> = new Set(['sandbox.crbcos.com', 'idptest.crbcos.com']);

/**
 * Refuses a target where tests have no business: any host of the bank that is not its sandbox, and plain http beyond
 * this machine. Looks at base and token URL only; the audience names a production host legitimately.
 */
export function guardTarget(target: Pick<Target, 'baseUrl' | 'tokenUrl'>): void {
  for (const address of [target.baseUrl, target.tokenUrl]) {
    const url = parseAddress(address);
    const host = url.hostname.replace(/\.$/, '');
    if (/(^|\.)crbcos\.com$/.test(host) && !SANDBOX_HOSTS.has(host)) {
      throw new CrosscheckError({
        code: 'target-not-allowed',
        message: `"${address}" is not the bank's sandbox: Crosscheck moves money and never runs against production`,
        remedy: `Use one of ${[...SANDBOX_HOSTS].join(', ')}, or an emulator on this machine`,
      });
    }
    if (url.protocol !== 'https:' && !isLoopbackHost(host)) {
      throw new CrosscheckError({
        code: 'target-not-allowed',
        message: `"${address}" would send credentials over plain http`,
        remedy: 'Use https, or an address of this machine',
      });
    }
  }
}

function parseAddress(address: string): URL {
  if (!URL.canParse(address) || !/^https?:\/\//i.test(address)) {
    throw new CrosscheckError({
      code: 'configuration',
      message: `"${address}" is not an http or https address`,
      remedy: 'Write it in full, for example http://127.0.0.1:4010',
    });
  }
  return new URL(address);
}
