import { describeForbiddenBase } from '../../core/address-guard.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { maskUserinfo } from '../../core/loopback.ts';
import type { OperationIndex } from '../../core/operation.ts';

/**
 * Rejects an index with a server that is not on this machine: the document decides what is sent there, and its author
 * is not trusted. Throws a CrosscheckError for a server that is not http or https on the loopback, or that has a user
 * name or password.
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
      remedy: 'Start the API or a mock of it on this machine, and pass its address, for example http://127.0.0.1:3000',
    });
  }
}
