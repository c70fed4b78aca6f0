import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** Reverses interest that was paid to an account. */
export function reverseInterest(
  _bank: Bank,
  _accountNumber: string,
  _request: EmulatorSchemas['InterestReversalRequest'],
): EmulatorSchemas['PostedTransaction'] | Rejection {
  return reject('not-found');
}
