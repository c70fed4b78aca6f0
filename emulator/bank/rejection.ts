/** The reasons of a rejection; `emulator/api` has the status, code and message of each. */
export type RejectionKind =
  | 'invalid'
  | 'not-found'
  | 'customer-of-another-partner'
  | 'customer-not-active'
  | 'customer-has-accounts'
  | 'record-removed'
  | 'not-a-business'
  | 'owner-not-a-person'
  | 'owner-known'
  | 'ownership-over-100'
  | 'product-unknown'
  | 'product-for-other-classification'
  | 'screening-not-clear'
  | 'address-missing'
  | 'phone-missing'
  | 'account-not-active'
  | 'same-account'
  | 'account-not-empty'
  | 'account-closed'
  | 'account-not-closed'
  | 'implicit-subledger'
  | 'holder-known'
  | 'primary-holder'
  | 'hold-exceeds-available'
  | 'set-by-the-bank'
  | 'authorization-refused'
  | 'payment-refused'
  | 'payment-not-allowed'
  | 'payment-not-cancelable'
  | 'payment-not-complete'
  | 'callback-not-allowed'
  | 'event-unknown'
  | 'event-registered'
  | 'event-not-polled'
  | 'registration-gone'
  | 'registration-not-suspended'
  | 'registration-suspended'
  | 'figure-too-large'
  | 'time-deposit-without-terms'
  | 'not-a-time-deposit'
  | 'time-deposit-not-funded'
  | 'time-deposit-matured'
  | 'time-deposit-withdrawn'
  | 'withdrawal-requested'
  | 'reversal-exceeds-interest'
  | 'bump-up-not-offered'
  | 'bump-up-too-early'
  | 'no-further-rate-period'
  | 'general-ledger-not-zero'
  | 'clock-moves-back'
  | 'clock-runs-by-itself'
  | 'posting-day-not-reached';

/**
 * A rejection by the bank. It is returned, never thrown. `details` are messages for the caller, one for each problem.
 */
export interface Rejection {
  readonly rejection: RejectionKind;
  readonly details: readonly string[];
}

export function reject(rejection: RejectionKind, ...details: readonly string[]): Rejection {
  return { rejection, details };
}

export function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && 'rejection' in value;
}
