import { describeForbiddenBase } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { maskUserinfo } from '../../core/loopback.ts';
import type { OperationIndex } from '../../core/operation.ts';

/**
 * Refuses an index with a server beyond this machine: a document that somebody else wrote says what is sent there, so it
 * may only reach what runs here. Throws a CrosscheckError for a server that is not http or https on the loopback, and for
 * one with a user name or password.
 */
export function guardServers(operations: OperationIndex): void {
  const guarded = new Set<string>();
  for (const { source, server } of Object.values(operations)) {
    if (server === undefined || guarded.has(server)) continue;
    guarded.add(server);
    const problem = describeForbiddenBase(server, 'local');
    if (problem === undefined) continue;
    throw new CrosscheckError({
      code: 'target-not-allowed',
      message: `The server "${maskUserinfo(server)}" of source "${source}" ${problem}`,
      remedy:
        'Start the API, or a mock of it, on this machine, and give its address, for example http://127.0.0.1:3000',
    });
  }
}
