import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { changeAccountStatus } from '../../bank/accounts/account-status.ts';
import { configureEarlyDirectDeposit, configureProductRules } from '../../bank/accounts/products.ts';
import { placeInternalRestriction, removeAnyRestriction } from '../../bank/accounts/restrictions.ts';
import { placeStopPayment, removeStopPayment } from '../../bank/accounts/stop-payments.ts';
import { reviewAchPayment } from '../../bank/ach/ach-review.ts';
import { configureAchWindows } from '../../bank/ach/ach-windows.ts';
import { inboundBusinessDays, writeSetting } from '../../bank/bank.ts';
import { changeCifNumber } from '../../bank/customers/customers.ts';
import { configureProgramme } from '../../bank/customers/programme.ts';
import { decideScreening } from '../../bank/customers/screening.ts';
import { reverseInterest } from '../../bank/documents/interest-reversals.ts';
import { configureCallbackHosts } from '../../bank/events/callback-hosts.ts';
import { sendSampleEvent } from '../../bank/events/event-operations.ts';
import { getInterestTerms } from '../../bank/interest/interest-terms.ts';
import { addRateCard, assignRateCard, configureInterest } from '../../bank/interest/rate-cards.ts';
import { placeInternalHold, releaseInternalHold } from '../../bank/ledger/holds.ts';
import { captureMemoPost, placeMemoPost, removeMemoPost } from '../../bank/ledger/memo-post-operations.ts';
import { configurePostingDay } from '../../bank/ledger/posting-day.ts';
import { postRailTransaction } from '../../bank/ledger/rail-transactions.ts';
import { getTrialBalance } from '../../bank/ledger/trial-balance.ts';
import { type Rejection, reject } from '../../bank/rejection.ts';
import { advanceClock, closeOnDemand, getClock } from '../../bank/scheduler.ts';
import { configureTimeDepositTerms } from '../../bank/time-deposits/terms.ts';
import { deleteExpiredResponses } from '../idempotency.ts';
import { account, type Backend, customerId, type Handlers, type ValidRequest } from './handler.ts';

const registration = ({ path }: ValidRequest) => path.registrationId ?? '';

/** Calls `act` with the partner of the path, its id in lower case; rejects a partner that does not exist. */
function ofPartner<Result>(
  { partnerIds }: Backend,
  path: ValidRequest['path'],
  act: (partnerId: string) => Result,
): Result | Rejection {
  const partnerId = (path.partnerId ?? '').toLowerCase();
  return partnerIds.includes(partnerId) ? act(partnerId) : reject('not-found', 'Partner not found');
}

/** The handlers of the control plane. */
export const controlPlaneHandlers = {
  getClock: ({ bank }) => getClock(bank),
  advanceClock: (backend, { body }) =>
    backend.deliveries.whileWorking(() => {
      deleteExpiredResponses(backend.bank);
      return advanceClock(backend.bank, body as EmulatorSchemas['AdvanceClockRequest']);
    }),
  closePostingDay: (backend) =>
    backend.deliveries.whileWorking(() => {
      deleteExpiredResponses(backend.bank);
      return closeOnDemand(backend.bank);
    }),
  configurePostingDay: ({ bank }, { body }) => configurePostingDay(bank, body as EmulatorSchemas['PostingDaySettings']),
  placeInternalRestriction: ({ bank }, request) =>
    placeInternalRestriction(bank, account(request), request.body as EmulatorSchemas['InternalRestrictionRequest']),
  removeAnyRestriction: ({ bank }, request) =>
    removeAnyRestriction(bank, account(request), request.path.restrictionId ?? ''),
  placeStopPayment: ({ bank }, request) =>
    placeStopPayment(bank, account(request), request.body as EmulatorSchemas['StopPaymentRequest']),
  removeStopPayment: ({ bank }, request) => removeStopPayment(bank, account(request), request.path.stopPaymentId ?? ''),
  changeAccountStatus: ({ bank }, request) =>
    changeAccountStatus(bank, account(request), request.body as EmulatorSchemas['AccountStatusChange']),
  placeMemoPost: ({ bank }, request) =>
    placeMemoPost(bank, account(request), request.body as EmulatorSchemas['MemoPostRequest']),
  captureMemoPost: ({ bank }, { path, body }) =>
    captureMemoPost(bank, path.memoPostId ?? '', body as EmulatorSchemas['CaptureRequest']),
  removeMemoPost: ({ bank }, { path }) => removeMemoPost(bank, path.memoPostId ?? ''),
  postRailTransaction: ({ bank }, { body }) =>
    postRailTransaction(bank, body as EmulatorSchemas['RailTransactionRequest']),
  configureProductRules: ({ bank }, { path, body }) =>
    configureProductRules(bank, path.productId ?? '', body as EmulatorSchemas['ProductRulesRequest']),
  placeInternalHold: ({ bank }, request) =>
    placeInternalHold(bank, account(request), request.body as EmulatorSchemas['InternalHoldRequest']),
  releaseInternalHold: ({ bank }, request) => releaseInternalHold(bank, account(request), request.path.holdId ?? ''),
  configureEarlyDirectDeposit: ({ bank }, { path, body }) =>
    configureEarlyDirectDeposit(bank, path.productId ?? '', body as EmulatorSchemas['EarlyDirectDeposit']),
  configureInboundSchedule: ({ bank }, { body }) => {
    writeSetting(
      bank.store,
      'inbound-business-days',
      (body as EmulatorSchemas['InboundSchedule']).standardBusinessDays,
    );
    return { standardBusinessDays: inboundBusinessDays(bank) };
  },
  configureAchWindows: ({ bank }, { body }) => configureAchWindows(bank, body as EmulatorSchemas['AchWindows']),
  reviewAchPayment: ({ bank }, { path, body }) =>
    reviewAchPayment(bank, path.paymentId ?? '', body as EmulatorSchemas['AchReview']),
  configureProgramme: (backend, { path, body }) =>
    ofPartner(backend, path, (partnerId) =>
      configureProgramme(backend.bank, partnerId, body as EmulatorSchemas['Programme']),
    ),
  expireTokens: ({ expireTokens }) => ({ expired: expireTokens() }),
  getTrialBalance: ({ bank }) => getTrialBalance(bank),
  resetBank: (backend) => backend.deliveries.whileWorking(() => getClock(backend.reset())),
  decideScreening: ({ bank }, request) =>
    decideScreening(bank, customerId(request), request.body as EmulatorSchemas['ScreeningDecision']),
  changeCifNumber: ({ bank }, request) => changeCifNumber(bank, customerId(request)),
  configureCallbackHosts: (backend, { path, body }) =>
    ofPartner(backend, path, (partnerId) =>
      configureCallbackHosts(backend.bank, partnerId, body as EmulatorSchemas['CallbackHosts']),
    ),
  sendSampleEvent: ({ bank }, request) =>
    sendSampleEvent(bank, registration(request), request.body as EmulatorSchemas['SampleEvent']),
  configureTimeDepositTerms: ({ bank }, { path, body }) =>
    configureTimeDepositTerms(bank, path.productId ?? '', body as EmulatorSchemas['TimeDepositTerms']),
  configureInterest: ({ bank }, { path, body }) =>
    configureInterest(bank, path.productId ?? '', body as EmulatorSchemas['InterestSettingsRequest']),
  addRateCard: ({ bank }, { path, body }) =>
    addRateCard(bank, path.productId ?? '', body as EmulatorSchemas['RateCardRequest']),
  assignRateCard: ({ bank }, request) =>
    assignRateCard(bank, account(request), request.body as EmulatorSchemas['RateCardAssignment']),
  getInterestTerms: ({ bank }, request) => getInterestTerms(bank, account(request)),
  reverseInterest: ({ bank }, request) =>
    reverseInterest(bank, account(request), request.body as EmulatorSchemas['InterestReversalRequest']),
} satisfies Partial<Handlers>;
