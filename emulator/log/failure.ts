import { describeCause } from './mask-log.ts';
import type { LogFormat } from './request-log.ts';

/** A failure inside the bank that is not the fault of a request. */
export interface Failure {
  /** The time, ISO 8601 in UTC. */
  readonly at: string;
  /** The operationId, or the name of the background work. */
  readonly operation: string;
  /** The id of the request that got status 500. */
  readonly requestId?: string;
  readonly error: unknown;
  /** Values of the request that must not be printed, of any type. */
  readonly secrets?: readonly unknown[];
}

/** Renders a failure as one line without line end: request id, operation and cause, without values of the request. */
export function renderFailure({ at, operation, requestId, error, secrets = [] }: Failure, format: LogFormat): string {
  const cause = describeCause(error, secrets);
  if (format === 'json') return JSON.stringify({ at, level: 'error', operation, requestId, cause });
  const request = requestId === undefined ? '' : ` (request-id ${requestId})`;
  return `${at} Failure in ${operation}${request}: ${cause}`;
}
