import type { OperationId } from '../../generated/operations.ts';
import type { Client, SendInput } from '../../harness/client/client.ts';
import { SecretValues } from '../../harness/masking/secret-values.ts';
import { exchangeOf } from './law-examples/sample-records.ts';

/** Builds a client of a bank that gives these bodies, and 404 to every other operation. */
export function clientOf(answers: Partial<Record<OperationId, unknown>>): Client {
  return {
    secrets: new SecretValues(),
    target: {
      kind: 'bank',
      baseUrl: 'http://127.0.0.1',
      tokenUrl: 'http://127.0.0.1/connect/token',
      audience: 'a',
      partnerId: 'p',
      partner: { clientId: 'id', clientSecret: 'stub-secret' },
      products: {},
    },
    async send(operationId: OperationId, _input?: SendInput) {
      const body = answers[operationId];
      const response = { statusCode: body === undefined ? 404 : 200, headers: {}, body: body ?? { errors: [] } };
      return exchangeOf(operationId, {}, { response });
    },
  };
}
