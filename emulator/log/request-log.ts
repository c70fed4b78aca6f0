import { maskPath } from './mask.ts';

/** The forms of a log line: words for a person, or one JSON object. */
export type LogFormat = 'text' | 'json';

/** A request that has been answered, or whose connection has ended before. */
export interface LoggedRequest {
  /** When it arrived, ISO 8601 in UTC. */
  readonly at: string;
  readonly method: string;
  /** As sent; its query is not logged. */
  readonly path: string;
  /** The operationId, or undefined for a path that no operation has. */
  readonly operation?: string | undefined;
  readonly status: number;
  readonly durationMs: number;
  /** `partner <id>`, `operator`, or undefined where the token does not say. */
  readonly who?: string | undefined;
  readonly requestId: string;
  /** True if the caller closed the connection before the whole answer was sent. */
  readonly isAborted: boolean;
}

/** Renders a request as one line of the log, without its end. Never contains a header, a query or a body. */
export function renderRequest(request: LoggedRequest, format: LogFormat): string {
  const { at, method, operation = '-', status, who = '-', requestId, isAborted } = request;
  const path = maskPath(request.path);
  const ms = Math.round(request.durationMs * 10) / 10;
  if (format === 'json')
    return JSON.stringify({ at, method, path, operation, status, ms, who, requestId, ...(isAborted && { isAborted }) });
  return [at, method, path, operation, status, `${ms} ms`, who, requestId, ...(isAborted ? ['aborted'] : [])].join(' ');
}
