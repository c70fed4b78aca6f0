/** The operating errors a person can meet, each with what was tried and what to do. */
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

/** An operating error: nothing is wrong with the bank or with this program, a person has to do something. */
export class CrosscheckError extends Error {
  readonly code: CrosscheckErrorCode;
  readonly remedy: string;

  /** What is wrong, each thing as a line of its own; absent where the message is all. */
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

/** Crashes on a bug of ours: something that no input can make false was false. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(`Bug in crosscheck, please report it: ${message}`);
  }
}
