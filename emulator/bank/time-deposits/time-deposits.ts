import type { CoreSchemas } from '../../../generated/types/index.ts';
import { listActivities } from '../accounts/account-records.ts';
import { findMaster } from '../accounts/find-master.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { isRejection, type Rejection } from '../rejection.ts';
import { isBumpUpOffered, nextBumpUpDay, rateOf } from './rate-periods.ts';
import { findTimeDeposit } from './time-deposit-row.ts';

/** More activity than a CD of ten years can have. */
const ALL_ACTIVITY = { pageNumber: 1, pageSize: 1_000 };

/** Returns the terms, the state and the activity of a CD. Source: S-ACCT (T13); P-TD. */
export function getTimeDeposit(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
): CoreSchemas['TimeDeposit'] | Rejection {
  const deposit = findTimeDeposit(bank, partnerId, accountNumber);
  if (isRejection(deposit)) return deposit;
  const { status, terms, day_count, funding_due_day, funded_day, maturity_day, rate_starts, principal } = deposit;
  const { withdrawal, requested_ms } = deposit;
  const nextDay = status === 'Active' && isBumpUpOffered(bank, deposit) ? nextBumpUpDay(deposit) : undefined;
  const activities = listActivities(bank, partnerId, accountNumber, ALL_ACTIVITY);
  return {
    accountNumber,
    status,
    termMonths: terms.termMonths,
    fundingAmount: terms.fundingAmount,
    fundingDueDate: funding_due_day,
    ...(funded_day === null ? {} : { fundedOn: funded_day }),
    ...(maturity_day === null ? {} : { maturityDate: maturity_day }),
    rateBasisPoints: rateOf(deposit),
    dayCount: day_count,
    maximumPeriods: terms.ratesBasisPoints.length,
    bumpUpOffered: isBumpUpOffered(bank, deposit),
    ...(nextDay === undefined ? {} : { nextBumpUpDate: nextDay }),
    ratePeriods: rate_starts.map((startsOn, at) => ({ startsOn, rateBasisPoints: terms.ratesBasisPoints[at] ?? 0 })),
    penaltyTiers: terms.penaltyTiers,
    principalAmount: principal,
    currentBalance: findMaster(bank, partnerId, accountNumber)?.current ?? 0,
    ...(withdrawal === null || requested_ms === null
      ? {}
      : { earlyWithdrawal: { requestedAt: renderInstant(requested_ms), waivePenaltyFee: withdrawal === 'Waived' } }),
    activities: isRejection(activities) ? [] : activities.results,
  };
}
