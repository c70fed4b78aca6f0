import type { EffectDeclaration } from '../arazzo/document.ts';
import { expressionOf, type Ref } from './references.ts';

/**
 * The account of a step that opens an account or creates a subledger. Pass it to an effect.
 *
 * ```ts
 * const main: AccountHandle = op.openAccount('open', { body: inputs.account, status: 200 });
 * ```
 */
export interface AccountHandle {
  readonly accountNumber: Ref<string>;
}

/** An account: the result of a workflow's step, or in a test an object with its account number. */
type Account = AccountHandle | { readonly accountNumber: string };
/** Cents: a plain number, or in a workflow a reference, also with the opposite sign. */
type Amount = number | Ref<number> | Minus;

/** A referenced amount with the opposite sign. */
export interface Minus {
  readonly minus: Ref<number>;
}

/**
 * Returns a referenced amount with the opposite sign, for a debit in an effect.
 *
 * ```ts
 * effects: [moves(deposit, minus(penalty.body.withdrawalAmount)), moves(main, penalty.body.withdrawalAmount)]
 * ```
 */
export const minus = (amount: Ref<number>): Minus => ({ minus: amount });

/**
 * Declares a transaction: the current and the available balance change by this many cents (credit positive).
 *
 * ```ts
 * effects: [moves(main, -2_500), moves(savings, 2_500)]
 * ```
 */
export const moves = (account: Account, amount: Amount): EffectDeclaration => ({ moves: on(account, amount) });

/**
 * Declares a memo post: only the available balance changes, by this many cents.
 *
 * ```ts
 * effects: [memo(main, -400)] // a card authorization
 * ```
 */
export const memo = (account: Account, amount: Amount): EffectDeclaration => ({ memo: on(account, amount) });

/**
 * Declares that a memo post becomes its transaction: only the current balance changes, by this many cents.
 *
 * ```ts
 * effects: [settles(main, -400)] // the capture of that card authorization
 * ```
 */
export const settles = (account: Account, amount: Amount): EffectDeclaration => ({ settles: on(account, amount) });

/**
 * Declares a hold: this many cents leave the available balance and join the hold amount. A negative amount releases
 * them.
 *
 * ```ts
 * effects: [holds(main, 300)]
 * ```
 */
export const holds = (account: Account, amount: Amount): EffectDeclaration => ({ holds: on(account, amount) });

/**
 * Declares that the bank may post interest on this account while the step waits, and withhold tax from it, however
 * often. The amounts need no declaration: the law `interest-paid-is-interest-accrued` computes them.
 *
 * ```ts
 * w.wait('Wait for the end of the month', { until: inputs.monthEnd, effects: [interest(savings)] });
 * ```
 */
export const interest = ({ accountNumber }: Account): EffectDeclaration => ({
  interest: { account: expressionOf(accountNumber) ?? String(accountNumber) },
});

/**
 * Declares that the bank refuses a transaction with this code: no money moves, and one posting exception is written.
 *
 * ```ts
 * effects: [refused('NSF')]
 * ```
 */
export const refused = (code: string): EffectDeclaration => ({ refused: code });

function on({ accountNumber }: Account, amount: Amount) {
  const account = expressionOf(accountNumber) ?? String(accountNumber);
  if (typeof amount === 'number') return { account, cents: amount };
  const expression = expressionOf(amount);
  if (expression !== undefined) return { account, cents: expression };
  return { account, cents: expressionOf((amount as Minus).minus) ?? '', negative: true as const };
}
