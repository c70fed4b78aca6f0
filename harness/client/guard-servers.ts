import { CrosscheckError } from '../../core/errors.ts';
import { isLoopbackHost } from '../../core/loopback.ts';
import type { OperationIndex } from '../../core/operation.ts';

/**
 * Refuses an index with a server beyond this machine: a document that somebody else wrote says what is sent there, so it
 * may only reach what runs here. Throws a CrosscheckError for a server that is not http or https on the loopback.
 */
export function guardServers(operations: OperationIndex): void {
  const guarded = new Set<string>();
  for (const { source, server } of Object.values(operations)) {
    if (server === undefined || guarded.has(server)) continue;
    guarded.add(server);
    if (isOnLoopback(server)) continue;
    throw new CrosscheckError({
      code: 'target-not-allowed',
      message: `The server "${server}" of source "${source}" is not on this machine, as that of another API has to be`,
      remedy:
        'Start the API, or a mock of it, on this machine, and give its address, for example http://127.0.0.1:3000',
    });
  }
}

function isOnLoopback(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname } = new URL(server);
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackHost(hostname);
}
