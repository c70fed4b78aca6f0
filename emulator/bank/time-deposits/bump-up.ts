import type { CoreSchemas } from '../../../generated/types/index.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { isRejection, type Rejection, reject } from '../rejection.ts';
import { findInactive } from './find-inactive.ts';
import { setRate } from './movements.ts';
import { isBumpUpOffered, nextBumpUpDay } from './rate-periods.ts';
import { changeTimeDeposit, findTimeDeposit } from './time-deposit-row.ts';
import { getTimeDeposit } from './time-deposits.ts';

/**
 * Raises the rate of a CD to that of its next period, from the open posting day on. It never rises by itself (DOC-051,
 * variant B). ASSUMPTION: the first bump-up is accepted one period after the funding, each further one a period later;
 * a request that comes later raises the rate by one period only. On side B of DOC-033 no product offers it. Source:
 * S-ACCT (T05 to T08).
 */
export function bumpUpTimeDeposit(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
): CoreSchemas['TimeDeposit'] | Rejection {
  const deposit = findTimeDeposit(bank, partnerId, accountNumber);
  if (isRejection(deposit)) return deposit;
  if (!isBumpUpOffered(bank, deposit)) return reject('bump-up-not-offered');
  const inactive = findInactive(deposit);
  if (inactive) return inactive;
  const firstDay = nextBumpUpDay(deposit);
  if (firstDay === undefined)
    return reject(
      'no-further-rate-period',
      `Time deposit has ${deposit.terms.ratesBasisPoints.length} rate periods, and the last one has begun`,
    );
  const day = openPostingDay(bank);
  if (day < firstDay) return reject('bump-up-too-early', `The next rate period begins on ${firstDay}`);
  const raised = { ...deposit, rate_starts: [...deposit.rate_starts, day] };
  return bank.store.atomically(() => {
    changeTimeDeposit(bank, accountNumber, { rate_starts: JSON.stringify(raised.rate_starts) });
    setRate(bank, raised, day);
    return getTimeDeposit(bank, partnerId, accountNumber);
  });
}
