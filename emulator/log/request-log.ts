import { maskPath } from './mask-log.ts';

/** The format of a log line: text, or one JSON object. */
export type LogFormat = 'text' | 'json';

/** A request after its response, or after its connection closed. */
export interface LoggedRequest {
  /** The time of arrival, ISO 8601 in UTC. */
  readonly at: string;
  readonly method: string;
  /** As sent; the query is not logged. */
  readonly path: string;
  /** The operationId; undefined for a path without an operation. */
  readonly operation?: string | undefined;
  readonly status: number;
  readonly durationMs: number;
  /** `partner <id>`, `operator`, or undefined without a valid token. */
  readonly who?: string | undefined;
  readonly requestId: string;
  /** True if the caller closed the connection before the whole response was sent. */
  readonly isAborted: boolean;
}

/** Renders a request as one line of the log, without line end. Never contains a header, a query or a body. */
export function renderRequest(request: LoggedRequest, format: LogFormat): string {
  const { at, method, operation = '-', status, who = '-', requestId, isAborted } = request;
  const path = maskPath(request.path);
  const ms = Math.round(request.durationMs * 10) / 10;
  if (format === 'json')
    return JSON.stringify({ at, method, path, operation, status, ms, who, requestId, ...(isAborted && { isAborted }) });
  return [at, method, path, operation, status, `${ms} ms`, who, requestId, ...(isAborted ? ['aborted'] : [])].join(' ');
}
