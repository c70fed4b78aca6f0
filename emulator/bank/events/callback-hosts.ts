import { describeForbiddenAddress, isHostOfBank } from '../../../core/address-guard.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

type CallbackHosts = EmulatorSchemas['CallbackHosts'];

/** Always allowed, also with plain http: such a callback does not leave the machine. A real COS does not allow it. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Sets the hosts to which a partner's events may be sent, as bank staff would; rejects a host of the real bank.
 * Source: P-HOOKREG (D07).
 */
export function configureCallbackHosts(
  { store }: Bank,
  partnerId: string,
  { hosts }: CallbackHosts,
): CallbackHosts | Rejection {
  const known = [...new Set(hosts.map((host) => host.toLowerCase()))].sort();
  const forbidden = known.find(isHostOfBank);
  if (forbidden !== undefined)
    return reject('callback-not-allowed', `Hosts must not include ${forbidden}, a host of the real bank`);
  store.atomically(() => {
    store.run('DELETE FROM callback_host WHERE partner_id = ?', partnerId);
    for (const host of known) store.run('INSERT INTO callback_host VALUES (?, ?)', partnerId, host);
  });
  return { hosts: known };
}

/** Returns a rejection if events must not be sent to an address. Source: P-HOOKREG (D07). */
export function checkCallback({ store }: Bank, partnerId: string, callbackUrl: string): Rejection | undefined {
  const isPlain = /^[!-[\]-~]+$/.test(callbackUrl);
  const url = isPlain && URL.canParse(callbackUrl) ? new URL(callbackUrl) : undefined;
  if (!url) return reject('invalid', 'CallbackUrl must be a URL');
  if (url.username !== '' || url.password !== '')
    return reject('invalid', 'CallbackUrl must not contain credentials; use AuthUsername and AuthPassword');
  const isLoopback = LOOPBACK.has(url.hostname);
  if (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:'))
    return reject('invalid', 'CallbackUrl must be https (plain http is for loopback only)');
  const forbidden = describeForbiddenAddress(url.href, 'callback');
  if (forbidden !== undefined) return reject('callback-not-allowed', `CallbackUrl ${forbidden}`);
  const sql = 'SELECT 1 FROM callback_host WHERE partner_id = ? AND host = ?';
  if (isLoopback || store.get(sql, partnerId, url.hostname)) return undefined;
  return reject('callback-not-allowed', `CallbackUrl must be on the allow-list; ${url.hostname} is not on it`);
}
