import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WebhookSchemas } from '../../generated/types/index.ts';

/** An event as it arrived at a handler. */
export interface Arrived {
  readonly event: WebhookSchemas['DeliveredEvent'];
  readonly bytes: number;
  readonly method: string;
  /** User and password, by HTTP Basic authentication. */
  readonly credentials: string | undefined;
}

/** The reaction of a handler: a status, no response at all, or a closed connection. */
export type Answer = number | 'hangs' | 'breaks off';

export interface TestHandler {
  readonly url: string;
  /** Everything that came, in its order. */
  readonly arrived: readonly Arrived[];
  close(): Promise<void>;
}

/** Starts a partner's handler; `decide` sees everything that came before, too. */
export async function startHandler(
  decide: (one: Arrived, before: readonly Arrived[]) => Answer | Promise<Answer> = () => 200,
  secure?: { readonly key: string; readonly cert: string },
): Promise<TestHandler> {
  const arrived: Arrived[] = [];
  const listener: RequestListener = async (request, response) => {
    const one = await read(request);
    const before = [...arrived];
    arrived.push(one);
    const answer = await decide(one, before);
    if (answer === 'breaks off') response.destroy();
    else if (answer !== 'hangs') response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
  };
  const server: Server = secure ? createSecureServer(secure, listener) : createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http${secure ? 's' : ''}://127.0.0.1:${port}/events`,
    arrived,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function read(request: IncomingMessage): Promise<Arrived> {
  const body = await text(request);
  const [, encoded] = /^Basic (.*)$/.exec(request.headers.authorization ?? '') ?? [];
  return {
    event: JSON.parse(body) as Arrived['event'],
    bytes: Buffer.byteLength(body),
    method: request.method ?? '',
    credentials: encoded && Buffer.from(encoded, 'base64').toString('utf8'),
  };
}
