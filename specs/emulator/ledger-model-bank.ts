import assert from 'node:assert/strict';
import { addCalendarDays, easternInstant, renderEastern } from '../../core/business-day.ts';
import { changeAccountStatus, closeAccount } from '../../emulator/bank/accounts/account-status.ts';
import { getAccount, openAccount } from '../../emulator/bank/accounts/accounts.ts';
import { configureProductRules } from '../../emulator/bank/accounts/products.ts';
import {
  createRestriction,
  placeInternalRestriction,
  removeAnyRestriction,
  removeRestriction,
} from '../../emulator/bank/accounts/restrictions.ts';
import { placeStopPayment, removeStopPayment } from '../../emulator/bank/accounts/stop-payments.ts';
import {
  closeSubaccount,
  createSubaccount,
  getSubaccount,
  reopenSubaccount,
} from '../../emulator/bank/accounts/subledgers.ts';
import { type Bank, openPostingDay } from '../../emulator/bank/bank.ts';
import { addCustomerRecord } from '../../emulator/bank/customers/customer-records.ts';
import { onboardCustomer } from '../../emulator/bank/customers/customers.ts';
import { completeScreenings } from '../../emulator/bank/customers/screening.ts';
import { addRateCard, configureInterest } from '../../emulator/bank/interest/rate-cards.ts';
import {
  placeInternalHold,
  placePartnerHold,
  releaseInternalHold,
  releasePartnerHold,
} from '../../emulator/bank/ledger/holds.ts';
import { captureMemoPost, placeMemoPost, removeMemoPost } from '../../emulator/bank/ledger/memo-post-operations.ts';
import { postRailTransaction } from '../../emulator/bank/ledger/rail-transactions.ts';
import { createTransaction, createTransfer } from '../../emulator/bank/ledger/transactions.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { isRejection, type Rejection } from '../../emulator/bank/rejection.ts';
import { advanceClock, closeOnDemand, runToEnd } from '../../emulator/bank/scheduler.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { bumpUpTimeDeposit } from '../../emulator/bank/time-deposits/bump-up.ts';
import { requestEarlyWithdrawal } from '../../emulator/bank/time-deposits/early-withdrawal.ts';
import { getPenaltyFee } from '../../emulator/bank/time-deposits/penalty.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { KINDS, type Kind, rules, START } from './ledger-model.ts';
import { DEPOSIT, placeOf, type RestrictStep, type Step } from './ledger-script.ts';

type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

export const PARTNER = '00000000-0000-4000-a000-000000000001';
const NO_NUMBER = '2000000006';
const NO_ID = '00000000-0000-4000-a000-000000000099';
const HOUR_MS = 3_600_000;

const productId = (kind: Kind) => `00000000-0000-4000-a000-00000000001${KINDS.indexOf(kind)}`;
const accountTypes = {
  passthrough: 'Checking',
  direct: 'Checking',
  savings: 'Savings',
  generalLedger: 'GeneralLedger',
  earning: 'Savings',
  deposit: 'TimeDeposit',
} as const;

function must<T>(outcome: T): Exclude<T, Rejection> {
  assert.ok(!isRejection(outcome), JSON.stringify(outcome));
  return outcome as Exclude<T, Rejection>;
}

/** Opens a real bank with the same masters as the model, one of each kind in its order. */
export function openRealBank(): Bank {
  const bank = openBank({
    variants: DEFAULT_SIDES,
    store: openStore(undefined),
    seed: 1,
    clock: easternInstant(START.day, '09:00'),
    products: KINDS.map((kind) => ({
      id: productId(kind),
      kind: accountTypes[kind],
      classification: 'Personal',
      eddEnabled: false,
      ledgerType: kind === 'direct' ? 'Direct' : 'Passthrough',
      ...(kind === 'deposit' ? { timeDeposit: depositTerms } : {}),
    })),
  });
  must(configureInterest(bank, productId('earning'), { dayCount: rules.interest.dayCount, balance: 'Lowest' }));
  must(addRateCard(bank, productId('earning'), rateCard));
  for (const kind of KINDS) must(configureProductRules(bank, productId(kind), rulesOf(kind)));
  const { name, profile: generated, address, phone } = createCustomerGenerator(1).person();
  const withholding = { enableBackupWithholding: true, backupWithholdingPercent: rules.withholding.percent };
  const profile = { ...generated, ...withholding };
  const request = { partnerId: PARTNER, classification: 'Personal', name, profile } as const;
  const { id: customerId } = must(onboardCustomer(bank, PARTNER, request));
  addCustomerRecord(bank, { customerId, kind: 'address', details: address });
  addCustomerRecord(bank, { customerId, kind: 'phone', details: phone });
  bank.clock.moveTo(easternInstant(START.day, START.time));
  completeScreenings(bank);
  for (const kind of KINDS) must(openAccount(bank, PARTNER, { customerId, productId: productId(kind), title: kind }));
  return bank;
}

const depositTerms = {
  ...rules.deposit,
  ratesBasisPoints: [...rules.deposit.ratesBasisPoints],
  penaltyTiers: [...rules.deposit.penaltyTiers],
};
const { minimumBalance, tiers } = rules.interest;
const rateCard = { tiers: [...tiers], minimumBalance, isDefault: true };

function rulesOf(kind: Kind) {
  const policies = kind === 'direct' ? rules.policies.direct : [];
  return {
    postingOrder: rules.order[kind],
    monthlyDebitLimit: kind === 'savings' ? rules.monthlyDebits : null,
    availability: kind === 'generalLedger' ? [] : rules.schedules.map(availabilityRule),
    policies: policies.map(({ rail, type, threshold }) => ({
      rail: rail as 'Wire',
      transactionType: type as 'Debit',
      amountThreshold: threshold as number,
    })),
  };
}

function availabilityRule({ rail, code, percentages }: (typeof rules.schedules)[number]) {
  return { rail, transactionCode: code, percentages: [...percentages] };
}

/** Lists the numbers of all accounts, in the model's order. */
export function accountNumbers({ store }: Bank): string[] {
  return store.all<{ number: string }>('SELECT number FROM subledger ORDER BY seq').map(({ number }) => number);
}

/** Applies a step to the real bank and returns its response in the model's words. */
export function perform(bank: Bank, step: Step): string {
  const numbers = accountNumbers(bank);
  const at = (number: number) => numbers[placeOf(number, numbers.length)] ?? NO_NUMBER;
  const until = ({ days }: { days: number | null }) =>
    days === null ? {} : { expiresAt: addCalendarDays(openPostingDay(bank), days) };
  switch (step.do) {
    case 'transfer':
      return say(
        createTransfer(bank, PARTNER, {
          debitAccountNumber: at(step.debit),
          creditAccountNumber: at(step.credit),
          amount: step.amount,
        }),
      );
    case 'transaction':
      return say(
        createTransaction(bank, PARTNER, {
          debitAccountNumber: at(step.debit),
          creditAccountNumber: at(step.credit),
          amount: step.amount,
          transactionCode: step.code,
          flags: [...step.flags],
        }),
      );
    case 'empty':
      return empty(bank, at(step.account), step);
    case 'rail':
      return say(
        postRailTransaction(bank, {
          accountNumber: at(step.account),
          rail: step.rail,
          transactionType: step.type,
          amount: step.amount,
          transactionCode: step.code,
        }),
      );
    case 'hold': {
      const sub = step.sub === null ? {} : { subAccountNumber: at(step.sub) };
      const request = { amount: step.amount, reason: 'R', ...until(step), ...sub };
      return say(placePartnerHold(bank, PARTNER, at(step.master), request));
    }
    case 'internal hold':
      return say(placeInternalHold(bank, at(step.account), { amount: step.amount, reason: 'R', ...until(step) }));
    case 'release': {
      const { id, master, sub } = recordAt(bank, 'SELECT id, master, sub FROM hold ORDER BY seq', step.nth);
      if (step.byBank) return say(releaseInternalHold(bank, step.of === null ? sub : at(step.of), id));
      return say(releasePartnerHold(bank, PARTNER, step.of === null ? master : at(step.of), id));
    }
    case 'memo post':
      return say(
        placeMemoPost(bank, at(step.account), {
          transactionType: step.type,
          amount: step.amount,
          affectsAvailability: step.affects,
          rail: step.rail,
          transactionCode: step.code,
          description: 'D',
          onExpiry: step.posts ? 'Posts' : 'FallsOff',
          ...until(step),
        }),
      );
    case 'capture':
      return say(captureMemoPost(bank, memoPostAt(bank, step), { amount: step.amount }));
    case 'remove memo post':
      return say(removeMemoPost(bank, memoPostAt(bank, step)));
    case 'restrict':
      return restrict(bank, at, step);
    case 'unrestrict': {
      const { id, master } = recordAt(bank, 'SELECT id, master, master AS sub FROM restriction ORDER BY seq', step.nth);
      const of = step.of === null ? master : at(step.of);
      return say(step.byBank ? removeAnyRestriction(bank, of, id) : removeRestriction(bank, PARTNER, of, id));
    }
    case 'stop': {
      const { rail, amount } = step;
      const criteria = { ...(rail === null ? {} : { rail }), ...(amount === null ? {} : { amount }) };
      return say(placeStopPayment(bank, at(step.account), criteria));
    }
    case 'unstop': {
      const { id, sub } = recordAt(bank, 'SELECT id, sub, sub AS master FROM stop_payment ORDER BY seq', step.nth);
      return say(removeStopPayment(bank, step.of === null ? sub : at(step.of), id));
    }
    case 'create subledger':
      return say(createSubaccount(bank, PARTNER, { masterAccountNumber: at(step.master), title: 'P' }));
    case 'close subledger':
      return say(closeSubaccount(bank, PARTNER, at(step.account)));
    case 'reopen subledger':
      return say(reopenSubaccount(bank, PARTNER, at(step.account)));
    case 'close account':
      return say(closeAccount(bank, PARTNER, at(step.account)));
    case 'status': {
      const answer = changeAccountStatus(bank, at(step.account), { status: step.status });
      return isRejection(answer) ? say(answer) : 'done';
    }
    case 'fund deposit':
      return perform(bank, { do: 'transfer', debit: step.from, credit: DEPOSIT, amount: step.amount });
    case 'bump up':
      return say(bumpUpTimeDeposit(bank, PARTNER, at(DEPOSIT)));
    case 'request withdrawal':
      return say(requestEarlyWithdrawal(bank, PARTNER, at(DEPOSIT), { waivePenaltyFee: step.waived }));
    case 'withdraw': {
      const amount = step.amount ?? withdrawalOf(bank, at(DEPOSIT));
      if (amount <= 0) return 'empty';
      return perform(bank, { do: 'transfer', debit: DEPOSIT, credit: step.into, amount });
    }
    case 'in turn':
      return step.steps.map((one) => perform(bank, one)).join(', ');
    case 'close day':
      return say(closeOnDemand(bank));
    case 'advance':
      return say(runToEnd(advanceClock(bank, { bySeconds: step.hours * 3600 })));
  }
}

/** Renders the part of a bank's response that the model predicts. */
function say(answer: unknown): string {
  if (isRejection(answer)) {
    const { rejection, details } = answer;
    if (rejection === 'authorization-refused') return `${rejection} ${details.join().slice(-3)}`;
    const counts = rejection === 'account-not-empty' || rejection === 'general-ledger-not-zero';
    return counts ? `${rejection} ${details.length}` : rejection;
  }
  const body = answer as Readonly<Record<string, unknown>>;
  if ('closedPostingDay' in body)
    return `${body.closedPostingDay} closed, ${body.postedActivities} posted, ${body.nextPostingDay} open`;
  if ('debit' in body) {
    const [debit, credit] = [body.debit, body.credit] as { result: { code: string } }[];
    return `${body.status} ${debit?.result.code} ${credit?.result.code}`;
  }
  if ('transactionId' in body) return `${body.status} ${body.code}`;
  if (Array.isArray(body.notClosed)) return `${body.postingDay} not closed for ${body.notClosed.length}`;
  return 'closeTime' in body ? String(body.postingDay) : 'done';
}

/** Returns the amount that the bank says may be withdrawn; without a penalty to project, the balance. */
function withdrawalOf(bank: Bank, number: string): number {
  const penalty = getPenaltyFee(bank, PARTNER, number);
  if (!isRejection(penalty)) return penalty.withdrawalAmount;
  const account = getAccount(bank, PARTNER, number);
  return isRejection(account) ? 0 : account.currentBalance;
}

function empty(bank: Bank, number: string, { account, into }: StepOf<'empty'>): string {
  const found = getSubaccount(bank, PARTNER, number);
  const current = isRejection(found) ? 0 : found.currentBalance;
  if (current === 0) return 'empty';
  const [debit, credit] = current > 0 ? [account, into] : [into, account];
  return perform(bank, { do: 'transfer', debit, credit, amount: Math.abs(current) });
}

function restrict(bank: Bank, at: (number: number) => string, step: RestrictStep): string {
  const instant = (hours: number | null) =>
    hours === null ? null : renderEastern(bank.clock.nowMs() + hours * HOUR_MS);
  const request = {
    appliesTo: step.appliesTo,
    rail: step.rail,
    transactionType: step.type,
    otherAccountType: step.otherType,
    amountThreshold: step.threshold,
    transactionCode: step.code,
    reason: 'R',
    startsAt: instant(step.starts),
    expiresAt: instant(step.expires),
    ...(step.sub === null ? {} : { subAccountNumber: at(step.sub) }),
  };
  const number = at(step.account);
  return say(
    step.byBank ? placeInternalRestriction(bank, number, request) : createRestriction(bank, PARTNER, number, request),
  );
}

interface FoundRecord {
  readonly id: string;
  readonly master: string;
  readonly sub: string;
}

function recordAt({ store }: Bank, sql: string, nth: number): FoundRecord {
  const rows = store.all<FoundRecord>(sql);
  const place = placeOf(nth, rows.length);
  return rows[place] ?? { id: NO_ID, master: NO_NUMBER, sub: NO_NUMBER };
}

function memoPostAt(bank: Bank, { nth }: { nth: number }): string {
  return recordAt(bank, 'SELECT id, master, sub FROM memo_post ORDER BY seq', nth).id;
}
