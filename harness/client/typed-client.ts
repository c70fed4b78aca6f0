import type { Client as FetchClient } from 'openapi-fetch';
import { invariant } from '../../core/errors.ts';
import type { Exchange } from '../../core/exchange.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { Paths } from '../../generated/types/index.ts';
import type { Client } from './client.ts';

const byRoute = new Map<string, OperationId>(
  (Object.keys(operations) as OperationId[]).map((id) => [`${operations[id].method} ${operations[id].path}`, id]),
);

/** The two methods that are called by hand, with the types that openapi-fetch derives from the contract. */
export type TypedClient = Pick<FetchClient<Paths>, 'GET' | 'POST'>;

interface CallInput {
  readonly params?: { readonly path?: Record<string, unknown>; readonly query?: Record<string, unknown> };
  readonly body?: unknown;
}

/**
 * The client with the contract's types: `books.GET('/core/v1/dda/accounts/{accountNumber}', ...)`. Every call goes through
 * `client.send`, so it is authorized, recorded and checked like any other. The `response` has the status, and `exchangeOf` has
 * the rest. The data is what the target sent: the types hold only once it has been checked against the contract.
 */
export function createTypedClient(client: Client): TypedClient {
  const caller =
    (method: 'get' | 'post') =>
    async (path: string, { params, body }: CallInput) => {
      const operationId = byRoute.get(`${method} ${path}`);
      invariant(operationId, `no operation for ${method} ${path}`);
      const exchange = await client.send(operationId, { ...params, ...(body === undefined ? {} : { body }) });
      const { statusCode: status, body: answered } = exchange.response;
      return { [status < 400 ? 'data' : 'error']: answered, response: { status, exchange } };
    };
  return { GET: caller('get'), POST: caller('post') } as unknown as TypedClient;
}

/** Returns the whole exchange behind a result of the typed client. */
export function exchangeOf({ response }: { readonly response: Response }): Exchange {
  return (response as unknown as { readonly exchange: Exchange }).exchange;
}
