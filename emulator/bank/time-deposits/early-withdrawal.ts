import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { isRejection, type Rejection, reject } from '../rejection.ts';
import { findInactive } from './find-inactive.ts';
import { changeTimeDeposit, findTimeDeposit } from './time-deposit-row.ts';
import { getTimeDeposit } from './time-deposits.ts';

/**
 * Records the request to withdraw a CD before its maturity. It moves no money: a transaction of the partner does
 * (DOC-035, variant B). ASSUMPTION: a request waits until its transaction or the maturity, and a second one is
 * rejected meanwhile. Source: S-ACCT (T12); P-TD, P-TDTUT, P-ACCTEVT (D24).
 */
export function requestEarlyWithdrawal(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  { waivePenaltyFee = false }: CoreSchemas['EarlyWithdrawalRequest'],
): CoreSchemas['TimeDeposit'] | Rejection {
  const deposit = findTimeDeposit(bank, partnerId, accountNumber);
  if (isRejection(deposit)) return deposit;
  const inactive = findInactive(deposit);
  if (inactive) return inactive;
  if (deposit.withdrawal !== null) return reject('withdrawal-requested');
  return bank.store.atomically(() => {
    const withdrawal = waivePenaltyFee ? 'Waived' : 'Penalty';
    changeTimeDeposit(bank, accountNumber, { withdrawal, requested_ms: bank.clock.nowMs() });
    emitEvent(bank, 'Core.TimeDeposit.Withdrawn', { partnerId, path: { accountNumber } });
    return getTimeDeposit(bank, partnerId, accountNumber);
  });
}
