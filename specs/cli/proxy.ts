import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands between a command and a bank, and can go away. */
export interface Proxy {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Starts a proxy of a bank on the loopback; a request that `lets` says no to is hung up on. It may take its time. */
export async function startProxy(bankUrl: string, lets: (asked: string) => boolean | Promise<boolean>): Promise<Proxy> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    if (!(await lets(`${method} ${url}`))) return void incoming.socket.destroy();
    const kept = Object.entries(headers).filter(([name]) => !/^(host|connection|content-length)$/.test(name));
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${bankUrl}${url}`, {
      ...{ method, headers: Object.fromEntries(kept) as Record<string, string> },
      ...(body.length > 0 ? { body } : {}),
    });
    const type = answer.headers.get('content-type');
    outgoing.writeHead(answer.status, type === null ? {} : { 'content-type': type });
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
