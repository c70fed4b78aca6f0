/** The origin of a fact of the contract: the bank's documents, other public pages, our inference, or observation. */
export type Provenance = 'source' | 'public' | 'inferred' | 'observed';

/** The HTTP methods of an OpenAPI path item. */
export const httpMethods = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'trace'] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** One parameter of an operation. */
export interface OperationParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
}

/** One documented response of an operation. */
export interface OperationResponse {
  readonly hasBody: boolean;
  /** The documented media types and ranges; absent for a JSON body of COS. */
  readonly mediaTypes?: readonly string[];
  readonly provenance: Provenance;
  readonly discrepancy?: string;
}

/** One operation: of COS, from the generated index, or of another API with its own `server`. */
export interface Operation {
  /** For another API: `{source}.{operationId}`, or `{source}.{method} {path}` if its document has no operationId. */
  readonly operationId: string;
  /**
   * The contract document: core, ach, webhooks, identity, emulator; for another API the name of its source description.
   */
  readonly source: string;
  readonly method: HttpMethod;
  /** The path template, for example `/core/v1/dda/accounts/{accountNumber}`. */
  readonly path: string;
  readonly parameters: readonly OperationParameter[];
  readonly requestContentType?: string;
  /** Responses by status; for another API also by class (`2XX`) and `default`. */
  readonly responses: Readonly<Record<string, OperationResponse>>;
  readonly provenance: Provenance;
  /** The key of the document that defines the operation, for example S-ACCT; for another API its source. */
  readonly document: string;
  readonly discrepancy?: string;
  /** The base URL of another API, without a trailing slash; absent for COS, whose operations go to the target. */
  readonly server?: string;
  /**
   * Lower-case names that the document of another API marks as secret: properties and parameters with
   * `format: password`, `writeOnly` or `x-sensitive`, and the names of its security schemes.
   */
  readonly secretNames?: ReadonlySet<string>;
}

/** Operations by their operationId. */
export type OperationIndex = Readonly<Record<string, Operation>>;

/** Returns true for an operation of another API: it has its own server, no token of the bank and no COS rules. */
export function isForeign(operation: Operation): boolean {
  return operation.server !== undefined;
}

/**
 * Returns the key of `responses` for a status: the status, its class (`2XX`) or `default`; undefined if there is none.
 */
export function documentedStatus(responses: Readonly<Record<string, unknown>>, statusCode: number): string | undefined {
  const candidates = [String(statusCode), `${Math.floor(statusCode / 100)}XX`, 'default'];
  return candidates.find((status) => Object.hasOwn(responses, status));
}

/** Returns the documented response for a status; undefined if the contract has none. */
export function responseOf({ responses }: Operation, statusCode: number): OperationResponse | undefined {
  const exact = responses[statusCode];
  if (exact) return exact;
  const status = documentedStatus(responses, statusCode);
  return status === undefined ? undefined : responses[status];
}

/** Methods of which repeated requests have one effect, without DELETE. Source: RFC 9110, section 9.2.2. */
const IDEMPOTENT: ReadonlySet<HttpMethod> = new Set(['get', 'put', 'head', 'options', 'trace']);

/** Returns true if a request of this operation can be repeated safely without an idempotency key. */
export function isIdempotent({ method }: Operation): boolean {
  return IDEMPOTENT.has(method);
}

/** Returns true if a POST or PATCH documents the idempotency-key header. DELETE ignores it (L-IDEM). */
export function takesIdempotencyKey({ method, parameters }: Operation): boolean {
  return (method === 'post' || method === 'patch') && parameters.some(isIdempotencyKey);
}

function isIdempotencyKey({ name, in: place }: OperationParameter): boolean {
  return place === 'header' && /^idempotency-key$/i.test(name);
}
