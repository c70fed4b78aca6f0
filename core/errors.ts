/** The codes of operating errors. */
export type CrosscheckErrorCode =
  | 'usage'
  | 'unknown-workflow'
  | 'unreachable'
  | 'answer-lost'
  | 'credentials'
  | 'target-not-allowed'
  | 'configuration'
  | 'port-in-use'
  | 'data-file'
  | 'report-file'
  | 'not-executable'
  | 'unsafe-path'
  | 'answer-unusable'
  | 'interrupted'
  | 'checkpoint';

/** An operating error: neither the bank nor Crosscheck is wrong, and the user must act. */
export class CrosscheckError extends Error {
  readonly code: CrosscheckErrorCode;
  readonly remedy: string;

  /** Further problems, one line each. */
  readonly problems?: readonly string[];

  constructor(options: {
    code: CrosscheckErrorCode;
    message: string;
    remedy: string;
    problems?: readonly string[];
    cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CrosscheckError';
    this.code = options.code;
    this.remedy = options.remedy;
    if (options.problems) this.problems = options.problems;
  }
}

/** Throws when a condition is false that no input can make false: a bug of Crosscheck. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(`Bug in crosscheck, please report it: ${message}`);
  }
}
