import { addBusinessDays, addCalendarDays, easternInstant } from '../../core/business-day.ts';

/**
 * A second, naive bank: arrays and loops, without SQL or code of `emulator/`. Every figure is added up from the
 * records on request, so nothing can get out of step. Written from books.md. An account is named by its index.
 */
export interface Ledger {
  /** Milliseconds since 1970. */
  now: number;
  /** The open posting day. */
  day: string;
  readonly accounts: Account[];
  readonly transactions: Transaction[];
  readonly lines: Line[];
  readonly exceptions: PostingException[];
  readonly holds: Hold[];
  readonly memoPosts: MemoPost[];
  readonly restrictions: Restriction[];
  readonly stops: StopPayment[];
  /** The balances of the bank's own accounts, in cents. */
  readonly internal: Record<Internal, number>;
}

/** The bank's own accounts: the GLs of rails, and its settlement accounts. */
export type Internal = 'ach' | 'other' | 'fed' | 'interest' | 'fees' | 'tax' | 'closing';
/** `earning` is a savings account with interest, `deposit` a CD. */
export type Kind = 'passthrough' | 'direct' | 'savings' | 'generalLedger' | 'earning' | 'deposit';
export type Side = 'Debit' | 'Credit';
export type Status = 'Active' | 'Inactive' | 'Dormant' | 'Escheat' | 'ChargeOff' | 'Closed';
/** The index of an account; `NO_ACCOUNT` is an index without an account. */
export type Place = number;
export const NO_ACCOUNT: Place = -1;

/** A subledger; if it is its own master, the master and its implicit subledger at once. */
export interface Account {
  readonly master: Place;
  readonly kind: Kind;
  status: Status;
  /** The time of its master's last transaction, or of its opening. */
  changedAt: number;
  /** Interest of a master in cents that is not yet paid. */
  accrued: Fraction;
  /** Only on the master of a CD. */
  readonly deposit?: Deposit;
}

/** An exact sum of cents. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const NOTHING: Fraction = { numerator: 0n, denominator: 1n };

/** The state of a CD. Days are Eastern dates. */
export interface Deposit {
  status: 'AwaitingFunding' | 'FundingExpired' | 'Active' | 'Matured' | 'Withdrawn';
  readonly dueOn: string;
  fundedOn?: string;
  maturesOn?: string;
  principal: number;
  bumpUps: number;
  request?: 'penalty' | 'waived' | undefined;
}

export interface Transaction {
  readonly debit: Place | 'internal';
  readonly credit: Place | 'internal';
  readonly amount: number;
  readonly code: string;
  readonly rail: string;
  readonly flags: readonly string[];
  readonly debitCode: string;
  readonly creditCode: string;
  /** The settlement account of a transaction of the bank itself. */
  readonly own?: Internal | undefined;
  /** Cents for each posting day, if not all is available at once. */
  readonly schedule?: readonly number[];
  /** The posting day on which the last part becomes available. */
  readonly clearsOn?: string;
}

/** One activity record of a subledger. */
export interface Line {
  readonly transaction: Transaction;
  readonly account: Place;
  readonly type: Side;
  readonly activityType: 'Internal' | 'External';
  readonly day: string;
  sequence?: number;
  balance?: number;
}

export interface PostingException {
  readonly account: Place;
  readonly type: Side;
  readonly activityType: 'Internal' | 'External';
  readonly code: string;
  readonly amount: number;
  readonly day: string;
}

export interface Hold {
  readonly account: Place;
  readonly type: 'Partner' | 'Internal';
  readonly amount: number;
  readonly lastDay?: string | undefined;
  status: 'Active' | 'Released' | 'Expired';
}

export interface MemoPost {
  readonly account: Place;
  readonly type: Side;
  readonly amount: number;
  readonly affects: boolean;
  readonly rail: string;
  readonly code: string;
  readonly lastDay?: string | undefined;
  readonly posts: boolean;
  status: 'Active' | 'Converted' | 'Expired';
}

export interface Criteria {
  readonly rail?: string | undefined;
  readonly type?: Side | undefined;
  readonly otherType?: 'Deposit' | 'GeneralLedger' | undefined;
  readonly threshold?: number | undefined;
  readonly code?: string | undefined;
}

export interface Restriction extends Criteria {
  readonly master: Place;
  readonly sub?: Place | undefined;
  readonly appliesTo: 'All' | 'Account' | 'SubAccounts';
  readonly byBank: boolean;
  readonly starts?: number | undefined;
  readonly expires?: number | undefined;
  isRemoved: boolean;
}

export interface StopPayment {
  readonly account: Place;
  readonly rail?: string | undefined;
  readonly amount?: number | undefined;
  isRemoved: boolean;
}

/** The rules of the products in the model; the spec sets up the real bank in the same way. */
export const rules = {
  /** Fewer than the six of Regulation D, so that scripts reach the limit. */
  monthlyDebits: 2,
  policies: { direct: [{ rail: 'Wire', type: 'Debit', threshold: 300 }] as readonly Criteria[] },
  schedules: [
    { rail: 'Check', code: 'Check', percentages: [20, 40, 40] },
    { rail: 'Ach', code: 'Outgoing ACH', percentages: [0, 0, 100] },
  ],
  order: {
    passthrough: 'CreditsFirst',
    direct: 'Execution',
    savings: 'DebitsFirst',
    generalLedger: 'CreditsFirst',
    earning: 'Execution',
    deposit: 'CreditsFirst',
  },
  /** High rates, so that small balances earn whole cents in a few days. */
  interest: {
    dayCount: 'ActualActual',
    minimumBalance: 100,
    tiers: [
      { fromAmount: 0, rateBasisPoints: 5_000 },
      { fromAmount: 500, rateBasisPoints: 9_999 },
    ],
  },
  /** 24.5 percent of interest is withheld. */
  withholding: { numerator: 245, denominator: 1_000, percent: 24.5 },
  deposit: {
    termMonths: 2,
    fundingAmount: 600,
    fundingWindowDays: 4,
    periodMonths: 1,
    ratesBasisPoints: [5_000, 9_000],
    penaltyTiers: [
      { months: 1, feeDays: 20 },
      { months: 2, feeDays: 9 },
    ],
    bumpUpOffered: true,
  },
} as const;

/** The master accounts, one of each kind, in this order. */
export const KINDS: readonly Kind[] = ['passthrough', 'direct', 'savings', 'generalLedger', 'earning', 'deposit'];
/** The last Monday before a leap year. */
export const START = { day: '2027-12-27', time: '09:10' };

/** Returns a new CD that is opened on a day. */
function openDeposit(day: string): Deposit {
  return {
    status: 'AwaitingFunding',
    dueOn: addCalendarDays(day, rules.deposit.fundingWindowDays),
    principal: 0,
    bumpUps: 0,
  };
}

/** Creates a ledger with one master of each kind and no money. */
export function createLedger(): Ledger {
  const now = easternInstant(START.day, START.time);
  return {
    now,
    day: START.day,
    accounts: KINDS.map((kind, master) => ({
      master,
      kind,
      status: 'Active',
      changedAt: now,
      accrued: NOTHING,
      ...(kind === 'deposit' ? { deposit: openDeposit(START.day) } : {}),
    })),
    transactions: [],
    lines: [],
    exceptions: [],
    holds: [],
    memoPosts: [],
    restrictions: [],
    stops: [],
    internal: { ach: 0, other: 0, fed: 0, interest: 0, fees: 0, tax: 0, closing: 0 },
  };
}

export interface Figures {
  readonly current: number;
  readonly available: number;
  readonly hold: number;
  readonly count: number;
}

/** Returns the figures of one subledger, added up from its records (books.md, section 2). */
export function figuresOf(ledger: Ledger, place: Place): Figures {
  let [current, hold, memo, count] = [0, 0, 0, 0];
  for (const line of ledger.lines) {
    if (line.account !== place) continue;
    current += signed(line.type, line.transaction.amount);
    count += 1;
  }
  for (const it of ledger.holds) if (it.account === place && it.status === 'Active') hold += it.amount;
  for (const it of ledger.memoPosts)
    if (it.account === place && it.status === 'Active' && it.affects) memo += signed(it.type, it.amount);
  return { current, available: current - hold + memo, hold, count };
}

/** Returns the figures of a master: the sum over its subledgers, including the implicit one. */
export function totalsOf(ledger: Ledger, master: Place): Figures {
  const total = { current: 0, available: 0, hold: 0, count: 0 };
  for (const place of subledgersOf(ledger, master)) {
    const figures = figuresOf(ledger, place);
    total.current += figures.current;
    total.available += figures.available;
    total.hold += figures.hold;
    total.count += figures.count;
  }
  return total;
}

/** Lists the indexes of a master's subledgers, the implicit one first. */
export function subledgersOf({ accounts }: Ledger, master: Place): Place[] {
  return accounts.flatMap((account, place) => (account.master === master ? [place] : []));
}

export function signed(type: Side, amount: number): number {
  return type === 'Credit' ? amount : -amount;
}

/**
 * Returns the schedule of a credit and the day it clears; undefined if all is available at once (books.md, section 3).
 */
export function scheduleOf({ day }: Ledger, { kind }: Account, credit: { rail: string; code: string; amount: number }) {
  if (kind === 'generalLedger') return undefined;
  for (const { rail, code, percentages } of rules.schedules) {
    if (rail !== credit.rail || code !== credit.code) continue;
    const schedule = percentages.map((share) => Math.floor((credit.amount * share) / 100));
    const last = schedule.length - 1;
    schedule[last] = credit.amount - schedule.slice(0, last).reduce((sum, part) => sum + part, 0);
    return { schedule, clearsOn: addBusinessDays(day, last) };
  }
  return undefined;
}

/** Puts the lines of a posting day in the order of the product. */
export function inOrder(lines: readonly Line[], order: (typeof rules.order)[Kind]): readonly Line[] {
  if (order === 'Execution') return lines;
  const [debits, credits] = [
    lines.filter(({ type }) => type === 'Debit'),
    lines.filter(({ type }) => type === 'Credit'),
  ];
  return order === 'CreditsFirst' ? [...credits, ...debits] : [...debits, ...credits];
}
