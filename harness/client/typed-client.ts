import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import { CrosscheckError, invariant } from '../../core/errors.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { Paths } from '../../generated/types/index.ts';
import type { Client } from './client.ts';

const byRoute = new Map<string, OperationId>(
  (Object.keys(operations) as OperationId[]).map((id) => [`${operations[id].method} ${operations[id].path}`, id]),
);

/**
 * The client with the contract's types: `books.GET('/core/v1/dda/accounts/{accountNumber}', ...)`. Every call goes through
 * `client.send`, so it is authorized, recorded and checked like any other.
 */
export function createTypedClient(client: Client): FetchClient<Paths> {
  const typed = createFetchClient<Paths>({ baseUrl: client.target.baseUrl });
  typed.use({
    async onRequest({ request, schemaPath, params }) {
      const operationId = byRoute.get(`${request.method.toLowerCase()} ${schemaPath}`);
      invariant(operationId, `no operation for ${request.method} ${schemaPath}`);
      const text = await request.text();
      const { response } = await client.send(operationId, {
        ...(params.path ? { path: params.path } : {}),
        ...(params.query ? { query: params.query } : {}),
        ...(text === '' ? {} : { body: JSON.parse(text) as unknown }),
      });
      const body = response.body === undefined ? (response.text ?? null) : JSON.stringify(response.body);
      return new Response(body, { status: response.statusCode, headers: { 'content-type': 'application/json' } });
    },
  });
  return typed;
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
