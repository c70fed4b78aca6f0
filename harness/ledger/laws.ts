import type { Law } from './law.ts';
import { accountNumberIsWellFormed } from './laws/account-number-is-well-formed.ts';
import { availableBalanceFollowsHoldsAndMemoPosts } from './laws/available-balance-follows-holds-and-memo-posts.ts';
import { currentBalanceIsSumOfActivity } from './laws/current-balance-is-sum-of-activity.ts';
import { earlyDepositConvertsOnEffectiveDate } from './laws/early-deposit-converts-on-effective-date.ts';
import { earlyDepositIsAtMostTwoBusinessDaysEarly } from './laws/early-deposit-is-at-most-two-business-days-early.ts';
import { earlyDepositRaisesAvailableOnly } from './laws/early-deposit-raises-available-only.ts';
import { failedTransactionMovesNothing } from './laws/failed-transaction-moves-nothing.ts';
import { glIsZeroAtClose } from './laws/gl-is-zero-at-close.ts';
import { holdAmountIsSumOfActiveHolds } from './laws/hold-amount-is-sum-of-active-holds.ts';
import { moneyIsConserved } from './laws/money-is-conserved.ts';
import { onlyAllowedAccountsGoNegative } from './laws/only-allowed-accounts-go-negative.ts';
import { onlyDeclaredEffectsHappen } from './laws/only-declared-effects-happen.ts';
import { subledgersSumToMaster } from './laws/subledgers-sum-to-master.ts';
import { transactionCountIsNumberOfActivities } from './laws/transaction-count-is-number-of-activities.ts';
import { transactionHasEqualDebitAndCredit } from './laws/transaction-has-equal-debit-and-credit.ts';

/** Every ledger law, in the order in which they are asked and their findings reported. */
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
  accountNumberIsWellFormed,
  earlyDepositRaisesAvailableOnly,
  earlyDepositIsAtMostTwoBusinessDaysEarly,
  earlyDepositConvertsOnEffectiveDate,
];
