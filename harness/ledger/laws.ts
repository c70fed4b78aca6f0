import type { Law } from './law.ts';
import { accountNumberIsNeverReassigned } from './laws/account-number-is-never-reassigned.ts';
import { accountNumberIsWellFormed } from './laws/account-number-is-well-formed.ts';
import { activityIsPendingUntilClose } from './laws/activity-is-pending-until-close.ts';
import { availableBalanceFollowsHoldsAndMemoPosts } from './laws/available-balance-follows-holds-and-memo-posts.ts';
import { bothSidesNameOneTransaction } from './laws/both-sides-name-one-transaction.ts';
import { currentBalanceIsSumOfActivity } from './laws/current-balance-is-sum-of-activity.ts';
import { earlyDepositConvertsOnEffectiveDate } from './laws/early-deposit-converts-on-effective-date.ts';
import { earlyDepositIsAtMostTwoBusinessDaysEarly } from './laws/early-deposit-is-at-most-two-business-days-early.ts';
import { earlyDepositRaisesAvailableOnly } from './laws/early-deposit-raises-available-only.ts';
import { exceptionMovesNothing } from './laws/exception-moves-nothing.ts';
import { exceptionOnlyOnFailingSide } from './laws/exception-only-on-failing-side.ts';
import { expiredHoldNeverReturns } from './laws/expired-hold-never-returns.ts';
import { failedTransactionMovesNothing } from './laws/failed-transaction-moves-nothing.ts';
import { glIsZeroAtClose } from './laws/gl-is-zero-at-close.ts';
import { holdAmountIsSumOfActiveHolds } from './laws/hold-amount-is-sum-of-active-holds.ts';
import { holdCoversWhatIsNotYetAvailable } from './laws/hold-covers-what-is-not-yet-available.ts';
import { holdLastsThroughItsPostingDay } from './laws/hold-lasts-through-its-posting-day.ts';
import { idempotentReplayHasOneEffect } from './laws/idempotent-replay-has-one-effect.ts';
import { interestAccruesWhateverTheHolds } from './laws/interest-accrues-whatever-the-holds.ts';
import { interestPaidIsInterestAccrued } from './laws/interest-paid-is-interest-accrued.ts';
import { internalRestrictionOutlivesPartner } from './laws/internal-restriction-outlives-partner.ts';
import { isClearingFollowsSchedule } from './laws/is-clearing-follows-schedule.ts';
import { lockedTimeDepositRejectsCredit } from './laws/locked-time-deposit-rejects-credit.ts';
import { memoConversionIsSeamless } from './laws/memo-conversion-is-seamless.ts';
import { memoPostHasOneSide } from './laws/memo-post-has-one-side.ts';
import { memoPostNeverChangesCurrent } from './laws/memo-post-never-changes-current.ts';
import { moneyIsConserved } from './laws/money-is-conserved.ts';
import { onlyAllowedAccountsGoNegative } from './laws/only-allowed-accounts-go-negative.ts';
import { onlyDeclaredEffectsHappen } from './laws/only-declared-effects-happen.ts';
import { penaltyIsFeeDaysOfSimpleInterest } from './laws/penalty-is-fee-days-of-simple-interest.ts';
import { postedActivityNeverChanges } from './laws/posted-activity-never-changes.ts';
import { postingDateIsEasternMidnight } from './laws/posting-date-is-eastern-midnight.ts';
import { postingSequenceIsDensePerDay } from './laws/posting-sequence-is-dense-per-day.ts';
import { projectedPenaltyIsChargedPenalty } from './laws/projected-penalty-is-charged-penalty.ts';
import { rateRisesOnlyOnRequest } from './laws/rate-rises-only-on-request.ts';
import { restrictedTransactionIsRejected } from './laws/restricted-transaction-is-rejected.ts';
import { scheduleAgreesOnTransactionAndActivity } from './laws/schedule-agrees-on-transaction-and-activity.ts';
import { scheduleSumsToAmount } from './laws/schedule-sums-to-amount.ts';
import { statementFollowsPostingSequence } from './laws/statement-follows-posting-sequence.ts';
import { statementHasAllPostedActivity } from './laws/statement-has-all-posted-activity.ts';
import { statementOpeningPlusLinesIsClosing } from './laws/statement-opening-plus-lines-is-closing.ts';
import { subledgersSumToMaster } from './laws/subledgers-sum-to-master.ts';
import { taxFormFromTenDollars } from './laws/tax-form-from-ten-dollars.ts';
import { timestampsAreInOrder } from './laws/timestamps-are-in-order.ts';
import { traceNumberIsUnique } from './laws/trace-number-is-unique.ts';
import { traceNumberTellsExecutionTime } from './laws/trace-number-tells-execution-time.ts';
import { transactionCountIsNumberOfActivities } from './laws/transaction-count-is-number-of-activities.ts';
import { transactionHasEqualDebitAndCredit } from './laws/transaction-has-equal-debit-and-credit.ts';
import { unrestrictedTransactionPasses } from './laws/unrestricted-transaction-passes.ts';

/** Every ledger law, in the order in which they are checked and reported. */
export const laws: readonly Law[] = [
  transactionHasEqualDebitAndCredit,
  failedTransactionMovesNothing,
  moneyIsConserved,
  currentBalanceIsSumOfActivity,
  availableBalanceFollowsHoldsAndMemoPosts,
  holdAmountIsSumOfActiveHolds,
  subledgersSumToMaster,
  onlyAllowedAccountsGoNegative,
  glIsZeroAtClose,
  transactionCountIsNumberOfActivities,
  onlyDeclaredEffectsHappen,
  activityIsPendingUntilClose,
  postedActivityNeverChanges,
  postingSequenceIsDensePerDay,
  postingDateIsEasternMidnight,
  timestampsAreInOrder,
  traceNumberTellsExecutionTime,
  traceNumberIsUnique,
  bothSidesNameOneTransaction,
  scheduleSumsToAmount,
  scheduleAgreesOnTransactionAndActivity,
  holdCoversWhatIsNotYetAvailable,
  holdLastsThroughItsPostingDay,
  isClearingFollowsSchedule,
  expiredHoldNeverReturns,
  memoPostHasOneSide,
  memoPostNeverChangesCurrent,
  memoConversionIsSeamless,
  exceptionOnlyOnFailingSide,
  exceptionMovesNothing,
  restrictedTransactionIsRejected,
  unrestrictedTransactionPasses,
  internalRestrictionOutlivesPartner,
  accountNumberIsWellFormed,
  accountNumberIsNeverReassigned,
  idempotentReplayHasOneEffect,
  earlyDepositRaisesAvailableOnly,
  earlyDepositIsAtMostTwoBusinessDaysEarly,
  earlyDepositConvertsOnEffectiveDate,
  lockedTimeDepositRejectsCredit,
  rateRisesOnlyOnRequest,
  penaltyIsFeeDaysOfSimpleInterest,
  projectedPenaltyIsChargedPenalty,
  interestAccruesWhateverTheHolds,
  interestPaidIsInterestAccrued,
  statementHasAllPostedActivity,
  statementFollowsPostingSequence,
  statementOpeningPlusLinesIsClosing,
  taxFormFromTenDollars,
];
