import { createHash } from 'node:crypto';

/** One request as it was sent. Header names are lower case. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON value or form fields; absent without a body. */
  readonly body?: unknown;
}

/**
 * The bytes of a body that is neither JSON nor text, such as a PDF. Only the live exchange holds them: a copy as JSON
 * has length and digest alone.
 */
export class BinaryBody {
  readonly length: number;
  /** SHA-256 of the bytes, as hexadecimal text. */
  readonly sha256: string;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
  }

  /** Returns the bytes, which must not be kept. */
  bytes(): Uint8Array {
    return this.#bytes;
  }
}

/** One response as it was received. Header names are lower case. */
export interface ReceivedResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; absent if there is no body or it is not JSON. */
  readonly body?: unknown;
  /** The text of a body that is not JSON. */
  readonly text?: string;
  /** A body that is neither JSON nor text; in a kept copy its length and digest. */
  readonly binary?: BinaryBody | Pick<BinaryBody, 'length' | 'sha256'>;
  /** The reason why the body was not read; then both `body` and `text` are absent. */
  readonly unreadable?: string;
}

/** One retry of a request. */
export interface Retry {
  readonly reason: string;
  readonly waitedMs: number;
  /** True if the bank may have carried out the attempt before. */
  readonly mayHaveBeenProcessed: boolean;
}

/** A request with its response. It holds live values, such as unmasked tax ids: record redacted copies only. */
export interface Exchange {
  readonly operationId: string;
  readonly request: SentRequest;
  readonly response: ReceivedResponse;
  readonly durationMs: number;
  /** The retries; absent if the first attempt succeeded. */
  readonly retries?: readonly Retry[];
}
