import { addBusinessDays, addCalendarDays } from '../../core/business-day.ts';
import {
  type Account,
  type Fraction,
  inOrder,
  type Ledger,
  type Line,
  type Place,
  rules,
  signed,
  subledgersOf,
  totalsOf,
} from './ledger-model.ts';
import { postOwn } from './ledger-model-transactions.ts';

/** A yearly rate on the part of a balance above an amount. */
interface Tier {
  readonly fromAmount: number;
  readonly rateBasisPoints: number;
}

function add(one: Fraction, other: Fraction): Fraction {
  return {
    numerator: one.numerator * other.denominator + other.numerator * one.denominator,
    denominator: one.denominator * other.denominator,
  };
}

/**
 * Accrues and pays the interest of the closing day, before its activity is numbered: each calendar day until the next
 * posting day; at the end of a month the days of the old month, then the payment, then the days of the new month.
 */
export function accrueAndPay(ledger: Ledger): void {
  const nextDay = addBusinessDays(ledger.day, 1);
  const accounts = [...ledger.accounts.entries()].filter(
    ([place, { master, status }]) => place === master && status !== 'Closed',
  );
  for (let day = ledger.day; day < nextDay; day = addCalendarDays(day, 1)) {
    const isPaidBefore = day.slice(0, 7) !== ledger.day.slice(0, 7) && day.endsWith('-01');
    if (isPaidBefore) for (const [place] of accounts) pay(ledger, place);
    for (const [place, account] of accounts) accrue(ledger, place, account, day);
  }
  const isLastOfMonth = nextDay.slice(0, 7) !== ledger.day.slice(0, 7);
  if (isLastOfMonth && nextDay.endsWith('-01')) for (const [place] of accounts) pay(ledger, place);
}

function accrue(ledger: Ledger, place: Place, account: Account, day: string): void {
  const terms = termsOf(account, day);
  if (!terms) return;
  const balance = balanceOf(ledger, place, day);
  if (balance <= 0 || balance < terms.minimumBalance) return;
  const year = Number(day.slice(0, 4));
  const days = terms.dayCount === 'ActualActual' && new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1 ? 366 : 365;
  for (const [at, { fromAmount, rateBasisPoints }] of terms.tiers.entries()) {
    const part = Math.min(balance, terms.tiers[at + 1]?.fromAmount ?? balance) - fromAmount;
    if (part <= 0) continue;
    const interest = { numerator: BigInt(part) * BigInt(rateBasisPoints), denominator: BigInt(10_000 * days) };
    account.accrued = add(account.accrued, interest);
  }
}

/** Returns the terms of an account on a day; undefined if it earns nothing. */
function termsOf({ kind, deposit }: Account, day: string) {
  if (kind === 'earning') return rules.interest;
  if (!deposit?.fundedOn || !deposit.maturesOn || day < deposit.fundedOn || day >= deposit.maturesOn) return undefined;
  const rateBasisPoints = rules.deposit.ratesBasisPoints[deposit.bumpUps] ?? 0;
  const tiers: readonly Tier[] = [{ fromAmount: 0, rateBasisPoints }];
  return { tiers, minimumBalance: 0, dayCount: 'Actual365' as const };
}

/** Returns the balance that earns: for `earning` the lowest of the posting day, on later days the closing one. */
function balanceOf(ledger: Ledger, master: Place, day: string): number {
  const { kind } = ledger.accounts[master] as Account;
  const closing = totalsOf(ledger, master).current;
  if (kind !== 'earning' || day !== ledger.day) return closing;
  const own = subledgersOf(ledger, master);
  const pending = ledger.lines.filter(({ account, sequence }) => own.includes(account) && sequence === undefined);
  const lines = inOrder(pending, rules.order[kind]);
  const moved = (some: readonly Line[]) => some.reduce((sum, it) => sum + signed(it.type, it.transaction.amount), 0);
  const opening = closing - moved(lines);
  return Math.min(opening, ...lines.map((_, at) => opening + moved(lines.slice(0, at + 1))));
}

/** Pays the whole cents that have accrued, less the tax that is withheld; returns the net amount. */
export function pay(ledger: Ledger, place: Place): number {
  const account = ledger.accounts[place] as Account;
  const { numerator, denominator } = account.accrued;
  const cents = numerator / denominator;
  if (cents === 0n) return 0;
  account.accrued = { numerator: numerator - cents * denominator, denominator };
  const withheld = (cents * BigInt(rules.withholding.numerator)) / BigInt(rules.withholding.denominator);
  postOwn(ledger, { credit: place, amount: Number(cents), code: 'Interest', own: 'interest' });
  if (withheld > 0n) postOwn(ledger, { debit: place, amount: Number(withheld), code: 'Withholding', own: 'tax' });
  return Number(cents - withheld);
}
