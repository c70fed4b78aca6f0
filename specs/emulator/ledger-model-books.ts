import { easternMidnight } from '../../core/business-day.ts';
import {
  listActivities,
  listHolds,
  listMemoPosts,
  listPostingExceptions,
} from '../../emulator/bank/accounts/account-records.ts';
import { getAccount } from '../../emulator/bank/accounts/accounts.ts';
import { getSubaccount } from '../../emulator/bank/accounts/subledgers.ts';
import { type Bank, openPostingDay } from '../../emulator/bank/bank.ts';
import { listTransactions } from '../../emulator/bank/ledger/transactions.ts';
import { getTrialBalance } from '../../emulator/bank/ledger/trial-balance.ts';
import { isRejection } from '../../emulator/bank/rejection.ts';
import { getPenaltyFee } from '../../emulator/bank/time-deposits/penalty.ts';
import { getTimeDeposit } from '../../emulator/bank/time-deposits/time-deposits.ts';
import {
  type Account,
  type Deposit,
  type Figures,
  figuresOf,
  type Internal,
  type Ledger,
  type Place,
  rules,
  subledgersOf,
  totalsOf,
} from './ledger-model.ts';
import { accountNumbers, PARTNER } from './ledger-model-bank.ts';
import { penaltyOf } from './ledger-model-deposits.ts';

/** Figures and records as lines of text, so that differences are readable. */
export type Books = readonly string[];

const render = ({ current, available, hold, count }: Figures) => `${current}/${available} held ${hold} of ${count}`;

/** Renders every figure, the clock and the trial balance of the model. */
export function modelFigures(ledger: Ledger): Books {
  const { accounts, internal, day, now } = ledger;
  const masters = accounts.flatMap(({ master, status }, place) =>
    master === place ? [`master ${place} ${status} ${render(totalsOf(ledger, place))}`] : [],
  );
  const subledgers = accounts.map(({ status }, place) => `sub ${place} ${status} ${render(figuresOf(ledger, place))}`);
  const own = OWN_ACCOUNTS.map(([, name]) => `${name} ${name === 'book' ? 0 : internal[name]}`);
  const deposits = accounts.flatMap(({ deposit }, place) =>
    deposit ? [`deposit ${place} ${renderDeposit(ledger, deposit)}`] : [],
  );
  return [`${day} ${now}`, ...masters, ...subledgers, ...own, 'total 0', ...deposits];
}

const OWN_ACCOUNTS = [
  ['ACH in transit', 'ach'],
  ['Book transfers in transit', 'book'],
  ['Other rails in transit', 'other'],
  ['Position at the Fed', 'fed'],
  ['Interest expense', 'interest'],
  ['Fee income', 'fees'],
  ['Tax payable', 'tax'],
  ['Payments on closing', 'closing'],
] as const satisfies readonly (readonly [title: string, name: Internal | 'book'])[];

function renderDeposit(ledger: Ledger, deposit: Deposit): string {
  const { status, fundedOn, maturesOn, principal, bumpUps, request } = deposit;
  const penalty = status === 'Active' ? penaltyOf(ledger, deposit) : 'none';
  const rate = rules.deposit.ratesBasisPoints[bumpUps];
  return `${status} ${fundedOn} ${maturesOn} ${principal} at ${rate}, ${request ?? 'no'} request, penalty ${penalty}`;
}

/** Renders the same of the real bank. */
export function bankFigures(bank: Bank): Books {
  const numbers = accountNumbers(bank);
  const ask = (kind: 'master' | 'sub', number: string, place: number) => {
    const answer = kind === 'master' ? getAccount(bank, PARTNER, number) : getSubaccount(bank, PARTNER, number);
    if (isRejection(answer)) return [];
    const { status, currentBalance: current, availableBalance: available, holdAmount: hold } = answer;
    return [`${kind} ${place} ${status} ${render({ current, available, hold, count: answer.transactionCount })}`];
  };
  const trial = getTrialBalance(bank);
  const own = OWN_ACCOUNTS.map(
    ([title, name]) => `${name} ${trial.accounts.find((account) => account.title === title)?.currentBalance}`,
  );
  return [
    `${openPostingDay(bank)} ${bank.clock.nowMs()}`,
    ...numbers.flatMap((number, place) => ask('master', number, place)),
    ...numbers.flatMap((number, place) => ask('sub', number, place)),
    ...own,
    `total ${trial.total}`,
    ...numbers.flatMap((number, place) => renderRealDeposit(bank, number, place)),
  ];
}

function renderRealDeposit(bank: Bank, number: string, place: number): string[] {
  const found = getTimeDeposit(bank, PARTNER, number);
  if (isRejection(found)) return [];
  const { status, fundedOn, maturityDate, principalAmount, rateBasisPoints, earlyWithdrawal } = found;
  const fee = getPenaltyFee(bank, PARTNER, number);
  const penalty = isRejection(fee) ? 'none' : fee.penaltyFee;
  const request = earlyWithdrawal ? (earlyWithdrawal.waivePenaltyFee ? 'waived' : 'penalty') : 'no';
  return [
    `deposit ${place} ${status} ${fundedOn} ${maturityDate} ${principalAmount} at ${rateBasisPoints}, ${request} request, penalty ${penalty}`,
  ];
}

/**
 * Renders every activity, hold, memo post and posting exception of every master, and all transactions, of the model.
 */
export function modelRecords(ledger: Ledger): Books {
  const masters = ledger.accounts.flatMap(({ master }, place) => (master === place ? [place] : []));
  return [...masters.flatMap((master) => recordsOf(ledger, master)), ...transactionsOf(ledger)];
}

function recordsOf(ledger: Ledger, master: Place): string[] {
  const own = subledgersOf(ledger, master);
  const { lines, holds, memoPosts, exceptions, day: today } = ledger;
  const ofOwn = <Item extends { account: Place }>(items: readonly Item[]) =>
    items.filter(({ account }) => own.includes(account));
  return [
    ...ofOwn(lines).map(({ account, type, activityType, transaction, day, sequence, balance }) => {
      const { amount, schedule, clearsOn = '' } = transaction;
      const clearing = type === 'Credit' && schedule ? `${schedule} ${today < clearsOn}` : '';
      const status = sequence === undefined ? 'Pending' : 'Posted';
      return `activity ${account} ${type} ${activityType} ${amount} ${status} ${midnight(day)} ${sequence} ${balance} ${clearing}`;
    }),
    ...ofOwn(holds).map(
      ({ account, type, amount, status, lastDay }) =>
        `hold ${account} ${type} ${amount} ${status} ${midnight(lastDay)}`,
    ),
    ...ofOwn(memoPosts).map(
      ({ account, type, amount, status, affects, lastDay }) =>
        `memo ${account} ${type} ${amount} ${status} ${affects} ${midnight(lastDay)}`,
    ),
    ...ofOwn(exceptions).map(
      ({ account, type, activityType, amount, code, day }) =>
        `exception ${account} ${type} ${activityType} ${amount} ${code} ${midnight(day)}`,
    ),
  ];
}

function midnight(day: string | undefined): string | undefined {
  return day === undefined ? undefined : easternMidnight(day);
}

function transactionsOf({ transactions }: Ledger): string[] {
  return transactions.map(({ debitCode, creditCode, amount, code, schedule }) => {
    const status = debitCode === 'OK' && creditCode === 'OK' ? 'Complete' : 'Failed';
    return `transaction ${status} ${debitCode} ${creditCode} ${amount} ${code} ${schedule}`;
  });
}

const ALL = { pageNumber: 1, pageSize: 10_000 };

/** Renders the same of the real bank. */
export function bankRecords(bank: Bank, accounts: readonly Account[]): Books {
  const numbers = accountNumbers(bank);
  const place = (number: string) => numbers.indexOf(number);
  const masters = accounts.flatMap(({ master }, at) => (master === at ? [numbers[at] ?? ''] : []));
  const all = <Item>(page: { results: Item[] } | object) => ('results' in page ? page.results : []);
  return [
    ...masters.flatMap((master) => [
      ...all(listActivities(bank, PARTNER, master, ALL)).map((it) => {
        const clearing = it.schedule ? `${it.schedule} ${it.isClearing}` : '';
        return `activity ${place(it.subAccountNumber)} ${it.transactionType} ${it.activityType} ${it.amount} ${it.status} ${it.postingDate} ${it.sequenceNumber} ${it.balance} ${clearing}`;
      }),
      ...all(listHolds(bank, PARTNER, master, ALL)).map(
        (it) => `hold ${place(it.subAccountNumber)} ${it.holdType} ${it.amount} ${it.status} ${it.expiresAt}`,
      ),
      ...all(listMemoPosts(bank, PARTNER, master, ALL)).map(
        (it) =>
          `memo ${place(it.subAccountNumber)} ${it.transactionType} ${it.amount} ${it.status} ${it.affectsAvailability} ${it.expiresAt}`,
      ),
      ...all(listPostingExceptions(bank, PARTNER, master, ALL)).map(
        (it) =>
          `exception ${place(it.subAccountNumber)} ${it.transactionType} ${it.activityType} ${it.amount} ${it.result.code} ${it.postingDate}`,
      ),
    ]),
    ...listTransactions(bank, PARTNER, ALL).results.map(
      ({ status, debit, credit, amount, transactionCode, schedule }) =>
        `transaction ${status} ${debit.result.code} ${credit.result.code} ${amount} ${transactionCode} ${schedule}`,
    ),
  ];
}
