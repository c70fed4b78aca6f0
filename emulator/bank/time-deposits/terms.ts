import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** Sets the terms of a time deposit product. */
export function configureTimeDepositTerms(
  _bank: Bank,
  _productId: string,
  _terms: EmulatorSchemas['TimeDepositTerms'],
): EmulatorSchemas['TimeDepositTerms'] | Rejection {
  return reject('not-found');
}
