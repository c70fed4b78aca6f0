import type { RejectionKind } from '../bank/rejection.ts';
import type { RequestProblem } from './error-responses.ts';

/** The explanation of one error in `docs/reference/errors.md`. */
interface ErrorExplanation {
  readonly cause: string;
  readonly remedy: string;
}

const SCREENING = 'Advance the clock by five minutes, or poll the customer until OFAC is Clear';

/** The usual cause and remedy of every error that the emulator returns. */
export const errorReference: Record<RejectionKind | RequestProblem, ErrorExplanation> = {
  malformed: { cause: 'The body does not parse as JSON', remedy: 'Send valid JSON in UTF-8' },
  'content-type-unknown': {
    cause: 'The header content-type is missing or another media type',
    remedy: 'Send content-type: application/json',
  },
  invalid: {
    cause: 'A parameter or a field of the body breaks the contract',
    remedy: 'Correct the field that the message names',
  },
  'too-large': { cause: 'The body exceeds the size limit', remedy: 'Send a smaller body' },
  'too-deep': { cause: 'The body exceeds the limit requestDepth', remedy: 'Send fewer nested levels' },
  'text-too-long': { cause: 'A text exceeds the limit requestTextLength', remedy: 'Shorten the text' },
  'malformed-http': { cause: 'The request line or a header is not HTTP', remedy: 'Check the client or the proxy' },
  'too-slow': {
    cause: 'The request exceeds the limit requestHeadSeconds or requestSeconds',
    remedy: 'Send the whole request at once',
  },
  'head-too-large': { cause: 'The headers together exceed the limit', remedy: 'Send fewer or shorter headers' },
  'product-unknown': {
    cause: 'productId does not name a product of the bank',
    remedy: 'Use an id that the start of the emulator prints, or one from your bank',
  },
  'product-for-other-classification': {
    cause: 'A Personal product was chosen for a Business customer, or the other way round',
    remedy: 'Choose a product of the classification of the customer',
  },
  'screening-not-clear': { cause: 'The OFAC screening is pending or has a match', remedy: SCREENING },
  'address-missing': { cause: 'An account needs a customer with an address', remedy: 'Add an address first' },
  'phone-missing': { cause: 'An account needs a customer with a phone', remedy: 'Add a phone first' },
  'account-not-active': {
    cause: 'The account is closed, frozen or otherwise not Active',
    remedy: 'Read its status; activate it or use another account',
  },
  'same-account': {
    cause: 'A transfer names one account as debit and credit side',
    remedy: 'Name two different accounts',
  },
  'customer-not-active': { cause: 'The customer is not Active', remedy: 'Activate the customer or use another one' },
  'customer-has-accounts': {
    cause: 'A customer with open accounts cannot be deactivated',
    remedy: 'Close the accounts of the customer first',
  },
  'record-removed': {
    cause: 'The address, phone, e-mail, identification or owner is Inactive',
    remedy: 'Add a new record',
  },
  'not-a-business': {
    cause: 'Beneficial owners belong to Business customers only',
    remedy: 'Use a customer of classification Business',
  },
  'owner-not-a-person': {
    cause: 'A beneficial owner must be a Personal customer',
    remedy: 'Onboard the owner as a Personal customer',
  },
  'owner-known': { cause: 'The customer is listed as an owner already', remedy: 'Update the existing owner' },
  'ownership-over-100': {
    cause: 'The percentages of all owners would exceed 100',
    remedy: 'Lower a percentage or remove an owner',
  },
  'account-not-empty': {
    cause: 'Money, holds, memo posts or open subledgers prevent the closing',
    remedy: 'Clear what the messages list, then close again',
  },
  'account-closed': { cause: 'A closed account cannot be changed', remedy: 'Reopen it or use another account' },
  'account-not-closed': {
    cause: 'Only a closed subledger can be reopened',
    remedy: 'Read its status: nothing is to be done for an open one',
  },
  'implicit-subledger': {
    cause: 'The number of a master account was used as a subledger',
    remedy: 'Change the master account, or create a subledger',
  },
  'holder-known': { cause: 'The customer is a holder of the account already', remedy: 'No change is needed' },
  'primary-holder': {
    cause: 'The holder who opened the account cannot be removed',
    remedy: 'Remove other holders only, or close the account',
  },
  'hold-exceeds-available': {
    cause: 'The hold is larger than the available balance',
    remedy: 'Hold a smaller amount, or fund the account first',
  },
  'authorization-refused': {
    cause: 'The account rejects the memo post; the message has the rejection code',
    remedy: 'Look the code up, for example NSF: not sufficient funds',
  },
  'payment-refused': {
    cause: 'The account rejects the ACH payment; the message has the rejection code',
    remedy: 'Fund the account, or remove the restriction',
  },
  'payment-not-allowed': {
    cause: 'The payment breaks a rule of ACH or its status does not allow the action',
    remedy: 'Correct what each message names',
  },
  'payment-not-cancelable': {
    cause: 'The payment or batch was sent already',
    remedy: 'Cancel before the next ACH window; afterwards only a return is possible',
  },
  'payment-not-complete': {
    cause: 'Only an outbound payment with status Complete can be returned',
    remedy: 'Wait until the payment is Complete',
  },
  'callback-not-allowed': {
    cause: 'The host of callbackUrl is not on the allow-list of the partner',
    remedy: 'Ask the bank; on the emulator: PUT /emulator/v1/partners/{id}/callback-hosts',
  },
  'event-unknown': { cause: 'eventName is not one of the documented events', remedy: 'Use a name from the contract' },
  'event-registered': {
    cause: 'The partner has a registration for the event already',
    remedy: 'Use the existing registration, or delete it first',
  },
  'event-not-polled': {
    cause: 'The event is not queued for polling, or was acknowledged already',
    remedy: 'Acknowledge only the event that the last poll returned',
  },
  'registration-gone': {
    cause: 'The registration of the event was deleted',
    remedy: 'Register again; old events are not delivered any more',
  },
  'registration-not-suspended': {
    cause: 'Only a suspended registration can be restarted',
    remedy: 'No restart is needed',
  },
  'registration-suspended': {
    cause: 'Too many deliveries failed, so the registration was suspended',
    remedy: 'Correct the handler, then restart the registration',
  },
  'set-by-the-bank': {
    cause: 'The hold or restriction is Internal: the bank placed it',
    remedy: 'Ask the bank; on the emulator use the control plane',
  },
  'figure-too-large': {
    cause: 'A balance or sum would exceed the largest amount that the bank can keep',
    remedy: 'Use smaller amounts',
  },
  'time-deposit-without-terms': {
    cause: 'The product of kind TimeDeposit has no terms yet',
    remedy: 'Set them with configureTimeDepositTerms',
  },
  'not-a-time-deposit': {
    cause: 'The account or product is of another kind than TimeDeposit',
    remedy: 'Use an account that was opened on a time deposit product',
  },
  'time-deposit-not-funded': {
    cause: 'The funding amount has not arrived, or its window is over',
    remedy: 'Read fundingAmount and fundingDueDate with getTimeDeposit; fund the account in one credit',
  },
  'time-deposit-matured': {
    cause: 'The maturity date is reached: there is no penalty, and no further rate period',
    remedy: 'Withdraw the money with an ordinary transfer',
  },
  'time-deposit-withdrawn': { cause: 'The money of the time deposit was withdrawn', remedy: 'Open another account' },
  'withdrawal-requested': {
    cause: 'An early withdrawal was requested, and its transaction has not followed yet',
    remedy: 'Send the transaction over withdrawalAmount of getPenaltyFee',
  },
  'reversal-exceeds-interest': {
    cause: 'The amount is more than the payment, less earlier reversals of it',
    remedy: 'Omit amount to reverse what is left',
  },
  'bump-up-not-offered': {
    cause: 'The product has no bump-up, or the bank runs with the variant DOC-033=B',
    remedy: 'Read bumpUpOffered with getTimeDeposit before the request',
  },
  'bump-up-too-early': {
    cause: 'The months of the present rate period are not over',
    remedy: 'Wait until nextBumpUpDate of getTimeDeposit',
  },
  'no-further-rate-period': {
    cause: 'Every configured rate period has begun',
    remedy: 'Compare ratePeriods with maximumPeriods in getTimeDeposit',
  },
  'general-ledger-not-zero': {
    cause: 'A general ledger account has a balance at the close',
    remedy: 'Settle the general ledger first, then close the day',
  },
  'clock-moves-back': { cause: 'The requested time is before the time of the bank', remedy: 'Name a later time' },
  'clock-runs-by-itself': {
    cause: 'The emulator runs with --clock wall',
    remedy: 'Start it without --clock wall to move the clock',
  },
  'posting-day-not-reached': {
    cause: 'With --clock wall, the open posting day is still in the future',
    remedy: 'Wait until the day begins',
  },
  'transfer-refused': {
    cause: 'An account rejects the transfer (only with --variant DOC-056=B)',
    remedy: 'Look up the rejection code of the side that the message names',
  },
  'key-conflict': {
    cause: 'An idempotency key was used for a different request (variant DOC-038=B)',
    remedy: 'Use a new key for a new request',
  },
  'not-found': { cause: 'No record of the partner has this id or number', remedy: 'Check the id and the partner' },
  'route-unknown': { cause: 'The method and path are not in the contract', remedy: 'Compare them with /swagger' },
  'token-missing': { cause: 'The token is missing, unknown or expired', remedy: 'Request a new token' },
  'token-of-another-role': {
    cause: 'A partner called the control plane, or an operator the partner API',
    remedy: 'Use the token of the right role',
  },
  'customer-of-another-partner': {
    cause: 'partnerId in the body is not the partner of the token',
    remedy: 'Send your own partner id',
  },
  failure: {
    cause: 'The emulator has a bug, or cannot write its data file',
    remedy: 'Read the line on its standard error and report it',
  },
};
