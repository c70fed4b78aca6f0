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
import {
  type Account,
  type Figures,
  figuresOf,
  type Ledger,
  type Place,
  subledgersOf,
  totalsOf,
} from './ledger-model.ts';
import { accountNumbers, PARTNER } from './ledger-model-bank.ts';

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
  const own = [`ach ${internal.ach}`, `book 0`, `other ${internal.other}`, `fed ${internal.fed}`];
  return [`${day} ${now}`, ...masters, ...subledgers, ...own, 'total 0'];
}

const TITLES: Readonly<Record<string, string>> = {
  'ACH in transit': 'ach',
  'Book transfers in transit': 'book',
  'Other rails in transit': 'other',
  'Position at the Fed': 'fed',
};

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
  const own = Object.entries(TITLES).map(
    ([title, name]) => `${name} ${trial.accounts.find((account) => account.title === title)?.currentBalance}`,
  );
  return [
    `${openPostingDay(bank)} ${bank.clock.nowMs()}`,
    ...numbers.flatMap((number, place) => ask('master', number, place)),
    ...numbers.flatMap((number, place) => ask('sub', number, place)),
    ...own,
    `total ${trial.total}`,
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
