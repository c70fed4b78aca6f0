import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

type TimeDeposit = CoreSchemas['TimeDeposit'];

/** Returns a time deposit. */
export function getTimeDeposit(_bank: Bank, _partnerId: string, _accountNumber: string): TimeDeposit | Rejection {
  return reject('not-found');
}

/** Returns the projected penalty fee. */
export function getPenaltyFee(
  _bank: Bank,
  _partnerId: string,
  _accountNumber: string,
): CoreSchemas['PenaltyFee'] | Rejection {
  return reject('not-found');
}

/** Requests an early withdrawal. */
export function requestEarlyWithdrawal(
  _bank: Bank,
  _partnerId: string,
  _accountNumber: string,
  _request: CoreSchemas['EarlyWithdrawalRequest'],
): TimeDeposit | Rejection {
  return reject('not-found');
}

/** Raises the rate to that of the next period. */
export function bumpUpTimeDeposit(_bank: Bank, _partnerId: string, _accountNumber: string): TimeDeposit | Rejection {
  return reject('not-found');
}
