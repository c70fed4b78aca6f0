/** Where the contract knows something from: the bank's documents, other public pages, our conclusion, or what was observed. */
export type Provenance = 'source' | 'public' | 'inferred' | 'observed';

/** The methods that an OpenAPI path item may have, as it writes them. */
export const httpMethods = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'trace'] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** What the operation index says of one parameter. */
export interface OperationParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
}

/** What the operation index says of one documented answer. */
export interface OperationResponse {
  readonly hasBody: boolean;
  /** The documented media types and ranges; only of operations that are not COS's, whose bodies are all JSON. */
  readonly mediaTypes?: readonly string[];
  readonly provenance: Provenance;
  readonly discrepancy?: string;
}

/** One operation of a contract: of COS, as the generated index lists it, or of another API with a `server` of its own. */
export interface Operation {
  /** COS's own; of another API `{source}.{operationId}`, or `{source}.{method} {path}` where the document gives none. */
  readonly operationId: string;
  /** The contract document: core, ach, webhooks, identity or emulator; of another API the name of its source description. */
  readonly source: string;
  readonly method: HttpMethod;
  /** The path template, for example `/core/v1/dda/accounts/{accountNumber}`. */
  readonly path: string;
  readonly parameters: readonly OperationParameter[];
  readonly requestContentType?: string;
  /** By status; of another API also by class (`2XX`) and `default`. */
  readonly responses: Readonly<Record<string, OperationResponse>>;
  readonly provenance: Provenance;
  /** The key of the document that the operation comes from, for example S-ACCT; of another API its source. */
  readonly document: string;
  readonly discrepancy?: string;
  /** The absolute base URL, without a slash at its end; only of another API: COS's operations go to the target. */
  readonly server?: string;
  /**
   * Names, in lower case, that the document marks as secret: properties and parameters with `format: password`, `writeOnly` or
   * `x-sensitive`, and those of its security schemes; only of another API.
   */
  readonly secretNames?: ReadonlySet<string>;
}

/** Operations by their operationId. */
export type OperationIndex = Readonly<Record<string, Operation>>;

/** Whether an operation is another API's: it has a server of its own, gets no token of the bank and no rule of COS. */
export function isForeign(operation: Operation): boolean {
  return operation.server !== undefined;
}

/** The status, class of statuses or `default` under which a contract lists an answer; undefined when it does not. */
export function documentedStatus(responses: Readonly<Record<string, unknown>>, statusCode: number): string | undefined {
  const candidates = [String(statusCode), `${Math.floor(statusCode / 100)}XX`, 'default'];
  return candidates.find((status) => Object.hasOwn(responses, status));
}

/** What a contract says of the answer with this status; undefined when it does not list it. */
export function responseOf({ responses }: Operation, statusCode: number): OperationResponse | undefined {
  const exact = responses[statusCode];
  if (exact) return exact;
  const status = documentedStatus(responses, statusCode);
  return status === undefined ? undefined : responses[status];
}

/** Whether an operation takes an idempotency key: it documents the header. DELETE ignores one (L-IDEM). */
export function takesIdempotencyKey({ method, parameters }: Operation): boolean {
  return (method === 'post' || method === 'patch') && parameters.some(isIdempotencyKey);
}

function isIdempotencyKey({ name, in: place }: OperationParameter): boolean {
  return place === 'header' && /^idempotency-key$/i.test(name);
}
