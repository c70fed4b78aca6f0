import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a proxy of a bank on the loopback, which answers by itself with the status that `failing` gives for a request. */
export async function startFailing(bankUrl: string, failing: (asked: string) => number | undefined) {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    const status = failing(`${method} ${url}`);
    if (status !== undefined) return void outgoing.writeHead(status).end();
    const kept = Object.entries(headers).filter(([name]) => !/^(host|connection|content-length)$/.test(name));
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${bankUrl}${url}`, {
      ...{ method, headers: Object.fromEntries(kept) as Record<string, string> },
      ...(body.length > 0 ? { body } : {}),
    });
    outgoing.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
