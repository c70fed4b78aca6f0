import type { Rejection, RejectionKind } from '../bank/rejection.ts';

/** The problem of a request that is rejected before the bank handles it. */
export type RequestProblem =
  | 'malformed'
  | 'content-type-unknown'
  | 'route-unknown'
  | 'token-missing'
  | 'token-of-another-role'
  | 'malformed-http'
  | 'too-large'
  | 'too-deep'
  | 'text-too-long'
  | 'too-slow'
  | 'head-too-large'
  | 'transfer-refused'
  | 'key-conflict'
  | 'failure';

interface ErrorRow {
  readonly status: number;
  /**
   * The error code: 1000 to 1999 validation, 2000 to 2999 rule, 3000 to 3999 security, 9999 system. Source: L-ERR
   * (D13).
   */
  readonly code: number;
  readonly message: string;
}

/** The status, code and message of every error. The messages and exact codes are ours. */
export const errors: Record<RejectionKind | RequestProblem, ErrorRow> = {
  malformed: { status: 400, code: 1001, message: 'Body is not valid JSON' },
  'content-type-unknown': { status: 400, code: 1003, message: 'Content-Type must be application/json' },
  invalid: { status: 400, code: 1000, message: 'Request is not valid' },
  'too-large': { status: 400, code: 1002, message: 'Body is too large' },
  'too-deep': { status: 400, code: 1004, message: 'Body is nested too deeply' },
  'text-too-long': { status: 400, code: 1008, message: 'A text in the body is too long' },
  'malformed-http': { status: 400, code: 1005, message: 'Request is not valid HTTP' },
  'too-slow': { status: 408, code: 1006, message: 'Request did not arrive in time' },
  'head-too-large': { status: 431, code: 1007, message: 'Headers are too large' },
  'product-unknown': { status: 400, code: 2001, message: 'Unknown product' },
  'product-for-other-classification': {
    status: 400,
    code: 2002,
    message: 'Product is for customers of another classification',
  },
  'screening-not-clear': { status: 400, code: 2003, message: 'OFAC screening of the customer is not Clear' },
  'address-missing': { status: 400, code: 2004, message: 'Customer has no address' },
  'phone-missing': { status: 400, code: 2005, message: 'Customer has no phone' },
  'account-not-active': { status: 400, code: 2006, message: 'Account is not active' },
  'same-account': { status: 400, code: 2007, message: 'Debit and credit account are the same' },
  'customer-not-active': { status: 400, code: 2008, message: 'Customer is not active' },
  'customer-has-accounts': { status: 400, code: 2009, message: 'Customer has an account that is not closed' },
  'record-removed': { status: 400, code: 2010, message: 'Record was removed' },
  'not-a-business': { status: 400, code: 2011, message: 'Customer is not a Business customer' },
  'owner-not-a-person': { status: 400, code: 2012, message: 'Owner is not a Personal customer' },
  'owner-known': { status: 400, code: 2013, message: 'Owner is already a beneficial owner of the customer' },
  'ownership-over-100': {
    status: 400,
    code: 2014,
    message: 'Ownership percentages of all beneficial owners must not exceed 100',
  },
  'account-not-empty': { status: 400, code: 2017, message: 'Account is not empty' },
  'account-closed': { status: 400, code: 2018, message: 'Account is closed' },
  'account-not-closed': { status: 400, code: 2019, message: 'Account is not closed' },
  'implicit-subledger': {
    status: 400,
    code: 2020,
    message: 'Implicit subledger cannot be changed apart from its master account',
  },
  'holder-known': { status: 400, code: 2021, message: 'Customer is already a holder of the account' },
  'primary-holder': { status: 400, code: 2028, message: 'The customer who opened the account must remain its holder' },
  'hold-exceeds-available': { status: 400, code: 2022, message: 'Hold exceeds the available balance' },
  'authorization-refused': { status: 400, code: 2023, message: 'Account rejects the authorization' },
  'payment-refused': { status: 400, code: 2024, message: 'Account rejects the payment' },
  'payment-not-allowed': { status: 400, code: 2025, message: 'Payment is not allowed' },
  'payment-not-cancelable': { status: 400, code: 2026, message: 'Payment can no longer be canceled' },
  'payment-not-complete': {
    status: 400,
    code: 2027,
    message: 'Payment is not an outbound payment with status Complete',
  },
  'callback-not-allowed': { status: 400, code: 2029, message: 'CallbackUrl is not on the allow-list' },
  'event-unknown': { status: 400, code: 2030, message: 'Unknown EventName' },
  'event-registered': { status: 400, code: 2031, message: 'Event already has a registration' },
  'event-not-polled': { status: 400, code: 2032, message: 'Event is not waiting for acknowledgement' },
  'registration-gone': { status: 400, code: 2033, message: 'Registration of the event was deleted' },
  'registration-not-suspended': { status: 400, code: 2034, message: 'Registration is not suspended' },
  'registration-suspended': { status: 400, code: 2035, message: 'Registration is suspended; restart it first' },
  'set-by-the-bank': { status: 403, code: 3003, message: 'Set by the bank; a partner cannot change it' },
  'figure-too-large': {
    status: 400,
    code: 2036,
    message: 'Amount would exceed the largest balance that the bank supports',
  },
  'time-deposit-without-terms': { status: 400, code: 2037, message: 'Time deposit product has no terms' },
  'not-a-time-deposit': { status: 400, code: 2038, message: 'Account is not a time deposit' },
  'time-deposit-not-funded': { status: 400, code: 2039, message: 'Time deposit is not funded' },
  'time-deposit-matured': { status: 400, code: 2040, message: 'Time deposit has matured' },
  'time-deposit-withdrawn': { status: 400, code: 2041, message: 'Time deposit was withdrawn' },
  'withdrawal-requested': { status: 400, code: 2042, message: 'Early withdrawal was already requested' },
  'reversal-exceeds-interest': { status: 400, code: 2046, message: 'Reversal exceeds the interest that was paid' },
  'bump-up-not-offered': { status: 400, code: 2043, message: 'Bump-up is not offered' },
  'bump-up-too-early': { status: 400, code: 2044, message: 'The next rate period has not begun' },
  'no-further-rate-period': { status: 400, code: 2045, message: 'Time deposit has no further rate period' },
  'general-ledger-not-zero': {
    status: 400,
    code: 2101,
    message: 'Cannot close the posting day: every general ledger balance must be 0',
  },
  'clock-moves-back': { status: 400, code: 2102, message: 'Clock cannot move back' },
  'clock-runs-by-itself': {
    status: 400,
    code: 2103,
    message: 'Clock runs by itself; start the emulator with a frozen clock to move it',
  },
  'posting-day-not-reached': { status: 400, code: 2104, message: 'Posting day has not begun' },
  'transfer-refused': { status: 400, code: 2015, message: 'Account rejects the transfer' },
  'key-conflict': { status: 409, code: 2016, message: 'Idempotency-Key was already used for another request' },
  'not-found': { status: 404, code: 2404, message: 'Not found' },
  'route-unknown': { status: 404, code: 2405, message: 'No operation has this method and path' },
  'token-missing': { status: 401, code: 3000, message: 'Token is missing, unknown or expired' },
  'token-of-another-role': { status: 403, code: 3001, message: 'Token does not allow this operation' },
  'customer-of-another-partner': { status: 403, code: 3002, message: 'PartnerId does not match the token' },
  failure: { status: 500, code: 9999, message: 'System fault' },
};

/** A response that is ready to be sent. */
export interface ApiResponse {
  readonly status: number;
  readonly body?: unknown;
  /** The bytes of a PDF document, instead of a JSON body. */
  readonly document?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns a rejection as a response in the bank's format, with one error for each detail (DOC-022, variant B). */
export function buildRejectionResponse({ rejection, details }: Rejection): ApiResponse {
  return buildErrorResponse(rejection, details);
}

/** Returns a response in the bank's format, with one error for each detail, or with the message of the problem. */
export function buildErrorResponse(
  problem: RejectionKind | RequestProblem,
  details: readonly string[] = [],
): ApiResponse {
  const { status, code, message } = errors[problem];
  const messages = details.length > 0 ? details : [message];
  return { status, body: { errors: messages.map((text) => ({ code, message: text })) } };
}
