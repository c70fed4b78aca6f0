/** One request as it was sent. Header names are lower case. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON value or form fields, before they were written as text; absent without a body. */
  readonly body?: unknown;
}

/** One answer as it came. Header names are lower case. */
export interface ReceivedResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; absent when the answer has no body or the text is not JSON. */
  readonly body?: unknown;
  /** The text, only where it is not JSON. */
  readonly text?: string;
  /** The reason that the body was not read; then there is neither a body nor a text. */
  readonly unreadable?: string;
}

/** Why a request was sent again, and how long was waited before. */
export interface Retry {
  readonly reason: string;
  readonly waitedMs: number;
  /** Whether the try before may have been carried out. */
  readonly isUnsure: boolean;
}

/** A request with its answer. It holds live values (a tax id comes back unmasked): record it only redacted. */
export interface Exchange {
  readonly operationId: string;
  readonly request: SentRequest;
  readonly response: ReceivedResponse;
  readonly durationMs: number;
  /** Tries whose answers were not kept; absent when the first one was. */
  readonly retries?: readonly Retry[];
}
