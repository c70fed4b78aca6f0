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
/** Cents: a plain number, or a reference in a workflow. */
type Amount = number | Ref<number>;

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
 * Declares that the bank refuses a transaction with this code: no money moves, and one posting exception is written.
 *
 * ```ts
 * effects: [refused('NSF')]
 * ```
 */
export const refused = (code: string): EffectDeclaration => ({ refused: code });

function on({ accountNumber }: Account, amount: Amount) {
  const cents = typeof amount === 'number' ? amount : (expressionOf(amount) ?? '');
  return { account: expressionOf(accountNumber) ?? String(accountNumber), cents };
}
