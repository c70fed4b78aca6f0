import type { Target } from '../../core/target.ts';
import { type OperationId, operations } from '../../generated/operations.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A POST of the partner or, to the control plane, of the operator. */
export interface Post {
  readonly operationId: OperationId;
  readonly idempotencyKey: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

export interface PostAnswer {
  readonly statusCode: number;
  readonly body: JsonObject;
}

/** Sends once and never again, whatever comes back; rejects when there is no answer. */
export type Sender = (post: Post) => Promise<PostAnswer>;

/** Builds a sender for loads: plain fetch with tokens that are asked for once. */
export async function createSender(target: Target): Promise<Sender> {
  const tokens = { partner: await issueToken(target, 'partner'), operator: await issueToken(target, 'operator') };
  return async ({ operationId, idempotencyKey, path = {}, body }) => {
    const operation = operations[operationId];
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
    const response = await fetch(`${target.baseUrl}${url}`, {
      method: operation.method.toUpperCase(),
      headers: {
        authorization: `Bearer ${tokens[operation.source === 'emulator' ? 'operator' : 'partner']}`,
        'idempotency-key': idempotencyKey,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { statusCode: response.status, body: (await response.json()) as JsonObject };
  };
}

async function issueToken(target: Target, role: 'partner' | 'operator'): Promise<string> {
  const { clientId = '', clientSecret = '' } = target[role] ?? {};
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = new URLSearchParams({ ...form, audience: target.audience });
  const response = await fetch(target.tokenUrl, { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}
