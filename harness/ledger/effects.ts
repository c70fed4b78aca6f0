import {
  type AccountKey,
  type Activity,
  type Books,
  type Figures,
  type ObservedAccount,
  signedAmount,
  zeroFigures,
} from './books.ts';
import { findPayout, isInterest, isInterestOrTax, sumOf } from './interest-activity.ts';

/**
 * A declared effect of a step on the books, in cents. On a master's number it applies to the implicit subledger; every
 * effect on a subledger implies the same on its master.
 */
export type Effect =
  /** A transaction: current and available move. */
  | { readonly kind: 'moves'; readonly accountNumber: string; readonly cents: number }
  /** A memo post that affects availability: only available moves. */
  | { readonly kind: 'memo'; readonly accountNumber: string; readonly cents: number }
  /** A memo post becomes its transaction: only current moves. */
  | { readonly kind: 'settles'; readonly accountNumber: string; readonly cents: number }
  /** A hold: available falls, the hold amount rises by the same. */
  | { readonly kind: 'holds'; readonly accountNumber: string; readonly cents: number }
  /** The bank may post interest, and the tax withheld from it: their amounts are checked by a law of their own. */
  | { readonly kind: 'interest'; readonly accountNumber: string }
  /** A transaction is refused with this code: nothing moves, one posting exception is written. */
  | { readonly kind: 'refused'; readonly code: string };

type Change = (figures: Figures, cents: number) => Figures;

const changes: Record<Exclude<Effect['kind'], 'refused' | 'interest'>, Change> = {
  moves: (figures, cents) => ({
    ...figures,
    currentBalance: figures.currentBalance + cents,
    availableBalance: figures.availableBalance + cents,
    transactionCount: figures.transactionCount + 1,
  }),
  memo: (figures, cents) => ({ ...figures, availableBalance: figures.availableBalance + cents }),
  settles: (figures, cents) => ({
    ...figures,
    currentBalance: figures.currentBalance + cents,
    transactionCount: figures.transactionCount + 1,
  }),
  holds: (figures, cents) => ({
    ...figures,
    availableBalance: figures.availableBalance - cents,
    holdAmount: figures.holdAmount + cents,
  }),
};

/**
 * Computes the figures that every observed account should have after a step: those before, plus the declared effects.
 */
export function expectFigures(before: Books, after: Books, effects: readonly Effect[]): Map<AccountKey, Figures> {
  const expected = new Map<AccountKey, Figures>();
  for (const [key] of after.accounts) expected.set(key, before.accounts.get(key) ?? zeroFigures);
  const withInterest = new Set<string>();
  for (const effect of effects) {
    if (effect.kind === 'refused') continue;
    if (effect.kind === 'interest') {
      // Declared twice, it is allowed once.
      if (withInterest.has(effect.accountNumber)) continue;
      withInterest.add(effect.accountNumber);
    }
    for (const key of touchedKeys(after, effect.accountNumber)) {
      const figures = expected.get(key) ?? zeroFigures;
      expected.set(
        key,
        effect.kind === 'interest'
          ? newInterest(before, after, effect.accountNumber).reduce(addActivity, figures)
          : changes[effect.kind](figures, effect.cents),
      );
    }
  }
  return expected;
}

/**
 * Returns the activity by which the bank has paid interest on a subledger within a step, with the tax withheld from it,
 * which cannot be more; if the step closed the account, also the withdrawal by which the bank pays the rest out.
 */
function newInterest(before: Books, after: Books, accountNumber: string): Activity[] {
  const master = subledgerOf(after, accountNumber)?.masterAccountNumber ?? accountNumber;
  const known = new Set(before.records.get(master)?.activities.map(({ id }) => id));
  const fresh = (after.records.get(master)?.activities ?? []).filter(
    ({ id, subAccountNumber }) => !known.has(id) && subAccountNumber === accountNumber,
  );
  const interest = fresh.filter(isInterestOrTax);
  const paid = sumOf(interest) < 0 ? interest.filter(isInterest) : interest;
  const isClosed = (books: Books) => books.accounts.get(`master:${master}`)?.status === 'Closed';
  const payout = !isClosed(before) && isClosed(after) ? findPayout(fresh) : undefined;
  return payout ? [...paid, payout] : paid;
}

function addActivity(figures: Figures, activity: Activity): Figures {
  return changes.moves(figures, signedAmount(activity));
}

/** Returns the masters that a step's effects apply to. */
export function touchedMasters(books: Books, effects: readonly Effect[]): Set<string> {
  const masters = new Set<string>();
  for (const effect of effects) {
    if (effect.kind === 'refused') continue;
    const account = subledgerOf(books, effect.accountNumber);
    if (account) masters.add(account.masterAccountNumber);
  }
  return masters;
}

/** Returns account numbers of effects that belong to no account of the run. */
export function unknownAccounts(books: Books, effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'refused' || subledgerOf(books, effect.accountNumber) ? [] : [effect.accountNumber],
  );
}

function subledgerOf(books: Books, accountNumber: string): ObservedAccount | undefined {
  return books.accounts.get(`subledger:${accountNumber}`);
}

function touchedKeys(books: Books, accountNumber: string): AccountKey[] {
  const subledger = subledgerOf(books, accountNumber);
  return subledger ? [`subledger:${accountNumber}`, `master:${subledger.masterAccountNumber}`] : [];
}
