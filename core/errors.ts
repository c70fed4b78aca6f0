/**
 * The codes of operating errors, with the usual cause and remedy of each; an error's own message and remedy are exact.
 */
export const errorCodes = {
  usage: {
    cause: 'An option or argument is missing, unknown or invalid',
    remedy: 'Read the help of the command: npx crosscheck COMMAND --help',
  },
  'unknown-workflow': {
    cause: 'No workflow has this name, or a document refers to one that does not exist',
    remedy: 'List the workflows: npx crosscheck run --list',
  },
  unreachable: {
    cause: 'The target or the webhook handler cannot be reached, or does not answer in time',
    remedy: 'Check the address, the network and a proxy, then run the command again',
  },
  'answer-lost': {
    cause: 'A request was sent, but its response was lost, and it cannot be repeated safely',
    remedy: 'Look at the bank whether the request was carried out, then start a new run',
  },
  credentials: {
    cause: 'The token endpoint, the bank or the webhook handler rejects the credentials',
    remedy: 'Check client id, client secret and audience, or user and password of the handler',
  },
  'target-not-allowed': {
    cause: 'An address is production, not https, or on a host that is not allowed',
    remedy: 'Use the sandbox, this machine, or name an https host of yours in COS_ALLOWED_HOSTS',
  },
  configuration: {
    cause: 'A variable of the environment, a configured file or a setting is missing or invalid',
    remedy: 'Compare the environment and .env with .env.example',
  },
  'port-in-use': {
    cause: 'The port of the emulator or of the event receiver cannot be opened',
    remedy: 'Choose another port; 0 picks a free one',
  },
  'data-file': {
    cause: 'The data file of the emulator is damaged, of another version, or cannot be read or written',
    remedy: 'Follow the message; a copy from a backup or a new file always works',
  },
  'report-file': {
    cause: 'A report, checkpoint, progress file or lock cannot be read or written',
    remedy: 'Check free space and permissions of the folder, and whether another command uses the file',
  },
  'not-executable': {
    cause: 'A document or workflow cannot be executed: it is invalid, or uses an unsupported feature',
    remedy: 'List every problem with its line: npx crosscheck check FILE',
  },
  'unsafe-path': {
    cause: 'A path parameter is empty or a dot segment, so the request would call another operation',
    remedy: 'Look where the value comes from: an input, or an earlier response of the bank',
  },
  'answer-unusable': {
    cause: 'The target answers in a way that the command cannot continue with',
    remedy: 'Compare the response in the report with the contract, and report it to the bank',
  },
  interrupted: {
    cause: 'Ctrl-C or a signal ended the command',
    remedy: 'Resume the checkpoint if the command names one, otherwise run it again',
  },
  checkpoint: {
    cause: 'A checkpoint is damaged, in use, of another version or target, or no longer fits the workflow',
    remedy: 'Follow the message; if the run cannot be resumed, start it again yourself',
  },
} as const satisfies Readonly<Record<string, { readonly cause: string; readonly remedy: string }>>;

export type CrosscheckErrorCode = keyof typeof errorCodes;

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
