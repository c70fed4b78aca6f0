import type { Client as FetchClient } from 'openapi-fetch';
import { CrosscheckError, invariant } from '../../core/errors.ts';
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
 * `client.send`, so it is authorized, recorded and checked like any other. The `response` has the status and nothing else.
 */
export function createTypedClient(client: Client): TypedClient {
  const caller =
    (method: 'get' | 'post') =>
    async (path: string, { params, body }: CallInput) => {
      const operationId = byRoute.get(`${method} ${path}`);
      invariant(operationId, `no operation for ${method} ${path}`);
      const { response } = await client.send(operationId, { ...params, ...(body === undefined ? {} : { body }) });
      const { statusCode: status, body: answered } = response;
      return { [status < 400 ? 'data' : 'error']: answered, response: { status } };
    };
  return { GET: caller('get'), POST: caller('post') } as unknown as TypedClient;
}

/** The data of an answer that has to be there; throws a CrosscheckError when the target answered with an error instead. */
export function dataOf<T>(what: string, result: { data?: T; response: Response }): T {
  if (result.data === undefined) {
    throw new CrosscheckError({
      code: 'answer-unusable',
      message: `Cannot observe ${what}: the target answered with status ${result.response.status}`,
      remedy: 'Look at the exchange in the report; the books can not be checked without it',
    });
  }
  return result.data;
}
