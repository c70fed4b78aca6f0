import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import pactum from 'pactum';
import type { Target } from '../../core/target.ts';

/** A fault of one answer. */
export type Fault = (answer: ServerResponse) => void;

/** Answers with a status, headers and a JSON body. */
export function answering(status: number, headers: Record<string, string> = {}, body: unknown = {}): Fault {
  return (answer) => {
    answer.writeHead(status, { 'content-type': 'application/json', ...headers });
    answer.end(JSON.stringify(body));
  };
}

/** The ways in which an answer does not come, or not whole. */
export const faults = {
  hang: () => undefined,
  reset: (answer: ServerResponse) => void answer.destroy(),
  truncated: (answer: ServerResponse) => {
    answer.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    answer.write('{"accountNumber":', () => answer.destroy());
  },
} satisfies Record<string, Fault>;

/** An upstream whose answers go wrong in order: one fault a call, the last one for all that follow. */
export interface FaultyUpstream {
  readonly target: Target;
  /** Sets the answers of a path and records the calls to it. */
  fail(method: string, path: string, answers: readonly Fault[]): ReceivedCall[];
  close(): Promise<void>;
}

export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

interface PactumInternals {
  readonly _server: { readonly server: Server };
}

/**
 * Starts pactum's mock server on a free port of the loopback. It would listen on every interface: its `port` goes to
 * Node's `listen` as it is, which takes an address as well.
 */
export async function startFaultyUpstream(): Promise<FaultyUpstream> {
  const config = createRequire(import.meta.url)('pactum/src/config.js') as { mock: { port: unknown } };
  config.mock.port = { port: 0, host: '127.0.0.1' };
  pactum.settings.setLogLevel('SILENT');
  await pactum.mock.start();
  const { server } = (pactum.mock as unknown as PactumInternals)._server;
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstream: FaultyUpstream = {
    target: {
      kind: 'bank',
      baseUrl,
      tokenUrl: `${baseUrl}/connect/token`,
      audience: 'https://api.crbcos.com/',
      partnerId: 'p',
      partner: { clientId: 'id', clientSecret: 'stub-secret' },
      products: {},
      operator: { clientId: 'operator', clientSecret: 'stub-secret' },
    },
    fail(method, path, answers) {
      const calls: ReceivedCall[] = [];
      const response = (request: ReceivedCall, answer: unknown) => {
        const fault = answers[Math.min(calls.length, answers.length - 1)];
        calls.push({ headers: request.headers, body: request.body });
        fault?.((answer as { res: ServerResponse }).res);
      };
      pactum.mock.addInteraction({ strict: false, request: { method, path }, response } as never);
      return calls;
    },
    async close() {
      server.closeAllConnections();
      await pactum.mock.stop();
    },
  };
  return upstream;
}

const token = { access_token: 'token-1', token_type: 'Bearer', expires_in: 86_400 };

/** Answers as an identity server that accepts every client. */
export const givingToken: Fault = answering(200, {}, token);
