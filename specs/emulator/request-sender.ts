import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Target } from '../../core/target.ts';
import { type OperationId, operations } from '../../generated/operations.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A POST of the partner or, for the control plane, of the operator. */
export interface OperationRequest {
  readonly operationId: OperationId;
  readonly idempotencyKey: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

export interface OperationResponse {
  readonly statusCode: number;
  readonly body: JsonObject;
}

/** Sends once, without retries; rejects without a response. */
export type Sender = (request: OperationRequest) => Promise<OperationResponse>;

/** Creates a sender for loads: `node:http` over kept connections, with tokens that are requested once. */
export async function createSender(target: Target, maxSockets: number): Promise<Sender> {
  const tokens = { partner: await issueToken(target, 'partner'), operator: await issueToken(target, 'operator') };
  const agent = new Agent({ keepAlive: true, maxSockets });
  return async ({ operationId, idempotencyKey, path = {}, body }) => {
    const operation = operations[operationId];
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
    const text = body ? JSON.stringify(body) : undefined;
    const headers = {
      authorization: `Bearer ${tokens[operation.source === 'emulator' ? 'operator' : 'partner']}`,
      'idempotency-key': idempotencyKey,
      ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
    };
    const sent = request(`${target.baseUrl}${url}`, { agent, method: operation.method.toUpperCase(), headers });
    sent.end(text);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { statusCode: response.statusCode ?? 0, body: (await json(response)) as JsonObject };
  };
}

async function issueToken(target: Target, role: 'partner' | 'operator'): Promise<string> {
  const { clientId = '', clientSecret = '' } = target[role] ?? {};
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = new URLSearchParams({ ...form, audience: target.audience });
  const response = await fetch(target.tokenUrl, { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}
