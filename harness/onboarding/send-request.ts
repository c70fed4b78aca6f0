import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse } from '../../core/exchange.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { Client, SendInput } from '../client/client.ts';
import { cosContract } from '../contract/contract.ts';
import { findSchemaErrors } from '../contract/schema-errors.ts';
import { describeErrorResponse } from './describe-error-response.ts';
import type { FailureReason } from './progress-log.ts';

/** The statuses below 500 that do not refuse the request: the bank has not decided about it. Source: L-ERR, P-HTTP. */
const NOT_REFUSALS: readonly number[] = [408, 409, 429];

/** A request that was not accepted: the remaining requests of its customer are skipped. */
export class RequestNotAccepted extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason) {
    super(`${reason.operationId}: ${reason.reason}`);
    this.name = 'RequestNotAccepted';
    this.reason = reason;
  }
}

/**
 * Sends a request and returns the response body, valid by the contract. Throws RequestNotAccepted if the bank refuses
 * the request, if no response came, or if the response breaks the contract. A status 4xx is a refusal, except 408, 409
 * and 429, and except for a GET, which decides nothing. Throws a CrosscheckError if further requests are useless: the
 * bank cannot be reached, the credentials are refused, or the client was interrupted. Values of `about` are masked in
 * the reason.
 */
export async function sendRequest(
  client: Client,
  operationId: OperationId,
  input: SendInput,
  about: unknown,
): Promise<unknown> {
  const { response } = await client.send(operationId, input).catch((error: unknown) => {
    throw asNotAccepted(error, operationId);
  });
  const { statusCode } = response;
  if (statusCode === 401) throw tokenRefused(client, operationId);
  if (statusCode < 200 || statusCode > 299) {
    const isClientError = statusCode >= 400 && statusCode < 500 && !NOT_REFUSALS.includes(statusCode);
    const outcome = isClientError && operations[operationId].method !== 'get' ? 'refused' : 'failed';
    throw new RequestNotAccepted({
      outcome,
      operationId,
      statusCode,
      reason: client.secrets.maskText(describeErrorResponse(response, about)),
    });
  }
  const problem = findProblem(operationId, response);
  if (problem === undefined) return response.body;
  const reason = client.secrets.maskText(`Response breaks the contract: ${problem}`);
  throw new RequestNotAccepted({ outcome: 'failed', operationId, statusCode, reason });
}

/** Turns a lost response into a failure of the customer. Any other error stops the onboarding. */
function asNotAccepted(error: unknown, operationId: string): unknown {
  if (!(error instanceof CrosscheckError) || error.code !== 'answer-lost') return error;
  const reason = error.message.replace(/^.* has no (?:answer|response)/, 'No response');
  return new RequestNotAccepted({ outcome: 'failed', operationId, reason });
}

/**
 * Returns what breaks the contract in the body of a 2xx response. Its exact status (DOC-049, DOC-060) and values that
 * are new to a list of values are ignored: the contract checks of a run report them.
 */
function findProblem(operationId: OperationId, { body }: ReceivedResponse): string | undefined {
  const documented = Object.keys(operations[operationId].responses).find((status) => status.startsWith('2'));
  const validate = cosContract.response(operationId, Number(documented));
  if (!validate) return undefined;
  const error = findSchemaErrors(validate, body).find(({ keyword }) => keyword !== 'enum');
  return error && `${error.instancePath || 'the body'} ${error.message}`;
}

/** Returns the id that a response has in this field. Throws RequestNotAccepted if there is none. */
export function idFrom(operationId: OperationId, body: unknown, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new RequestNotAccepted({ outcome: 'failed', operationId, reason: `Response breaks the contract: no ${name}` });
}

function tokenRefused({ target }: Client, operationId: string): CrosscheckError {
  return new CrosscheckError({
    code: 'credentials',
    message: `"${target.baseUrl}" refuses ${operationId} with status 401, even with a new token`,
    remedy: 'Check COS_CLIENT_ID, COS_CLIENT_SECRET, COS_AUDIENCE and COS_TOKEN_URL',
  });
}
