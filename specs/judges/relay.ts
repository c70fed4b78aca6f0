import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer on its way through a relay. */
export interface RelayedAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or of a PDF one character for each byte. */
  readonly body: string;
}

export interface RelayedExchange {
  readonly method: string;
  readonly path: string;
  readonly answer: RelayedAnswer;
}

/** A server on the loopback that hands every request on, and remembers what went through it. */
export interface Relay {
  readonly baseUrl: string;
  readonly exchanges: RelayedExchange[];
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly upstream: string;
  /** Replaces upstream's answer. */
  readonly change?: (exchange: RelayedExchange) => RelayedAnswer;
}

/** Headers of one connection, which `fetch` and the server write themselves. */
const HOP = ['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

/** Starts a relay on a free port. */
export async function startRelay({ upstream, change = ({ answer }) => answer }: RelayOptions): Promise<Relay> {
  const exchanges: RelayedExchange[] = [];
  async function relay(incoming: IncomingMessage): Promise<RelayedExchange> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const response = await fetch(`${upstream}${path}`, {
      method,
      headers: ownHeaders(headers),
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const answered = ownHeaders(response.headers);
    const body = Buffer.from(await response.arrayBuffer()).toString(encodingOf(answered));
    const received = { statusCode: response.status, headers: answered, body };
    return { method, path, answer: change({ method, path, answer: received }) };
  }

  const server = createServer(async (incoming, outgoing) => {
    const exchange = await relay(incoming).catch((error: unknown) => unrelayed(incoming, error));
    exchanges.push(exchange);
    const { statusCode, headers, body } = exchange.answer;
    outgoing.writeHead(statusCode, headers);
    outgoing.end(body, encodingOf(headers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers like Prism if a request could not be forwarded, which the judge counts as a violation. */
function unrelayed({ method = '', url: path = '' }: IncomingMessage, error: unknown): RelayedExchange {
  const headers = { 'content-type': 'application/problem+json' };
  return { method, path, answer: { statusCode: 502, headers, body: `not handed on: ${String(error)}` } };
}

function encodingOf(headers: Readonly<Record<string, string>>): 'latin1' | 'utf8' {
  return headers['content-type'] === 'application/pdf' ? 'latin1' : 'utf8';
}

function ownHeaders(headers: Headers | IncomingHttpHeaders): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(
    entries.filter(([name]) => !HOP.includes(name)).map(([name, value]) => [name, String(value)]),
  );
}
