import { describeForbiddenAddress, describeForbiddenBase, SANDBOX_HOSTS } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { maskUserinfo } from '../../core/loopback.ts';
import type { Target } from '../../core/target.ts';

/**
 * Rejects a target that is neither the sandbox, this machine nor an allowed host, and a callback on a host of the bank.
 * Checks base, token and callback URL, but not the audience, which names a production host by design. Throws a
 * CrosscheckError.
 */
export function guardTarget({
  baseUrl,
  tokenUrl,
  allowedHosts,
  events,
}: Pick<Target, 'baseUrl' | 'tokenUrl' | 'allowedHosts' | 'events'>): void {
  const remedy = `Use ${SANDBOX_HOSTS.join(' or ')}, an emulator on this machine such as http://127.0.0.1:4010, or an https host that COS_ALLOWED_HOSTS names`;
  refuse(baseUrl, describeForbiddenBase(baseUrl, 'bank', allowedHosts), remedy);
  refuse(tokenUrl, describeForbiddenAddress(tokenUrl, 'bank', allowedHosts), remedy);
  if (events?.by === 'receive' && events.callbackUrl !== undefined)
    refuse(
      events.callbackUrl,
      describeForbiddenAddress(events.callbackUrl, 'callback'),
      'Set COS_CALLBACK_URL to an https address of your own that leads to this machine',
    );
}

function refuse(address: string, problem: string | undefined, remedy: string): void {
  if (problem === undefined) return;
  throw new CrosscheckError({
    code: 'target-not-allowed',
    message: `"${maskUserinfo(address)}" ${problem}`,
    remedy,
  });
}
