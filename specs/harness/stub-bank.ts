import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '../../core/target.ts';

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StubAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A server on the loopback whose every answer the test decides; it remembers what it was asked. */
export interface StubBank {
  readonly target: Target;
  readonly requests: StubRequest[];
  close(): Promise<void>;
}

/** Starts a stub of a bank. The token endpoint answers by itself unless `answer` does; tokens are numbered. */
export async function startStubBank(answer: (request: StubRequest) => StubAnswer | undefined): Promise<StubBank> {
  const requests: StubRequest[] = [];
  let tokens = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
    requests.push(request);
    const token = (): StubAnswer => ({
      status: 200,
      body: { access_token: `token-${++tokens}`, token_type: 'Bearer', expires_in: 86_400 },
    });
    const reply =
      answer(request) ??
      (path === '/connect/token' ? token() : { status: 404, body: { errors: [{ code: 2404, message: 'Not found' }] } });
    outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    outgoing.end(
      reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    requests,
    target: {
      kind: 'bank',
      baseUrl,
      tokenUrl: `${baseUrl}/connect/token`,
      audience: 'https://api.crbcos.com/',
      partnerId: 'p',
      partner: { clientId: 'id', clientSecret: 'stub-secret' },
      products: {},
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
