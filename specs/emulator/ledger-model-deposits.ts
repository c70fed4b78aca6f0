import { type Account, type Deposit, type Ledger, type Place, rules, type Side, totalsOf } from './ledger-model.ts';

/** Returns the day a number of months later: the same day of the month, or the last one of a shorter month. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Returns true if the lock of a CD rejects one side of a transaction. */
export function isLocked(ledger: Ledger, master: Place, type: Side, amount: number): boolean {
  const { deposit } = ledger.accounts[master] as Account;
  if (!deposit) return false;
  if (type === 'Credit') return !isFunding(ledger, deposit, amount);
  if (deposit.status === 'Matured' || deposit.status === 'Withdrawn') return false;
  if (deposit.request === undefined) return true;
  const { current } = totalsOf(ledger, master);
  return deposit.request === 'waived' ? amount > current : amount !== current - penaltyOf(ledger, deposit);
}

function isFunding({ day }: Ledger, { status, dueOn }: Deposit, amount: number): boolean {
  return status === 'AwaitingFunding' && amount === rules.deposit.fundingAmount && day <= dueOn;
}

/** Returns the penalty in cents on the open posting day. */
export function penaltyOf({ day }: Ledger, { fundedOn = '', principal, bumpUps }: Deposit): number {
  const tier = rules.deposit.penaltyTiers.find(({ months }) => day < monthsLater(fundedOn, months));
  const rate = rules.deposit.ratesBasisPoints[bumpUps] ?? 0;
  return Math.floor((principal * rate * (tier?.feeDays ?? 0)) / (10_000 * 365));
}

interface Movement {
  readonly type: Side;
  readonly amount: number;
  /** Posts the fee of a withdrawal. */
  readonly charge: (fee: number) => void;
}

/** Applies a completed transaction to a CD on one of its sides: it is funded, or withdrawn with its fee. */
export function recordMovement(ledger: Ledger, place: Place, { type, amount, charge }: Movement): void {
  const { master } = ledger.accounts[place] as Account;
  const { deposit } = ledger.accounts[master] as Account;
  if (!deposit) return;
  if (type === 'Credit') {
    if (!isFunding(ledger, deposit, amount)) return;
    deposit.status = 'Active';
    deposit.fundedOn = ledger.day;
    deposit.maturesOn = monthsLater(ledger.day, rules.deposit.termMonths);
    deposit.principal = amount;
    return;
  }
  if (deposit.status !== 'Active') return;
  const before = totalsOf(ledger, master).current + amount;
  const penalty = penaltyOf(ledger, deposit);
  const isCharged = deposit.request === 'penalty' && amount === before - penalty;
  if (isCharged && penalty > 0) charge(penalty);
  const rest = totalsOf(ledger, master).current;
  if (isCharged || deposit.request === 'waived' || rest === 0) deposit.request = undefined;
  deposit.principal = Math.min(deposit.principal, Math.max(rest, 0));
  if (rest === 0) deposit.status = 'Withdrawn';
}

/** Ends the window for funding and matures the CDs on the posting day that opens. */
export function openDeposits({ accounts, day }: Ledger): void {
  for (const { deposit } of accounts) {
    if (deposit?.status === 'AwaitingFunding' && day > deposit.dueOn) deposit.status = 'FundingExpired';
    if (deposit?.status !== 'Active' || !deposit.maturesOn || day < deposit.maturesOn) continue;
    deposit.status = 'Matured';
    deposit.request = undefined;
  }
}

/** Returns the whole amount that may leave a CD now: its balance, less the penalty while it is locked. */
export function withdrawalOf(ledger: Ledger, master: Place): number {
  const { deposit } = ledger.accounts[master] as Account;
  const { current } = totalsOf(ledger, master);
  return deposit?.status === 'Active' ? current - penaltyOf(ledger, deposit) : current;
}

const STATES = {
  AwaitingFunding: 'time-deposit-not-funded',
  FundingExpired: 'time-deposit-not-funded',
  Active: '',
  Matured: 'time-deposit-matured',
  Withdrawn: 'time-deposit-withdrawn',
};

/** Raises the rate on request: one period at most for each period of months since the funding. */
export function bumpUp(ledger: Ledger, master: Place): string {
  const { deposit } = ledger.accounts[master] as Account;
  if (!deposit) return 'not-a-time-deposit';
  if (deposit.status !== 'Active' || !deposit.fundedOn) return STATES[deposit.status];
  const next = deposit.bumpUps + 1;
  if (next >= rules.deposit.ratesBasisPoints.length) return 'no-further-rate-period';
  if (ledger.day < monthsLater(deposit.fundedOn, next * rules.deposit.periodMonths)) return 'bump-up-too-early';
  deposit.bumpUps = next;
  return 'done';
}

/** Records the request of an early withdrawal. */
export function requestWithdrawal({ accounts }: Ledger, master: Place, isWaived: boolean): string {
  const { deposit } = accounts[master] as Account;
  if (!deposit) return 'not-a-time-deposit';
  if (deposit.status !== 'Active') return STATES[deposit.status];
  if (deposit.request !== undefined) return 'withdrawal-requested';
  deposit.request = isWaived ? 'waived' : 'penalty';
  return 'done';
}
