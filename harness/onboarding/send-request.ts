import { CrosscheckError } from '../../core/errors.ts';
import type { ReceivedResponse } from '../../core/exchange.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { Client, SendInput } from '../client/client.ts';
import { cosContract } from '../contract/contract.ts';
import { findSchemaErrors } from '../contract/schema-errors.ts';
import { describeAnswer } from './describe-answer.ts';
import { Rejected } from './rejected.ts';

/** The statuses below 500 that are no refusal: nobody has decided about the request. Source: L-ERR, P-HTTP. */
const UNDECIDED: readonly number[] = [408, 409, 429];

/**
 * Sends a request and gives the body of an answer that is valid by the contract. Throws Rejected when the bank refuses it
 * (a status of 4xx; of a GET that is a failure, for nothing was decided), when there is no answer that counts, or when the answer
 * is not what the contract promises; a CrosscheckError where no further request makes sense: nobody is there, the credentials are
 * refused, or the client was interrupted. A reason repeats nothing of `about`.
 */
export async function sendRequest(
  client: Client,
  operationId: OperationId,
  input: SendInput,
  about: unknown,
): Promise<unknown> {
  const { response } = await client.send(operationId, input).catch((error: unknown) => {
    throw rejectionOf(error, operationId);
  });
  const { statusCode } = response;
  if (statusCode === 401) throw tokenRefused(client, operationId);
  if (statusCode < 200 || statusCode > 299) {
    const isClientError = statusCode >= 400 && statusCode < 500 && !UNDECIDED.includes(statusCode);
    const outcome = isClientError && operations[operationId].method !== 'get' ? 'refused' : 'failed';
    throw new Rejected({
      outcome,
      operationId,
      statusCode,
      reason: client.secrets.maskText(describeAnswer(response, about)),
    });
  }
  const problem = findProblem(operationId, response);
  if (problem === undefined) return response.body;
  const reason = client.secrets.maskText(`Not valid by the contract: ${problem}`);
  throw new Rejected({ outcome: 'failed', operationId, statusCode, reason });
}

/** An answer that was lost is the customer's misfortune; whatever else stops the client stops the onboarding. */
function rejectionOf(error: unknown, operationId: string): unknown {
  if (!(error instanceof CrosscheckError) || error.code !== 'answer-lost') return error;
  const reason = error.message.replace(/^.* has no answer/, 'No answer');
  return new Rejected({ outcome: 'failed', operationId, reason });
}

/**
 * What is wrong with the body of a success. Whether it comes with 200, 201 or 202 is all one here (DOC-049, DOC-060): the
 * contract checks of a run are there for that. A value that is new to a list of values is no fault of the answer.
 */
function findProblem(operationId: OperationId, { body }: ReceivedResponse): string | undefined {
  const documented = Object.keys(operations[operationId].responses).find((status) => status.startsWith('2'));
  const validate = cosContract.response(operationId, Number(documented));
  if (!validate) return undefined;
  const error = findSchemaErrors(validate, body).find(({ keyword }) => keyword !== 'enum');
  return error && `${error.instancePath || 'the body'} ${error.message}`;
}

/**
 * A value that the bank has to give, as text. Throws Rejected when it is not there, whatever else was valid.
 */
export function givenBy(operationId: OperationId, body: unknown, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Rejected({ outcome: 'failed', operationId, reason: `Not valid by the contract: no ${name}` });
}

function tokenRefused({ target }: Client, operationId: string): CrosscheckError {
  return new CrosscheckError({
    code: 'credentials',
    message: `"${target.baseUrl}" refuses ${operationId} with status 401, with a new token, too`,
    remedy: 'Check COS_CLIENT_ID, COS_CLIENT_SECRET, COS_AUDIENCE and COS_TOKEN_URL',
  });
}
