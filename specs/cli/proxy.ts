import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy between a command and a bank that can fail. */
export interface Proxy {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/**
 * The decision about a request (`GET /path`): true forwards it, false closes the connection, and a number is the status
 * that the proxy itself returns.
 */
type Lets = (asked: string) => boolean | number | Promise<boolean>;

/** Starts a proxy of a bank on the loopback; `lets` may be slow. */
export async function startProxy(bankUrl: string, lets: Lets): Promise<Proxy> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    const fate = await lets(`${method} ${url}`);
    if (fate === false) return void incoming.socket.destroy();
    if (fate !== true) return void outgoing.writeHead(fate).end();
    const kept = Object.entries(headers).filter(([name]) => !/^(host|connection|content-length)$/.test(name));
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${bankUrl}${url}`, {
      method,
      headers: Object.fromEntries(kept) as Record<string, string>,
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
